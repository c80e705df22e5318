package commands

import (
	"recallbox/sandbox"
	"recallbox/testscripts"
)

// Program runs the commands of a script in this process. A script's sandbox need not outlive a crash.
func Program(options sandbox.Options) testscripts.Program {
	return func(c testscripts.Call) int {
		options := options
		options.Cite, options.Throwaway = c.Cite, true
		return Run(Process{
			Context: c.Context,
			Args:    c.Args,
			Dir:     c.Dir,
			Getenv:  c.Getenv,
			In:      c.In,
			Out:     c.Out,
			Err:     c.Err,
			Options: options,
		})
	}
}

package commands

import (
	"recallbox/sandbox/recall"
	"recallbox/testscripts"
)

// Program runs the commands of a script in this process, with these mail systems.
func Program(systems []recall.System) testscripts.Program {
	return func(c testscripts.Call) int {
		return Run(Process{
			Context: c.Context,
			Args:    c.Args,
			Dir:     c.Dir,
			Getenv:  c.Getenv,
			In:      c.In,
			Out:     c.Out,
			Err:     c.Err,
			Cite:    c.Cite,
			Systems: systems,
		})
	}
}

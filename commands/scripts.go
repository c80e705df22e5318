package commands

import "recallbox/testscripts"

// Program runs the commands of a script in this process.
func Program(c testscripts.Call) int {
	return Run(Process{
		Context: c.Context,
		Args:    c.Args,
		Dir:     c.Dir,
		Getenv:  c.Getenv,
		In:      c.In,
		Out:     c.Out,
		Err:     c.Err,
		Cite:    c.Cite,
	})
}

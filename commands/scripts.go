package commands

import (
	"recallbox/sandbox"
	"recallbox/testscripts"
)

// Program runs the commands of a script in this process. A script's sandbox need not outlive a crash, and stays open from one command to
// the next.
func Program(options sandbox.Options) testscripts.Program {
	options.Blank = &sandbox.Blank{}
	return func(c testscripts.Call) int { return Run(scriptProcess(options, c)) }
}

// scriptProcess is what a command of a script may use of the world.
func scriptProcess(options sandbox.Options, c testscripts.Call) Process {
	options.Cite, options.Throwaway, options.Kept = c.Cite, true, kept(c)
	return Process{
		Context: c.Context,
		Args:    c.Args,
		Dir:     c.Dir,
		Getenv:  c.Getenv,
		In:      c.In,
		Out:     c.Out,
		Err:     c.Err,
		Options: options,
	}
}

// kept is the script's open sandbox.
func kept(c testscripts.Call) *sandbox.Kept {
	if c.Keep == nil {
		return nil
	}
	if *c.Keep == nil {
		*c.Keep = &sandbox.Kept{}
	}
	return (*c.Keep).(*sandbox.Kept)
}

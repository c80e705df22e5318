package commands

import (
	"path/filepath"

	"recallbox/commands/demo"
	"recallbox/commands/term"
	"recallbox/sandbox"
	"recallbox/sandbox/systems"
	"recallbox/testscripts"
)

// Program runs the commands of a script in this process. A script's sandbox need not outlive a crash, and stays open
// from one command to the next.
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

// Player plays scripts in this process as demonstrations.
func Player(options sandbox.Options) demo.Player {
	options.Blank = &sandbox.Blank{}
	all := options.Systems
	if all == nil {
		all = systems.All()
	}
	return demo.Player{
		Systems:  all,
		Cite:     options.Cite,
		Sentence: func(e sandbox.Event) string { return sentence(e).String() },
		Open: func(c testscripts.Call) (*sandbox.Box, error) {
			file := c.Getenv("RECALLBOX_SANDBOX")
			if !filepath.IsAbs(file) {
				file = filepath.Join(c.Dir, file)
			}
			return sandbox.Open(file, sandbox.Options{Systems: options.Systems, Throwaway: true, Kept: kept(c)})
		},
		Run: func(c testscripts.Call, transcript *term.Transcript) demo.Result {
			process := scriptProcess(options, c)
			process.transcript = transcript
			err := run(process)
			return demo.Result{Exit: exitCode(err), JSON: asksForJSON(c.Args), Failure: demoFailure(err)}
		},
	}
}

// demoFailure is what a command said went wrong; nil where it did not, or has printed something else.
func demoFailure(err error) *demo.Failure {
	if _, quiet := err.(exitError); quiet || err == nil {
		return nil
	}
	f := asFailure(err)
	return &demo.Failure{Message: f.Message, Behaviour: f.Behaviour}
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

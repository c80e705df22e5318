package commands

import (
	"context"
	"io"

	"recallbox/commands/term"
	"recallbox/sandbox"
)

// Process is what one run of the program may use of the world.
type Process struct {
	Context  context.Context // ends when the user interrupts; nil never ends
	Args     []string        // without the program's name
	Dir      string          // what relative paths are relative to
	Exe      string          // the program's own file, for scripts that execute it; "" for none
	Getenv   func(string) string
	In       io.Reader
	Out, Err io.Writer
	Terminal Terminal
	Options  sandbox.Options // how the sandbox is opened

	effective  *bool            // whether the command has had its effect
	within     *sandbox.Tx      // the transaction of the batch that this is a line of
	beside     string           // the batch file that relative paths are beside
	transcript *term.Transcript // what a person would see, for a demonstration; nil for none
}

// Terminal says which streams are terminals, and how wide stdout is.
type Terminal = term.Terminal

// Run runs one command and returns its exit code.
func Run(p Process) int { return exitCode(run(p)) }

// run runs one command, and gives the error that it has printed.
func run(p Process) error {
	p = p.complete()
	out := newPrinter(p)
	err := execute(p, out)
	if err != nil && p.Context.Err() != nil && !*p.effective {
		err = errInterrupted
	}
	if err != nil {
		out.fail(err)
	}
	if broken := out.Flush(); err == nil && broken != nil {
		err = broken
		out.fail(err)
	}
	return err
}

// complete puts something harmless where the caller gave nothing.
func (p Process) complete() Process {
	if p.Context == nil {
		p.Context = context.Background()
	}
	p.effective = new(bool)
	if p.Getenv == nil {
		p.Getenv = func(string) string { return "" }
	}
	if p.In == nil {
		p.In = eof{}
	}
	if p.Out == nil {
		p.Out = io.Discard
	}
	if p.Err == nil {
		p.Err = io.Discard
	}
	p.In = &input{ctx: p.Context, from: p.In}
	return p
}

type eof struct{}

func (eof) Read([]byte) (int, error) { return 0, io.EOF }

package commands

import (
	"context"
	"io"

	"github.com/urfave/cli/v2"

	"recallbox/commands/demo"
	"recallbox/commands/term"
	"recallbox/sandbox"
	"recallbox/sandbox/systems"
	"recallbox/testscripts"
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
	Browse   func(url string) error // opens a page in the user's browser; nil where there is none
	Options  sandbox.Options        // how the sandbox is opened

	effective  *bool            // whether the command has had its effect
	logged     *bool            // whether the sandbox's log tells of that
	within     *sandbox.Tx      // the transaction of the batch that this is a line of
	beside     string           // the batch file that relative paths are beside
	noFiles    bool             // nothing is read, stdin neither
	inside     string           // the folder in which all that is read must lie; "" for anywhere
	keepsTo    string           // the folder in which all that is written must lie; "" for anywhere
	acting     *acting          // the later act that this is, or nil
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
	broken := out.Flush()
	if err == nil {
		err = broken
	}
	if *p.effective {
		err = orDone(err, *p.logged)
	}
	if err != nil {
		out.fail(err)
		out.Flush()
	}
	return err
}

// complete puts something harmless where the caller gave nothing.
func (p Process) complete() Process {
	if p.Context == nil {
		p.Context = context.Background()
	}
	p.effective, p.logged = new(bool), new(bool)
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

// input is stdin that an interrupt reaches: a read from a terminal or a pipe may wait for ever.
type input struct {
	ctx  context.Context
	from io.Reader
}

func (in *input) Read(into []byte) (int, error) {
	if in.ctx.Done() == nil {
		return in.from.Read(into)
	}
	type result struct {
		n   int
		err error
	}
	read := make(chan result, 1)
	own := make([]byte, len(into)) // an abandoned read must not write into the caller's bytes
	go func() {
		n, err := in.from.Read(own)
		read <- result{n, err}
	}()
	select {
	case <-in.ctx.Done():
		return 0, in.ctx.Err()
	case r := <-read:
		return copy(into, own[:r.n]), r.err
	}
}

// Program runs the commands of a script in this process. A script's sandbox need not outlive a crash, and stays open
// from one command to the next.
func Program(options sandbox.Options) testscripts.Program {
	if options.Blank == nil {
		options.Blank = &sandbox.Blank{}
	}
	return func(c testscripts.Call) int { return Run(scriptProcess(options, c)) }
}

// scriptProcess is what a command of a script may use of the world.
func scriptProcess(options sandbox.Options, c testscripts.Call) Process {
	options.Cite, options.Throwaway, options.OpenFile = c.Cite, true, openFileOf(c)
	return Process{
		Context: c.Context,
		Args:    c.Args,
		Dir:     c.Dir,
		Getenv:  c.Getenv,
		In:      c.In,
		Out:     c.Out,
		Err:     c.Err,
		Options: options,
		keepsTo: c.Folder,
	}
}

// Player plays scripts in this process as demonstrations.
func Player(options sandbox.Options) demo.Player {
	if options.Blank == nil {
		options.Blank = &sandbox.Blank{}
	}
	all := options.Systems
	if all == nil {
		all = systems.All()
	}
	return demo.Player{
		Systems:  all,
		Cite:     options.Cite,
		Sentence: func(e sandbox.Event) string { return sentence(e).String() },
		Open: func(c testscripts.Call) (*sandbox.Box, error) {
			file := pathIn(c.Dir, c.Getenv("RECALLBOX_SANDBOX"))
			return sandbox.Open(file, sandbox.Options{Systems: options.Systems, Throwaway: true, OpenFile: openFileOf(c)})
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

// openFileOf is the sandbox that the script has open.
func openFileOf(c testscripts.Call) *sandbox.OpenFile {
	if c.Keep == nil {
		return nil
	}
	if *c.Keep == nil {
		*c.Keep = &sandbox.OpenFile{}
	}
	return (*c.Keep).(*sandbox.OpenFile)
}

// printer prints for one command: what all commands print alike, and how this program tells of mail.
type printer struct {
	*term.Printer
	command *cli.Command // whose usage line is the hint where no better one is known
	sandbox string       // as the command line named it, for hints; "" where it did not
}

func newPrinter(p Process) *printer {
	return &printer{Printer: term.New(term.Streams{
		Out:        p.Out,
		Err:        p.Err,
		Terminal:   p.Terminal,
		Getenv:     p.Getenv,
		Transcript: p.transcript,
	})}
}

// fail prints an error with its hint, and as JSON where that was asked for.
func (p *printer) fail(err error) {
	if _, quiet := err.(exitError); quiet {
		return
	}
	f := asFailure(err)
	if f.Hint.template == "" && f.Kind == misused && p.command != nil {
		f.Hint = say(usage(p.command))
	}
	shown := f.shown(p.sandbox)
	p.Fail(shown.Message, shown.Hint, failureShown{shown})
}

package commands

import (
	"github.com/urfave/cli/v2"

	"recallbox/commands/term"
)

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
	p.Fail(shown.Message, shown.Hint, struct {
		Error shownFailure `json:"error"`
	}{shown})
}

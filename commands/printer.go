package commands

import (
	"github.com/urfave/cli/v2"

	"recallbox/commands/term"
	"recallbox/sandbox"
)

// printer prints for one command: what all commands print alike, and how this program tells of mail.
type printer struct {
	*term.Printer
	command *cli.Command // whose usage line is the hint where no better one is known
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
	if f.Hint == "" && f.Kind == sandbox.Usage && p.command != nil {
		f.Hint = usage(p.command)
	}
	p.Fail(f.Message, f.Hint, struct {
		Error failure `json:"error"`
	}{f})
}

package commands

import (
	"bufio"
	"bytes"
	"io"
	"strings"
	"sync"

	"recallbox/sandbox"
)

// printer is the only thing that writes: data on stdout, talk on stderr.
type printer struct {
	command  *command // whose usage line is the hint where no better one is known
	terminal Terminal
	json     bool // stdout is JSON, and nothing else
	compact  bool // JSON documents are one line each
	all      bool // print all rows, however many

	out       *bufio.Writer
	err       io.Writer
	screen    io.Writer // stderr, even while what is said is held back
	outColour palette
	errColour palette
	getenv    func(string) string
	speaking  sync.Mutex // stderr: the progress line comes from a timer
	progress  *progress
	audience  *audience // who sees what a person at a terminal would see
	shown     *[]text   // what goes to them instead of stdout, while it does
}

func newPrinter(p Process) *printer {
	out := &printer{
		terminal: p.Terminal,
		out:      bufio.NewWriter(p.Out),
		err:      p.Err,
		screen:   p.Err,
		getenv:   p.Getenv,
		audience: p.audience,
	}
	out.colour("auto")
	return out
}

// show prints the result of a command: as JSON, or as text makes it.
func (p *printer) show(result any, text func()) error {
	p.perform(text)
	if p.json {
		return p.document(result)
	}
	text()
	return nil
}

// page prints a text that is no data, such as help: with JSON it is {"text": "…"}.
func (p *printer) page(text func()) error {
	p.perform(text)
	if !p.json {
		text()
		return nil
	}
	var page bytes.Buffer
	out := p.out
	p.out = bufio.NewWriter(&page)
	text()
	p.out.Flush()
	p.out = out
	return p.document(struct {
		Text string `json:"text"`
	}{page.String()})
}

// showRows is show for a result with rows, in the transaction that gave it.
func (p *printer) showRows(result any, text func() error) (err error) {
	p.perform(func() { err = text() })
	if err != nil {
		return err
	}
	if p.json {
		return p.document(result)
	}
	return text()
}

// line prints one line on stdout.
func (p *printer) line(parts ...text) {
	if p.shown != nil {
		*p.shown = append(*p.shown, join(parts...))
		return
	}
	p.out.WriteString(p.outColour.paint(join(parts...)))
	p.out.WriteByte('\n')
}

// body prints a text from mail with its own lines, which end with a newline.
func (p *printer) body(s string) {
	if p.shown != nil {
		*p.shown = append(*p.shown, bodyLines(s)...)
		return
	}
	p.out.WriteString(escapeBody(s))
	if s != "" && !strings.HasSuffix(s, "\n") {
		p.out.WriteByte('\n')
	}
}

// raw prints exact bytes; a terminal gets them escaped.
func (p *printer) raw(data []byte) {
	if p.terminal.Out {
		p.body(string(data))
		return
	}
	p.out.Write(data)
}

// made prints the ID of what a command made, and says on a terminal what was done.
func (p *printer) made(id, sentence string) {
	p.line(plain(id))
	p.done(sentence)
}

// done says on stderr what was done, to a person only.
func (p *printer) done(sentence string) {
	switch {
	case p.shown != nil:
		p.line(faint(sentence))
	case p.terminal.Err:
		p.say(faint(sentence))
	}
}

// warn says on stderr what the user should know; JSON results carry their warnings themselves.
func (p *printer) warn(warnings ...string) {
	for _, w := range warnings {
		p.say(warning("warning: "), plain(w))
	}
}

// say prints one line on stderr, after what stdout has so far.
func (p *printer) say(parts ...text) {
	p.out.Flush()
	p.speaking.Lock()
	defer p.speaking.Unlock()
	p.progress.erase()
	io.WriteString(p.err, p.errColour.paint(join(parts...))+"\n")
}

// announce prints one line on stderr at once, also while what is said is held back.
func (p *printer) announce(parts ...text) {
	p.speaking.Lock()
	defer p.speaking.Unlock()
	p.progress.erase()
	io.WriteString(p.screen, p.errColour.paint(join(parts...))+"\n")
}

// prompt asks a question on stderr, and leaves the cursor behind it.
func (p *printer) prompt(question string) {
	p.out.Flush()
	p.speaking.Lock()
	defer p.speaking.Unlock()
	p.progress.erase()
	io.WriteString(p.err, escapeBody(question))
}

// fail prints an error with its hint, and as JSON where that was asked for.
func (p *printer) fail(err error) {
	if _, quiet := err.(exitError); quiet {
		return
	}
	f := asFailure(err)
	p.audience.hear(f)
	if f.Hint == "" && f.Kind == sandbox.Usage && p.command != nil {
		f.Hint = p.command.usage()
	}
	p.complain(f)
	if p.json {
		p.document(struct {
			Error failure `json:"error"`
		}{f})
	}
}

// complain says on stderr what went wrong, and what to do next.
func (p *printer) complain(f failure) {
	p.say(bad("recallbox: "), plain(f.Message))
	if f.Hint != "" {
		p.say(faint("hint: "), plain(f.Hint))
	}
}

// flush writes out what is left and returns the first error that stdout had.
func (p *printer) flush() error {
	return p.out.Flush()
}

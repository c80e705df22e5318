package term

import (
	"bufio"
	"bytes"
	"io"
	"strings"
	"sync"
)

// Terminal says which streams are terminals, and how wide stdout's is in columns (0: unknown, nothing wraps).
type Terminal struct {
	In, Out, Err bool
	Width        int
}

// Printer is the only writer: data on stdout, talk on stderr. Its fields may change until it prints.
type Printer struct {
	Terminal Terminal
	JSON     bool // stdout is JSON, and nothing else
	Compact  bool // JSON documents are one line each
	All      bool // print all rows, however many

	// Filter makes what is printed of a JSON document, but for one that stands for an error; nil leaves it as it is.
	Filter *Filter

	out        *bufio.Writer
	err        io.Writer
	screen     io.Writer // stderr itself, also while output is held back
	outColour  palette
	errColour  palette
	getenv     func(string) string
	errLock    sync.Mutex // of stderr: a timer prints the progress line
	progress   *progress
	transcript *Transcript // what a person at a terminal would see
	lines      *[]Text     // where lines go instead of stdout, while the transcript is made
}

// Filter makes what is printed of a JSON document.
type Filter struct {
	Of    func(document []byte) ([]byte, error)
	Reads string // the field to which all others are no matter, and may be missing; "" for none
}

// Streams are what a printer prints to.
type Streams struct {
	Out, Err   io.Writer
	Terminal   Terminal
	Getenv     func(string) string
	Transcript *Transcript // nil for none
}

// New is a printer that colours where the environment allows it.
func New(s Streams) *Printer {
	p := &Printer{
		Terminal:   s.Terminal,
		out:        bufio.NewWriter(s.Out),
		err:        s.Err,
		screen:     s.Err,
		getenv:     s.Getenv,
		transcript: s.Transcript,
	}
	p.SetColour("auto")
	return p
}

// Show prints the result of a command: as JSON, or as text makes it.
func (p *Printer) Show(result any, text func()) error {
	p.transcribe(text)
	if p.JSON {
		return p.WriteJSON(result)
	}
	text()
	return nil
}

// Page is the JSON of a text that is no data.
type Page struct {
	Text string `json:"text"` // what would be printed
}

// Page prints a text that is no data, such as help. With JSON it is {"text": "…"}.
func (p *Printer) Page(text func()) error {
	p.transcribe(text)
	if !p.JSON {
		text()
		return nil
	}
	var page bytes.Buffer
	out := p.out
	p.out = bufio.NewWriter(&page)
	text()
	p.out.Flush()
	p.out = out
	return p.WriteJSON(Page{page.String()})
}

// ShowRows is Show for a result with rows, in the transaction that reads them.
func (p *Printer) ShowRows(result any, text func() error) (err error) {
	p.transcribe(func() { err = text() })
	if err != nil {
		return err
	}
	if p.JSON {
		return p.WriteJSON(result)
	}
	return text()
}

// Line prints one line on stdout.
func (p *Printer) Line(parts ...Text) {
	if p.lines != nil {
		*p.lines = append(*p.lines, Join(parts...))
		return
	}
	p.out.WriteString(p.outColour.paint(Join(parts...)))
	p.out.WriteByte('\n')
}

// Body prints a text from mail with its own lines, which end with a newline.
func (p *Printer) Body(s string) {
	if p.lines != nil {
		*p.lines = append(*p.lines, PlainLines(s)...)
		return
	}
	p.out.WriteString(escapeBody(s))
	if s != "" && !strings.HasSuffix(s, "\n") {
		p.out.WriteByte('\n')
	}
}

// Raw prints exact bytes; a terminal gets them escaped.
func (p *Printer) Raw(data []byte) {
	if p.Terminal.Out {
		p.Body(string(data))
		return
	}
	p.out.Write(data)
}

// GiveOut gives stdout away: what is printed from now on goes to stderr, and what write gets goes to stdout, to a
// terminal escaped.
func (p *Printer) GiveOut() (write func(data []byte) error) {
	out, isTerminal := p.out, p.Terminal.Out
	p.out, p.Terminal.Out, p.outColour = bufio.NewWriter(p.err), p.Terminal.Err, p.errColour
	return func(data []byte) error {
		p.out.Flush()
		if isTerminal {
			data = []byte(escapeBody(string(data)))
		}
		out.Write(data)
		return out.Flush()
	}
}

// Created prints the ID of what a command made, and says on a terminal what the command did.
func (p *Printer) Created(id, sentence string) {
	p.Line(Plain(id))
	p.Done(sentence)
}

// Done says on stderr what the command did, to a person only.
func (p *Printer) Done(sentence string) {
	switch {
	case p.lines != nil:
		p.Line(Faint(sentence))
	case p.Terminal.Err:
		for _, line := range p.Fit(Faint(sentence), 0) {
			p.Say(line)
		}
	}
}

// Warn says on stderr what the user should know. JSON results carry their own warnings.
func (p *Printer) Warn(warnings ...string) {
	for _, w := range warnings {
		p.Say(Warning("warning: "), Plain(w))
	}
}

// Say prints one line on stderr, after the lines that stdout has so far.
func (p *Printer) Say(parts ...Text) {
	p.out.Flush()
	p.errLock.Lock()
	defer p.errLock.Unlock()
	p.progress.erase()
	io.WriteString(p.err, p.errColour.paint(Join(parts...))+"\n")
}

// Announce prints one line on stderr at once, also while output is held back.
func (p *Printer) Announce(parts ...Text) {
	p.errLock.Lock()
	defer p.errLock.Unlock()
	p.progress.erase()
	io.WriteString(p.screen, p.errColour.paint(Join(parts...))+"\n")
}

// Prompt asks a question on stderr, and leaves the cursor behind the question.
func (p *Printer) Prompt(question string) {
	p.out.Flush()
	p.errLock.Lock()
	defer p.errLock.Unlock()
	p.progress.erase()
	io.WriteString(p.err, escapeBody(question))
}

// Fail prints an error with its hint, and with JSON also the value that stands for the error.
func (p *Printer) Fail(message, hint string, value any) {
	p.Complain(message, hint)
	if p.JSON {
		p.writeDocument(value, "")
	}
}

// Complain says on stderr what went wrong, and what to do next.
func (p *Printer) Complain(message, hint string) {
	p.Say(Bad("recallbox: "), Plain(message))
	if hint != "" {
		p.Say(Faint("hint: "), Plain(hint))
	}
}

// Flush writes what is left, and returns the first error of stdout, a PrintError.
func (p *Printer) Flush() error { return asPrintError(p.out.Flush()) }

// Transcript is what a person at a terminal would see of a command, also where the caller wants JSON or reads the
// output.
type Transcript struct {
	Width int // of that terminal
	Lines []Text
}

// transcribe shows the result of a command to the transcript, as text makes it.
func (p *Printer) transcribe(text func()) {
	if p.transcript == nil {
		return
	}
	json, terminal := p.JSON, p.Terminal
	p.JSON, p.Terminal, p.lines = false, Terminal{Out: true, Err: true, Width: p.transcript.Width}, &p.transcript.Lines
	text()
	p.JSON, p.Terminal, p.lines = json, terminal, nil
}

package term

import "strings"

// Transcript is what a person at a terminal would see of a command, also where its caller asks for JSON or reads what is
// printed.
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
	p.JSON, p.Terminal, p.shown = false, Terminal{Out: true, Err: true, Width: p.transcript.Width}, &p.transcript.Lines
	text()
	p.JSON, p.Terminal, p.shown = json, terminal, nil
}

// PlainLines are the lines of a text that may come from mail, each safe to print.
func PlainLines(s string) []Text {
	var list []Text
	for line := range strings.Lines(s) {
		line = strings.ReplaceAll(strings.TrimRight(line, "\r\n"), "\t", "    ")
		list = append(list, Plain(line))
	}
	return list
}

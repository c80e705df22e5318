package commands

import "strings"

// An audience watches a command in a demonstration: it sees what a person at a terminal would, also where a script asks for JSON or reads
// what is printed.
type audience struct {
	width   int
	lines   []text
	failure *failure
}

// hear takes in how the command failed.
func (a *audience) hear(f failure) {
	if a != nil {
		a.failure = &f
	}
}

// forPeople says whether somebody reads the result: it is no JSON, or has an audience beside.
func (p *printer) forPeople() bool { return !p.json || p.audience != nil }

// perform shows the audience the result of a command, as text makes it.
func (p *printer) perform(text func()) {
	if p.audience == nil {
		return
	}
	json, terminal := p.json, p.terminal
	p.json, p.terminal, p.shown = false, Terminal{Out: true, Err: true, Width: p.audience.width}, &p.audience.lines
	text()
	p.json, p.terminal, p.shown = json, terminal, nil
}

// bodyLines are the lines of a text that may come from mail, each safe to print.
func bodyLines(s string) []text {
	var list []text
	for line := range strings.Lines(s) {
		line = strings.ReplaceAll(strings.TrimRight(line, "\r\n"), "\t", "    ")
		list = append(list, plain(line))
	}
	return list
}

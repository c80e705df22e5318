package commands

import (
	"fmt"
	"strings"
)

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

// sees is all that is seen of a command that has printed and ended; forPeople is what a person would see too, who gets no JSON.
func (a *audience) sees(stdout, stderr string, exit int, json bool) (lines []text, forPeople bool) {
	lines, forPeople = a.lines, len(a.lines) > 0 || json && a.failure != nil
	if !forPeople {
		lines = bodyLines(stdout)
	}
	for _, line := range bodyLines(stderr) {
		if strings.HasPrefix(line.string(), "recallbox: ") {
			line = bad(line.string())
		}
		lines = append(lines, line)
	}
	if exit != 0 {
		lines = append(lines, faint(fmt.Sprintf("exit %d", exit)))
	}
	return lines, forPeople
}

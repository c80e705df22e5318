package commands

import (
	"slices"
	"strings"

	"recallbox/commands/term"
	"recallbox/sandbox"
	"recallbox/sandbox/recall"
	"recallbox/sandbox/systems"
)

// behaviours prints the behaviours of each mail system as a table, on a narrow terminal with the sentences below the IDs.
func (p *printer) behaviours(list []sandbox.Behaviour) {
	narrow := p.Terminal.Out && p.Terminal.Width < 110
	for i := 0; i < len(list); {
		end := i
		for end < len(list) && list[end].System == list[i].System {
			end++
		}
		if i > 0 {
			p.Line()
		}
		p.Line(term.Heading(list[i].System), term.Plain("  "+term.Count(end-i, "behaviour", "behaviours")))
		if narrow {
			p.behaviourLines(list[i:end])
		} else {
			p.behaviourTable(list[i:end])
		}
		i = end
	}
}

func (p *printer) behaviourTable(list []sandbox.Behaviour) {
	rows := p.Table("ID", "BASIS", "SOURCE", "SAYS")
	for _, b := range list {
		rows.Row(term.Plain(b.ID), term.Plain(b.Basis), term.Plain(shortSource(b)), term.Plain(b.Says))
	}
	rows.Print(true)
}

func (p *printer) behaviourLines(list []sandbox.Behaviour) {
	for _, b := range list {
		p.Line(term.Plain("  "+b.ID+"  "), term.Faint(b.Basis+", "+shortSource(b)))
		for _, part := range p.Fit(term.Plain(b.Says), 6) {
			p.Line(term.Plain("      "), part)
		}
	}
}

// shortSource is a source as a table has room for it.
func shortSource(b sandbox.Behaviour) string {
	short, _, _ := strings.Cut(b.Source, ":")
	return short
}

// bases say what the words for a basis mean.
var bases = map[recall.Basis]string{
	recall.Documented: "a source says it",
	recall.Inferred:   "it follows from a source's words",
	recall.Observed:   "it was seen in real messages or programs",
	recall.Ours:       "no source says it: it was settled here",
}

// behaviour prints one with the titles of its sources.
func (p *printer) behaviour(b sandbox.Behaviour) {
	fields := []term.Field{{"says", b.Says}, {"system", b.System}, {"basis", b.Basis + ": " + bases[recall.Basis(b.Basis)]}}
	for _, code := range strings.Split(b.Source, ", ") {
		at := slices.IndexFunc(systems.Sources, func(s recall.Source) bool { return s.Code == code })
		if at >= 0 {
			fields = append(fields, term.Field{"source", code + ": " + systems.Sources[at].Title})
		}
	}
	p.Fields(b.ID, append(fields, term.Field{"script", b.Script})...)
}

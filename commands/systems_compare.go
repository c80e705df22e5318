package commands

import (
	"recallbox/commands/term"
	"recallbox/sandbox"
)

// showComparison sets the mail systems side by side.
func (c *call) showComparison() error {
	comparison := sandbox.Compare(c.systems())
	return c.print.Show(comparison, func() { c.print.comparison(comparison) })
}

// comparison prints a dimension below the other, with a row for each system.
func (p *printer) comparison(all sandbox.Comparison) {
	p.Line(term.Heading("taking mail back"), term.Plain(" in "+term.Count(len(all.Systems), "mail system", "mail systems")))
	for _, d := range all.Dimensions {
		p.Section(d.Name)
		rows := p.Table()
		for _, cell := range d.Cells {
			rows.Row(term.Faint(cell.System), term.Plain(cell.Says))
		}
		rows.Print(true)
	}
	p.Section("besides, in every one of them")
	rows := p.Table()
	for _, f := range all.Features {
		rows.Row(term.Faint(f.Name), term.Plain(f.Says))
	}
	rows.Print(true)
	p.Line()
	p.Line(term.Faint("All of it follows from the behaviours: recallbox behaviours SYSTEM, or --json."))
}

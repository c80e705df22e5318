package commands

import "recallbox/sandbox"

// showComparison sets the mail systems side by side.
func (c *call) showComparison() error {
	comparison := sandbox.Compare(c.systems())
	return c.print.show(comparison, func() { c.print.comparison(comparison) })
}

// comparison prints a dimension below the other, with a row for each system.
func (p *printer) comparison(all sandbox.Comparison) {
	p.line(heading("taking mail back"), plain(" in "+count(len(all.Systems), "mail system", "mail systems")))
	for _, d := range all.Dimensions {
		p.section(d.Name)
		rows := p.table()
		for _, cell := range d.Cells {
			rows.row(faint(cell.System), plain(cell.Says))
		}
		rows.print(true)
	}
	p.section("besides, in every one of them")
	rows := p.table()
	for _, f := range all.Features {
		rows.row(faint(f.Name), plain(f.Says))
	}
	rows.print(true)
	p.line()
	p.line(faint("All of it follows from the behaviours: recallbox behaviours SYSTEM, or --json."))
}

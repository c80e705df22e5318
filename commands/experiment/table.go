package experiment

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"recallbox/commands/term"
)

// widestTable is how wide a table is that everybody can read.
const widestTable = 80

// enough is from how many repetitions on an interval needs no warning: of fewer it may go beyond what is possible.
const enough = 5

// PrintTables prints a table for each measure of each script.
func (r *Results) PrintTables(print *term.Printer) {
	rows := r.Rows()
	for len(rows) > 0 {
		n := 1
		first := rows[0]
		for n < len(rows) && rows[n].Measure == first.Measure && rows[n].combination.script == first.combination.script {
			n++
		}
		r.printTable(print, rows[:n])
		rows = rows[n:]
	}
}

// printTable prints a table of rows of one measure. Where what varies makes it too wide, that is the last column, which
// wraps.
func (r *Results) printTable(print *term.Printer, rows []Row) {
	title := rows[0].Measure
	if len(r.Plan.Scripts) > 1 {
		title += " of " + rows[0].Script
	}
	says := fmt.Sprintf(": simulated, n = %d", rows[0].N)
	if n := rows[0].N; 1 < n && n < enough {
		says += "; n is small: the interval is wide"
	}
	print.Line(term.Heading(title), term.Faint(says))
	names, values := r.varying(rows)
	heads := figureHeads(rows[0])
	head, lines := append(names, heads...), [][]string{}
	for i, row := range rows {
		lines = append(lines, append(values[i], row.figures()...))
	}
	first := len(names)
	if widthOf(head, lines) > widestTable {
		head, first = append(heads, "WITH"), 0
		for i, row := range rows {
			lines[i] = append(row.figures(), strings.Join(r.Plan.words(row.combination), " "))
		}
	}
	table := print.Table(head...)
	for i := range heads {
		table.Numbers = append(table.Numbers, first+i)
	}
	for _, line := range lines {
		var cells []term.Text
		for _, cell := range line {
			cells = append(cells, term.Plain(cell))
		}
		table.Row(cells...)
	}
	table.Print(true)
	print.Line()
}

// varying are the headings and cells of what varies. Where each parameter varies alone, they say in what a row differs
// from the defaults.
func (r *Results) varying(rows []Row) (names []string, values [][]string) {
	script := r.Plan.Scripts[rows[0].combination.script]
	for _, v := range script.Vary {
		names = append(names, v.Name)
	}
	alone := r.Plan.OneAtATime && len(names) > 1
	if alone {
		names = []string{"DIFFERS"}
	}
	for _, row := range rows {
		if alone {
			values = append(values, []string{script.differs(row.combination)})
		} else {
			values = append(values, slices.Clone(row.combination.values))
		}
	}
	return names, values
}

// widthOf is how wide a table is.
func widthOf(head []string, lines [][]string) (width int) {
	for i, title := range head {
		widest := term.Width(title)
		for _, line := range lines {
			widest = max(widest, term.Width(line[i]))
		}
		width += 2 + widest
	}
	return width
}

// figureHeads are the headings of a row's figures. What was played once has but one.
func figureHeads(row Row) []string {
	if row.Low == nil {
		return []string{"VALUE"}
	}
	return []string{"MEAN", "95 % INTERVAL", "MIN", "MAX"}
}

func (row Row) figures() []string {
	if row.Low == nil {
		return []string{brief(row.Mean)}
	}
	return []string{brief(row.Mean), brief(*row.Low) + " to " + brief(*row.High), brief(row.Min), brief(row.Max)}
}

// differs is in what a combination differs from the defaults.
func (s Planned) differs(c Combination) string {
	var words []string
	for i, v := range s.Vary {
		if c.values[i] != v.Base {
			words = append(words, v.Name+"="+c.values[i])
		}
	}
	if len(words) == 0 {
		return "(defaults)"
	}
	return strings.Join(words, " ")
}

// PrintAssumptions says what all that is printed rests on.
func (r *Results) PrintAssumptions(print *term.Printer) {
	print.Line(term.Heading("simulated"), term.Faint(": what follows from these assumptions, measured nowhere"))
	for _, line := range r.assumptionLines(widestTable-2, "") {
		print.Line(term.Plain("  " + line))
	}
}

// assumptionLines are the assumptions of all scripts, with the parameters that do not vary, in lines of a width. One
// that was told is left out.
func (r *Results) assumptionLines(width int, told string) (lines []string) {
	for _, s := range r.Plan.Scripts {
		says := slices.DeleteFunc(slices.Clone(s.Assumptions), func(one string) bool { return one == told })
		if len(r.Plan.Scripts) > 1 {
			says = append([]string{s.Name + ":"}, says...)
		}
		if fixed := s.fixed(); len(fixed) > 0 {
			says = append(says, "With "+strings.Join(fixed, " ")+".")
		}
		for _, paragraph := range says {
			for _, line := range term.WrapHard(term.Plain(paragraph), width) {
				lines = append(lines, line.String())
			}
		}
	}
	return lines
}

// fixed are the parameters that do not vary, as NAME=VALUE; where each varies alone, their defaults come first.
func (s Planned) fixed() (words []string) {
	for _, v := range s.Vary {
		if v.Base != "" {
			words = append(words, v.Name+"="+v.Base)
		}
	}
	all := maps.Clone(s.Defaults)
	maps.Copy(all, s.Set)
	for _, name := range sortedNames(all) {
		words = append(words, name+"="+all[name])
	}
	return words
}

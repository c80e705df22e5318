package experiment

import (
	"math"
	"slices"
	"strings"

	"recallbox/commands/term"
)

// widestCurve is how many columns a curve takes on a terminal.
const widestCurve = 48

// widestName is how wide a name may be that stands in front of its curve; a longer one stands above.
const widestName = 28

// PrintCurve prints a small curve: for each series a line, in which the height of the blocks is the measure.
func (r *Results) PrintCurve(print *term.Printer, p Picture) {
	c, ok := r.chart(p)
	switch {
	case ok && c.alone != nil:
		c.printAlone(print)
		return
	case !ok || len(c.x.values) < 2:
		return
	}
	names := 0
	for _, s := range c.series {
		names = max(names, min(term.Width(s.name), widestName))
	}
	print.Line(term.Heading(c.title()), term.Faint(": the height is from "+brief(c.low)+" to "+brief(c.high)))
	print.Line()
	for _, s := range c.series {
		name := term.Plain(s.name)
		if name.Width() > widestName {
			print.Line(term.Plain("  "), name)
			name = nil
		}
		print.Line(term.TrimRight(term.Join(term.Plain("  "), term.Pad(name, names+2), term.Plain(c.blocks(s)))))
	}
	for _, line := range c.labels(widestCurve) {
		print.Line(term.TrimRight(term.Join(term.Pad(nil, names+4), term.Faint(line))))
	}
	print.Line()
}

// blocks are a series as blocks of different heights. Between its points the curve is straight; categories have none.
func (c chart) blocks(s series) string {
	levels := []rune("_▁▂▃▄▅▆▇█") // nothing, and some of it
	line := []rune(strings.Repeat(" ", widestCurve))
	put := func(column int, value float64) {
		line[column] = levels[int(math.Ceil(c.height(value)*float64(len(levels)-1)-1e-9))]
	}
	for i, p := range s.points {
		column := columnAt(p.at, widestCurve)
		put(column, p.row.Mean)
		if i == 0 || c.x.scale == categories {
			continue
		}
		before := s.points[i-1]
		begin := columnAt(before.at, widestCurve)
		for between := begin + 1; between < column; between++ {
			part := float64(between-begin) / float64(column-begin)
			put(between, before.row.Mean+part*(p.row.Mean-before.row.Mean))
		}
	}
	return strings.TrimRight(string(line), " ")
}

func columnAt(at float64, width int) int { return min(int(at*float64(width)), width-1) }

// labels are the values below the curve, in as many lines as they need, each below its place.
func (c chart) labels(width int) (lines []string) {
	for _, value := range c.x.inOrder() {
		begin := max(0, min(columnAt(c.x.at[value], width)-term.Width(value)/2, width-term.Width(value)))
		i := slices.IndexFunc(lines, func(line string) bool { return line == "" || term.Width(line) < begin })
		if i < 0 {
			i, lines = len(lines), append(lines, "")
		}
		lines[i] += strings.Repeat(" ", begin-term.Width(lines[i])) + value
	}
	return lines
}

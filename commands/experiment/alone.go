package experiment

import (
	"fmt"
	"strings"

	"recallbox/commands/term"
)

// Where each parameter varies alone there is no common axis: a picture then has a line for each row of the table, with
// a point and its interval, unless somebody asks for the curve of one parameter.

// lone is a row of the table as a picture shows it.
type lone struct {
	name string // in what it differs from the defaults
	row  Row
}

// eachAlone says whether a picture has a line for each row.
func (r *Results) eachAlone(p Picture) bool {
	return r.Plan.OneAtATime && p.X == "" && len(r.Plan.VariedNames()) > 1
}

// loneRows are the rows of what a picture shows.
func (r *Results) loneRows(measure string) (list []lone, rows []Row) {
	for _, row := range r.Rows() {
		if row.Measure != measure {
			continue
		}
		script := r.Plan.Scripts[row.combination.script]
		name := script.differs(row.combination)
		if len(r.Plan.Scripts) > 1 {
			name = script.Name + ", " + name
		}
		list, rows = append(list, lone{name, row}), append(rows, row)
	}
	return list, rows
}

// printAlone prints a bar for each row: as long as its mean is high.
func (c chart) printAlone(print *term.Printer) {
	names := 0
	for _, one := range c.alone {
		names = max(names, min(term.Width(one.name), widestName))
	}
	print.Line(term.Heading(c.measure), term.Faint(": the length is from "+brief(c.low)+" to "+brief(c.high)))
	print.Line()
	for _, one := range c.alone {
		name := term.Plain(one.name)
		if name.Width() > widestName {
			print.Line(term.Plain("  "), name)
			name = nil
		}
		bar := term.Plain(bar(c.height(one.row.Mean)))
		print.Line(term.TrimRight(term.Join(term.Plain("  "), term.Pad(name, names+2), bar)))
	}
	print.Line()
}

// bar is a bar that is longer the nearer a height is to 1, to an eighth of a column; of nothing there is a mark.
func bar(height float64) string {
	eighths := int(height*widestCurve*8 + 0.5)
	if eighths == 0 {
		return "▏"
	}
	return strings.Repeat("█", eighths/8) + []string{"", "▏", "▎", "▍", "▌", "▋", "▊", "▉"}[eighths%8]
}

// The measures of such a picture, in its own units.
const (
	rowHeight = 24
	widestRow = 300 // of names
)

// drawAlone draws a line for each row, and gives where that ends.
func (d *drawing) drawAlone(top float64) (end float64) {
	names := 0.0
	for _, one := range d.alone {
		names = max(names, letter*1.1*float64(term.Width(one.name)))
	}
	left := margin + min(names, widestRow) + 20
	x := func(value float64) float64 { return left + d.height(value)*(svgWidth-margin-inset-left) }
	bottom := top + rowHeight*float64(len(d.alone))
	for _, tick := range ticks(d.chart.low, d.chart.high, 5) {
		fmt.Fprintf(&d.body, "<path class=\"grid\" d=\"M%s %sV%s\"/>\n", place(x(tick)), place(top), place(bottom+5))
		d.text(x(tick), bottom+20, "tick middle", brief(tick))
	}
	for i, one := range d.alone {
		y := top + rowHeight*(float64(i)+0.5)
		d.text(left-12, y+4, "label end", one.name)
		if one.row.Low != nil {
			fmt.Fprintf(&d.body, "<path class=\"curve c0\" d=\"M%s %sH%s\"/>\n",
				place(x(*one.row.Low)), place(y), place(x(*one.row.High)))
		}
		d.mark(0, x(one.row.Mean), y)
	}
	d.text((left+svgWidth-margin-inset)/2, bottom+44, "label middle", d.measure)
	return d.notes(bottom + 76)
}

// describeAlone is such a picture in words.
func (d *drawing) describeAlone() string {
	var points []string
	for _, one := range d.alone {
		points = append(points, fmt.Sprintf("%s with %s", brief(one.row.Mean), one.name))
	}
	return fmt.Sprintf("Mean of %s, each parameter alone, %s. %s.", d.measure, d.subtitle(), strings.Join(points, ", "))
}

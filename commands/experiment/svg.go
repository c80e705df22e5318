package experiment

import (
	"bytes"
	_ "embed"
	"encoding/xml"
	"fmt"
	"math"
	"strings"

	"recallbox/commands/term"
)

// The picture's measures, in its own units.
const (
	svgWidth   = 760
	margin     = 30 // on the left there is more, for the numbers of the axis
	leastLeft  = 70 // of the plot
	plotHeight = 320
	inset      = 8 // of points at the end of an axis, which else would lie on it
	lineHeight = 18
	letter     = 6.6 // about how wide one is
	digit      = 7.7 // how wide one is at most, or an m, on an axis

	titleLetters = 62 // in a line of the title
	colours      = 8  // as many as svg.css has
	fewBands     = 3  // more of them, one on the other, are paler
)

//go:embed svg.css
var svgStyle string

// SVG is a picture of the results, in which something varies.
func (r *Results) SVG(p Picture) ([]byte, error) {
	c, ok := r.chart(p)
	if !ok {
		return nil, fmt.Errorf("nothing of what was measured can be drawn")
	}
	d := drawing{chart: c, results: r}
	d.draw()
	return d.out.Bytes(), nil
}

// drawing is a picture that is being drawn, from top to bottom.
type drawing struct {
	chart
	results *Results
	body    bytes.Buffer
	out     bytes.Buffer
	top     float64 // of the plot
	left    float64
	width   float64
}

func (d *drawing) draw() {
	y := 28.0
	d.setLeft()
	for _, line := range term.WrapHard(term.Plain(d.question()), titleLetters) {
		d.text(d.left, y, "title", line.String())
		y += 22
	}
	d.text(d.left, y-2, "faint", d.title()+": "+d.subtitle())
	end := d.plot(y + 22)
	fmt.Fprintf(&d.out, `<svg xmlns="http://www.w3.org/2000/svg" data-made-by="recallbox" viewBox="0 0 %d %.0f"`+
		` width="%[1]d" height="%.0[2]f" role="img" aria-labelledby="title desc">`+"\n", svgWidth, end)
	fmt.Fprintf(&d.out, "<title id=\"title\">%s</title>\n", escaped(d.question()))
	fmt.Fprintf(&d.out, "<desc id=\"desc\">%s</desc>\n", escaped(d.describe()))
	fmt.Fprintf(&d.out, "<style>\n%s</style>\n", svgStyle)
	fmt.Fprintf(&d.out, "<rect class=\"paper\" width=\"%d\" height=\"%.0f\"/>\n", svgWidth, end)
	d.out.Write(d.body.Bytes())
	d.out.WriteString("</svg>\n")
}

// setLeft leaves room for the numbers at the axis, and what is measured beside them.
func (d *drawing) setLeft() {
	d.left = margin
	if d.alone == nil {
		d.left = leastLeft
		for _, tick := range ticks(d.chart.low, d.chart.high, 5) {
			d.left = max(d.left, margin+digit*float64(term.Width(brief(tick)))+8)
		}
	}
	d.width = svgWidth - margin - d.left
}

// plot draws what was measured, below a place, and gives where that ends.
func (d *drawing) plot(y float64) (end float64) {
	if d.alone != nil {
		return d.drawAlone(y)
	}
	d.top = d.legend(y + 2)
	d.axes()
	for i, s := range d.series {
		d.band(i, s)
	}
	for i, s := range d.series {
		d.curve(i, s)
	}
	return d.notes(d.top + plotHeight + 84)
}

// question is what the picture answers: the script's first comment. Of several scripts it is what they measure.
func (d *drawing) question() string {
	if scripts := d.results.Plan.Scripts; len(scripts) == 1 && len(scripts[0].Assumptions) > 0 {
		return scripts[0].Assumptions[0]
	}
	return d.title() + ", simulated"
}

func escaped(text string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(term.Escape(text))) // a builder takes all
	return b.String()
}

func (d *drawing) text(x, y float64, class, text string) {
	fmt.Fprintf(&d.body, "<text x=\"%s\" y=\"%s\" class=\"%s\">%s</text>\n", place(x), place(y), class, escaped(text))
}

// place is a place with at most one digit behind the point.
func place(x float64) string {
	return strings.TrimSuffix(fmt.Sprintf("%.1f", x), ".0")
}

func (d *drawing) subtitle() string {
	text := fmt.Sprintf("simulated, %s", term.Count(d.results.Plan.Repeat, "repetition", "repetitions"))
	if d.results.Plan.Repeat > 1 {
		mark := "band"
		if d.alone != nil || d.chart.x.scale == categories {
			mark = "line"
		}
		text += "; the " + mark + " is the 95 % interval of the mean"
	}
	return text
}

// legend says which curve is which, in as many lines as that takes.
func (d *drawing) legend(y float64) (end float64) {
	if len(d.series) < 2 {
		return y - 8
	}
	x := d.left
	for i, s := range d.series {
		width := 40 + letter*1.1*float64(term.Width(s.name))
		if x > d.left && x+width > d.left+d.width {
			x, y = d.left, y+lineHeight
		}
		fmt.Fprintf(&d.body, "<path class=\"curve c%d\" d=\"M%s %sh22\"/>\n", i%colours, place(x), place(y-4))
		d.mark(i, x+11, y-4)
		d.text(x+28, y, "label", s.name)
		x += width
	}
	return y + 16
}

func (d *drawing) x(at float64) float64 { return d.left + inset + at*(d.width-2*inset) }
func (d *drawing) y(value float64) float64 {
	return d.top + inset + (1-d.height(value))*(plotHeight-2*inset)
}
func (d *drawing) xy(p point) string       { return place(d.x(p.at)) + " " + place(d.y(p.row.Mean)) }
func (d *drawing) lowest(p point) float64  { return d.y(orMean(p.row.Low, p.row)) }
func (d *drawing) highest(p point) float64 { return d.y(orMean(p.row.High, p.row)) }
func orMean(end *float64, row Row) float64 {
	if end == nil {
		return row.Mean
	}
	return *end
}

// axes are the lines behind the curves, with their numbers.
func (d *drawing) axes() {
	for _, tick := range ticks(d.chart.low, d.chart.high, 5) {
		d.across("grid", d.y(tick))
		d.text(d.left-8, d.y(tick)+4, "tick end", brief(tick))
	}
	bottom := d.top + plotHeight
	d.across("axis", bottom)
	ends := [2]float64{math.Inf(-1), math.Inf(-1)} // of the labels before, in two lines
	for _, value := range d.chart.x.inOrder() {
		x, half := d.x(d.chart.x.at[value]), digit*float64(term.Width(value))/2
		fmt.Fprintf(&d.body, "<path class=\"axis\" d=\"M%s %sv5\"/>\n", place(x), place(bottom))
		for line := range ends {
			if x-half >= ends[line]+6 { // else there is no room for it
				d.text(x, bottom+20+float64(line)*16, "tick middle", value)
				ends[line] = x + half
				break
			}
		}
	}
	d.text(d.left+d.width/2, bottom+56, "label middle", d.chart.x.title())
	fmt.Fprintf(&d.body, "<text transform=\"translate(20 %s) rotate(-90)\" class=\"label middle\">%s</text>\n",
		place(d.top+plotHeight/2), escaped(d.measure))
}

// across is a line from the left to the right of the plot.
func (d *drawing) across(class string, y float64) {
	fmt.Fprintf(&d.body, "<path class=\"%s\" d=\"M%s %sh%s\"/>\n", class, place(d.left), place(y), place(d.width))
}

// band is the interval around a curve; of categories each has a line of its own.
func (d *drawing) band(i int, s series) {
	if len(s.points) == 0 || s.points[0].row.Low == nil {
		return
	}
	if d.chart.x.scale == categories || len(s.points) == 1 {
		for _, p := range s.points {
			fmt.Fprintf(&d.body, "<path class=\"curve c%d\" d=\"M%s %sV%s\"/>\n",
				i%colours, place(d.beside(i, p)), place(d.lowest(p)), place(d.highest(p)))
		}
		return
	}
	var path strings.Builder
	for _, p := range s.points {
		fmt.Fprintf(&path, "L%s %s", place(d.x(p.at)), place(d.highest(p)))
	}
	for j := len(s.points) - 1; j >= 0; j-- {
		fmt.Fprintf(&path, "L%s %s", place(d.x(s.points[j].at)), place(d.lowest(s.points[j])))
	}
	class := "band"
	if len(d.series) > fewBands {
		class = "band pale"
	}
	fmt.Fprintf(&d.body, "<path class=\"%s c%d\" d=\"M%sZ\"/>\n", class, i%colours, path.String()[1:])
}

// beside is where a point of a category stands: the series side by side.
func (d *drawing) beside(i int, p point) float64 {
	if d.chart.x.scale != categories {
		return d.x(p.at)
	}
	room := 0.6 * d.width / float64(len(d.chart.x.values))
	return d.x(p.at) + room*((float64(i)+0.5)/float64(len(d.series))-0.5)
}

func (d *drawing) curve(i int, s series) {
	if d.chart.x.scale != categories {
		var path []string
		for _, p := range s.points {
			path = append(path, d.xy(p))
		}
		fmt.Fprintf(&d.body, "<path class=\"curve c%d d%d\" d=\"M%s\"/>\n", i%colours, i%4, strings.Join(path, "L"))
	}
	for _, p := range s.points {
		d.mark(i, d.beside(i, p), d.y(p.row.Mean))
	}
}

// marks are the forms of points, so that nobody needs to see their colours.
var marks = []string{
	"M%[1]s %[2]sm-4 0a4 4 0 1 0 8 0a4 4 0 1 0-8 0", "M%[1]s %[2]sm-3.5-3.5h7v7h-7z", "M%[1]s %[2]sm0-5l4.5 8h-9z",
	"M%[1]s %[2]sm0-5l5 5l-5 5l-5-5z", "M%[1]s %[2]sm0 5l4.5-8h-9z", "M%[1]s %[2]sm-4-4l8 8m0-8l-8 8",
	"M%[1]s %[2]sm-5 0h10m-5-5v10", "M%[1]s %[2]sm-4-4h8l-8 8h8z",
}

func (d *drawing) mark(i int, x, y float64) {
	path := fmt.Sprintf(marks[i%len(marks)], place(x), place(y))
	fmt.Fprintf(&d.body, "<path class=\"mark c%d\" d=\"%s\"/>\n", i%colours, path)
}

// notes are the assumptions, below the plot.
func (d *drawing) notes(y float64) (end float64) {
	d.text(d.left, y, "label", "Simulated: what follows from these assumptions, measured nowhere.")
	for _, line := range d.results.assumptionLines(int(d.width/letter), d.question()) {
		y += lineHeight
		d.text(d.left, y, "note", line)
	}
	return y + 20
}

// describe is the picture in words.
func (d *drawing) describe() string {
	if d.alone != nil {
		return d.describeAlone()
	}
	var b strings.Builder
	fmt.Fprintf(&b, "Mean of %s for each value of %s, %s.", d.measure, d.chart.x.name, d.subtitle())
	for _, s := range d.series {
		var points []string
		for _, p := range s.points {
			points = append(points, fmt.Sprintf("%s at %s", brief(p.row.Mean), p.value))
		}
		name := s.name
		if name == "" {
			name = d.measure
		}
		fmt.Fprintf(&b, " %s: %s.", name, strings.Join(points, ", "))
	}
	return b.String()
}

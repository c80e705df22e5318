package experiment

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"recallbox/sandbox"
)

// Picture says what is drawn of the results: one measure, against a parameter, a curve for each value of another. What
// is "" is the first that there is.
type Picture struct{ X, Y, By string }

// chart is a picture as it is laid out.
type chart struct {
	measure string
	x       axis
	series  []series
	alone   []lone  // instead of an axis and series, where each parameter varies alone
	low     float64 // where the axis of the measure begins
	high    float64
}

// series are the points of a curve, from left to right.
type series struct {
	name   string
	points []point
}

type point struct {
	value string  // of the parameter
	at    float64 // where it stands on the axis
	row   Row
}

// Check demands that a picture can be drawn of what a plan plays and measures. It cannot where nothing varies.
func (p Picture) Check(plan Plan, measures []string) error {
	varied := plan.VariedNames()
	if strings.Contains(p.Y, ",") {
		return misuse("draw one picture for each: "+strings.Join(measures, ", "), "--y: a picture shows one measure")
	}
	if p.Y != "" && !slices.Contains(measures, p.Y) {
		return misuse(among(p.Y, measures, "measures"), "--y: %s is not measured", p.Y)
	}
	for _, flag := range []struct{ name, value string }{{"x", p.X}, {"by", p.By}} {
		if flag.value != "" && !slices.Contains(varied, flag.value) {
			return misuse(among(flag.value, varied, "what varies"), "--%s: %s does not vary", flag.name, flag.value)
		}
	}
	switch {
	case p.By != "" && (p.By == p.X || p.X == "" && p.By == varied[0] && len(varied) == 1):
		return misuse("name two that vary", "--x and --by are both %s", p.By)
	case p.By != "" && plan.OneAtATime:
		return misuse("--x NAME shows what one does", "--by: each parameter varies alone")
	}
	return nil
}

func among(word string, known []string, what string) string {
	if near := sandbox.Nearest(word, known); near != "" {
		return "did you mean " + near + "?"
	}
	if len(known) == 0 {
		return "there is none: --vary NAME=A,B lets a parameter vary"
	}
	return what + ": " + strings.Join(known, ", ")
}

// complete puts the names in the place of "". Not ok where nothing varies.
func (p Picture) complete(r *Results) (_ Picture, ok bool) {
	varied := r.Plan.VariedNames()
	if len(varied) == 0 {
		return p, false
	}
	if p.X == "" {
		p.X = varied[0]
		if p.By == p.X { // the first is taken
			p.X = varied[1]
		}
	}
	if i := slices.IndexFunc(varied, func(name string) bool { return name != p.X }); p.By == "" && i >= 0 {
		p.By = varied[i]
	}
	if p.Y == "" {
		for _, s := range r.Plan.Scripts {
			if len(s.Measures) > 0 && s.variedNumber(p.X) >= 0 {
				p.Y = s.Measures[0].Name
				break
			}
		}
	}
	return p, true
}

// BetterAxis is a parameter of numbers or durations that varies too, where a picture has one of neither on its axis and
// nobody has asked for that; "" where there is none.
func (r *Results) BetterAxis(p Picture) string {
	asked := p.X != ""
	p, ok := p.complete(r)
	alone := r.Plan.OneAtATime && len(r.Plan.VariedNames()) > 1
	if !ok || asked || alone || newAxis(p.X, r.valuesOfParameter(p.X)).scale != categories {
		return ""
	}
	for _, name := range r.Plan.VariedNames() {
		if newAxis(name, r.valuesOfParameter(name)).scale != categories {
			return name
		}
	}
	return ""
}

func (r *Results) valuesOfParameter(name string) (values []string) {
	for _, s := range r.Plan.Scripts {
		if i := s.variedNumber(name); i >= 0 {
			values = append(values, s.Vary[i].Values...)
		}
	}
	return values
}

func (s Planned) variedNumber(name string) int {
	return slices.IndexFunc(s.Vary, func(v Varied) bool { return v.Name == name })
}

// chart lays a picture out. Not ok where there is none.
func (r *Results) chart(p Picture) (c chart, ok bool) {
	alone := r.eachAlone(p)
	if p, ok = p.complete(r); !ok {
		return c, false
	}
	c.measure = p.Y
	if alone {
		var rows []Row
		c.alone, rows = r.loneRows(p.Y)
		c.setRange(rows)
		return c, len(rows) > 0
	}
	rows := r.drawn(p)
	var values []string
	for _, row := range rows {
		if v := row.Set[p.X]; !slices.Contains(values, v) {
			values = append(values, v)
		}
	}
	c.x = newAxis(p.X, values)
	for _, row := range rows {
		name := r.seriesName(p, row)
		i := slices.IndexFunc(c.series, func(s series) bool { return s.name == name })
		if i < 0 {
			i, c.series = len(c.series), append(c.series, series{name: name})
		}
		value := row.Set[p.X]
		c.series[i].points = append(c.series[i].points, point{value, c.x.at[value], row})
	}
	for _, s := range c.series {
		slices.SortStableFunc(s.points, func(a, b point) int { return cmp.Compare(a.at, b.at) })
	}
	c.setRange(rows)
	return c, len(rows) > 0
}

// drawn are the rows that a picture shows. Where each parameter varies alone, the others keep their defaults.
func (r *Results) drawn(p Picture) (rows []Row) {
	for _, row := range r.Rows() {
		script := r.Plan.Scripts[row.combination.script]
		if row.Measure != p.Y || script.variedNumber(p.X) < 0 {
			continue
		}
		others := func(i int) bool {
			return script.Vary[i].Name == p.X || row.combination.values[i] == script.Vary[i].Base
		}
		if r.Plan.OneAtATime && !all(len(script.Vary), others) {
			continue
		}
		rows = append(rows, row)
	}
	return rows
}

func all(n int, holds func(i int) bool) bool {
	for i := range n {
		if !holds(i) {
			return false
		}
	}
	return true
}

// seriesName is what a curve is called: by its script, if there are several, and by all that varies beside x.
func (r *Results) seriesName(p Picture, row Row) string {
	var words []string
	if len(r.Plan.Scripts) > 1 {
		words = append(words, row.Script)
	}
	if r.Plan.OneAtATime {
		return strings.Join(words, ", ")
	}
	if value, has := row.Set[p.By]; has && p.By != p.X {
		words = append(words, value)
	}
	for i, v := range r.Plan.Scripts[row.combination.script].Vary {
		if v.Name != p.X && v.Name != p.By {
			words = append(words, v.Name+"="+row.combination.values[i])
		}
	}
	return strings.Join(words, ", ")
}

// smallShare is what the most is of shares that are drawn larger.
const smallShare = 0.2

// setRange lets the axis of the measure go from 0 or below to the most; shares have it from 0 to 1, unless all are
// small.
func (c *chart) setRange(rows []Row) {
	least, most := math.Inf(1), math.Inf(-1)
	for _, row := range rows {
		least, most = min(least, row.Mean), max(most, row.Mean)
	}
	shares := least >= 0 && most <= 1
	if shares && (most == 0 || most > smallShare) {
		c.low, c.high = 0, 1
		return
	}
	for _, row := range rows {
		if row.Low != nil {
			least, most = min(least, *row.Low), max(most, *row.High)
		}
	}
	if shares { // an interval may go beyond what is possible
		least, most = max(least, 0), min(most, 1)
	}
	c.low, c.high = min(0, least), max(0, most)
	if list := ticks(c.low, c.high, 5); len(list) > 1 {
		step := list[1] - list[0]
		c.low, c.high = math.Floor(c.low/step+1e-9)*step, math.Ceil(c.high/step-1e-9)*step
	}
}

// height is where a value stands, from 0 at the bottom to 1 at the top.
func (c chart) height(value float64) float64 {
	return min(max((value-c.low)/(c.high-c.low), 0), 1)
}

// title says what the picture shows.
func (c chart) title() string {
	if c.alone != nil {
		return c.measure + ", each parameter alone"
	}
	return fmt.Sprintf("%s by %s", c.measure, c.x.name)
}

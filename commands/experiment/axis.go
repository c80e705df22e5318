package experiment

import (
	"cmp"
	"math"
	"slices"
	"strconv"
	"time"

	"recallbox/sandbox"
)

// scale is what the values of a parameter are, which says where they stand on an axis.
type scale int

const (
	categories scale = iota // side by side, in the order given
	numbers
	durations
)

// axis is where the values of a parameter stand, from 0 on the left to 1 on the right.
type axis struct {
	name        string
	values      []string // in the order given
	scale       scale
	logarithmic bool
	at          map[string]float64
}

// logarithmicFrom is how many times the least value the greatest must be.
const logarithmicFrom = 20

// newAxis is for the values of a parameter.
func newAxis(name string, values []string) axis {
	a := axis{name: name, values: values, at: map[string]float64{}}
	sizes := a.sizes()
	if sizes == nil {
		for i, value := range values {
			a.at[value] = (float64(i) + 0.5) / float64(len(values))
		}
		return a
	}
	least, most := math.Inf(1), math.Inf(-1)
	for _, x := range sizes {
		least, most = min(least, x), max(most, x)
	}
	a.logarithmic = least > 0 && most/least >= logarithmicFrom
	for i, value := range values {
		x, from, to := sizes[i], least, most
		if a.logarithmic {
			x, from, to = math.Log(x), math.Log(from), math.Log(to)
		}
		a.at[value] = 0.5
		if to > from {
			a.at[value] = (x - from) / (to - from)
		}
	}
	return a
}

// sizes are the values as numbers, or as durations in seconds; nil where they are neither.
func (a *axis) sizes() []float64 {
	number := func(text string) (float64, bool) {
		x, err := strconv.ParseFloat(text, 64)
		return x, err == nil && !math.IsNaN(x) && !math.IsInf(x, 0)
	}
	duration := func(text string) (float64, bool) {
		d, err := sandbox.ParseDuration(text)
		return float64(d) / float64(time.Second), err == nil
	}
	if all := sizesBy(number, a.values); all != nil {
		a.scale = numbers
		return all
	}
	all := sizesBy(duration, a.values)
	if all != nil {
		a.scale = durations
	}
	return all
}

func sizesBy(size func(string) (float64, bool), values []string) (all []float64) {
	for _, value := range values {
		x, ok := size(value)
		if !ok {
			return nil
		}
		all = append(all, x)
	}
	return all
}

// inOrder are the values from left to right.
func (a axis) inOrder() []string {
	values := slices.Clone(a.values)
	slices.SortStableFunc(values, func(one, other string) int { return cmp.Compare(a.at[one], a.at[other]) })
	return values
}

// title is what stands at the axis.
func (a axis) title() string {
	if a.logarithmic {
		return a.name + " (logarithmic)"
	}
	return a.name
}

// ticks are round numbers from low to high, about so many.
func ticks(low, high float64, about int) (list []float64) {
	step := math.Pow(10, math.Floor(math.Log10((high-low)/float64(about))))
	for _, times := range []float64{1, 2, 5, 10} {
		if (high-low)/(step*times) <= float64(about) {
			step *= times
			break
		}
	}
	for i := math.Ceil(low/step - 1e-9); i*step <= high+step*1e-9; i++ {
		list = append(list, digits(i*step, significant))
	}
	return list
}

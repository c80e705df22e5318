package delay

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
)

// Delay is a distribution of delays.
type Delay struct {
	after func(u float64) float64 // seconds, for a number from 0 to 1; NaN for never
}

// Forms are the forms in which a delay is written, an example each.
var Forms = []string{"fixed:5m", "uniform:0s:2h", "exponential:30m", "lognormal:47m:1.5", "curve:NAME", "file:PATH"}

// mostSeconds is more than the clock of a sandbox can ever be moved.
const mostSeconds = 1 << 40

// Seconds is the delay for a number from 0 to 1, in whole seconds, rounded up; ok is false for one that never acts.
func (d Delay) Seconds(u float64) (seconds int64, ok bool) {
	s := d.after(u)
	if !(s <= mostSeconds) {
		return 0, false
	}
	return int64(math.Ceil(s)), true
}

// Source reads what stands in the text of a delay.
type Source struct {
	Seconds func(text string) (float64, error) // a duration, not negative
	Table   func(kind, name string) (Delay, error)
}

// Parse reads a delay.
func Parse(text string, from Source) (Delay, error) {
	kind, rest, _ := strings.Cut(text, ":")
	if kind == "curve" || kind == "file" {
		if rest == "" {
			return Delay{}, fmt.Errorf("%q names no %s", text, kind)
		}
		return from.Table(kind, rest)
	}
	parts := strings.Split(rest, ":")
	want := map[string]int{"fixed": 1, "uniform": 2, "exponential": 1, "lognormal": 2}[kind]
	switch {
	case want == 0:
		return Delay{}, fmt.Errorf("%q is no delay", text)
	case len(parts) != want || slices.Contains(parts, ""):
		return Delay{}, fmt.Errorf("%q has not the form %s", text, formOf(kind))
	}
	first, err := from.Seconds(parts[0])
	if err != nil {
		return Delay{}, err
	}
	switch kind {
	case "fixed":
		return Fixed(first), nil
	case "exponential":
		return Exponential(first), nil
	case "lognormal":
		sigma, ok := number(parts[1])
		if !ok || sigma < 0 {
			return Delay{}, fmt.Errorf("%q is no sigma: a number, 0 or more", parts[1])
		}
		return Lognormal(first, sigma), nil
	}
	last, err := from.Seconds(parts[1])
	if err == nil && last < first {
		err = fmt.Errorf("%q ends before it begins", text)
	}
	return Uniform(first, last), err
}

func formOf(kind string) string {
	i := slices.IndexFunc(Forms, func(form string) bool { return strings.HasPrefix(form, kind+":") })
	return Forms[i]
}

// number reads a plain decimal number.
func number(s string) (float64, bool) {
	if strings.Trim(s, "0123456789.eE+-") != "" {
		return 0, false
	}
	n, err := strconv.ParseFloat(s, 64)
	return n, err == nil
}

// ParseShare reads a share: a number from 0 to 1.
func ParseShare(s string) (float64, error) {
	n, ok := number(s)
	if !ok || n < 0 || n > 1 {
		return 0, fmt.Errorf("%q is no share: a number from 0 to 1", s)
	}
	return n, nil
}

// Products that are added are converted first: a processor that multiplies and adds in one step, with one rounding
// instead of two, must not do it here.

// Fixed is the same delay for everybody.
func Fixed(seconds float64) Delay { return Delay{func(float64) float64 { return seconds }} }

// Uniform is any delay from one to another, each as likely.
func Uniform(from, to float64) Delay {
	return Delay{func(u float64) float64 { return from + float64(u*(to-from)) }}
}

// Exponential is how long one waits for what comes at a steady rate.
func Exponential(mean float64) Delay {
	return Delay{func(u float64) float64 { return -float64(mean * math.Log1p(-u)) }}
}

// Lognormal is a delay whose logarithm is normal, with this median and sigma.
func Lognormal(median, sigma float64) Delay {
	return Delay{func(u float64) float64 {
		if u == 0 {
			return 0
		}
		return median * math.Exp(float64(sigma*normal(u)))
	}}
}

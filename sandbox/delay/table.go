package delay

import (
	"fmt"
	"math"
	"sort"
	"strings"
)

// point says what share has acted until a time.
type point struct{ seconds, share float64 }

// ParseTable reads a curve: a line for each point, with the time and the share that has acted until then, a blank or a
// comma between. What stands behind # is a comment. Times rise, shares do not fall, and none is over 1.
//
// The curve is linear in time up to the first point, and from each point to the next linear in the logarithm of time.
// What is missing to 1 never acts.
func ParseTable(text string, seconds func(string) (float64, error)) (Delay, error) {
	var points []point
	number := 0
	for line := range strings.Lines(strings.TrimPrefix(text, "\uFEFF")) {
		number++
		line, _, _ = strings.Cut(line, "#")
		if strings.TrimSpace(line) == "" {
			continue
		}
		p, err := parsePoint(line, seconds)
		if n := len(points); err == nil && n > 0 {
			switch last := points[n-1]; {
			case p.seconds <= last.seconds:
				err = fmt.Errorf("its time is not behind the one before")
			case p.share < last.share:
				err = fmt.Errorf("the curve falls: %v comes after %v", p.share, last.share)
			}
		}
		if err != nil {
			return Delay{}, fmt.Errorf("line %d: %w", number, err)
		}
		points = append(points, p)
	}
	if len(points) == 0 {
		return Delay{}, fmt.Errorf("there is no point in it")
	}
	return Delay{func(u float64) float64 { return curve(points, u) }}, nil
}

func parsePoint(line string, seconds func(string) (float64, error)) (p point, err error) {
	columns := strings.FieldsFunc(line, func(r rune) bool { return strings.ContainsRune(", \t\r\n", r) })
	if len(columns) != 2 {
		return p, fmt.Errorf("%q is not a time and a share", strings.TrimSpace(line))
	}
	if p.seconds, err = seconds(columns[0]); err != nil {
		return p, err
	}
	p.share, err = ParseShare(columns[1])
	return p, err
}

// curve is the time at which a share has acted; NaN if it never has.
func curve(points []point, share float64) float64 {
	i := sort.Search(len(points), func(i int) bool { return points[i].share > share })
	if i == len(points) {
		return math.NaN()
	}
	var from point
	if i > 0 {
		from = points[i-1]
	}
	to := points[i]
	part := (share - from.share) / (to.share - from.share)
	if from.seconds == 0 {
		return to.seconds * part
	}
	return min(to.seconds, from.seconds*math.Exp(float64(part*math.Log(to.seconds/from.seconds))))
}

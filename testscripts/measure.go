package testscripts

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"math/big"
	"regexp"
	"slices"

	"github.com/rogpeppe/go-internal/testscript"
)

// Measure is what a script has measured in one run.
type Measure struct {
	Name  string
	Value float64
	Truth bool // it was true or false, which is 1 or 0
	Line  int
}

// Measure plays a script once and gives what it measures, in the order in which it did. Where the script fails, or is
// skipped, the error is a *Failure; other errors are of the machine.
func (r Runner) Measure(ctx context.Context, s Script, p Play) ([]Measure, error) {
	result, err := r.Play(ctx, s, p)
	if err != nil {
		return nil, err
	}
	if ctx.Err() != nil {
		return nil, context.Cause(ctx)
	}
	if result.Outcome == Passed {
		return result.Measures, nil
	}
	return nil, result.Failure
}

// nameOfMeasure matches what a measure may be called.
var nameOfMeasure = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_-]*$`)

// measure takes a number, or true or false, from the last stdout, read as JSON: measure NAME EXPR.
func (r *scriptRun) measure(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: measure NAME EXPR")
	}
	name := args[0]
	if !nameOfMeasure.MatchString(name) {
		ts.Fatalf("measure: %q is no name: letters, digits, _ and - are, and a letter comes first", name)
	}
	i := slices.IndexFunc(r.measures, func(m Measure) bool { return m.Name == name })
	if i >= 0 {
		ts.Fatalf("measure: %s is measured in line %d already", name, r.measures[i].Line)
	}
	results := r.query(ts, "measure "+name, args[1])
	if len(results) != 1 {
		ts.Fatalf("measure %s: %#q gives %d results, and must give one", name, args[1], len(results))
	}
	value, err := number(results[0])
	if err != nil {
		ts.Fatalf("measure %s: %#q gives %v", name, args[1], err)
	}
	_, truth := results[0].(bool)
	r.measures = append(r.measures, Measure{name, value, truth, r.line})
	ts.Logf("[measure] %s %v", name, value)
}

// number is the number that a result is. The error says what it is instead.
func number(result any) (n float64, err error) {
	switch v := result.(type) {
	case bool:
		if v {
			n = 1
		}
	case int:
		n = float64(v)
	case float64:
		n = v
	case *big.Int:
		n, _ = new(big.Float).SetInt(v).Float64()
	case json.Number:
		if n, err = v.Float64(); err != nil {
			n = math.Inf(1) // it is a number, and too large
		}
	case nil:
		return 0, fmt.Errorf("null, which is no number")
	case string:
		return 0, fmt.Errorf("a string, which is no number")
	case []any:
		return 0, fmt.Errorf("a list, which is no number")
	default:
		return 0, fmt.Errorf("an object, which is no number")
	}
	switch {
	case math.IsNaN(n):
		return 0, fmt.Errorf("NaN, which is no number")
	case math.IsInf(n, 0):
		return 0, fmt.Errorf("a number that is infinite or too large")
	}
	return n, nil
}

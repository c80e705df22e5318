package testscripts

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"regexp"
	"runtime/metrics"
	"strings"
	"time"

	"github.com/itchyny/gojq"
	"github.com/rogpeppe/go-internal/testscript"
)

// jq reads the last stdout as JSON: jq EXPR demands a result, and that none is false or null; jq EXPR REGEXP
// demands that the results, one a line and strings without quotes, match. Several documents on stdout are taken
// one after the other.
func (r *scriptRun) jq(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) != 1 && len(args) != 2 {
		ts.Fatalf("usage: jq EXPR [REGEXP]")
	}
	results, err := query(r.ctx, args[0], ts.ReadFile("stdout"), jqBudget())
	r.mayGoOn(ts)
	if err != nil {
		ts.Fatalf("jq: %v", err)
	}
	printed, err := lines(results)
	ts.Check(err)
	ts.Logf("[jq]\n%s", printed)
	holds, what := allTrue(results), "no result, or one that is false or null"
	if len(args) == 2 {
		pattern, err := regexp.Compile(`(?m)` + args[1])
		ts.Check(err)
		holds, what = pattern.MatchString(printed), fmt.Sprintf("no match for %#q", args[1])
	}
	switch {
	case !holds && !neg:
		ts.Fatalf("jq %#q: %s", args[0], what)
	case holds && neg:
		ts.Fatalf("jq %#q: holds, and should not", args[0])
	}
}

// query returns the results of an expression for every document, if they can be had within a budget.
func query(ctx context.Context, expression, documents string, b budget) ([]any, error) {
	parsed, err := gojq.Parse(expression)
	if err != nil {
		return nil, err
	}
	code, err := gojq.Compile(parsed)
	if err != nil {
		return nil, err
	}
	ctx, stop := b.limit(ctx)
	defer stop()
	var results []any
	decoder := json.NewDecoder(strings.NewReader(documents))
	decoder.UseNumber()
	for n, left := 0, b.text; ; n++ {
		var document any
		switch err := decoder.Decode(&document); {
		case errors.Is(err, io.EOF) && n == 0:
			return nil, errors.New("stdout is empty")
		case errors.Is(err, io.EOF):
			return results, nil
		case err != nil:
			return nil, fmt.Errorf("stdout is no JSON: %w", err)
		}
		for found := code.RunWithContext(ctx, document); ; {
			result, more := found.Next()
			if !more {
				break
			}
			if ctx.Err() != nil {
				return nil, context.Cause(ctx)
			}
			if err, failed := result.(error); failed {
				return nil, err
			}
			if left -= size(result, left); left < 0 {
				return nil, fmt.Errorf("the results are larger than %d MiB", b.text>>20)
			}
			results = append(results, result)
		}
	}
}

// budget is what an expression may use: it can come from a stranger, and run for ever or make an endless list.
type budget struct {
	time   time.Duration
	memory uint64 // in bytes, beside what is in use before
	text   int    // of the results, in bytes
}

// jqBudget is what jq has in a script.
func jqBudget() budget { return budget{time: 10 * time.Second, memory: 1 << 30, text: maxOutput} }

// limit is a context that ends where the budget is spent.
func (b budget) limit(ctx context.Context) (context.Context, context.CancelFunc) {
	ctx, stop := context.WithCancelCause(ctx)
	timer := time.AfterFunc(b.time, func() { stop(fmt.Errorf("takes longer than %s", b.time)) })
	before, ticker := inUse(), time.NewTicker(10*time.Millisecond)
	go func() {
		for {
			select {
			case <-ctx.Done():
				return
			case <-ticker.C:
			}
			if inUse() > before+b.memory {
				stop(fmt.Errorf("needs more than %d MiB of memory", b.memory>>20))
			}
		}
	}()
	return ctx, func() { timer.Stop(); ticker.Stop(); stop(nil) }
}

// inUse is how many bytes this process has in use.
func inUse() uint64 {
	sample := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}}
	metrics.Read(sample)
	return sample[0].Value.Uint64()
}

// size is about how many bytes of text a result is. It does not look on once that is more than enough.
func size(result any, enough int) int {
	n := 2 // the least: a digit, and what stands behind it
	switch value := result.(type) {
	case string:
		n += len(value)
	case []any:
		for _, one := range value {
			if n += size(one, enough-n); n > enough {
				break
			}
		}
	case map[string]any:
		for key, one := range value {
			if n += len(key) + size(one, enough-n); n > enough {
				break
			}
		}
	}
	return n
}

func allTrue(results []any) bool {
	for _, result := range results {
		if result == nil || result == false {
			return false
		}
	}
	return len(results) > 0
}

// lines prints results as jq -r does.
func lines(results []any) (string, error) {
	var b strings.Builder
	for _, result := range results {
		if s, isString := result.(string); isString {
			b.WriteString(s + "\n")
			continue
		}
		printed, err := gojq.Marshal(result)
		if err != nil {
			return "", err
		}
		b.WriteString(string(printed) + "\n")
	}
	return b.String(), nil
}

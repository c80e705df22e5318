// Package jq reads JSON with expressions in the language of jq, within a budget: an expression may come from a
// stranger. Scripts and the command line use the same.
package jq

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"runtime/debug"
	"runtime/metrics"
	"strings"
	"time"

	"github.com/itchyny/gojq"
)

// Expression is one that can be read.
type Expression struct {
	code *gojq.Code

	Field string // the field of a document that it begins with, where it reads nothing else; or ""
}

// Compile reads an expression.
func Compile(text string) (*Expression, error) {
	parsed, err := gojq.Parse(text)
	if err != nil {
		return nil, err
	}
	code, err := gojq.Compile(parsed)
	if err != nil {
		return nil, err
	}
	return &Expression{code, fieldOf(parsed)}, nil
}

// fieldOf is the field that all else in an expression is given, as in .a and .a[].b | f, or "".
func fieldOf(q *gojq.Query) string {
	switch {
	case len(q.Patterns) > 0 || len(q.FuncDefs) > 0 || len(q.Imports) > 0:
		return ""
	case q.Op == gojq.OpPipe:
		return fieldOf(q.Left)
	case q.Term == nil || q.Term.Type != gojq.TermTypeIndex:
		return ""
	}
	for _, s := range q.Term.SuffixList {
		if s.Index != nil && s.Index.Name == "" { // .a[.b] reads two
			return ""
		}
	}
	return q.Term.Index.Name
}

// Run returns the results of the expression for every document, if they can be had within a budget. Nothing can end a
// single step of an expression: where one goes on, Run ends without it.
func (e *Expression) Run(ctx context.Context, documents io.Reader, b Budget) ([]any, error) {
	ctx, stop := b.limit(ctx)
	done := make(chan outcome, 1)
	go func() {
		var o outcome
		defer func() {
			o.panicked = recover()
			done <- o
			stop()
		}()
		o.results, o.err = e.run(ctx, documents, b.Text)
	}()
	select {
	case o := <-done:
		return o.get()
	case <-ctx.Done():
	}
	why, wait := context.Cause(ctx), grace
	if why == errDeep {
		wait = 0
	}
	select {
	case o := <-done:
		return o.get()
	case <-time.After(wait):
	}
	if tell, wanted := ctx.Value(endless{}).(func(error)); wanted {
		tell(why)
	}
	return nil, why
}

// grace is how long a step may go on when the budget is spent.
const grace = 500 * time.Millisecond

// outcome is how an expression ended.
type outcome struct {
	results  []any
	err      error
	panicked any
}

func (o outcome) get() ([]any, error) {
	if o.panicked != nil {
		panic(o.panicked)
	}
	return o.results, o.err
}

type endless struct{}

// WithEndless returns a context in which tell gets to know that an expression goes on though its budget is spent. It
// takes time and memory until the process ends.
func WithEndless(ctx context.Context, tell func(why error)) context.Context {
	return context.WithValue(ctx, endless{}, tell)
}

func (e *Expression) run(ctx context.Context, documents io.Reader, left int) (results []any, err error) {
	most := left >> 20
	decoder := json.NewDecoder(documents)
	decoder.UseNumber()
	for n := 0; ; n++ {
		var document any
		switch err := decoder.Decode(&document); {
		case errors.Is(err, io.EOF) && n == 0:
			return nil, errors.New("stdout is empty")
		case errors.Is(err, io.EOF):
			return results, nil
		case err != nil:
			return nil, fmt.Errorf("stdout is no JSON: %w", err)
		}
		for found := e.code.RunWithContext(ctx, document); ; {
			result, more := found.Next()
			if !more {
				break
			}
			if ctx.Err() != nil {
				return nil, context.Cause(ctx)
			}
			switch of := result.(type) {
			case gojq.ValueError:
				if size(of.Value(), left, deepest) > left {
					return nil, fmt.Errorf("it fails with a value larger than %d MiB", most)
				}
				return nil, of
			case error:
				return nil, of
			}
			if left -= size(result, left, deepest); left < 0 {
				return nil, fmt.Errorf("the results are larger than %d MiB, or nested deeper than %d", most, deepest)
			}
			results = append(results, result)
		}
	}
}

// Budget is what an expression may use: it can run for ever or make an endless list.
type Budget struct {
	Time   time.Duration
	Memory uint64 // in bytes, beside what is in use before
	Text   int    // of the results, in bytes
}

// Usual is what an expression has.
func Usual() Budget { return Budget{Time: 10 * time.Second, Memory: 1 << 30, Text: 64 << 20} }

// limit is a context that ends where the budget is spent.
func (b Budget) limit(ctx context.Context) (context.Context, context.CancelFunc) {
	ctx, stop := context.WithCancelCause(ctx)
	timer := time.AfterFunc(b.Time, func() { stop(fmt.Errorf("takes longer than %s", b.Time)) })
	values, calls, ticker := inValues(), inCalls(), time.NewTicker(10*time.Millisecond)
	go func() {
		for {
			select {
			case <-ctx.Done():
				return
			case <-ticker.C:
			}
			if inValues() > values+b.Memory {
				stop(fmt.Errorf("needs more than %d MiB of memory", b.Memory>>20))
			}
			if inCalls() > calls+mostCalls {
				stop(errDeep)
			}
		}
	}()
	return ctx, func() { timer.Stop(); ticker.Stop(); stop(nil) }
}

// inValues is how many bytes the values of this process take.
func inValues() uint64 { return bytesOf("/memory/classes/heap/objects:bytes") }

// inCalls is how many bytes the functions take that call each other.
func inCalls() uint64 { return bytesOf("/memory/classes/heap/stacks:bytes") }

func bytesOf(name string) uint64 {
	sample := []metrics.Sample{{Name: name}}
	metrics.Read(sample)
	return sample[0].Value.Uint64()
}

// A step of an expression calls itself for what lies in a value, and Go ends the whole process where that goes millions
// deep: at 1 GiB, which is the most that it can be told. Long before, nobody waits for the step any more.
const mostCalls = 100 << 20

var errDeep = errors.New("its values are nested too deep")

func init() { debug.SetMaxStack(math.MaxInt32) }

// deepest is how deep lists and objects may lie in a result. JSON that is read is no deeper.
const deepest = 10_000

// size is about how many bytes of text a result is. It does not look on once that is more than enough.
func size(result any, enough, depth int) int {
	n := 2 // the least: a digit, and what stands behind it
	if depth == 0 {
		return enough + 1
	}
	switch value := result.(type) {
	case string:
		n += len(value)
	case []any:
		for _, one := range value {
			if n += size(one, enough-n, depth-1); n > enough {
				break
			}
		}
	case map[string]any:
		for key, one := range value {
			if n += len(key) + size(one, enough-n, depth-1); n > enough {
				break
			}
		}
	}
	return n
}

// AllTrue says whether there are results, none of which is false or null.
func AllTrue(results []any) bool {
	for _, result := range results {
		if result == nil || result == false {
			return false
		}
	}
	return len(results) > 0
}

// Lines prints results as jq -r does.
func Lines(results []any) (string, error) {
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

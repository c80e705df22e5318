// Package jq reads JSON with expressions in the language of jq, within a budget: an expression may come from a
// stranger. Scripts and the command line use the same.
package jq

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
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

// Run returns the results of the expression for every document, if they can be had within a budget.
func (e *Expression) Run(ctx context.Context, documents io.Reader, b Budget) ([]any, error) {
	ctx, stop := b.limit(ctx)
	defer stop()
	var results []any
	decoder := json.NewDecoder(documents)
	decoder.UseNumber()
	for n, left := 0, b.Text; ; n++ {
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
			if err, failed := result.(error); failed {
				return nil, err
			}
			if left -= size(result, left); left < 0 {
				return nil, fmt.Errorf("the results are larger than %d MiB", b.Text>>20)
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
	before, ticker := inUse(), time.NewTicker(10*time.Millisecond)
	go func() {
		for {
			select {
			case <-ctx.Done():
				return
			case <-ticker.C:
			}
			if inUse() > before+b.Memory {
				stop(fmt.Errorf("needs more than %d MiB of memory", b.Memory>>20))
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

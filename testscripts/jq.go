package testscripts

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"

	"github.com/itchyny/gojq"
	"github.com/rogpeppe/go-internal/testscript"
)

// jq reads the last stdout as JSON: jq EXPR demands a result, and that none is false or null; jq EXPR REGEXP
// demands that the results, one a line and strings without quotes, match. Several documents on stdout are taken
// one after the other.
func jq(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) != 1 && len(args) != 2 {
		ts.Fatalf("usage: jq EXPR [REGEXP]")
	}
	results, err := query(args[0], ts.ReadFile("stdout"))
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

// query returns the results of an expression for every document.
func query(expression, documents string) ([]any, error) {
	parsed, err := gojq.Parse(expression)
	if err != nil {
		return nil, err
	}
	code, err := gojq.Compile(parsed)
	if err != nil {
		return nil, err
	}
	var results []any
	decoder := json.NewDecoder(strings.NewReader(documents))
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
		for found := code.Run(document); ; {
			result, more := found.Next()
			if !more {
				break
			}
			if err, failed := result.(error); failed {
				return nil, err
			}
			results = append(results, result)
		}
	}
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

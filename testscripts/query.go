package testscripts

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"

	"recallbox/testscripts/jq"
)

// query gives the results of an expression for the last stdout, for a command of that name.
func (r *scriptRun) query(ts *testscript.TestScript, command, expression string) []any {
	compiled, err := jq.Compile(expression)
	if err != nil {
		ts.Fatalf("%s: %v", command, err)
	}
	results, err := compiled.Run(r.ctx, strings.NewReader(ts.ReadFile("stdout")), jq.Usual())
	r.mayGoOn(ts)
	if err != nil {
		ts.Fatalf("%s: %v", command, err)
	}
	return results
}

// jq reads the last stdout as JSON: jq EXPR demands a result, and that none is false or null; jq EXPR REGEXP
// demands that the results, one a line and strings without quotes, match. Several documents on stdout are taken
// one after the other.
func (r *scriptRun) jq(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) != 1 && len(args) != 2 {
		ts.Fatalf("usage: jq EXPR [REGEXP]")
	}
	results := r.query(ts, "jq", args[0])
	printed, err := jq.Lines(results)
	ts.Check(err)
	ts.Logf("[jq]\n%s", printed)
	holds, what := jq.AllTrue(results), "no result, or one that is false or null"
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

package jq

import (
	"strings"
	"testing"
	"time"
)

// A field is all that an expression reads only where no other part of it is given the document.
func TestField(t *testing.T) {
	for expression, want := range map[string]string{
		".a": "a", ".a.b": "a", ".a[]": "a", ".a?": "a", ".a[].b | .c": "a", ".a | . as $x | .b + $x": "a",
		".": "", ".a, .b": "", ".a + .b": "", ".a // .b": "", ".a[.b]": "", ".a[1:.b]": "", `."a"`: "", ".a as $x | .b": "",
		"def f: .b; f": "", "{a}": "", "[.a]": "", "length": "", "(.a)": "", ".[.a]": "", "..": "",
		"reduce .a as $x (.; .b)": "",
	} {
		compiled, err := Compile(expression)
		if err != nil {
			t.Fatal(expression, err)
		}
		if compiled.Field != want {
			t.Errorf("%s: %q, want %q", expression, compiled.Field, want)
		}
	}
}

// twice is a value that has itself twice, and that again, and so on.
const twice = `reduce range(27) as $i (1; [., .])`

// Who plays a script is told of an expression that goes on though its budget is spent.
func TestEndless(t *testing.T) {
	compiled, err := Compile(twice + ` == (` + twice + `)`)
	if err != nil {
		t.Fatal(err)
	}
	told := ""
	ctx := WithEndless(t.Context(), func(why error) { told = why.Error() })
	b := Usual()
	b.Time = 100 * time.Millisecond
	if _, err := compiled.Run(ctx, strings.NewReader("1"), b); err == nil || told != "takes longer than 100ms" {
		t.Errorf("%v, told %q", err, told)
	}
}

// Whatever an expression does, it ends, and takes no more than it may.
func TestBudget(t *testing.T) {
	const large = "the results are larger than 1 MiB, or nested deeper than 10000"
	least := Budget{Time: 200 * time.Millisecond, Memory: 64 << 20, Text: 1 << 20}
	for expression, want := range map[string]string{
		"1 + .":                               "",
		"def f: f; f":                         "takes longer than 200ms",
		"[range(1e12)] | length":              "needs more than 64 MiB of memory",
		"[limit(1e12; repeat(1))]":            "needs more than 64 MiB of memory",
		"range(1e12)":                         large,
		`"x" * 2000000`:                       large,
		`[range(600000)]`:                     large,
		`{a: ("x" * 2000000)}`:                large,
		`[range(100)] | map("x" * 1000)`:      "",
		`reduce range(100000) as $i (1; [.])`: large,
		twice + ` | error`:                    "it fails with a value larger than 1 MiB",
		`"no" | error`:                        "error: no",
		twice + ` == (` + twice + `)`:         "takes longer than 200ms", // in one step, which goes on
	} {
		b := least
		if !strings.Contains(want, "longer") {
			b.Time = time.Hour
		}
		if strings.Contains(want, "results") {
			b.Memory = 1 << 30
		}
		compiled, err := Compile(expression)
		if err != nil {
			t.Fatal(err)
		}
		_, err = compiled.Run(t.Context(), strings.NewReader("1"), b)
		if (err == nil) != (want == "") || err != nil && err.Error() != want {
			t.Errorf("%s: %v, want %s", expression, err, want)
		}
	}
}

// A value is nested so deep that functions call themselves millions of times. The step that nobody waits for goes on
// after this test, which is the last.
func TestNested(t *testing.T) {
	compiled, err := Compile(`reduce range(2000000) as $i (1; [.]) | tostring`)
	if err != nil {
		t.Fatal(err)
	}
	if _, err = compiled.Run(t.Context(), strings.NewReader("1"), Usual()); err != errDeep {
		t.Errorf("%v, want %v", err, errDeep)
	}
}

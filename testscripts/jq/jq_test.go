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

// Whatever an expression does, it ends, and takes no more than it may.
func TestBudget(t *testing.T) {
	least := Budget{Time: 200 * time.Millisecond, Memory: 64 << 20, Text: 1 << 20}
	for expression, want := range map[string]string{
		"1 + .":                          "",
		"def f: f; f":                    "takes longer than 200ms",
		"[range(1e12)] | length":         "needs more than 64 MiB of memory",
		"[limit(1e12; repeat(1))]":       "needs more than 64 MiB of memory",
		"range(1e12)":                    "the results are larger than 1 MiB",
		`"x" * 2000000`:                  "the results are larger than 1 MiB",
		`[range(600000)]`:                "the results are larger than 1 MiB",
		`{a: ("x" * 2000000)}`:           "the results are larger than 1 MiB",
		`[range(100)] | map("x" * 1000)`: "",
	} {
		b := least
		if !strings.Contains(want, "longer") {
			b.Time = 30 * time.Second
		}
		if strings.Contains(want, "results") {
			b.Memory = 1 << 30
		}
		began := time.Now()
		compiled, err := Compile(expression)
		if err != nil {
			t.Fatal(err)
		}
		_, err = compiled.Run(t.Context(), strings.NewReader("1"), b)
		if (err == nil) != (want == "") || err != nil && err.Error() != want {
			t.Errorf("%s: %v, want %s", expression, err, want)
		}
		if spent := time.Since(began); spent > time.Minute {
			t.Errorf("%s: %s", expression, spent)
		}
	}
}

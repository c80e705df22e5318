package scripts

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"recallbox/commands/term"
	"recallbox/testscripts"
)

// Each script is in exactly one of the parts, whatever their number.
func TestShards(t *testing.T) {
	for of := 1; of < 20; of++ {
		for index := range 50 {
			in := 0
			for number := 1; number <= of; number++ {
				s, err := ParseShard("run", fmt.Sprintf("%d/%d", number, of))
				if err != nil {
					t.Fatal(err)
				}
				if s.Has(index) {
					in++
				}
			}
			if in != 1 {
				t.Errorf("%d is in %d of %d parts", index, in, of)
			}
		}
	}
	for _, text := range []string{"", "1", "1/", "/2", "0/2", "3/2", "-1/2", "1/2/3", "a/b"} {
		if _, err := ParseShard("run", text); err == nil {
			t.Errorf("%q is a part", text)
		}
	}
}

// A long log has forty lines, and all that failed.
func TestShortened(t *testing.T) {
	var b strings.Builder
	for i := range 200 {
		fmt.Fprintf(&b, "line %d\n", i)
		if i == 50 || i == 199 {
			fmt.Fprintf(&b, "FAIL: x:%d: no\n", i)
		}
	}
	short := shortened(b.String())
	for _, want := range []string{
		"line 0\n", "line 11\n… 162 lines are left out", "-v prints them\nFAIL: x:50: no\n", "FAIL: x:199: no\n",
	} {
		if !strings.Contains(short, want) {
			t.Errorf("without %q:\n%s", want, short)
		}
	}
	if n := strings.Count(short, "\n"); n != mostLines+1 || strings.HasSuffix(short, "\n\n") {
		t.Errorf("%d lines", n)
	}
	if forty := strings.Repeat("a\n", mostLines); shortened(forty) != forty {
		t.Error("forty lines are shortened")
	}
}

// What a script says cannot end a command to GitHub Actions, nor begin another.
func TestAnnotations(t *testing.T) {
	var errs bytes.Buffer
	print := term.New(term.Streams{Out: &errs, Err: &errs, Getenv: func(string) string { return "" }})
	r := &Report{options: Options{Print: print, Annotate: true}}
	r.annotate(Result{
		Script: "a:b,c.txtar", file: "a:b,c.txtar", Line: 7, Outcome: testscripts.Failed, Message: "100%\n::stop",
	})
	r.annotate(Result{Script: "undo/x", Line: 2, Outcome: testscripts.Failed})
	r.annotate(Result{Script: "undo/x", Outcome: testscripts.Passed})
	want := "::error file=a%3Ab%2Cc.txtar,line=7::100%25%0A::stop\n::error::undo/x:2: failed\n"
	if errs.String() != want {
		t.Errorf("got %q, want %q", errs.String(), want)
	}
}

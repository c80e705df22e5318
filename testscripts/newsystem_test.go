package testscripts_test

import (
	_ "embed"
	"slices"
	"strings"
	"testing"

	"recallbox/commands"
	"recallbox/sandbox"
	"recallbox/sandbox/systems"
	"recallbox/testscripts"
)

// A mail system is added with one file, here tube_test.go, and one line: nothing else knows of it, and
// everything works with it.
func TestAMailSystemIsOneFileAndOneLine(t *testing.T) {
	t.Parallel()
	all := systems.With(tube())
	for _, s := range all {
		if s.Name == "tube" {
			for _, complaint := range s.Check() {
				t.Error(complaint)
			}
		}
	}
	result := run(
		t, testscripts.Runner{Program: commands.Program(sandbox.Options{Systems: all})},
		testscripts.Script{Name: "tube", Data: []byte(tubeScript)},
	)
	if result.Outcome != testscripts.Passed {
		t.Error(result.Log)
	}
	for _, b := range tubeBehaviours() {
		if !slices.Contains(result.Cited, b.ID) {
			t.Errorf("%s decided nothing", b.ID)
		}
	}
	got := findUnpaired(all, scripts(t))
	if !slices.ContainsFunc(got, func(s string) bool { return strings.HasPrefix(s, "tube/bell has no script") }) {
		t.Errorf("nothing names the scripts to write: %q", got)
	}
}

// tubeScript stands in a file that is not named like a script, as it is none of those that recallbox has.
//
//go:embed testdata/tube.txt
var tubeScript string

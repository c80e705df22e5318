package testscripts_test

import (
	"slices"
	"strings"
	"testing"

	"recallbox/commands"
	"recallbox/sandbox"
	"recallbox/sandbox/recall"
	"recallbox/sandbox/systems"
	"recallbox/testscripts"
	"recallbox/testscripts/invented"
)

// A mail system is added with one file, such as those in package invented, and one line: nothing else knows of it, and
// everything works with it.
func TestAMailSystemIsOneFileAndOneLine(t *testing.T) {
	t.Parallel()
	t.Run("tube", func(t *testing.T) { playNew(t, invented.Tube(), invented.TubeScript) })
	t.Run("kite", func(t *testing.T) { playNew(t, invented.Kite(), invented.KiteScript) })
}

// playNew plays a new mail system's script, in which each of its behaviours decides something.
func playNew(t *testing.T, added recall.System, script string) {
	t.Helper()
	all := systems.With(added)
	for _, s := range all {
		if s.Name == added.Name {
			for _, complaint := range s.Check() {
				t.Error(complaint)
			}
		}
	}
	result := run(
		t, testscripts.Runner{Program: commands.Program(sandbox.Options{Systems: all})},
		testscripts.Script{Name: added.Name, Data: []byte(script)},
	)
	if result.Outcome != testscripts.Passed {
		t.Error(result.Log)
	}
	for _, b := range added.Behaviours {
		if !slices.Contains(result.Cited, b.ID) {
			t.Errorf("%s decided nothing", b.ID)
		}
	}
	got, last := findUnpaired(all, scripts(t)), added.Behaviours[len(added.Behaviours)-1].ID
	if !slices.ContainsFunc(got, func(s string) bool { return strings.HasPrefix(s, last+" has no script") }) {
		t.Errorf("nothing names the scripts to write: %q", got)
	}
}

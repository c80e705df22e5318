package demo_test

import (
	"context"
	"strings"
	"testing"

	"recallbox/commands"
	"recallbox/commands/demo"
	"recallbox/sandbox"
	"recallbox/testscripts"
)

// play plays a built-in script as a demonstration.
func play(t *testing.T, name string) *demo.Play {
	t.Helper()
	found, err := testscripts.BuiltIn(name)
	if err != nil {
		t.Fatal(err)
	}
	player := commands.Player(sandbox.Options{})
	p, err := player.Play(context.Background(), found[0])
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// Every screen of every built-in script fits 80 columns and 24 lines, with a last line on which somebody is asked to go
// on.
func TestDemosFitTheScreen(t *testing.T) {
	t.Parallel()
	all, err := testscripts.BuiltIn("testscripts")
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range all {
		t.Run(s.Name, func(t *testing.T) {
			t.Parallel()
			p := play(t, s.Name)
			executes := strings.Contains(string(s.Data), "\nexec ") // nothing is built here
			if p.Outcome == testscripts.Failed && !executes {
				t.Errorf("%s %s", p.Outcome, p.Message)
			}
			demo.CheckScreens(t, p)
		})
	}
}

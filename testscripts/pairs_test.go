package testscripts_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"recallbox/sandbox/recall"
	"recallbox/sandbox/systems"
	"recallbox/testscripts"
)

// TestPairs demands a script for every behaviour, and a behaviour for every script of a mail system.
func TestPairs(t *testing.T) {
	t.Parallel()
	for _, complaint := range findUnpaired(systems.All(), scripts(t)) {
		t.Error(complaint)
	}
}

// findUnpaired says in a line each which behaviour has no script, and which script no behaviour.
func findUnpaired(all []recall.System, found []testscripts.Script) []string {
	proved, known := map[string]bool{}, map[string]bool{}
	for _, script := range found {
		if _, of := behaviour(script); of {
			proved[script.Name] = true
		}
	}
	var complaints []string
	for _, s := range all {
		for _, b := range s.Behaviours {
			if !proved[b.ID] && !known[b.ID] {
				complaints = append(complaints, b.ID+" has no script: write testscripts/"+b.ID+".txtar")
			}
			known[b.ID] = true
		}
	}
	for _, name := range slices.Sorted(maps.Keys(proved)) {
		if !known[name] {
			complaints = append(
				complaints,
				"testscripts/"+name+".txtar proves no behaviour: there is none of that ID, and only the folders "+
					strings.Join(otherFolders, ", ")+" hold other scripts",
			)
		}
	}
	return complaints
}

func TestFindUnpaired(t *testing.T) {
	t.Parallel()
	all := []recall.System{
		{Name: "a", Behaviours: []recall.Behaviour{{ID: "a/both"}, {ID: "a/no-script"}, {ID: "a/both"}, {ID: "a/no-script"}}},
	}
	got := findUnpaired(all, []testscripts.Script{{Name: "a/both"}, {Name: "a/no-behaviour"}, {Name: "cli/send"}})
	if len(got) != 2 || !strings.HasPrefix(got[0], "a/no-script ") ||
		!strings.HasPrefix(got[1], "testscripts/a/no-behaviour.txtar ") {
		t.Errorf("got %q", got)
	}
}

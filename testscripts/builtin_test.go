package testscripts_test

import (
	"testing"

	"recallbox/testscripts"
)

func TestBuiltIn(t *testing.T) {
	all, err := testscripts.List(testscripts.Files)
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name   string
		number int
	}{
		{"undo/not-recall", 1},
		{"./testscripts/undo/not-recall.txtar", 1},
		{"testscripts", len(all)},
		{"not-recall", 0},
		{"", 0},
	}
	for _, test := range tests {
		found, err := testscripts.BuiltIn(test.name)
		if err != nil || len(found) != test.number {
			t.Errorf("%q: %d scripts, not %d; %v", test.name, len(found), test.number, err)
		}
		for _, s := range found {
			if len(s.Data) == 0 || s.File != "" {
				t.Errorf("%q: %s has %d bytes, file %q", test.name, s.Name, len(s.Data), s.File)
			}
		}
	}
}

func TestGuess(t *testing.T) {
	nearest := func(word string, among []string) string { return word + " among many" }
	if got := testscripts.Guess("testscripts/not-recall.txtar", nearest); got != "undo/not-recall" {
		t.Errorf("without its folder: %q", got)
	}
	if got := testscripts.Guess("undo/nt-recall", nearest); got != "undo/nt-recall among many" {
		t.Errorf("misspelt: %q", got)
	}
}

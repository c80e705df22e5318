package complete

import (
	"slices"
	"strings"
	"testing"

	"recallbox/commands/term/letters"
)

// The beginnings that are offered for completion end where a letter does.
func TestBeginningsEndWithALetter(t *testing.T) {
	for _, letter := range letters.All() {
		whole := letter + letter + letter
		for length := 1; length <= len(whole); length++ {
			got := beginnings([]Candidate{wordOnly(whole)}, length)
			rest, begins := strings.CutPrefix(whole, got[0].Word)
			if !begins || !letters.Ends(whole)[rest] || len(got[0].Word) < length {
				t.Errorf("%q at %d: %q", whole, length, got[0].Word)
			}
		}
	}
}

func TestTooManyCandidatesAreBeginnings(t *testing.T) {
	var all Candidates
	for _, a := range "abcdefghijklmno" {
		for _, b := range "aéㄅ0123456789" {
			for _, c := range "0123456789" {
				all.List = append(all.List, Candidate{Word: string([]rune{'u', a, b, c})})
			}
		}
	}
	got := shorten(always(all)).List
	if len(got) != 15*13 {
		t.Errorf("%d candidates: %v", len(got), got[:5])
	}
	if !slices.Contains(got, Candidate{"uaㄅ", ellipsis}) {
		t.Error("a letter is cut in two")
	}
	if got := shorten(always(Candidates{List: all.List[:maxCandidates]})).List; len(got) != maxCandidates {
		t.Errorf("%d of %d candidates", len(got), maxCandidates)
	}
}

func always(all Candidates) func(int) (Candidates, string) {
	return func(int) (Candidates, string) { return all, "u" }
}

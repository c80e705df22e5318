package complete

import (
	"slices"
	"testing"
)

func TestTooManyCandidatesAreBeginnings(t *testing.T) {
	var all Candidates
	for _, a := range "abcdefghijklmnopqrstuvwxyz" {
		for _, b := range "aéㄅ0123456789" {
			for _, c := range "0123456789" {
				all.List = append(all.List, Candidate{Word: string([]rune{'u', a, b, c})})
			}
		}
	}
	got := fewer(all, "u").List
	if len(got) != 26*13 {
		t.Errorf("%d candidates: %v", len(got), got[:5])
	}
	if !slices.Contains(got, Candidate{"uaㄅ", goesOn}) {
		t.Error("a letter is cut in two")
	}
	if got := fewer(Candidates{List: all.List[:limit]}, "u").List; len(got) != limit {
		t.Errorf("%d of %d candidates", len(got), limit)
	}
}

package systems_test

import (
	"slices"
	"strings"
	"testing"

	"recallbox/sandbox/recall"
	"recallbox/sandbox/systems"
)

// Every question that wants an answer gets one in every possible case, success is always for good, and every
// behaviour is reached.
func TestEveryCaseIsAnsweredAndEveryBehaviourReached(t *testing.T) {
	for _, s := range systems.All() {
		t.Run(s.Name, func(t *testing.T) {
			t.Parallel()
			for _, complaint := range s.Check() {
				t.Error(complaint)
			}
		})
	}
}

// The Greek and Norwegian pages hold two articles. What that on Outlook 2007 says is cited as its own: Outlook's rules
// decide there only what it does not speak of.
func TestOutlook2007CitesItsOwnArticle(t *testing.T) {
	t.Parallel()
	onlyTheCurrentArticle := []string{"outlook/after-send", "outlook/recipient-account", "outlook/replace-attachment"}
	s, _ := systems.Find(systems.All(), "outlook-2007")
	for _, b := range s.Rules {
		fromPages := slices.Contains(strings.Fields(b.Source), "EL")
		if systems.SystemOf(b.ID) == "outlook" && fromPages != slices.Contains(onlyTheCurrentArticle, b.ID) {
			t.Errorf("%s is taken over, and its source is %s", b.ID, b.Source)
		}
	}
}

// A condition that reads facts holds for some of their values and not for others: one that is always the same says
// nothing.
func TestPredicatesTellCasesApart(t *testing.T) {
	t.Parallel()
	for _, s := range systems.All() {
		t.Run(s.Name, func(t *testing.T) {
			t.Parallel()
			for _, b := range s.Rules {
				for _, p := range predicatesOf(b) {
					if alwaysTheSame(p) {
						t.Errorf("%s: %q reads facts, and is always the same", b.ID, p.Says)
					}
				}
			}
		})
	}
}

// predicatesOf are all the conditions in a behaviour.
func predicatesOf(b recall.Behaviour) []recall.Predicate {
	ps := append([]recall.Predicate{b.Final, b.Acts}, b.When...)
	for _, e := range b.Effects {
		ps = append(ps, e.If)
	}
	return ps
}

func alwaysTheSame(p recall.Predicate) bool {
	truths := map[bool]bool{}
	recall.Enumerate(p.Reads(), func(f recall.Facts) { truths[p.Holds(f)] = true })
	return len(truths) < 2 && !p.Reads().Empty()
}

func TestAlwaysTheSame(t *testing.T) {
	t.Parallel()
	fresh := recall.MessageAge.Is(recall.Fresh, "it is fresh", "it is late")
	if alwaysTheSame(fresh) || alwaysTheSame(recall.Always) || alwaysTheSame(recall.Predicate{}) {
		t.Error("a condition that tells cases apart, or reads nothing")
	}
	if !alwaysTheSame(recall.Either("", "", fresh, recall.Not(fresh))) {
		t.Error("a condition that is always the same")
	}
}

package systems

import (
	"slices"
	"testing"

	"recallbox/sandbox/recall"
)

// Every question that wants an answer gets one in every possible case, success is always for good, and every behaviour is reached.
func TestEveryCaseIsAnsweredAndEveryBehaviourReached(t *testing.T) {
	for _, s := range All() {
		t.Run(s.Name, func(t *testing.T) {
			t.Parallel()
			reached := map[string]bool{}
			for q := recall.MayRecall; int(q) < recall.QuestionCount; q++ {
				cases := enumerate(t, s, q, reached)
				t.Logf("%s: %d cases", q, cases)
			}
			for _, b := range s.Behaviours {
				if !reached[b.ID] && b.Question != recall.OnlyForm {
					t.Errorf("%s: no possible case reaches it", b.ID)
				}
			}
		})
	}
}

// answers says whether the system has anything to say to the question at all; if it has, it has in every case.
func answers(s recall.System, q recall.Question) bool {
	return slices.ContainsFunc(s.Rules, func(b recall.Behaviour) bool { return b.Question == q })
}

func enumerate(t *testing.T, s recall.System, q recall.Question, reached map[string]bool) (cases int) {
	reads := s.Reads(q)
	if q == recall.WhatHappens {
		reads |= recall.Fields(recall.FPlacedBy)
	}
	recall.Enumerate(reads, func(f recall.Facts) {
		if q == recall.WhatHappens && !s.ByMessage {
			f.Moment, f.Request = recall.Requested, recall.Gone
		}
		if q == recall.WhatHappens && !f.Possible() {
			return
		}
		cases++
		d := s.Decide(q, f)
		reached[d.ID()] = true
		if d.Answer() == recall.Silent && !q.Optional() && answers(s, q) {
			t.Errorf("%s nothing answers %v", q, f.Words(s.Reads(q)))
		}
		if d.Answer() == recall.Succeeded && !d.Final() {
			t.Errorf("%s: succeeded but not for good: %v", d.ID(), f.Words(s.Reads(q)))
		}
	})
	return cases
}

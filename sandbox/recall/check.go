package recall

import (
	"fmt"
	"slices"
)

// Check goes through every possible case of every question, and says in a line each what is wrong with a mail system: cases of a
// question that wants an answer and gets none, success that is not for good, and behaviours of its own that no case reaches. A system
// that says nothing at all to a question need not answer it.
func (s System) Check() (complaints []string) {
	reached := map[string]bool{}
	said := map[string]bool{}
	complain := func(what string, about FieldSet, f Facts) {
		if !said[what] {
			said[what] = true
			complaints = append(complaints, fmt.Sprintf("%s, for one in %v", what, f.Words(about)))
		}
	}
	for q := MayRecall; q < questionCount; q++ {
		asked := slices.ContainsFunc(s.Rules, func(b Behaviour) bool { return b.Question == q })
		s.eachCase(q, func(f Facts) {
			d := s.Decide(q, f)
			reached[d.ID()] = true
			switch {
			case d.Answer() == Silent && asked && !q.Optional():
				complain(fmt.Sprintf("%s: %q is not answered", s.Name, q), s.Reads(q), f)
			case d.Answer() == Succeeded && !d.Final():
				complain(d.ID()+": succeeds, and not for good", s.Reads(q), f)
			}
		})
	}
	for _, b := range s.Behaviours {
		if !reached[b.ID] && b.Question != OnlyForm {
			reached[b.ID] = true
			complaints = append(complaints, b.ID+": no possible case reaches it")
		}
	}
	return complaints
}

// eachCase visits the cases of a question that the system tells apart.
func (s System) eachCase(q Question, visit func(Facts)) {
	reads := s.Reads(q)
	if q != WhatHappens {
		Enumerate(reads, visit)
		return
	}
	Enumerate(reads|Fields(FPlacedBy), func(f Facts) {
		if !s.ByMessage {
			f.Moment, f.Request = Requested, Gone
		}
		if f.Possible() {
			visit(f)
		}
	})
}

package sandbox

import (
	"strings"

	"recallbox/sandbox/recall"
	"recallbox/sandbox/store"
	"recallbox/sandbox/systems"
)

// What is wrong with what was decided, by the behaviours there are.
const (
	unaskable = "a recall could not have been asked for"
	otherwise = "what was decided does not follow from the facts"
	unsettled = "an outcome is open that is for good"
)

func (tx *Tx) checkCitations(h *Health) error {
	return tx.store.EachCitation(func(ids string) error {
		for _, id := range strings.Fields(ids) {
			if systems.Behaviour(tx.box.systems, id) == nil {
				h.add(unknownBehaviour, id)
			}
		}
		return nil
	})
}

// checkRecalls asks the mail systems again what they have decided, from the facts that were kept with each decision.
func (tx *Tx) checkRecalls(h *Health) error {
	err := tx.store.EachRecall(func(r store.Recall) error { return tx.checkRecall(h, r) })
	if err != nil {
		return err
	}
	return tx.store.EachFinalOutcome(func(s store.FinalOutcome) error {
		sys, err := tx.system(s.System)
		if err == nil && !follows(sys, s) {
			h.add(otherwise, makeID(recallPrefix, s.Recall)+" "+s.Address)
		}
		return nil
	})
}

func (tx *Tx) checkRecall(h *Health, r store.Recall) error {
	id := makeID(recallPrefix, r.ID)
	sys, err := tx.system(r.System)
	if err != nil {
		h.add(unaskable, id+" by the rules of "+r.System)
		return nil
	}
	if sys.Decide(recall.MayRecall, recall.Unpack(r.Facts, 0)).Answer() == recall.Refused {
		h.add(unaskable, id)
	}
	return tx.checkOpen(h, sys, r)
}

// checkOpen looks for outcomes that are for good as things stand, and would have been settled by whatever made them so.
func (tx *Tx) checkOpen(h *Health, sys recall.System, r store.Recall) error {
	s, err := tx.standing(r)
	if err != nil || s.held {
		return err
	}
	kinds, err := tx.store.Kinds(r.ID)
	if err != nil {
		return err
	}
	final := map[store.KindKey]bool{}
	for _, k := range kinds {
		f := recall.Unpack(r.Facts, k.Facts)
		recall.FolderReader.Set(&f, recall.Nobody) // an attempt that settles something is noted where it was made
		if !k.Final && sys.Decide(recall.WhatHappens, f).Final() {
			final[k.KindKey] = true
		}
	}
	if len(final) == 0 {
		return nil
	}
	return tx.store.EachOutcome(r.ID, func(o store.Outcome) error {
		if final[o.KindKey] {
			h.add(unsettled, makeID(recallPrefix, r.ID)+" "+o.Address)
		}
		return nil
	})
}

// follows says whether the mail system gives the answer that was kept to the facts that were kept.
func follows(sys recall.System, s store.FinalOutcome) bool {
	f := recall.Unpack(s.Asked, s.Facts)
	if d := sys.Decide(recall.HowFar, f); d.Final() && !s.Attempt {
		return agrees(d, s) && uint8(recall.Recipient.Get(f)) == s.Reach
	}
	d := sys.Decide(recall.WhatHappens, f)
	return agrees(d, s) && recall.PublicFolder.Get(f) == s.Public && (s.Attempt || d.Final())
}

// agrees says whether a decision is the one that was kept, in the outcome and in the log.
func agrees(d recall.Decision, s store.FinalOutcome) bool {
	logged := s.Attempt || s.TakenBack == (d.Answer() == recall.Succeeded)
	return uint8(d.Answer()) == s.Answer && d.ID() == s.Behaviour && recall.ThroughGroup.Get(d.Facts) == s.Grouped && logged
}

// otherHeadline is for what lists show of a message.
const otherHeadline = "a list shows another subject or sender than the message has"

func (tx *Tx) checkHeadlines(h *Health) error {
	return tx.store.EachWritten(func(m store.Message) error {
		raw, err := tx.raw(m)
		if err != nil {
			return err
		}
		kept := m
		setHeadline(&m, raw)
		if kept != m {
			h.add(otherHeadline, makeID(messagePrefix, m.ID))
		}
		return nil
	})
}

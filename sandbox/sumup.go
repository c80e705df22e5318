package sandbox

import (
	"cmp"
	"fmt"
	"strings"

	"recallbox/sandbox/mail"
	"recallbox/sandbox/recall"
	"recallbox/sandbox/store"
)

// sumUp tells the sender in one message what a recall came to, and marks the sender's copy, where the mail system
// does so.
func (tx *Tx) sumUp(req *request) error {
	f, err := tx.tally(req.system, req.recall)
	if err != nil {
		return err
	}
	counted, tagged := req.system.Decide(recall.WhoCounts, f), req.system.Decide(recall.WhatIsTagged, f)
	d := req.system.Decide(recall.HowSummedUp, f)
	tx.cite(counted.ID(), tagged.ID())
	if _, ok := tagged.Effect(recall.Tag); ok {
		if err := tx.store.TagCopy(req.message.ID, req.message.Sender); err != nil {
			return err
		}
	}
	e, ok := d.Effect(recall.TellSender)
	if !ok || req.recall.NoReport {
		return nil
	}
	tx.cite(d.ID())
	m := store.Message{Class: cmp.Or(e.Class, mail.Report), SentAt: tx.now, About: req.message.ID,
		Recall: req.recall.ID, Succeeded: recall.TakenBackFrom.Get(f) != recall.None, Form: e.Form,
		Party: req.sender.ID}
	if m.ID, err = tx.store.PutMessage(m); err != nil {
		return err
	}
	return tx.arriveAs(store.NewEvent{Message: m.ID, Recall: req.recall.ID, Mailbox: req.sender.ID,
		Cites: joined(d.ID(), counted.ID(), tagged.ID())})
}

// tally is what a recall came to over those who count.
func (tx *Tx) tally(sys recall.System, r store.Recall) (recall.Facts, error) {
	counts, err := tx.store.CountAnswers(r.ID)
	taken, failed := counts[uint8(recall.Succeeded)], counts[uint8(recall.Failed)]
	if !leavesOut(sys) {
		failed += counts[uint8(recall.NotCounted)]
	}
	f := recall.Given(recall.OneRecipient.As(taken+failed == 1),
		recall.SomeNotCounted.As(counts[uint8(recall.NotCounted)] > 0), recall.TakenBackFrom.As(recall.Some),
		recall.ReportsOff.As(r.NoReport))
	switch {
	case taken == 0:
		recall.TakenBackFrom.Set(&f, recall.None)
	case failed == 0:
		recall.TakenBackFrom.Set(&f, recall.All)
	}
	return f, err
}

// leavesOut says whether the mail system leaves those whom a recall cannot reach out of the result.
func leavesOut(sys recall.System) bool {
	return sys.Decide(recall.WhoCounts, recall.Given(recall.SomeNotCounted.As(true))).Answer() == recall.Yes
}

// listed is how many recipients a summary names.
const listed = 50

// summaryWords are what a summary tells of a recall.
func (tx *Tx) summaryWords(r store.Recall) (map[string]string, error) {
	counts, err := tx.store.CountAnswers(r.ID)
	if err != nil {
		return nil, err
	}
	taken := counts[uint8(recall.Succeeded)]
	words := map[string]string{"taken": fmt.Sprint(taken),
		"counted": fmt.Sprint(taken + counts[uint8(recall.Failed)])}
	var lines []string
	n := 0
	err = tx.store.EachOutcome(r.ID, func(o store.Outcome) error {
		if n++; n <= listed {
			lines = append(lines, "   "+o.Address+": "+recall.Answer(o.Answer).String())
		}
		return nil
	})
	if n > listed {
		lines = append(lines, fmt.Sprintf("   and %d more", n-listed))
	}
	words["list"] = strings.Join(lines, "\n")
	return words, err
}

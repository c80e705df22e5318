package reference

import (
	"recallbox/sandbox/mail"
	"recallbox/sandbox/recall"
)

// sumUp tells the sender in one message what a recall came to, and marks the sender's copy, where the mail system does so.
func (w *World) sumUp(r *Recall) {
	f := w.tally(r)
	counted, tagged, d := r.System.Decide(recall.WhoCounts, f), r.System.Decide(recall.WhatIsTagged, f), r.System.Decide(recall.HowSummedUp, f)
	m := w.message(r.Message)
	if _, tag := tagged.Effect(recall.Tag); tag && m.Sender.Sent[m.ID] != nil {
		m.Sender.Sent[m.ID].Tagged = true
	}
	if e, tell := d.Effect(recall.TellSender); tell && !r.NoReport {
		class := max(e.Class, mail.Report)
		w.arrive(w.put(Message{Class: class, About: m.ID, Party: r.Sender, Recall: r.ID, Succeeded: recall.TakenBackFrom.Get(f) != recall.None, Form: e.Form}), r.Sender,
			Event{Recall: r.ID, Cites: join(d.ID(), counted.ID(), tagged.ID())})
	}
}

// tally counts what a recall came to over those who count: everybody, unless the mail system leaves some out.
func (w *World) tally(r *Recall) recall.Facts {
	f := recall.Given(recall.ReportsOff.As(r.NoReport))
	leavesOut := r.System.Decide(recall.WhoCounts, recall.Given(recall.SomeNotCounted.As(true))).Answer() == recall.Yes
	counted, taken := 0, 0
	for _, o := range r.Outcomes {
		switch {
		case o.Answer == recall.Succeeded:
			taken++
			counted++
		case o.Answer == recall.Failed, o.Answer == recall.NotCounted && !leavesOut:
			counted++
		}
		recall.SomeNotCounted.Set(&f, recall.SomeNotCounted.Get(f) || o.Answer == recall.NotCounted)
	}
	recall.OneRecipient.Set(&f, counted == 1)
	switch taken {
	case 0:
		recall.TakenBackFrom.Set(&f, recall.None)
	case counted:
		recall.TakenBackFrom.Set(&f, recall.All)
	default:
		recall.TakenBackFrom.Set(&f, recall.Some)
	}
	return f
}

package sandbox

import (
	"time"

	"recallbox/sandbox/recall"
	"recallbox/sandbox/store"
)

// Outlook may look for recall messages only once it has been idle for some seconds, as the user's setting
// processes-after says. Until then the outcome is due: from the arrival of the recall message on, or the start of
// Outlook. What was due is due no more, whatever came of it: then the recall message waits until it is opened, or
// Outlook starts once more.

// settleArrived decides what the arrival of the recall message decides.
func (tx *Tx) settleArrived(r store.Recall, quiet bool) error {
	if err := tx.store.SetIdle(r, nil, tx.now, latest.Unix()); err != nil {
		return err
	}
	return tx.settle(r, trigger{moment: recall.Arrived, quiet: quiet}, nil)
}

// settleIdle decides where Outlook has been idle long enough now.
func (tx *Tx) settleIdle(i store.Idle) error {
	r, err := tx.store.RecallByID(i.Recall)
	if err != nil {
		return err
	}
	if err := tx.store.ChooseIdle(i); err != nil {
		return err
	}
	if err := tx.settle(r, trigger{moment: recall.Arrived, idle: true}, &store.Mailboxes{Chosen: true}); err != nil {
		return err
	}
	return tx.store.EndIdle(i)
}

// waitsUntil is when Outlook will look at the recall message by itself and decide the outcome, as things are now; zero
// if it will not.
func (s recallStatus) waitsUntil(o store.Outcome) (t time.Time) {
	if o.Due == 0 || o.Final {
		return t
	}
	f := recall.Unpack(s.recall.Facts, o.Facts).With(recall.JustHappened.As(recall.Arrived), recall.NotIdleYet.As(false))
	if !s.system.Decide(recall.WhatHappens, f).Final() {
		return t
	}
	return at(o.Due)
}

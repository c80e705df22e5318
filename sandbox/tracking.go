package sandbox

import (
	"time"

	"recallbox/sandbox/mail"
	"recallbox/sandbox/recall"
	"recallbox/sandbox/store"
)

// Tracking is what the sender's copy keeps of a recipient: the latest that the sender was told.
type Tracking struct {
	Value TrackingValue `json:"value"` // from 0 to 7, as Outlook numbers them
	Says  string        `json:"says"`  // what that means
	At    time.Time     `json:"at,omitzero"`
}

// TrackingValue is a number of Outlook's.
type TrackingValue uint8

const (
	TrackedNothing TrackingValue = iota
	TrackedDelivered
	TrackedNotDelivered
	TrackedNotRead
	TrackedRecallFailure
	TrackedRecallSuccess
	TrackedRead
	TrackedReplied
)

func (v TrackingValue) String() string {
	return [...]string{"none", "delivered", "not delivered", "not read", "recall failure", "recall success", "read",
		"replied"}[v]
}

// trackingOf is what a message told its sender of a recipient.
func trackingOf(t store.Told) TrackingValue {
	switch {
	case t.Class == mail.Bounce:
		return TrackedNotDelivered
	case t.Class == mail.Report && t.Succeeded:
		return TrackedRecallSuccess
	case t.Class == mail.Report:
		return TrackedRecallFailure
	case t.Class == mail.Receipt && t.Succeeded:
		return TrackedDelivered
	case t.Class == mail.Receipt:
		return TrackedRead
	}
	return TrackedReplied
}

// told is the latest that a message told its sender of a recipient.
type told struct {
	value TrackingValue
	at    int64
}

// trackingBy is what the sender's copy keeps of each recipient, by mailbox; nil if the mail system keeps nothing. News
// says whether there was any that neither the status nor a read receipt tells.
func (tx *Tx) trackingBy(sys recall.System, m store.Message) (by map[int64]told, news bool, err error) {
	d := sys.Decide(recall.HowTracked, recall.Facts{})
	if d.Answer() != recall.Yes {
		return nil, false, nil
	}
	tx.cite(d.ID())
	by = map[int64]told{}
	err = tx.store.EachTold(m, func(t store.Told) error {
		v := trackingOf(t)
		by[t.Mailbox] = told{v, t.At}
		news = news || v != TrackedDelivered && v != TrackedNotDelivered && v != TrackedRead
		return nil
	})
	return by, news, err
}

// tracking shows what the sender was told last.
func (t told) tracking() *Tracking {
	if t.value == TrackedNothing {
		return &Tracking{Says: t.value.String()}
	}
	return &Tracking{t.value, t.value.String(), at(t.at)}
}

// RecallMark is what the sender's copy says of a recall.
type RecallMark struct {
	Recall    string    `json:"recall"`
	At        time.Time `json:"at"` // when it was asked for
	Says      string    `json:"says"`
	Behaviour string    `json:"behaviour"`
}

// recallMarks are what the sender's copy says of each recall, where the mail system has it say something.
func (tx *Tx) recallMarks(m store.Message) (marks []RecallMark, err error) {
	all, err := tx.store.RecallsOf(m.ID)
	if err != nil || len(all) == 0 {
		return nil, err
	}
	if _, there, err := optional(tx.store.CopyOf(m.ID, m.Sender, true)); err != nil || !there {
		return nil, err
	}
	for _, r := range all {
		sys, err := tx.findSystem(r.System)
		if err != nil {
			return nil, err
		}
		d := sys.Decide(recall.WhatSentSays, recall.Facts{})
		if d.Behaviour == nil {
			continue
		}
		tx.cite(d.ID())
		says := fillTemplate(d.Behaviour.Reason, map[string]string{"now": at(r.AskedAt).Format(time.RFC1123Z)})
		marks = append(marks, RecallMark{makeID(recallPrefix, r.ID), at(r.AskedAt), says, d.ID()})
	}
	return marks, nil
}

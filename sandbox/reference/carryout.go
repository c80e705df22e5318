package reference

import (
	"slices"

	"recallbox/sandbox/mail"
	"recallbox/sandbox/recall"
)

// carryOut does what was decided, each kind of thing for all recipients before the next.
func (w *World) carryOut(r *Recall, all []verdict) {
	for _, v := range all {
		w.logVerdict(r, v)
	}
	for _, v := range all {
		if v.takesBack {
			delete(v.Mailbox.Received, r.Message)
		}
		if v.spends {
			delete(v.Mailbox.Received, r.Request)
		}
	}
	for _, v := range all {
		if v.notice != mail.NoNotice {
			w.arrive(w.put(Message{Class: mail.NoticeMessage, About: r.Message, Party: v.told, Recall: r.ID, Notice: v.notice}), v.told, Event{Recall: r.ID})
		}
	}
	for _, v := range all {
		if v.reports {
			w.arrive(w.put(Message{Class: mail.Report, About: r.Message, Party: v.Mailbox, Recall: r.ID, Succeeded: v.succeeded, Form: v.form}), r.Sender, Event{Recall: r.ID})
		}
	}
	w.noteForwards(r, all)
}

func (w *World) logVerdict(r *Recall, v verdict) {
	e := Event{Who: v.told, What: mail.NotTakenBack, Message: r.Message, Recall: r.ID, Mailbox: v.Mailbox, Cites: v.cites}
	switch {
	case !v.final:
		e.What = mail.Attempted
	case v.succeeded:
		e.What = mail.TakenBack
	}
	w.log(e)
}

// noteForwards logs that what recipients had passed on outlives the recall.
func (w *World) noteForwards(r *Recall, all []verdict) {
	d := r.System.Decide(recall.WhatOfForward, recall.Given(recall.Forwarded.As(true)))
	for _, m := range w.Messages {
		taken := slices.ContainsFunc(all, func(v verdict) bool { return v.takesBack && v.Mailbox == m.Sender })
		if m.Forwards == r.Message && taken && d.Answer() != recall.Silent {
			w.log(Event{Who: m.Sender, What: mail.StaysBehind, Message: m.ID, Recall: r.ID, Mailbox: m.Sender, Cites: d.ID()})
		}
	}
}

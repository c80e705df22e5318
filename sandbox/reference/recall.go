package reference

import (
	"cmp"
	"fmt"

	"recallbox/sandbox/mail"
	"recallbox/sandbox/recall"
)

// AskRecall asks for a recall.
type AskRecall struct {
	As, ID, View, Client   string
	NoReport, Replace, Yes bool
	Subject                string // of the replacement
}

func (s AskRecall) Words() []string {
	return command("recall", s.ID).flag("as", s.As).flag("view", s.View).flag("client", s.Client).on("no-report", s.NoReport).on("replace", s.Replace).
		flag("subject", s.Subject).on("yes", s.Yes)
}

// A recall goes step by step, each over all recipients: it is asked for; the recall message goes to those whom it can reach; the replacement
// follows it; what can be decided at once is; the sender is told what it came to.
func (s AskRecall) play(w *World) string {
	r, cites := w.ask(s)
	m := w.message(r.Message)
	r.ID = len(w.Recalls) + 1
	w.Recalls = append(w.Recalls, r)
	for _, to := range m.Recipients {
		r.Outcomes = append(r.Outcomes, &Outcome{Mailbox: to.Mailbox, Via: to.Via, Line: to.Line, Reach: reach(r.Sender, to), Attempts: map[*Mailbox]Attempt{}})
	}
	w.log(Event{Who: r.Sender, What: mail.RecallAsked, Message: m.ID, Recall: r.ID, Mailbox: r.Sender, Cites: cites})
	held := w.sendRequest(r)
	replacement := w.replace(r, s)
	switch {
	case !r.System.ByMessage:
		w.settle(r, occasion{moment: recall.Requested}, r.Outcomes)
	case r.Request != 0 && !held:
		w.settle(r, occasion{moment: recall.Arrived}, r.Outcomes)
	}
	w.sumUp(r)
	if replacement != nil && replacement.Due == 0 {
		w.tellDelivery(replacement)
	}
	return fmt.Sprintf("r%d", r.ID)
}

// reach is how far a recall message can come to a recipient.
func reach(sender *Mailbox, to Recipient) recall.Reach {
	switch {
	case to.Bounced:
		return recall.NeverDelivered
	case sender.Organisation == nil || to.Mailbox.Organisation != sender.Organisation:
		return recall.Outside
	case to.Mailbox.Account != mail.Exchange && to.Mailbox.Account != mail.Microsoft365:
		return recall.OtherAccount
	}
	return recall.Inside
}

// sendRequest sends the recall message to everybody whom it reaches, outsiders as ordinary mail, and settles what it cannot reach.
func (w *World) sendRequest(r *Recall) (held bool) {
	request := Message{Class: mail.RecallMessage, Sender: r.Sender, About: r.Message, Recall: r.ID}
	if r.System.Find(r.System.Request) != nil {
		request.Form = r.System.Request
	}
	for _, o := range r.Outcomes {
		f := recall.Given(recall.Recipient.As(o.Reach), recall.ThroughGroup.As(o.Via != nil))
		d := r.System.Decide(recall.HowFar, f)
		if d.Final() {
			o.Answer, o.Behaviour, o.At, o.Facts = d.Answer(), d.ID(), w.Now, f
		}
		if _, asMail := d.Effect(recall.DeliverAsMail); asMail || r.System.ByMessage && !d.Final() {
			request.Recipients = append(request.Recipients, Recipient{Mailbox: o.Mailbox, Line: o.Line, Via: o.Via})
		}
	}
	if len(request.Recipients) > 0 {
		m := w.put(request)
		r.Request = m.ID
		w.sendOut(m)
		held = m.Due != 0
	}
	for _, o := range r.Outcomes {
		if o.Answer == recall.Failed || o.Answer == recall.NotCounted {
			w.log(Event{What: mail.NotTakenBack, Message: r.Message, Recall: r.ID, Mailbox: o.Mailbox, Cites: o.Behaviour})
		}
	}
	return held
}

// replace sends the new message, if one is wanted, to the same recipients. The receipts for its delivery come last of all.
func (w *World) replace(r *Recall, s AskRecall) *Message {
	if _, wanted := r.System.Decide(recall.WhatInstead, r.Facts).Effect(recall.SendReplacement); !wanted {
		return nil
	}
	old := w.message(r.Message)
	m := w.put(Message{Class: mail.Note, Sender: r.Sender, Subject: cmp.Or(s.Subject, old.Subject), FromName: cmp.Or(r.Sender.Name, mail.NameFor(r.Sender.Address)),
		To: old.To, Protected: old.Protected, ReadReceipt: old.ReadReceipt, ReplyTo: old.ReplyTo})
	r.Replacement = m.ID
	for _, to := range old.Recipients {
		to.Bounced = to.Mailbox.Kind == Nobody
		m.Recipients = append(m.Recipients, to)
	}
	w.sendOut(m)
	m.Delivery = old.Delivery
	return m
}

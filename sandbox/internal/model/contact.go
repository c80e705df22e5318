package model

import (
	"slices"
	"strings"

	"recallbox/sandbox/mail"
	"recallbox/sandbox/recall"
	"recallbox/sandbox/systems"
)

// AskToDelete asks recipients of a message to delete it.
type AskToDelete struct {
	As, ID string
	To     []string // empty for all
}

func (s AskToDelete) Words() []string { return command("ask", s.ID).flag("as", s.As).flags("to", s.To) }

func (s AskToDelete) play(w *World) string {
	h := w.find(s.As, s.ID, "")
	demand(h.reader != nil && h.message.Sender == h.reader, invalid)
	demand(h.message.Class == mail.Note && h.message.state() == recall.Sent, invalid)
	to := w.addresses(s.To)
	got := slices.Clone(h.message.Recipients)
	if len(to) > 0 { // by name also those to whom it was forwarded
		forwarded, _ := w.forwardedTo(h.message)
		for _, b := range forwarded {
			got = append(got, Recipient{Mailbox: b})
		}
	}
	for _, address := range to {
		has := func(r Recipient) bool { return r.Mailbox.Address == address }
		demand(slices.ContainsFunc(got, has), notFound)
	}
	recipients := slices.DeleteFunc(got, func(r Recipient) bool {
		return r.Bounced || len(to) > 0 && !slices.Contains(to, r.Mailbox.Address)
	})
	demand(len(recipients) > 0, invalid)
	request := Message{Class: mail.Note, Subject: w.deleteRequestSubject(h)}
	for _, r := range recipients {
		line := mail.To
		if r.Line == mail.Bcc { // the others must not learn of a Bcc recipient now
			line = mail.Bcc
		}
		request.To[line] = append(request.To[line], r.Mailbox.Address)
	}
	id := w.dispatch(request, h.reader)
	for _, r := range recipients {
		if a := h.message.DeleteRequests[r.Mailbox]; a == nil || a.MetAt == 0 {
			h.message.DeleteRequests[r.Mailbox] = &DeleteRequest{Message: number("m", id)}
		}
	}
	return id
}

func (w *World) deleteRequestSubject(h found) string {
	sys, _ := w.system(h.reader)
	form := systems.Behaviour(w.systems, sys.Decide(recall.MayAsk, recall.Facts{}).ID()).Form
	return strings.ReplaceAll(form.Subject, "{subject}", h.message.Subject)
}

// meetDeleteRequests notes which of the users have met a request to delete: their copy is gone, or lies in Deleted
// Items.
func (w *World) meetDeleteRequests(h found, users []*Mailbox) {
	if h.message.Sender == nil {
		return
	}
	sys, _ := w.system(h.message.Sender)
	d := sys.Decide(recall.WhatOfRequest, recall.Given(recall.DeletedOnRequest.As(true)))
	for _, b := range users {
		c, r := h.copyOf(b), h.message.DeleteRequests[b]
		deleted := c == nil || c.Folder == mail.BuiltIn[mail.DeletedItems]
		if r != nil && r.MetAt == 0 && deleted && d.Answer() == recall.Yes {
			r.MetAt = w.Now
			w.log(Event{Who: b, What: mail.RequestMet, Message: h.message.ID, Mailbox: b, Cites: d.ID()})
		}
	}
}

// apology is the behaviour behind a reply to a message of one's own, or "".
func (w *World) apology(m *Message) string {
	if m.ReplyTo == 0 || w.message(m.ReplyTo).Sender != m.Sender {
		return ""
	}
	sys, _ := w.system(m.Sender)
	return sys.Decide(recall.WhatOfApology, recall.Facts{}).ID()
}

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
	demand(h.reader != nil && h.message.Sender == h.reader && h.message.Class == mail.Note && h.message.state() == recall.Sent, invalid)
	wanted := w.addresses(s.To)
	for _, address := range wanted {
		demand(slices.ContainsFunc(h.message.Recipients, func(r Recipient) bool { return r.Mailbox.Address == address }), notFound)
	}
	asked := slices.DeleteFunc(slices.Clone(h.message.Recipients), func(r Recipient) bool {
		return r.Bounced || len(wanted) > 0 && !slices.Contains(wanted, r.Mailbox.Address)
	})
	demand(len(asked) > 0, invalid)
	request := Message{Class: mail.Note, Subject: w.subjectOfAsk(h)}
	for _, r := range asked {
		line := mail.To
		if r.Line == mail.Bcc { // whom the others do not know of, they do not learn of now
			line = mail.Bcc
		}
		request.To[line] = append(request.To[line], r.Mailbox.Address)
	}
	id := w.dispatch(request, h.reader)
	for _, r := range asked {
		if a := h.message.Asks[r.Mailbox]; a == nil || a.MetAt == 0 {
			h.message.Asks[r.Mailbox] = &Ask{Request: number("m", id)}
		}
	}
	return id
}

func (w *World) subjectOfAsk(h held) string {
	sys, _ := w.system(h.reader)
	form := systems.Behaviour(w.systems, sys.Decide(recall.MayAsk, recall.Facts{}).ID()).Form
	return strings.ReplaceAll(form.Subject, "{subject}", h.message.Subject)
}

// meetAsks notes that those who were asked to delete the message have it no more, or in Deleted Items only.
func (w *World) meetAsks(h held, users []*Mailbox) {
	if h.message.Sender == nil {
		return
	}
	sys, _ := w.system(h.message.Sender)
	d := sys.Decide(recall.WhatOfRequest, recall.Given(recall.DeletedOnRequest.As(true)))
	for _, b := range users {
		c := h.copyOf(b)
		if a := h.message.Asks[b]; a != nil && a.MetAt == 0 && (c == nil || c.Folder == mail.BuiltIn[mail.DeletedItems]) && d.Answer() == recall.Yes {
			a.MetAt = w.Now
			w.log(Event{Who: b, What: mail.RequestMet, Message: h.message.ID, Mailbox: b, Cites: d.ID()})
		}
	}
}

// apology is the behaviour behind a message with which senders answer one of their own.
func (w *World) apology(m *Message) string {
	if m.ReplyTo == 0 || w.message(m.ReplyTo).Sender != m.Sender {
		return ""
	}
	sys, _ := w.system(m.Sender)
	return sys.Decide(recall.WhatOfApology, recall.Facts{}).ID()
}

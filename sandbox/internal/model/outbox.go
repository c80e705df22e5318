package model

import (
	"cmp"

	"recallbox/sandbox/mail"
	"recallbox/sandbox/recall"
)

// leave sends a message out of the Outbox. A recall message then does its work.
func (w *World) leave(m *Message) {
	m.Due, m.Hold, m.AdminsOnly, m.SentAt = 0, 0, false, w.Now
	delete(m.Sender.Sent, m.ID)
	w.keep(m, mail.SentItems, Event{What: mail.WasReleased})
	w.goOut(m)
	if m.Class == mail.RecallMessage {
		r := w.Recalls[m.Recall-1]
		w.settle(r, trigger{moment: recall.Arrived}, r.Outcomes)
	}
}

// TakeBack takes a held message out of the Outbox. A note becomes a draft again, a recall message is gone.
type TakeBack struct{ As, ID string }

func (s TakeBack) Words() []string { return command("outbox", "take-back", s.ID).flag("as", s.As) }

func (s TakeBack) play(w *World) string {
	by, m, cites := w.heldMessage(s.As, s.ID)
	m.Due, m.Hold, m.AdminsOnly, m.Draft = 0, 0, false, true
	c := m.Sender.Sent[m.ID]
	if m.Class == mail.RecallMessage {
		if c != nil {
			w.log(Event{Who: by, What: mail.WasRemoved, Message: m.ID, Mailbox: m.Sender, Folder: c.Folder})
		}
		delete(m.Sender.Sent, m.ID)
		r := w.Recalls[m.Recall-1]
		w.settle(r, trigger{}, r.Outcomes)
		return ""
	}
	if c != nil {
		c.Folder, c.PlacedBy = mail.BuiltIn[mail.Drafts], recall.ByHand
		w.log(Event{Who: by, What: mail.WasTakenOut, Message: m.ID, Mailbox: m.Sender, Folder: c.Folder, Cites: cites})
	}
	return ""
}

// heldMessage finds the held message that somebody wants to stop or change.
func (w *World) heldMessage(as, id string) (by *Mailbox, m *Message, cites string) {
	by, m = w.user(as), w.messageByID(id)
	demand(m.Sender != nil && (by == m.Sender || by.administers(m.Sender)) && !m.Draft, invalid)
	sys, _ := w.system(m.Sender)
	f := recall.Given(recall.MessageState.As(m.state()))
	switch {
	case m.Hold != 0:
		recall.HeldBy.Set(&f, recall.RuleOfSender)
	case sys.Limits.Undo != "" || m.Due != 0:
		recall.HeldBy.Set(&f, recall.UndoWindow)
	}
	d := sys.Decide(recall.MayTakeBack, f)
	allow(d)
	demand(d.Answer() == recall.Yes, invalid)
	if m.AdminsOnly {
		w.mustAdminister(by, m.Sender)
	}
	return by, m, d.ID()
}

func (b *Mailbox) administers(other *Mailbox) bool {
	return b.Role == mail.Admin && b.Organisation != nil && b.Organisation == other.Organisation
}

func (w *World) mustAdminister(by, sender *Mailbox) {
	sys, _ := w.system(by)
	f := recall.Given(recall.Administrator.As(sender != nil && by.administers(sender)))
	allow(sys.Decide(recall.MayAdminister, f))
}

// Release lets a held message out before its time.
type Release struct{ As, ID string }

func (s Release) Words() []string { return command("outbox", "release", s.ID).flag("as", s.As) }

func (s Release) play(w *World) string {
	by, m := w.user(s.As), w.messageByID(s.ID)
	w.mustAdminister(by, m.Sender)
	demand(m.Due != 0, invalid)
	w.leave(m)
	return ""
}

// Correct changes the subject or the recipients of a held message.
type Correct struct {
	As, ID, Subject string
	To              []string
	InReplyTo       string
}

func (s Correct) Words() []string {
	return command("outbox", "edit", s.ID).flag("as", s.As).flag("subject", s.Subject).flags("to", s.To).
		flag("in-reply-to", s.InReplyTo)
}

func (s Correct) play(w *World) string {
	by, m, _ := w.heldMessage(s.As, s.ID)
	demand(m.Class == mail.Note, invalid)
	sys, _ := w.system(m.Sender)
	w.rewrite(m, s.Subject, w.addresses(s.To), s.InReplyTo)
	cites := sys.Decide(recall.WhatIsDelivered, recall.Given(recall.MessageState.As(recall.Held))).ID()
	if s.InReplyTo != "" {
		cites = join(cites, w.apology(m))
	}
	w.log(Event{Who: by, What: mail.WasCorrected, Message: m.ID, Mailbox: m.Sender, Cites: cites})
	return ""
}

// rewrite changes what is given of a message that is not out yet.
func (w *World) rewrite(m *Message, subject string, to []string, inReplyTo string) {
	if inReplyTo != "" {
		answers := w.messageByID(inReplyTo)
		demand(answers != m, invalid)
		m.ReplyTo = answers.ID
	}
	m.Subject = cmp.Or(subject, m.Subject)
	if len(to) > 0 {
		m.To[mail.To] = to
		w.address(m)
	}
	if subject != "" || len(to) > 0 || inReplyTo != "" {
		m.FromName = cmp.Or(m.author().Name, mail.NameFor(m.author().Address))
	}
}

// SendDraft sends a message that was taken back.
type SendDraft struct {
	As, ID, Subject string
	To              []string
	InReplyTo       string
}

func (s SendDraft) Words() []string {
	return command("send").flag("as", s.As).flag("draft", s.ID).flag("subject", s.Subject).flags("to", s.To).
		flag("in-reply-to", s.InReplyTo)
}

func (s SendDraft) play(w *World) string {
	sender, m := w.user(s.As), w.messageByID(s.ID)
	demand(m.Draft && m.Class == mail.Note && m.Sender == sender, invalid)
	w.rewrite(m, s.Subject, w.addresses(s.To), s.InReplyTo)
	delete(sender.Sent, m.ID)
	m.Draft, m.SentAt = false, w.Now
	w.sendOut(m)
	return id(m)
}

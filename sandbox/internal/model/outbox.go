package model

import (
	"cmp"
	"fmt"
	"slices"

	"recallbox/sandbox/mail"
	"recallbox/sandbox/recall"
)

// AddHold adds a rule that holds mail of an organisation in the Outbox.
type AddHold struct {
	As, Organisation, For string
	Senders               []string
	AdminsOnly            bool
}

func (s AddHold) Words() []string {
	l := command("hold", "add").flag("as", s.As).flag("org", s.Organisation).flag("for", s.For).flags("senders", s.Senders)
	if s.AdminsOnly {
		l = l.flag("take-back", "admins")
	}
	return l
}

func (s AddHold) play(w *World) string {
	o := w.organisation(s.Organisation)
	w.mayHold(w.user(s.As), o)
	h := Hold{ID: w.lastHold + 1, Organisation: o, Seconds: seconds(s.For), AdminsOnly: s.AdminsOnly}
	for _, word := range s.Senders {
		if h.Senders == nil {
			h.Senders = map[*Mailbox]bool{}
		}
		b := w.user(word)
		demand(b.Organisation == o, invalid)
		h.Senders[b] = true
	}
	w.lastHold++
	w.Holds = append(w.Holds, &h)
	return fmt.Sprintf("h%d", h.ID)
}

func (w *World) mayHold(b *Mailbox, o *Organisation) {
	sys, _ := w.system(b)
	f := recall.Given(recall.Administrator.As(b.Role == mail.Admin && b.Organisation == o),
		recall.OutsideOrPersonal.As(b.Organisation == nil || b.Account == mail.Personal))
	allow(sys.Decide(recall.MayHold, f))
	allow(sys.Decide(recall.MayAdminister, f))
}

// RemoveHold removes a rule. The messages that it holds stay in the Outbox until they are due.
type RemoveHold struct{ As, ID string }

func (s RemoveHold) Words() []string { return command("hold", "remove", s.ID).flag("as", s.As) }

func (s RemoveHold) play(w *World) string {
	i := slices.IndexFunc(w.Holds, func(h *Hold) bool { return h.ID == number("h", s.ID) })
	demand(i >= 0, notFound)
	w.mayHold(w.user(s.As), w.Holds[i].Organisation)
	w.Holds = slices.Delete(w.Holds, i, i+1)
	return ""
}

// holdBack decides whether a message waits in the Outbox: because of a rule of the organisation, or because the sender
// can undo it for a while.
func (w *World) holdBack(m *Message) (cites string) {
	m.Due, m.Hold, m.AdminsOnly = 0, 0, false
	o := m.Sender.Organisation
	if o == nil {
		return ""
	}
	f := recall.Given(recall.OutsideOrPersonal.As(m.Sender.Account == mail.Personal))
	var by *Hold
	for _, h := range w.Holds {
		switch {
		case h.Organisation != o:
		case h.Senders == nil || h.Senders[m.Sender]:
			recall.HeldBy.Set(&f, recall.RuleOfSender)
			by = cmp.Or(by, h)
		case by == nil:
			recall.HeldBy.Set(&f, recall.RuleOfOthers)
		}
	}
	d := o.System.Decide(recall.IsHeld, f)
	if d.Answer() == recall.Yes {
		m.Due, m.Hold, m.AdminsOnly = w.Now+by.Seconds, by.ID, by.AdminsOnly
		return d.ID()
	}
	if window := seconds(o.settings()[o.System.Limits.Undo]); window > 0 {
		m.Due = w.Now + window
		return ""
	}
	return d.ID()
}

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

// Advance moves the clock on. Messages that fall due leave in order, each at its own time.
type Advance struct{ For string }

func (s Advance) Words() []string { return command("clock", "advance", s.For) }

func (s Advance) play(w *World) string {
	until := w.Now + seconds(s.For)
	for {
		var next *Message
		for _, m := range w.Messages {
			if m.Due != 0 && m.Due <= until && (next == nil || m.Due < next.Due) {
				next = m
			}
		}
		if next == nil {
			w.Now = until
			return ""
		}
		w.Now = next.Due
		w.leave(next)
	}
}

// TakeBack takes a held message out of the Outbox. A note becomes a draft again, a recall message is gone.
type TakeBack struct{ As, ID string }

func (s TakeBack) Words() []string { return command("outbox", "take-back", s.ID).flag("as", s.As) }

func (s TakeBack) play(w *World) string {
	by, m, cites := w.heldMessage(s.As, s.ID)
	m.Due, m.Hold, m.AdminsOnly, m.Draft = 0, 0, false, m.Class == mail.Note
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
		m.ReplyTo = w.messageByID(inReplyTo).ID
		demand(m.ReplyTo != m.ID, invalid)
	}
	m.Subject = cmp.Or(subject, m.Subject)
	if len(to) > 0 {
		m.To[mail.To] = to
		w.address(m)
	}
	if subject != "" || len(to) > 0 || inReplyTo != "" {
		m.FromName = cmp.Or(m.Sender.Name, mail.NameFor(m.Sender.Address))
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
	demand(m.Draft && m.Sender == sender, invalid)
	w.rewrite(m, s.Subject, w.addresses(s.To), s.InReplyTo)
	delete(sender.Sent, m.ID)
	m.Draft, m.SentAt = false, w.Now
	w.sendOut(m)
	return id(m)
}

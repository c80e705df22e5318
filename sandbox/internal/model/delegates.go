package model

import (
	"slices"

	"recallbox/sandbox/mail"
	"recallbox/sandbox/recall"
)

// Delegate lets a user act for an owner, or no more. How is add or remove.
type Delegate struct{ How, Owner, User string }

func (s Delegate) Words() []string { return command("delegate", s.How, s.User).flag("as", s.Owner) }

func (s Delegate) play(w *World) string {
	owner, user := w.user(s.Owner), w.user(s.User)
	if s.How == "remove" {
		demand(owner.Delegates[user], notFound)
		delete(owner.Delegates, user)
		return ""
	}
	demand(owner != user && owner.Organisation != nil && owner.Organisation == user.Organisation, invalid)
	owner.Delegates[user] = true
	return ""
}

// delegatedBy are the copies in the mailbox of an owner for whom the reader acts.
func (h found) delegatedBy(owner *Mailbox) found {
	for _, h.sent = range []bool{false, true} {
		if h.copyOf(owner) != nil {
			h.owners, h.delegated = []*Mailbox{owner}, true
			return h
		}
	}
	panic(&Refusal{Kind: notFound})
}

// whoseMark is the behaviour by which the reading of somebody else counts for the owner, or "".
func (w *World) whoseMark(h found) string {
	hand := recall.Sharer
	if h.delegated {
		hand = recall.Delegate
	}
	sys, _ := w.system(h.owners[0])
	return sys.Decide(recall.WhoseMark, recall.Given(recall.ReadBy.As(hand))).ID()
}

// author is whom a message is from: the owner, where a delegate sent it.
func (m *Message) author() *Mailbox {
	if m.For != nil {
		return m.For
	}
	return m.Sender
}

// errand is for whom a message was sent, seen by the one who asks for its recall.
func errand(asker *Mailbox, m *Message) recall.Errand {
	switch {
	case m.For != nil && m.Sender == asker:
		return recall.ForAnother
	case m.For != nil && m.For == asker:
		return recall.ByDelegate
	}
	return recall.OnesOwn
}

// keepForOwner puts what a delegate sent into the owner's Sent Items too, if the owner wants that.
func (w *World) keepForOwner(m *Message, e Event) {
	if m.For == nil || !m.For.SentCopies {
		return
	}
	m.For.Sent[m.ID] = &Copy{Folder: e.Folder, At: w.Now, Seen: mail.Opened}
	e.Mailbox, e.Cites, e.Detail = m.For, "", "with a copy for "+m.For.Address
	w.log(e)
}

// passing is how a mailbox passes a message on.
type passing struct {
	to   *Mailbox
	kept bool
}

// passOn notes which mailboxes pass a message on, one after the other. Recipients bounce whose mail would go round for
// ever without anybody to keep it.
func (w *World) passOn(m *Message) {
	m.Passed = map[*Mailbox]passing{}
	for _, r := range m.Recipients {
		for b := r.Mailbox; !r.Bounced && b.ForwardTo != nil; b = b.ForwardTo {
			if _, noted := m.Passed[b]; noted {
				break
			}
			m.Passed[b] = passing{b.ForwardTo, b.ForwardKeeps}
		}
	}
	for i := range m.Recipients {
		r := &m.Recipients[i]
		r.Bounced = r.Bounced || m.Class == mail.Note && m.goesRound(r.Mailbox)
	}
}

// goesRound says whether nobody on a message's way from a mailbox keeps it.
func (m *Message) goesRound(b *Mailbox) bool {
	seen := map[*Mailbox]bool{}
	for !seen[b] {
		seen[b] = true
		p, passes := m.Passed[b]
		if !passes || p.kept {
			return false
		}
		b = p.to
	}
	return true
}

// passesOn says whether a mailbox passed a message on and kept no copy.
func (m *Message) passesOn(b *Mailbox) bool {
	p, passes := m.Passed[b]
	return passes && !p.kept
}

// forwardedTo are the mailboxes that got a message only because others forward to them, with the first who does.
func (w *World) forwardedTo(m *Message) (all []*Mailbox, by map[*Mailbox]*Mailbox) {
	by = map[*Mailbox]*Mailbox{}
	for _, b := range w.Mailboxes {
		if p, passes := m.Passed[b]; passes && by[p.to] == nil {
			by[p.to] = b
		}
	}
	direct := func(b *Mailbox) bool {
		return slices.ContainsFunc(m.Recipients, func(r Recipient) bool { return r.Mailbox == b && !r.Bounced })
	}
	for _, b := range w.Mailboxes {
		if by[b] != nil && !m.passesOn(b) && !direct(b) {
			all = append(all, b)
		}
	}
	return all, by
}

// journal puts a report into the journal of each organisation whose people send or get a message.
func (w *World) journal(m *Message) {
	for _, o := range w.Organisations {
		address := o.Settings["journal"]
		inside := func(r Recipient) bool { return !r.Bounced && r.Mailbox.Organisation == o }
		if address == "" || address == "none" ||
			m.Sender.Organisation != o && !slices.ContainsFunc(m.Recipients, inside) {
			continue
		}
		d := o.System.Decide(recall.WhatIsJournaled, recall.Given(recall.Journals.As(true)))
		if d.Answer() != recall.Yes {
			continue
		}
		report := Message{Class: mail.Journal, About: m.ID, Party: w.mailboxAt(address)}
		if m.Class == mail.RecallMessage {
			report.About, report.Recall, report.Form = m.About, m.Recall, m.Form
		}
		w.arrive(w.put(report), report.Party, Event{Recall: report.Recall, Cites: d.ID()})
	}
}

package reference

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"recallbox/sandbox/mail"
	"recallbox/sandbox/recall"
)

// Send sends a message.
type Send struct {
	As                               string
	To, Cc, Bcc                      []string
	Subject, InReplyTo               string
	Protected, ReadReceipt, Delivery bool
}

func (s Send) Words() []string {
	return command("send").flag("as", s.As).flags("to", s.To).flags("cc", s.Cc).flags("bcc", s.Bcc).flag("subject", s.Subject).flag("in-reply-to", s.InReplyTo).
		on("protected", s.Protected).on("read-receipt", s.ReadReceipt).on("delivery-receipt", s.Delivery)
}

func (s Send) play(w *World) string {
	m := Message{Class: mail.Note, Subject: s.Subject, Protected: s.Protected, Delivery: s.Delivery}
	made, sender := w.sender(s.As)
	m.ReadReceipt = s.ReadReceipt && !w.receiptsOff(sender)
	m.To = [3][]string{w.addresses(s.To), w.addresses(s.Cc), w.addresses(s.Bcc)}
	if s.InReplyTo != "" {
		m.ReplyTo = w.messageCalled(s.InReplyTo).ID
	}
	demand(len(m.To[0])+len(m.To[1])+len(m.To[2]) > 0, invalid)
	if made {
		w.Mailboxes = append(w.Mailboxes, sender)
	}
	return w.dispatch(m, sender)
}

// sender is who sends. Somebody outside every organisation needs no mailbox yet.
func (w *World) sender(word string) (made bool, b *Mailbox) {
	address := mail.Fold(word)
	if strings.Contains(address, "@") && w.at(address) == nil && w.organisationOf(address) == nil {
		return true, w.newMailbox(address)
	}
	return false, w.user(word)
}

// addresses are what is written on a header line, each as a whole address.
func (w *World) addresses(line []string) (all []string) {
	for _, word := range line {
		if !strings.Contains(word, "@") {
			word = w.addressee(mail.Fold(word))
		}
		all = append(all, mail.Fold(word))
	}
	return all
}

// addressee is the address of the user, public folder or group that has that part before the @.
func (w *World) addressee(word string) (address string) {
	var groups []string
	for _, g := range w.Groups {
		if mail.Local(g.Address) == word {
			groups = append(groups, g.Address)
		}
	}
	if len(groups) > 0 && !slices.ContainsFunc(w.Mailboxes, func(b *Mailbox) bool { return b.Kind != Nobody && mail.Local(b.Address) == word }) {
		demand(len(groups) == 1, invalid)
		return groups[0]
	}
	return w.mailbox(word).Address
}

// dispatch keeps a message that somebody wrote, and sends it out.
func (w *World) dispatch(m Message, sender *Mailbox) string {
	m.Sender, m.FromName = sender, cmp.Or(sender.Name, mail.NameFor(sender.Address))
	sent := w.put(m)
	w.address(sent)
	w.sendOut(sent)
	return id(sent)
}

func id(m *Message) string { return fmt.Sprintf("m%d", m.ID) }

// address makes those named on the header lines the message's recipients: a group's members as they are now, each person once.
func (w *World) address(m *Message) {
	m.Recipients = nil
	for line, addresses := range m.To {
		for _, address := range addresses {
			if g := w.groupAt(address); g != nil {
				for _, b := range w.members(g) {
					m.add(Recipient{b, mail.Line(line), g, false})
				}
				continue
			}
			b := w.at(address)
			if b == nil { // outside, a mailbox is made when it is first written to; inside, the address is nobody's
				b = w.newMailbox(address)
				if b.Organisation != nil {
					b.Kind = Nobody
				}
				w.Mailboxes = append(w.Mailboxes, b)
			}
			m.add(Recipient{b, mail.Line(line), nil, b.Kind == Nobody})
		}
	}
}

func (m *Message) add(r Recipient) {
	if !slices.ContainsFunc(m.Recipients, func(known Recipient) bool { return known.Mailbox == r.Mailbox }) {
		m.Recipients = append(m.Recipients, r)
	}
}

// sendOut keeps the sender's copy and delivers the message, or holds it in the Outbox until it is due.
func (w *World) sendOut(m *Message) {
	cites := w.holdBack(m)
	cites = join(cites, w.apology(m))
	if m.Due != 0 {
		w.keep(m, mail.Outbox, Event{What: mail.WasHeld, Cites: cites})
		return
	}
	w.keep(m, mail.SentItems, Event{What: mail.WasSent, Cites: cites})
	w.goOut(m)
}

// apology is the behaviour behind a message with which senders answer one of their own.
func (w *World) apology(m *Message) string {
	if m.ReplyTo == 0 || w.message(m.ReplyTo).Sender != m.Sender {
		return ""
	}
	sys, _ := w.system(m.Sender)
	return sys.Decide(recall.WhatOfApology, recall.Facts{}).ID()
}

// join are behaviours as an event cites them.
func join(ids ...string) string {
	return strings.Join(strings.Fields(strings.Join(ids, " ")), " ")
}

// keep puts the sender's copy into a folder; a recall message has one only while it is held.
func (w *World) keep(m *Message, in mail.FolderKind, e Event) {
	e.Who, e.Message, e.Recall, e.Mailbox = m.Sender, m.ID, m.Recall, m.Sender
	if m.Class == mail.Note || in == mail.Outbox {
		e.Folder = mail.BuiltIn[in]
		m.Sender.Sent[m.ID] = &Copy{Folder: e.Folder, At: w.Now, Seen: mail.Opened}
	}
	w.log(e)
}

package model

import (
	"fmt"
	"slices"
	"strings"

	"recallbox/sandbox/mail"
)

// Send sends a message.
type Send struct {
	As, For                          string
	To, Cc, Bcc                      []string
	Subject, InReplyTo               string
	Protected, ReadReceipt, Delivery bool
	Appointment                      bool
}

func (s Send) Words() []string {
	return command(
		"send",
	).flag("as", s.As).
		flag("for", s.For).
		flags("to", s.To).
		flags("cc", s.Cc).
		flags("bcc", s.Bcc).
		flag("subject", s.Subject).
		flag("in-reply-to", s.InReplyTo).
		on("protected", s.Protected).
		on("read-receipt", s.ReadReceipt).
		on("delivery-receipt", s.Delivery).
		on("appointment", s.Appointment)
}

func (s Send) play(w *World) string {
	m := Message{Class: mail.Note, Subject: s.Subject, Protected: s.Protected, Delivery: s.Delivery,
		Appointment: s.Appointment}
	sender, isNew := w.sender(s.As)
	m.ReadReceipt = s.ReadReceipt && !w.receiptsOff(sender)
	if s.For != "" {
		m.For = w.user(s.For)
		demand(m.For.Delegates[sender], invalid)
	}
	m.To = [3][]string{w.addresses(s.To), w.addresses(s.Cc), w.addresses(s.Bcc)}
	if s.InReplyTo != "" {
		m.ReplyTo = w.messageByID(s.InReplyTo).ID
	}
	demand(len(m.To[0])+len(m.To[1])+len(m.To[2]) > 0, invalid)
	if isNew {
		w.Mailboxes = append(w.Mailboxes, sender)
	}
	return w.dispatch(m, sender)
}

// sender is who sends. Somebody outside every organisation gets a mailbox with the first message.
func (w *World) sender(word string) (b *Mailbox, isNew bool) {
	address := mail.Fold(word)
	if strings.Contains(address, "@") && w.mailboxAt(address) == nil && w.organisationOf(address) == nil {
		return w.newMailbox(address), true
	}
	return w.user(word), false
}

// addresses are the words of a header line, each as a whole address.
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
	isMailbox := func(b *Mailbox) bool { return b.Kind != Nobody && mail.Local(b.Address) == word }
	if len(groups) > 0 && !slices.ContainsFunc(w.Mailboxes, isMailbox) {
		demand(len(groups) == 1, invalid)
		return groups[0]
	}
	return w.mailbox(word).Address
}

func id(m *Message) string { return fmt.Sprintf("m%d", m.ID) }

// address fills in the recipients of a message from its header lines: of a group the present members, and everybody
// once.
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
			b := w.mailboxAt(address)
			if b == nil { // the first message makes the mailbox outside; inside, the address is nobody's
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
	if !slices.ContainsFunc(m.Recipients, func(other Recipient) bool { return other.Mailbox == r.Mailbox }) {
		m.Recipients = append(m.Recipients, r)
	}
}

// join joins behaviours as an event cites them.
func join(ids ...string) string {
	return strings.Join(strings.Fields(strings.Join(ids, " ")), " ")
}

// Forward passes a message on, as a message of its own.
type Forward struct {
	As, ID string
	To     []string
}

func (s Forward) Words() []string { return command("forward", s.ID).flag("as", s.As).flags("to", s.To) }

func (s Forward) play(w *World) string {
	h := w.find(s.As, s.ID, "")
	demand(h.reader != nil, invalid)
	h.mayRead()
	demand(h.message.Class <= mail.RecallMessage, Unmodelled)
	to := w.addresses(s.To)
	demand(len(to) > 0, invalid)
	m := Message{Class: mail.Note, Subject: "Fwd: " + w.subject(h.message), To: [3][]string{to}}
	m.Forwards, m.Protected = h.message.ID, h.message.Protected
	return w.dispatch(m, h.reader)
}

// subject is the subject of a message. A recall message takes that of the message to recall.
func (w *World) subject(m *Message) string {
	if m.Class == mail.RecallMessage {
		return "Recall: " + w.message(m.About).Subject
	}
	return m.Subject
}

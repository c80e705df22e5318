package model

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
	return command(
		"send",
	).flag("as", s.As).
		flags("to", s.To).
		flags("cc", s.Cc).
		flags("bcc", s.Bcc).
		flag("subject", s.Subject).
		flag("in-reply-to", s.InReplyTo).
		on("protected", s.Protected).
		on("read-receipt", s.ReadReceipt).
		on("delivery-receipt", s.Delivery)
}

func (s Send) play(w *World) string {
	m := Message{Class: mail.Note, Subject: s.Subject, Protected: s.Protected, Delivery: s.Delivery}
	sender, isNew := w.sender(s.As)
	m.ReadReceipt = s.ReadReceipt && !w.receiptsOff(sender)
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

// dispatch stores a message that somebody wrote, and sends it out.
func (w *World) dispatch(m Message, sender *Mailbox) string {
	m.Sender, m.FromName = sender, cmp.Or(sender.Name, mail.NameFor(sender.Address))
	sent := w.put(m)
	w.address(sent)
	w.sendOut(sent)
	return id(sent)
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

// sendOut puts a message into Sent Items and delivers it, or holds it in the Outbox until it is due.
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

// join joins behaviours as an event cites them.
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

// goOut delivers a message, or lets it bounce where the address is nobody's. The sender is told of the delivery on
// request.
func (w *World) goOut(m *Message) {
	for i := range m.Recipients {
		r := &m.Recipients[i]
		r.Bounced = r.Mailbox.Kind == Nobody
		if !r.Bounced {
			w.deliver(m, r.Mailbox)
		}
	}
	for _, r := range m.Recipients {
		if r.Bounced {
			w.log(Event{What: mail.HasBounced, Message: m.ID, Mailbox: r.Mailbox})
			w.arrive(w.put(Message{Class: mail.Bounce, About: m.ID, Party: r.Mailbox}), m.Sender, Event{})
		}
	}
	w.tellDelivery(m)
}

// deliver puts a message into one Inbox, or where the owner's rules move it: rule by rule, until one does.
func (w *World) deliver(m *Message, b *Mailbox) {
	c := &Copy{Folder: b.inbox(), At: w.Now}
	for _, r := range w.Rules {
		if r.Owner != b || !r.matches(m, w.subject(m)) {
			continue
		}
		if r.To != "" {
			c.Folder = r.To
			break
		}
		c.Seen = mail.MarkedRead
	}
	e := Event{Who: m.Sender, What: mail.WasDelivered, Message: m.ID, Recall: m.Recall, Mailbox: b, Folder: c.Folder}
	if c.Folder != b.inbox() {
		c.PlacedBy, e.Detail = recall.ByRule, "by a rule"
	}
	b.Received[m.ID] = c
	w.log(e)
}

// subject is the subject of a message. A recall message takes that of the message to recall.
func (w *World) subject(m *Message) string {
	if m.Class == mail.RecallMessage {
		return "Recall: " + w.message(m.About).Subject
	}
	return m.Subject
}

// tellDelivery sends the sender a receipt for each recipient who got the message.
func (w *World) tellDelivery(m *Message) {
	if !m.Delivery {
		return
	}
	sys, _ := w.system(m.Sender)
	form := sys.Decide(recall.IsDeliveryTold, recall.Facts{}).ID()
	for _, r := range m.Recipients {
		if !r.Bounced {
			receipt := Message{Class: mail.Receipt, About: m.ID, Party: r.Mailbox, Form: form, Succeeded: true}
			w.arrive(w.put(receipt), m.Sender, Event{Cites: form})
		}
	}
}

// receiptsOff says whether the organisation of a mailbox has switched off read receipts.
func (w *World) receiptsOff(b *Mailbox) bool {
	_, set := w.system(b)
	return set["read-receipts"] == "off"
}

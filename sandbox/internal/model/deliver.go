package model

import (
	"cmp"
	"slices"
	"strings"

	"recallbox/sandbox/mail"
	"recallbox/sandbox/recall"
)

// dispatch stores a message that somebody wrote, and sends it out.
func (w *World) dispatch(m Message, sender *Mailbox) string {
	m.Sender = sender
	m.FromName = cmp.Or(m.author().Name, mail.NameFor(m.author().Address))
	sent := w.put(m)
	w.address(sent)
	w.sendOut(sent)
	return id(sent)
}

// sendOut puts a message into Sent Items and delivers it, or holds it in the Outbox until it is due.
func (w *World) sendOut(m *Message) {
	cites := w.holdBack(m)
	cites = join(join(cites, w.apology(m)), w.nested(m))
	if m.Due != 0 {
		w.keep(m, mail.Outbox, Event{What: mail.WasHeld, Cites: cites})
		return
	}
	w.keep(m, mail.SentItems, Event{What: mail.WasSent, Cites: cites})
	w.goOut(m)
}

// keep puts the sender's copy into a folder; a recall message has one only while it is held.
func (w *World) keep(m *Message, in mail.FolderKind, e Event) {
	e.Who, e.Message, e.Recall, e.Mailbox = m.Sender, m.ID, m.Recall, m.Sender
	if m.Class == mail.Note || in == mail.Outbox {
		e.Folder = mail.BuiltIn[in]
		m.Sender.Sent[m.ID] = &Copy{Folder: e.Folder, At: w.Now, Seen: mail.Opened}
	}
	w.log(e)
	if in == mail.SentItems {
		w.keepForOwner(m, e)
	}
}

// nested is the behaviour by which groups in groups are expanded, if the message goes to any.
func (w *World) nested(m *Message) string {
	sys, _ := w.system(m.Sender)
	if m.Class != mail.Note || !slices.ContainsFunc(m.Recipients, func(r Recipient) bool { return r.Via.hasGroups() }) {
		return ""
	}
	return sys.Decide(recall.WhoBelongs, recall.Given(recall.GroupInGroup.As(true))).ID()
}

// goOut delivers a message, or lets it bounce where the address is nobody's. The sender is told of the delivery on
// request.
func (w *World) goOut(m *Message) {
	for i := range m.Recipients {
		m.Recipients[i].Bounced = m.Recipients[i].Mailbox.Kind == Nobody
	}
	w.passOn(m)
	for _, r := range m.Recipients {
		if !r.Bounced && !m.passesOn(r.Mailbox) {
			w.deliver(m, r.Mailbox, nil)
		}
	}
	forwarded, by := w.forwardedTo(m)
	for _, b := range forwarded {
		w.deliver(m, b, by[b])
	}
	w.journal(m)
	for _, r := range m.Recipients {
		if r.Bounced {
			e := Event{What: mail.HasBounced, Message: m.ID, Mailbox: r.Mailbox}
			if r.Mailbox.Kind != Nobody {
				e.Detail = "is forwarded round and round"
			}
			w.log(e)
			w.arrive(w.put(Message{Class: mail.Bounce, About: m.ID, Party: r.Mailbox}), m.Sender, Event{})
		}
	}
	w.tellDelivery(m)
}

// deliver puts a message into one Inbox, or where the owner's rules move it: rule by rule, until one does. By is who
// forwards it there, if anybody does.
func (w *World) deliver(m *Message, b, by *Mailbox) {
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
	var details []string
	if by != nil {
		sys, _ := w.system(m.Sender)
		e.Cites = sys.Decide(recall.WhereForwarded, recall.Given(recall.MailboxForwards.As(true))).ID()
		details = append(details, "forwarded by "+by.Address)
	}
	if c.Folder != b.inbox() {
		c.PlacedBy = recall.ByRule
		details = append(details, "by a rule")
	}
	e.Detail = strings.Join(details, ", ")
	b.Received[m.ID] = c
	w.log(e)
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

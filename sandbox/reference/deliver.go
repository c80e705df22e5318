package reference

import (
	"recallbox/sandbox/mail"
	"recallbox/sandbox/recall"
)

// goOut delivers a message, lets it bounce where nobody is, and tells the sender of the delivery where that was asked for.
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

// deliver puts a message into one Inbox, or where the owner's rules want it: rule by rule, until one moves it.
func (w *World) deliver(m *Message, b *Mailbox) {
	c := &Copy{Folder: b.inbox(), At: w.Now}
	for _, r := range w.Rules {
		if r.Owner != b || !r.takes(m, w.subject(m)) {
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

// subject is a note's own; that of a recall message comes from the one that it is about.
func (w *World) subject(m *Message) string {
	if m.Class == mail.RecallMessage {
		return "Recall: " + w.message(m.About).Subject
	}
	return m.Subject
}

// tellDelivery tells the sender of each recipient to whom the message was delivered.
func (w *World) tellDelivery(m *Message) {
	if !m.Delivery {
		return
	}
	sys, _ := w.system(m.Sender)
	told := sys.Decide(recall.IsDeliveryTold, recall.Facts{}).ID()
	for _, r := range m.Recipients {
		if !r.Bounced {
			w.arrive(w.put(Message{Class: mail.Receipt, About: m.ID, Party: r.Mailbox, Form: told, Succeeded: true}), m.Sender, Event{Cites: told})
		}
	}
}

// receiptsOff says whether somebody's organisation has read receipts switched off.
func (w *World) receiptsOff(b *Mailbox) bool {
	_, set := w.system(b)
	return set["read-receipts"] == "off"
}

package reference

import (
	"cmp"
	"slices"

	"recallbox/sandbox/mail"
)

func messageRow(m *Message) string {
	from := ""
	if m.Class == mail.Note {
		from = m.Sender.Address
	}
	subject := m.Subject
	return row(m.ID, m.Class, m.Sender, m.SentAt, subject, from, m.FromName, m.Protected, m.ReplyTo, m.Forwards, m.About, m.Party, m.Recall, m.Notice, m.Succeeded, m.Form,
		m.Draft, m.Due, m.Hold, m.AdminsOnly, m.ReadReceipt, m.Delivery, m.Manual)
}

func (w *World) recipientRows() (all []string) {
	for _, m := range w.Messages {
		for _, r := range m.Recipients {
			all = append(all, row(m.ID, r.Mailbox, r.Line, r.Via.address(), r.Bounced))
		}
	}
	return all
}

func copyRows(b *Mailbox) (all []string) {
	for _, sent := range []bool{false, true} {
		for id, c := range b.copies(sent) {
			all = append(all, row(b, id, sent, c.Folder, c.At, c.Seen, int(c.PlacedBy), c.Shared, int(c.Fetched), c.Tagged))
		}
	}
	return all
}

func shareRows(b *Mailbox) (all []string) {
	for id, with := range b.Shares {
		for other := range with {
			all = append(all, row(id, b, other))
		}
	}
	return all
}

func (w *World) receiptRows() (all []string) {
	for _, m := range w.Messages {
		for b, at := range m.Receipts {
			all = append(all, row(m.ID, b, at))
		}
	}
	return slices.Sorted(slices.Values(all))
}

func (w *World) askRows() (all []string) {
	for _, m := range w.Messages {
		for b, a := range m.Asks {
			all = append(all, row(m.ID, b, a.Request, a.MetAt))
		}
	}
	return slices.Sorted(slices.Values(all))
}

func readingRows(b *Mailbox) (all []string) {
	for id, readers := range b.Readings {
		for reader, seen := range readers {
			all = append(all, row(id, b, reader, seen))
		}
	}
	return all
}

func recallRow(r *Recall) string {
	return row(r.ID, r.Message, r.Sender, r.AskedAt, r.System.Name, r.Request, r.Replacement, r.NoReport, r.Facts.OfRecall())
}

func (w *World) outcomeRows() (all []string) {
	for _, r := range w.Recalls {
		for _, o := range r.Outcomes {
			all = append(all, row(r.ID, o.Mailbox, o.Via.address(), int(o.Reach), o.Answer, o.Behaviour, o.At, o.Facts.OfCopy(), o.Reader))
		}
	}
	return all
}

func (w *World) attemptRows() (all []string) {
	for _, r := range w.Recalls {
		for _, o := range r.Outcomes {
			for reader, a := range o.Attempts {
				all = append(all, row(r.ID, o.Mailbox, reader, a.At, a.Answer, a.Behaviour, a.Facts.OfCopy()))
			}
		}
	}
	return slices.Sorted(slices.Values(all))
}

func eventRow(e Event) string {
	return row(e.At, e.Who, e.What, cmp.Or(e.Message, 0), e.Recall, e.Mailbox, e.Folder, e.Cites, e.Detail)
}

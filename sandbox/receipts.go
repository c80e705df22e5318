package sandbox

import (
	"time"

	"recallbox/sandbox/eml"
	"recallbox/sandbox/mail"
	"recallbox/sandbox/recall"
	"recallbox/sandbox/store"
	"recallbox/sandbox/systems"
)

// sendReceipts sends read receipts when a message is opened, one for each reader. The reader's program decides. If
// it asks, the reader's answer decides: yes, no, or "" for no answer yet.
func (tx *Tx) sendReceipts(f found, answer string) error {
	if answer != "" && answer != "yes" && answer != "no" {
		return invalid(say("yes answers a program that asks"), "receipt %q: not one of yes, no", answer)
	}
	if !f.message.Receipt || f.filter.Sent || f.public != nil || f.shared {
		return nil
	}
	sent, err := tx.noteReceipts(f.message, f.filter, recall.IsReceiptSent, answer)
	if err != nil || sent == "" {
		return err
	}
	sys, err := tx.senderSystem(f.message)
	if err != nil {
		return err
	}
	after := sys.Decide(
		recall.WhatAfterReceipt,
		recall.Given(recall.ReceiptAskedFor.As(true), recall.ReceiptCame.As(true)),
	)
	tx.cite(after.ID())
	return tx.store.SendReceipts(store.Message{
		Class:  mail.Receipt,
		Sender: f.message.Sender,
		SentAt: tx.now,
		About:  f.message.ID,
		Form:   joined(sent, after.ID()),
	})
}

// noteReceipts notes which of those who have the copies picked answer them with a receipt. It gives the behaviour by
// which one does, or "".
func (tx *Tx) noteReceipts(
	m store.Message, p store.CopyFilter, q recall.Question, answer string,
) (by string, err error) {
	sender, err := tx.mailboxOf(m.Sender)
	if err != nil {
		return "", err
	}
	sys, set, err := tx.systemOf(sender)
	if err != nil {
		return "", err
	}
	readers, err := tx.store.Readers(p)
	if err != nil {
		return "", err
	}
	for _, r := range readers {
		off, err := tx.receiptsOff(r.Organisation)
		if err != nil {
			return "", err
		}
		d := sys.Decide(q, recall.Given(recall.ReceiptAskedFor.As(true),
			recall.ReceiptsOff.As(off || set["read-receipts"] == "off"), recall.ReceiptDeclined.As(declines(r, answer))))
		tx.cite(d.ID())
		if d.Answer() != recall.Yes {
			continue
		}
		by = d.ID()
		if err := tx.store.NoteReceipts(p, r, q == recall.IsDeletionTold); err != nil {
			return "", err
		}
	}
	return by, nil
}

// noteNotRead notes who removes a message for good unread whose sender wants to know who reads it. It gives the
// behaviour by which the sender is told, or "".
func (tx *Tx) noteNotRead(f found, removed store.CopyFilter) (string, error) {
	if !f.message.Receipt || f.filter.Sent {
		return "", nil
	}
	removed.Unread = true
	return tx.noteReceipts(f.message, removed, recall.IsDeletionTold, "")
}

// sendNotRead sends what noteNotRead noted.
func (tx *Tx) sendNotRead(m store.Message, by string) error {
	if by == "" {
		return nil
	}
	return tx.store.SendReceipts(
		store.Message{Class: mail.Receipt, Sender: m.Sender, SentAt: tx.now, About: m.ID, Form: by},
	)
}

// declines says whether the program sends no receipt: it is set so, or it asks and the reader has not said yes.
func declines(r store.Reader, answer string) bool {
	return answer == "no" || r.Receipts == mail.ReceiptsNever || r.Receipts == mail.ReceiptsAsk && answer != "yes"
}

// receiptsOff says whether an organisation has no read receipts.
func (tx *Tx) receiptsOff(organisation int64) (bool, error) {
	if organisation == 0 {
		return false, nil
	}
	o, err := tx.organisationOf(organisation)
	if err != nil {
		return false, err
	}
	set, err := tx.settings(organisation, o.system)
	return set["read-receipts"] == "off", err
}

// sendDeliveryReceipts sends the sender a receipt for each recipient who got a message, if it asks for that.
func (tx *Tx) sendDeliveryReceipts(m store.Message, sender store.Mailbox) error {
	if !m.Delivery {
		return nil
	}
	sys, _, err := tx.systemOf(sender)
	if err != nil {
		return err
	}
	d := sys.Decide(recall.IsDeliveryTold, recall.Facts{})
	if d.Answer() != recall.Yes {
		return nil
	}
	tx.cite(d.ID())
	return tx.store.PutDeliveryReceipts(
		store.Message{Class: mail.Receipt, Sender: sender.ID, SentAt: tx.now, About: m.ID, Form: d.ID()},
	)
}

// renderReceipt writes a read receipt (RFC 8098) or a delivery receipt (RFC 3464).
func (tx *Tx) renderReceipt(w store.Whole) ([]byte, error) {
	about := w.Headline
	if w.Succeeded {
		from := mailSystem(about.Party.Addr)
		return eml.BuildDeliveryReport(eml.DeliveryReport{
			From:         from,
			To:           about.From,
			Subject:      deliverySubject(about.Subject),
			Date:         at(w.SentAt),
			MessageID:    messageID(w.ID, w.SentAt, from.Addr),
			Text:         "Your message was delivered to " + about.Party.Addr + ".",
			ReportingMTA: mail.Domain(from.Addr),
			ArrivalDate:  at(w.AboutSentAt),
			Recipients:   []eml.RecipientStatus{{Recipient: about.Party.Addr, Action: eml.Delivered}},
			Original:     w.Bytes,
		})
	}
	subject, text, unread := tx.readReceiptTexts(about.Form)
	words := map[string]string{"subject": about.Subject, "now": at(w.SentAt).Format(time.RFC1123Z)}
	return eml.BuildDispositionNotification(eml.DispositionNotification{
		From:              about.Party,
		To:                about.From,
		Subject:           fillTemplate(subject, words),
		Date:              at(w.SentAt),
		MessageID:         messageID(w.ID, w.SentAt, about.Party.Addr),
		Text:              fillTemplate(text, words),
		ReportingUA:       mail.Domain(about.Party.Addr) + "; " + w.Program.String(),
		Deleted:           unread,
		Automatic:         !w.Manual && !unread,
		SentAutomatically: !w.Manual,
		Original:          w.Bytes,
	})
}

// readReceiptTexts are the templates of a read receipt by the behaviours behind it, and whether it tells that the
// message was deleted unread.
func (tx *Tx) readReceiptTexts(by string) (subject, text string, unread bool) {
	if b := systems.Behaviour(tx.box.systems, by); b != nil && b.Form != nil {
		tx.cite(by)
		return b.Form.Subject, b.Form.Text, true
	}
	return "Read: {subject}", "Your message was opened on {now}.", false
}

func deliverySubject(subject string) string { return "Delivered: " + subject }

// checkReceipts drops a request for read receipts if the sender's organisation has none, and warns.
func (tx *Tx) checkReceipts(sender store.Mailbox, r *SendRequest) ([]string, error) {
	inFile := r.EML != nil && len(eml.ParseHeader(r.EML).ReadReceiptTo) > 0
	if !r.ReadReceipt && !inFile {
		return nil, nil
	}
	off, err := tx.receiptsOff(sender.Organisation)
	if err != nil || !off {
		return nil, err
	}
	sys, _, err := tx.systemOf(sender)
	if err != nil {
		return nil, err
	}
	d := sys.Decide(recall.IsReceiptSent, recall.Given(recall.ReceiptAskedFor.As(true), recall.ReceiptsOff.As(true)))
	if d.Answer() != recall.No {
		return nil, nil
	}
	tx.cite(d.ID())
	r.ReadReceipt = false
	return []string{d.Behaviour.Reason + " [" + d.ID() + "]"}, nil
}

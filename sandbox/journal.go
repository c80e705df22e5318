package sandbox

import (
	"recallbox/sandbox/eml"
	"recallbox/sandbox/mail"
	"recallbox/sandbox/recall"
	"recallbox/sandbox/store"
)

// journal sends a report with a message to the journal of each organisation whose people send or get it.
func (tx *Tx) journal(m store.Message, sender store.Mailbox) error {
	journals, err := tx.store.Journals()
	if err != nil {
		return err
	}
	for _, j := range journals {
		if err := tx.journalAt(m, sender, j); err != nil {
			return err
		}
	}
	return nil
}

func (tx *Tx) journalAt(m store.Message, sender store.Mailbox, j store.Journal) error {
	concerned := sender.Organisation == j.Organisation
	if !concerned {
		_, inside, err := tx.store.InsideRecipients(m.ID, j.Organisation)
		if err != nil || inside == 0 {
			return err
		}
	}
	o, err := tx.organisationOf(j.Organisation)
	if err != nil {
		return err
	}
	d := o.system.Decide(recall.WhatIsJournaled, recall.Given(recall.Journals.As(true)))
	if d.Answer() != recall.Yes {
		return nil
	}
	tx.cite(d.ID())
	to, err := tx.store.MailboxAt(j.Address)
	if err != nil {
		return err
	}
	report := store.Message{Class: mail.Journal, SentAt: tx.now, About: m.ID, Party: to.ID}
	if m.Class == mail.RecallMessage { // it is found by its recall
		report.About, report.Recall, report.Form = m.About, m.Recall, m.Form
	}
	if report.ID, err = tx.store.PutMessage(report); err != nil {
		return err
	}
	return tx.putInInboxAs(store.NewEvent{Message: report.ID, Recall: report.Recall, Mailbox: to.ID, Cites: d.ID()})
}

// renderJournal renders a journal report: who wrote to whom, and the message as it is.
func (tx *Tx) renderJournal(w store.Whole) (_ []byte, err error) {
	raw, j := w.Bytes, w.Journaled
	if w.Recall != 0 {
		if raw, err = tx.bytesOf(journaledRecall(w)); err != nil {
			return nil, err
		}
	}
	from := mailSystem(j.Sender)
	return eml.BuildJournalReport(eml.JournalReport{
		From:       from,
		To:         w.Headline.Party,
		Date:       at(w.SentAt),
		MessageID:  messageID(w.ID, w.SentAt, from.Addr),
		Subject:    eml.ParseHeader(raw).Subject,
		Sender:     j.Sender,
		Recipients: j.Recipients,
		Original:   raw,
	})
}

// journaledRecall is the recall message in a journal report. It is about the same message, and has the same form.
func journaledRecall(w store.Whole) store.Whole {
	w.ID, w.SentAt, w.Class = w.Journaled.ID, w.Journaled.SentAt, mail.RecallMessage
	w.Headline.Class, w.Headline.Party = w.Class, mail.Address{}
	return w
}

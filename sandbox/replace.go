package sandbox

import (
	"recallbox/sandbox/eml"
	"recallbox/sandbox/mail"
	"recallbox/sandbox/recall"
	"recallbox/sandbox/store"
)

// Replacement is the new message. What is nil or empty is as in the original.
type Replacement struct {
	Subject     *string
	Text        *string
	Attachments []eml.File // besides those of the original
}

// kind is what the mail system is told of the new message.
func (r *Replacement) kind() recall.Replacement {
	switch {
	case r == nil:
		return recall.NoReplacement
	case len(r.Attachments) > 0:
		return recall.NewAttachment
	}
	return recall.NewMessage
}

// replace sends the new message, if one is wanted, to the same recipients.
func (tx *Tx) replace(a *asking) error {
	if a.request.Replace == nil {
		return nil
	}
	d := a.system.Decide(recall.WhatInstead, a.facts)
	tx.cite(d.ID())
	if _, ok := d.Effect(recall.SendReplacement); !ok {
		return nil
	}
	o, err := tx.replacement(a)
	if err != nil {
		return err
	}
	m, err := tx.keep(o)
	if err != nil {
		return err
	}
	a.recall.Replacement = m.ID
	if err := tx.store.SetReplacement(a.recall.ID, m.ID); err != nil {
		return err
	}
	if err := tx.store.CopyRecipients(m.ID, a.message.ID); err != nil {
		return err
	}
	quiet := m
	quiet.Delivery = false // receipts come last: see tellReplacement
	if err := tx.sendOut(&quiet, a.sender); err != nil {
		return err
	}
	if quiet.Due == 0 {
		a.replaced = m
	}
	return nil
}

// tellReplacement tells the sender of the replacement's delivery, after all else that the recall brings about.
func (tx *Tx) tellReplacement(a *asking) error { return tx.tellDelivery(a.replaced, a.sender) }

// replacement is the original with what was given in place of its own.
func (tx *Tx) replacement(a *asking) (outgoing, error) {
	o := outgoing{sender: a.sender, row: store.Message{Class: mail.Note, ReplyTo: a.message.ReplyTo,
		Protected: a.message.Protected, Receipt: a.message.Receipt, Delivery: a.message.Delivery}}
	raw, err := tx.raw(a.message)
	if err != nil {
		return o, err
	}
	id, err := tx.store.NextMessage()
	if err != nil {
		return o, err
	}
	out := copyOf(eml.Parse(raw), raw)
	out.From, out.Date, out.MessageID = tx.nameOf(a.sender), at(tx.now), messageID(id, tx.now, a.sender.Address)
	if a.message.Receipt {
		out.ReadReceiptTo = &out.From
	}
	if r := a.request.Replace; r != nil {
		out.Attachments = append(out.Attachments, r.Attachments...)
		if r.Subject != nil {
			out.Subject = *r.Subject
		}
		if r.Text != nil {
			out.Text, out.HTML = *r.Text, ""
		}
	}
	if o.raw, err = eml.Build(out); err != nil {
		return o, unwritable(err)
	}
	return o, nil
}

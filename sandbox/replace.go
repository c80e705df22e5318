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
func (tx *Tx) replace(req *request) error {
	if req.input.Replace == nil {
		return nil
	}
	d := req.system.Decide(recall.WhatInstead, req.facts)
	tx.cite(d.ID())
	if _, ok := d.Effect(recall.SendReplacement); !ok {
		return nil
	}
	o, err := tx.replacement(req)
	if err != nil {
		return err
	}
	m, err := tx.keep(o)
	if err != nil {
		return err
	}
	req.recall.Replacement = m.ID
	if err := tx.store.SetReplacement(req.recall.ID, m.ID); err != nil {
		return err
	}
	if err := tx.store.CopyRecipients(m.ID, req.message.ID); err != nil {
		return err
	}
	quiet := m
	quiet.Delivery = false // receipts come last: see tellReplacement
	if err := tx.sendOut(&quiet, req.sender); err != nil {
		return err
	}
	if quiet.Due == 0 {
		req.replaced = m
	}
	return nil
}

// tellReplacement tells the sender of the replacement's delivery, after all else that the recall brings about.
func (tx *Tx) tellReplacement(req *request) error { return tx.tellDelivery(req.replaced, req.sender) }

// replacement is the original with what was given in place of its own.
func (tx *Tx) replacement(req *request) (outgoing, error) {
	o := outgoing{sender: req.sender, row: store.Message{Class: mail.Note, ReplyTo: req.message.ReplyTo,
		Protected: req.message.Protected, Receipt: req.message.Receipt, Delivery: req.message.Delivery}}
	raw, err := tx.raw(req.message)
	if err != nil {
		return o, err
	}
	id, err := tx.store.NextMessage()
	if err != nil {
		return o, err
	}
	out := copyOf(eml.Parse(raw), raw)
	out.From, out.Date, out.MessageID = tx.nameOf(req.sender), at(tx.now), messageID(id, tx.now, req.sender.Address)
	if req.message.Receipt {
		out.ReadReceiptTo = &out.From
	}
	if r := req.input.Replace; r != nil {
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

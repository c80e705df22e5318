package sandbox

import (
	"recallbox/sandbox/eml"
	"recallbox/sandbox/mail"
	"recallbox/sandbox/store"
)

// rewrite gives a message that has not gone out new bytes, and new recipients where they are given.
func (tx *Tx) rewrite(m *store.Message, sender store.Mailbox, r SendRequest) (warnings []string, err error) {
	raw, err := tx.raw(*m)
	if err != nil {
		return nil, err
	}
	lines, err := tx.parseLines(r.To, r.Cc, r.Bcc)
	if err != nil {
		return nil, err
	}
	was := eml.Parse(raw)
	if r.untouched() && lines.empty() {
		return nil, nil
	}
	if r.EML != nil {
		if len(r.EML) > eml.MaxBytes {
			return nil, unwritable(eml.ErrTooLarge)
		}
		raw, m.ReplyTo = r.EML, 0
	} else if raw, err = tx.rewritten(m, sender, was, raw, lines, r); err != nil {
		return nil, err
	}
	if err := tx.fillIn(m, raw); err != nil {
		return nil, err
	}
	head := eml.ParseHeader(raw)
	m.Protected, m.Receipt, m.Delivery = m.Protected || r.Protected, r.ReadReceipt || len(head.ReadReceiptTo) > 0, m.Delivery || r.Delivery
	if err := tx.store.SetContent(*m); err != nil {
		return nil, err
	}
	if lines.empty() && r.EML == nil {
		return nil, nil
	}
	inHeader, left := writableLines(head)
	switch {
	case r.EML == nil:
		lines = lines.or(inHeader)
	case lines.empty():
		lines, warnings = inHeader, left
	}
	if lines.empty() {
		return nil, nobodyToSendTo()
	}
	return warnings, tx.readdress(m.ID, lines)
}

// rewritten are a message's bytes with what is given in the place of what it has.
func (tx *Tx) rewritten(m *store.Message, sender store.Mailbox, was eml.Message, raw []byte, lines headerLines, r SendRequest) (_ []byte, err error) {
	out := copyOf(was, raw)
	out.From, out.Date, out.MessageID = tx.nameOf(sender), at(tx.now), messageID(m.ID, tx.now, sender.Address)
	lines = lines.or(headerLines{out.To, out.Cc, out.Bcc})
	out.To, out.Cc, out.Bcc = lines.to, lines.cc, lines.bcc
	if m.Receipt || r.ReadReceipt {
		out.ReadReceiptTo = &out.From
	}
	if err := r.over(&out); err != nil {
		return nil, err
	}
	if r.InReplyTo != "" {
		if m.ReplyTo, err = tx.thread(&out, r.InReplyTo); err != nil {
			return nil, err
		}
		if m.ReplyTo == m.ID {
			return nil, invalid(try(NameEarlierMessage), "%s cannot answer itself", r.InReplyTo)
		}
	}
	raw, err = eml.Build(out)
	if err != nil {
		return nil, unwritable(err)
	}
	return raw, nil
}

// readdress gives a message that has not gone out other recipients.
func (tx *Tx) readdress(message int64, lines headerLines) error {
	if err := tx.store.DeleteRecipients(message); err != nil {
		return err
	}
	envelope, err := tx.envelope(lines)
	if err != nil {
		return err
	}
	return tx.address(message, envelope)
}

// untouched says whether the request changes nothing in a message's content.
func (r SendRequest) untouched() bool {
	return r.EML == nil && r.Subject == "" && r.Text == "" && r.HTML == "" && len(r.Attachments) == 0 && r.Sensitivity == "" && !r.Protected && r.InReplyTo == "" &&
		!r.ReadReceipt && !r.Delivery
}

// over puts what is given in the place of what a message has.
func (r SendRequest) over(out *eml.Outgoing) (err error) {
	if r.Subject != "" {
		out.Subject = r.Subject
	}
	if r.Text != "" || r.HTML != "" {
		out.Text, out.HTML = r.Text, r.HTML
	}
	out.Attachments = append(out.Attachments, r.Attachments...)
	if r.Sensitivity != "" {
		if out.Sensitivity, err = mail.ParseSensitivity(r.Sensitivity); err != nil {
			return notOneOf(try(NameSensitivity), err)
		}
	}
	return nil
}

// copyOf is a message's content, to be sent anew.
func copyOf(was eml.Message, raw []byte) eml.Outgoing {
	lines, _ := writableLines(was.Header)
	out := eml.Outgoing{To: lines.to, Cc: lines.cc, Bcc: lines.bcc, Subject: was.Subject, Text: was.Text, HTML: eml.HTML(raw), Sensitivity: was.Sensitivity,
		InReplyTo: was.InReplyTo, References: was.References}
	for _, f := range was.Attachments {
		out.Attachments = append(out.Attachments, eml.File(f))
	}
	return out
}

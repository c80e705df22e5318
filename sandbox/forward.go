package sandbox

import (
	"fmt"
	"strings"
	"time"

	"recallbox/sandbox/eml"
	"recallbox/sandbox/mail"
	"recallbox/sandbox/store"
)

// ForwardRequest is a message that somebody passes on.
type ForwardRequest struct {
	As          string
	ID          string
	In          string
	To, Cc, Bcc []string
	Text        string // in front of what is passed on
}

// Forward passes a message on. What is sent is a message of its own, with the original's text and attachments.
func (tx *Tx) Forward(r ForwardRequest) (Sent, error) {
	h, err := tx.find(r.As, r.ID, r.In)
	if err != nil {
		return Sent{}, err
	}
	if h.one == nil {
		return Sent{}, invalid(try(NameOneUser), "one user at a time forwards")
	}
	if err := tx.mayRead(h); err != nil {
		return Sent{}, err
	}
	raw, err := tx.raw(h.message)
	if err != nil {
		return Sent{}, err
	}
	lines, err := tx.parseLines(r.To, r.Cc, r.Bcc)
	if err != nil {
		return Sent{}, err
	}
	if lines.empty() {
		return Sent{}, invalid(try(NameRecipient), "nobody to forward it to")
	}
	o, err := tx.forwarded(*h.one, h.message, eml.Parse(raw), lines, r.Text)
	if err != nil {
		return Sent{}, err
	}
	m, err := tx.dispatch(o)
	if err != nil {
		return Sent{}, err
	}
	return tx.sent(m), nil
}

func (tx *Tx) forwarded(by store.Mailbox, m store.Message, was eml.Message, lines headerLines, text string) (o outgoing, err error) {
	o = outgoing{sender: by, row: store.Message{Class: mail.Note, Forwards: m.ID, Protected: m.Protected}}
	if o.envelope, err = tx.envelope(lines); err != nil {
		return o, err
	}
	id, err := tx.store.NextMessage()
	if err != nil {
		return o, err
	}
	out := eml.Outgoing{From: tx.nameOf(by), To: lines.to, Cc: lines.cc, Bcc: lines.bcc, Subject: "Fwd: " + was.Subject, Text: forwardedText(text, was), Date: at(tx.now), MessageID: messageID(id, tx.now, by.Address)}
	for _, f := range was.Attachments {
		out.Attachments = append(out.Attachments, eml.File(f))
	}
	if o.raw, err = eml.Build(out); err != nil {
		return o, unwritable(err)
	}
	return o, nil
}

// forwardedText is the text in front, if there is one, and below it what is passed on.
func forwardedText(text string, was eml.Message) string {
	var b strings.Builder
	if text = strings.TrimRight(text, "\r\n"); text != "" {
		b.WriteString(text + "\n\n")
	}
	b.WriteString("-------- Forwarded message --------\n")
	for _, line := range []struct {
		name string
		list []mail.Address
	}{{"From", was.From}, {"To", was.To}, {"Cc", was.Cc}} {
		if len(line.list) > 0 {
			fmt.Fprintf(&b, "%s: %s\n", line.name, strings.Join(plain(line.list), ", "))
		}
	}
	if !was.Date.IsZero() {
		fmt.Fprintf(&b, "Date: %s\n", was.Date.Format(time.RFC1123Z))
	}
	fmt.Fprintf(&b, "Subject: %s\n\n%s", was.Subject, was.Text)
	return b.String()
}

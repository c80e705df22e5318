package sandbox

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"time"

	"recallbox/sandbox/eml"
	"recallbox/sandbox/mail"
	"recallbox/sandbox/store"
)

// Message is a message with its copies.
type Message struct {
	ID          string       `json:"id"`
	Class       mail.Class   `json:"class"`
	Notice      mail.Notice  `json:"notice,omitzero"`
	Subject     string       `json:"subject"`
	From        string       `json:"from"`
	FromName    string       `json:"from_name,omitempty"`
	To          []string     `json:"to"`
	Cc          []string     `json:"cc"`
	Bcc         []string     `json:"bcc,omitempty"` // in the sender's copy only
	Date        time.Time    `json:"date,omitzero"`
	MessageID   string       `json:"message_id,omitempty"`
	InReplyTo   string       `json:"in_reply_to,omitempty"`
	References  []string     `json:"references,omitempty"`
	Sensitivity string       `json:"sensitivity,omitempty"`
	Protected   bool         `json:"protected,omitempty"`
	Text        string       `json:"text"`
	Attachments []Attachment `json:"attachments"`
	Copies      Rows[Copy]   `json:"copies"`
	Defects     []string     `json:"defects,omitempty"` // what is broken in the message, and how it was read

	Places []Place    `json:"-"` // how many of the copies lie where
	First  Rows[Copy] `json:"-"` // of the copies, at most CopiesShown where there are more than CopiesWhole
}

// Attachment is a file in a message.
type Attachment struct {
	Name   string `json:"name"`
	Type   string `json:"type"`
	Bytes  int    `json:"bytes"`
	SHA256 string `json:"sha256"`
}

// InspectMessage shows a message: as its sender has it, or as the mailbox does if one is named.
func (tx *Tx) InspectMessage(id, mailbox string) (Message, error) {
	m, raw, err := tx.source(id, mailbox)
	if err != nil {
		return Message{}, err
	}
	return tx.viewOf(m, raw, store.Copies{Message: m.ID})
}

// RawMessage are a message's bytes: as its sender has them, or as the mailbox does if one is named.
func (tx *Tx) RawMessage(id, mailbox string) ([]byte, error) {
	_, raw, err := tx.source(id, mailbox)
	return raw, err
}

// MessageAttachment are the bytes of the attachment with that name.
func (tx *Tx) MessageAttachment(id, mailbox, name string) ([]byte, error) {
	_, raw, err := tx.source(id, mailbox)
	if err != nil {
		return nil, err
	}
	var names []string
	for _, a := range eml.Parse(raw).Attachments {
		if a.Name == name {
			return a.Data, nil
		}
		names = append(names, quoted(a.Name))
	}
	hint := say("it has none")
	if len(names) > 0 {
		hint = say("it has " + strings.Join(names, ", "))
	}
	return nil, notFound(hint, "%s has no attachment %q", id, name)
}

// source finds a message and the bytes that a mailbox has of it: recipients have no Bcc line.
func (tx *Tx) source(id, mailbox string) (store.Message, []byte, error) {
	m, err := tx.message(id)
	if err != nil {
		return m, nil, err
	}
	raw, err := tx.raw(m)
	if err != nil || mailbox == "" {
		return m, raw, err
	}
	b, err := tx.mailbox(mailbox)
	if err != nil {
		return m, nil, err
	}
	for _, sent := range []bool{true, false} {
		_, has, err := optional(tx.store.CopyOf(m.ID, b.ID, sent))
		if err != nil {
			return m, nil, err
		}
		if has && sent {
			return m, raw, nil
		}
		if has {
			return m, tx.received(m, raw), nil
		}
	}
	return m, nil, notFound(try(FindCopies, "message", id), "%s has no %s", b.Address, id)
}

// viewFor shows a message as those who act on it have it: without the Bcc line, and without the others' copies.
func (tx *Tx) viewFor(h held) (Message, error) {
	raw, err := tx.raw(h.message)
	if err != nil {
		return Message{}, err
	}
	if !h.pick.Sent {
		raw = tx.received(h.message, raw)
	}
	return tx.viewOf(h.message, raw, store.Copies{Message: h.message.ID, Filter: &h.pick})
}

func (tx *Tx) viewOf(m store.Message, raw []byte, copies store.Copies) (Message, error) {
	p := eml.Parse(raw)
	out := Message{ID: makeID(messagePrefix, m.ID), Class: m.Class, Notice: m.Notice, Subject: p.Subject, To: plain(p.To), Cc: plain(p.Cc), Date: p.Date.UTC(),
		InReplyTo: angled(p.InReplyTo), MessageID: angled(p.MessageID), Sensitivity: p.Sensitivity.String(), Protected: m.Protected, Text: p.Text,
		Attachments: []Attachment{}, Defects: p.Defects}
	if len(p.From) > 0 {
		out.From, out.FromName = p.From[0].Addr, p.From[0].Name
	}
	if len(p.Bcc) > 0 {
		out.Bcc = plain(p.Bcc)
	}
	for _, ref := range p.References {
		out.References = append(out.References, angled(ref))
	}
	for _, a := range p.Attachments {
		sum := sha256.Sum256(a.Data)
		out.Attachments = append(out.Attachments, Attachment{a.Name, a.Type, len(a.Data), hex.EncodeToString(sum[:])})
	}
	return out, tx.showCopies(&out, copies)
}

func plain(list []mail.Address) []string {
	out := []string{}
	for _, a := range list {
		out = append(out, a.Addr)
	}
	return out
}

func angled(id string) string {
	if id == "" {
		return ""
	}
	return "<" + id + ">"
}

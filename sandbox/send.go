package sandbox

import (
	"fmt"
	"strings"
	"time"

	"recallbox/sandbox/eml"
	"recallbox/sandbox/mail"
	"recallbox/sandbox/store"
)

// SendRequest is a message to send: written here from its parts, or a real one in EML.
type SendRequest struct {
	As          string   // who sends
	To, Cc, Bcc []string // RFC 5322 address lists; with EML they replace the envelope
	Subject     string
	Text, HTML  string
	Attachments []eml.File
	InReplyTo   string // ID of the message that it answers
	Protected   bool   // by Azure Information Protection
	Sensitivity string // personal, private, confidential, or ""
	EML         []byte // a message as it is; its bytes are kept
	ReadReceipt bool   // ask for read receipts
	Delivery    bool   // ask for delivery receipts
}

// Sent is a message that was sent.
type Sent struct {
	Message  SentMessage `json:"message"`
	Warnings []string    `json:"warnings,omitempty"`
}

// SentMessage is its ID, and until when it is held back, if it is.
type SentMessage struct {
	ID        string    `json:"id"`
	HeldUntil time.Time `json:"held_until,omitzero"`
}

// Send sends a message.
func (tx *Tx) Send(r SendRequest) (Sent, error) {
	sender, err := tx.senderFor(r.As)
	if err != nil {
		return Sent{}, err
	}
	warnings, err := tx.checkReceipts(sender, &r)
	if err != nil {
		return Sent{}, err
	}
	o, err := tx.compose(sender, r)
	if err != nil {
		return Sent{}, err
	}
	m, err := tx.dispatch(o)
	if err != nil {
		return Sent{}, err
	}
	out := tx.sent(m)
	out.Warnings = append(warnings, o.warnings...)
	return out, nil
}

func (tx *Tx) sent(m store.Message) Sent {
	out := SentMessage{ID: makeID(messagePrefix, m.ID)}
	if m.Due != 0 {
		out.HeldUntil = at(m.Due)
	}
	return Sent{Message: out}
}

// senderFor finds who sends. Somebody outside every organisation needs no mailbox yet.
func (tx *Tx) senderFor(word string) (store.Mailbox, error) {
	m, err := tx.user(word)
	if !isNotFound(err) || !strings.Contains(word, "@") {
		return m, err
	}
	address, parseErr := plainAddress(word)
	if parseErr != nil {
		return m, parseErr
	}
	if _, inside, orgErr := optional(tx.store.OrganisationOf(mail.Domain(address))); inside || orgErr != nil {
		return m, err
	}
	return tx.ensureMailbox(address)
}

// outgoing is a message on its way out.
type outgoing struct {
	sender   store.Mailbox
	envelope []addressee
	asks     int64 // the message whose recipients it goes to, in place of an envelope
	raw      []byte
	row      store.Message
	warnings []string
}

// compose makes the message from what was asked for.
func (tx *Tx) compose(sender store.Mailbox, r SendRequest) (outgoing, error) {
	o := outgoing{sender: sender, row: store.Message{Class: mail.Note, Protected: r.Protected, Receipt: r.ReadReceipt, Delivery: r.Delivery}}
	lines, err := tx.parseLines(r.To, r.Cc, r.Bcc)
	if err != nil {
		return o, err
	}
	if len(r.EML) > eml.MaxBytes {
		return o, unwritable(eml.ErrTooLarge)
	}
	if r.EML != nil {
		o.raw = r.EML
		head := eml.ParseHeader(r.EML)
		o.row.Receipt = o.row.Receipt || len(head.ReadReceiptTo) > 0
		if lines.empty() {
			lines, o.warnings = writableLines(head)
		}
	} else if o.raw, o.row.ReplyTo, err = tx.write(sender, lines, r); err != nil {
		return o, err
	}
	if lines.empty() {
		return o, nobodyToSendTo()
	}
	o.envelope, err = tx.envelope(lines)
	return o, err
}

func nobodyToSendTo() error {
	return invalid(try(NameRecipient), "nobody to send it to")
}

// write builds the message's bytes.
func (tx *Tx) write(sender store.Mailbox, lines headerLines, r SendRequest) (raw []byte, replyTo int64, err error) {
	id, err := tx.store.NextMessage()
	if err != nil {
		return nil, 0, err
	}
	out := eml.Outgoing{From: tx.nameOf(sender), To: lines.to, Cc: lines.cc, Bcc: lines.bcc, Subject: r.Subject, Text: r.Text, HTML: r.HTML,
		Attachments: r.Attachments, Date: at(tx.now), MessageID: messageID(id, tx.now, sender.Address)}
	if out.Sensitivity, err = mail.ParseSensitivity(r.Sensitivity); err != nil {
		return nil, 0, notOneOf(try(NameSensitivity), err)
	}
	if r.ReadReceipt {
		out.ReadReceiptTo = &out.From
	}
	if r.InReplyTo != "" {
		if replyTo, err = tx.thread(&out, r.InReplyTo); err != nil {
			return nil, 0, err
		}
	}
	raw, err = eml.Build(out)
	if err != nil {
		return nil, 0, unwritable(err)
	}
	return raw, replyTo, nil
}

// thread makes the message an answer to another (RFC 5322 section 3.6.4).
func (tx *Tx) thread(out *eml.Outgoing, id string) (int64, error) {
	m, err := tx.message(id)
	if err != nil {
		return 0, err
	}
	raw, err := tx.raw(m)
	if err != nil {
		return 0, err
	}
	head := eml.ParseHeader(raw)
	if head.MessageID != "" {
		out.InReplyTo, out.References = head.MessageID, append(head.References, head.MessageID)
	}
	return m.ID, nil
}

// messageID is the Message-ID of the sandbox's n-th message: the same wherever the same commands are run.
func messageID(n, made int64, sender string) string {
	return fmt.Sprintf("m%d.%s@%s", n, at(made).Format("20060102T150405Z"), mail.Domain(sender))
}

func (tx *Tx) nameOf(m store.Mailbox) mail.Address {
	return mail.Address{Name: m.DisplayName(), Addr: m.Address}
}

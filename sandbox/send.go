package sandbox

import (
	"fmt"
	"strings"
	"time"

	"recallbox/sandbox/eml"
	"recallbox/sandbox/mail"
	"recallbox/sandbox/recall"
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
	return out, tx.noteApology(sender, m)
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
	if _, inside, orgErr := tx.store.OrganisationOf(mail.Domain(address)); inside || orgErr != nil {
		return m, err
	}
	return tx.ensureMailbox(address)
}

// outgoing is a message on its way out.
type outgoing struct {
	sender   store.Mailbox
	envelope []addressee
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
		return o, invalid("--to bob@acme.example names one", "nobody to send it to")
	}
	o.envelope, err = tx.envelope(lines)
	return o, err
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
		return nil, 0, invalid("", "%v", err)
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
		return nil, 0, invalid("", "%v", err)
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

// dispatch stores the message and sends it out.
func (tx *Tx) dispatch(o outgoing) (store.Message, error) {
	m, err := tx.keep(o)
	if err != nil {
		return m, err
	}
	for _, a := range o.envelope {
		if err := tx.addressTo(m.ID, a); err != nil {
			return m, err
		}
	}
	return m, tx.sendOut(&m, o.sender)
}

// keep stores a written message.
func (tx *Tx) keep(o outgoing) (store.Message, error) {
	m := o.row
	m.Sender, m.SentAt = o.sender.ID, tx.now
	err := tx.fillIn(&m, o.raw)
	if err != nil {
		return m, err
	}
	m.ID, err = tx.store.PutMessage(m)
	return m, err
}

// fillIn keeps a message's bytes and notes what lists show of it.
func (tx *Tx) fillIn(m *store.Message, raw []byte) (err error) {
	head := eml.ParseHeader(raw)
	m.Subject, m.FromName, m.FromAddr = head.Subject, "", ""
	if len(head.From) > 0 {
		m.FromName, m.FromAddr = head.From[0].Name, head.From[0].Addr
	}
	m.Content, err = tx.store.PutContent(raw)
	return err
}

// sendOut keeps the sender's copy and delivers the message, or holds it in the Outbox until it is due. A recall message has no copy in
// Sent Items.
func (tx *Tx) sendOut(m *store.Message, sender store.Mailbox) error {
	w, err := tx.heldBack(sender)
	if err != nil {
		return err
	}
	m.Due, m.Hold, m.Admins = w.due, w.hold, w.admins
	if err := tx.store.SetWay(*m); err != nil {
		return err
	}
	if m.Due != 0 {
		return tx.keepCopy(*m, sender, mail.Outbox, store.NewEvent{What: mail.WasHeld, Cites: w.cites})
	}
	if err := tx.keepCopy(*m, sender, mail.SentItems, store.NewEvent{What: mail.WasSent, Cites: w.cites}); err != nil {
		return err
	}
	return tx.goOut(*m, sender)
}

// keepCopy puts the sender's copy into a built-in folder and logs what happened.
func (tx *Tx) keepCopy(m store.Message, sender store.Mailbox, kind mail.FolderKind, e store.NewEvent) error {
	e.At, e.Who, e.Message, e.Recall, e.Mailbox = tx.now, sender.ID, m.ID, m.Recall, sender.ID
	if m.Class == mail.Note || kind == mail.Outbox {
		folder, _, err := tx.neededFolder(sender.ID, kind, mail.BuiltIn[kind])
		if err != nil {
			return err
		}
		if err := tx.store.PutCopy(store.Copy{Message: m.ID, Mailbox: sender.ID, Sent: true, Folder: folder, ReceivedAt: tx.now, Seen: mail.Opened}); err != nil {
			return err
		}
		e.Folder = folder
	}
	return tx.store.PutEvent(e)
}

// goOut delivers a message to its recipients, where their rules want it, and lets a recall message do its work.
func (tx *Tx) goOut(m store.Message, sender store.Mailbox) error {
	h, err := tx.headline(m)
	if err != nil {
		return err
	}
	err = tx.store.Deliver(store.Arrival{Message: m.ID, Sender: sender.ID, From: sender.Address, Subject: strings.ToLower(h.subject), Class: m.Class, At: tx.now})
	if err != nil {
		return err
	}
	if err := tx.bounce(m); err != nil {
		return err
	}
	return tx.tellDelivery(m, sender)
}

// leave lets a message out of the Outbox.
func (tx *Tx) leave(m store.Message) error {
	sender, _, err := tx.store.MailboxByID(m.Sender)
	if err != nil {
		return err
	}
	m.Due, m.Hold, m.Admins, m.SentAt = 0, 0, false, tx.now
	if err := tx.store.SetWay(m); err != nil {
		return err
	}
	if err := tx.store.RemoveDraft(m.ID, sender.ID); err != nil {
		return err
	}
	if err := tx.keepCopy(m, sender, mail.SentItems, store.NewEvent{What: mail.WasReleased}); err != nil {
		return err
	}
	if err := tx.goOut(m, sender); err != nil || m.Class != mail.RecallMessage {
		return err
	}
	r, _, err := tx.store.RecallOfRequest(m.ID)
	if err != nil {
		return err
	}
	return tx.settle(r, occasion{moment: recall.Arrived}, nil)
}

// bounce tells the sender of each recipient that nobody is there (RFC 3464).
func (tx *Tx) bounce(m store.Message) error {
	bounced, err := tx.store.Bounced(m.ID)
	if err != nil {
		return err
	}
	for _, nobody := range bounced {
		id, err := tx.store.PutMessage(store.Message{Class: mail.Bounce, SentAt: tx.now, About: m.ID, Party: nobody.ID})
		if err != nil {
			return err
		}
		if err := tx.store.PutEvent(store.NewEvent{At: tx.now, What: mail.HasBounced, Message: m.ID, Mailbox: nobody.ID}); err != nil {
			return err
		}
		if err := tx.arrive(id, m.Sender); err != nil {
			return err
		}
	}
	return nil
}

// arrive puts a message that a mail system made into one Inbox.
func (tx *Tx) arrive(message, mailbox int64) error {
	if err := tx.store.PutCopy(store.Copy{Message: message, Mailbox: mailbox, Folder: mailbox, ReceivedAt: tx.now}); err != nil {
		return err
	}
	return tx.store.PutEvent(store.NewEvent{At: tx.now, What: mail.WasDelivered, Message: message, Mailbox: mailbox, Folder: mailbox})
}

package sandbox

import (
	"fmt"
	"strings"

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
}

// Sent is a message that was sent.
type Sent struct {
	Message  SentMessage `json:"message"`
	Warnings []string    `json:"warnings,omitempty"`
}

// SentMessage is its ID.
type SentMessage struct {
	ID string `json:"id"`
}

// Send sends a message.
func (tx *Tx) Send(r SendRequest) (Sent, error) {
	sender, err := tx.senderFor(r.As)
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
	if err := tx.bounce(m); err != nil {
		return Sent{}, err
	}
	return Sent{Message: SentMessage{makeID(messagePrefix, m.ID)}}, nil
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
}

// compose makes the message from what was asked for.
func (tx *Tx) compose(sender store.Mailbox, r SendRequest) (outgoing, error) {
	o := outgoing{sender: sender, row: store.Message{Class: mail.Note, Protected: r.Protected}}
	lines, err := tx.parseLines(r.To, r.Cc, r.Bcc)
	if err != nil {
		return o, err
	}
	if r.EML != nil {
		o.raw = r.EML
		if lines.empty() {
			head := eml.ParseHeader(r.EML)
			lines = headerLines{head.To, head.Cc, head.Bcc}
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

// dispatch stores the message, keeps the sender's copy, and delivers it.
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
	return m, tx.sendOut(m, o.sender)
}

// keep stores a written message.
func (tx *Tx) keep(o outgoing) (store.Message, error) {
	m := o.row
	head := eml.ParseHeader(o.raw)
	m.Sender, m.SentAt, m.Subject = o.sender.ID, tx.now, head.Subject
	if len(head.From) > 0 {
		m.FromName, m.FromAddr = head.From[0].Name, head.From[0].Addr
	}
	var err error
	if m.Content, err = tx.store.PutContent(o.raw); err != nil {
		return m, err
	}
	m.ID, err = tx.store.PutMessage(m)
	return m, err
}

// sendOut keeps the sender's copy in Sent Items and delivers the message to its recipients.
func (tx *Tx) sendOut(m store.Message, sender store.Mailbox) error {
	folder, _, err := tx.neededFolder(sender.ID, mail.SentItems, mail.BuiltIn[mail.SentItems])
	if err != nil {
		return err
	}
	if err := tx.store.PutCopy(store.Copy{Message: m.ID, Mailbox: sender.ID, Sent: true, Folder: folder, ReceivedAt: tx.now, Seen: mail.Opened}); err != nil {
		return err
	}
	if err := tx.store.PutEvent(store.NewEvent{At: tx.now, Who: sender.ID, What: mail.WasSent, Message: m.ID, Mailbox: sender.ID, Folder: folder}); err != nil {
		return err
	}
	return tx.deliver(m, sender, m.Subject)
}

// deliver puts the message into the mailboxes of its recipients, where their rules want it.
func (tx *Tx) deliver(m store.Message, sender store.Mailbox, subject string) error {
	return tx.store.Deliver(store.Arrival{Message: m.ID, Sender: sender.ID, From: sender.Address, Subject: strings.ToLower(subject), Class: m.Class, At: tx.now})
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

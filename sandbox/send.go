package sandbox

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"recallbox/sandbox/eml"
	"recallbox/sandbox/mail"
	"recallbox/sandbox/mailfile"
	"recallbox/sandbox/store"
)

// SendRequest is a message to send: parts to write it from, or a whole message in EML.
type SendRequest struct {
	As          string   // the sender
	For         string   // the owner for whom the sender, a delegate, writes; "" for nobody
	To, Cc, Bcc []string // RFC 5322 address lists; with EML, the recipients in place of those in its header
	Subject     string
	Text, HTML  string
	Attachments []eml.File
	InReplyTo   string // ID of the message that it answers
	Protected   bool   // with Azure Information Protection
	Sensitivity string // personal, private, confidential, or ""
	EML         []byte // a whole message, whose bytes stay as they are
	ReadReceipt bool   // ask for read receipts
	Delivery    bool   // ask for delivery receipts
	Appointment bool   // ask to a meeting, the next day at this time
}

// SendResult is a message that was sent.
type SendResult struct {
	Message  SentMessage `json:"message"` // what was sent
	Warnings []string    `json:"warnings,omitempty"`
	Patterns []Pattern   `json:"-"` // of which some warnings are
}

// SentMessage is the ID of a message. If it waits in the Outbox, it has the time at which it leaves.
type SentMessage struct {
	ID        string    `json:"id"`
	HeldUntil time.Time `json:"held_until,omitzero"` // when it leaves the Outbox
}

// Send sends a message.
func (tx *Tx) Send(r SendRequest) (SendResult, error) {
	sender, err := tx.senderFor(r.As)
	if err != nil {
		return SendResult{}, err
	}
	warnings, err := tx.checkReceipts(sender, &r)
	if err != nil {
		return SendResult{}, err
	}
	o, err := tx.compose(sender, r)
	if err != nil {
		return SendResult{}, err
	}
	m, err := tx.dispatch(o)
	if err != nil {
		return SendResult{}, err
	}
	out := tx.showSent(m)
	out.warn(append(warnings, o.warnings...), o.patterns)
	return out, nil
}

func (r *SendResult) warn(warnings []string, patterns []Pattern) {
	r.Warnings, r.Patterns = append(warnings, warningsOf(patterns)...), patterns
}

func (tx *Tx) showSent(m store.Message) SendResult {
	out := SentMessage{ID: makeID(messagePrefix, m.ID)}
	if m.Due != 0 {
		out.HeldUntil = at(m.Due)
	}
	return SendResult{Message: out}
}

// senderFor finds the sender. Somebody outside every organisation needs no mailbox before.
func (tx *Tx) senderFor(word string) (store.Mailbox, error) {
	m, err := tx.findUser(word)
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

// outgoing is a message that is about to be sent.
type outgoing struct {
	sender   store.Mailbox
	envelope []addressee
	asks     int64 // a message whose recipients it goes to, instead of the envelope
	raw      []byte
	row      store.Message
	warnings []string
	patterns []Pattern
}

// checkEML refuses what cannot be a message.
func checkEML(raw []byte) error {
	if len(raw) > eml.MaxBytes {
		return unwritable(eml.ErrTooLarge)
	}
	if what, remedy := mailfile.Foreign(raw); what != "" {
		return invalid(say(remedy), "it cannot be sent as it is: %s", what)
	}
	return nil
}

// compose makes a message from a request.
func (tx *Tx) compose(sender store.Mailbox, r SendRequest) (outgoing, error) {
	o := outgoing{
		sender: sender,
		row: store.Message{Class: mail.Note, Protected: r.Protected, Receipt: r.ReadReceipt, Delivery: r.Delivery,
			Appointment: r.Appointment},
	}
	owner, err := tx.ownerFor(sender, r.For)
	if err != nil {
		return o, err
	}
	o.row.For = owner.ID
	lines, err := tx.parseLines(r.To, r.Cc, r.Bcc)
	if err != nil {
		return o, err
	}
	if err := checkEML(r.EML); err != nil {
		return o, err
	}
	if r.EML != nil {
		o.raw = r.EML
		o.row.Appointment = eml.MeetingRequest(r.EML) != ""
		head := eml.ParseHeader(r.EML)
		o.row.Receipt = o.row.Receipt || len(head.ReadReceiptTo) > 0
		if lines.empty() {
			lines, o.warnings = writableLines(head)
		}
	} else if o.raw, o.row.ReplyTo, err = tx.buildMessage(sender, owner, lines, r); err != nil {
		return o, err
	}
	if lines.empty() {
		return o, noRecipient()
	}
	if o.envelope, err = tx.makeEnvelope(lines); err != nil {
		return o, err
	}
	o.patterns, err = tx.patterns(lines)
	return o, err
}

func noRecipient() error {
	return invalid(try(NameRecipient), "nobody to send it to")
}

// buildMessage writes the bytes of a message.
func (tx *Tx) buildMessage(
	sender, owner store.Mailbox,
	lines headerLines,
	r SendRequest,
) (raw []byte, replyTo int64, err error) {
	id, err := tx.store.NextMessage()
	if err != nil {
		return nil, 0, err
	}
	out := eml.Outgoing{
		To:          lines.to,
		Cc:          lines.cc,
		Bcc:         lines.bcc,
		Subject:     r.Subject,
		Text:        r.Text,
		HTML:        r.HTML,
		Attachments: r.Attachments,
		Date:        at(tx.now),
		MessageID:   messageID(id, tx.now, sender.Address),
	}
	tx.setFrom(&out, sender, owner)
	if out.Sensitivity, err = mail.ParseSensitivity(r.Sensitivity); err != nil {
		return nil, 0, invalidWord(try(NameSensitivity), err)
	}
	if r.ReadReceipt {
		out.ReadReceiptTo = out.Author()
	}
	if r.Appointment {
		out.Calendar = meetingOf(out)
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

// meetingOf is the calendar of a message that asks to a meeting: the next day, at the time at which it is sent.
func meetingOf(o eml.Outgoing) string {
	return eml.NewMeeting(o.MessageID, o.Date, o.Date.Add(24*time.Hour), o.From)
}

// setFrom says who sends a message: where a delegate does, it is from the owner (RFC 5322 section 3.6.2).
func (tx *Tx) setFrom(out *eml.Outgoing, sender, owner store.Mailbox) {
	out.From = tx.fullAddress(sender)
	if owner.ID != 0 {
		by := out.From
		out.From, out.Sender = tx.fullAddress(owner), &by
	}
}

// thread makes the message an answer to another one (RFC 5322 section 3.6.4).
func (tx *Tx) thread(out *eml.Outgoing, id string) (int64, error) {
	m, err := tx.findMessage(id)
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

// messageID is the Message-ID of the n-th message of the sandbox. The same commands always give the same.
func messageID(n, sentAt int64, sender string) string {
	return makeID(messagePrefix, n) + "." + at(sentAt).Format("20060102T150405Z") + "@" + mail.Domain(sender)
}

func (tx *Tx) fullAddress(m store.Mailbox) mail.Address {
	return mail.Address{Name: m.DisplayName(), Addr: m.Address}
}

// rewrite changes a message that has not gone out: its content, and its recipients if they are given.
func (tx *Tx) rewrite(m *store.Message, r SendRequest) (warnings []string, err error) {
	raw, err := tx.raw(*m)
	if err != nil {
		return nil, err
	}
	lines, err := tx.parseLines(r.To, r.Cc, r.Bcc)
	if err != nil {
		return nil, err
	}
	if r.keepsContent() && lines.empty() {
		return nil, nil
	}
	if r.EML != nil {
		if err := checkEML(r.EML); err != nil {
			return nil, err
		}
		raw, m.ReplyTo = r.EML, 0
	} else if raw, err = tx.buildRewritten(m, raw, lines, r); err != nil {
		return nil, err
	}
	if err := tx.storeContent(m, raw); err != nil {
		return nil, err
	}
	head := eml.ParseHeader(raw)
	m.Protected = m.Protected || r.Protected
	m.Receipt = r.ReadReceipt || len(head.ReadReceiptTo) > 0
	m.Delivery = m.Delivery || r.Delivery
	m.Appointment = eml.MeetingRequest(raw) != ""
	if err := tx.store.SetContent(*m); err != nil {
		return nil, err
	}
	if lines.empty() && r.EML == nil {
		return nil, nil
	}
	inHeader, left := writableLines(head)
	switch {
	case r.EML == nil:
		lines = lines.orElse(inHeader)
	case lines.empty():
		lines, warnings = inHeader, left
	}
	if lines.empty() {
		return nil, noRecipient()
	}
	return warnings, tx.readdress(m.ID, lines)
}

// buildRewritten writes the bytes of a message again, with the changes of the request.
func (tx *Tx) buildRewritten(m *store.Message, raw []byte, lines headerLines, r SendRequest) ([]byte, error) {
	sender, err := tx.mailboxOf(m.Sender)
	if err != nil {
		return nil, err
	}
	owner, err := tx.mailboxOf(m.For)
	if err != nil {
		return nil, err
	}
	out := contentOf(eml.Parse(raw), raw)
	tx.setFrom(&out, sender, owner)
	out.Date, out.MessageID = at(tx.now), messageID(m.ID, tx.now, sender.Address)
	lines = lines.orElse(headerLines{out.To, out.Cc, out.Bcc})
	out.To, out.Cc, out.Bcc = lines.to, lines.cc, lines.bcc
	if m.Receipt || r.ReadReceipt {
		out.ReadReceiptTo = out.Author()
	}
	if err := r.applyTo(&out); err != nil {
		return nil, err
	}
	if r.Appointment && !m.Appointment {
		out.Calendar = meetingOf(out)
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

// readdress gives a message other recipients, before it goes out.
func (tx *Tx) readdress(message int64, lines headerLines) error {
	if err := tx.store.DeleteRecipients(message); err != nil {
		return err
	}
	envelope, err := tx.makeEnvelope(lines)
	if err != nil {
		return err
	}
	return tx.putRecipients(message, envelope)
}

// keepsContent says whether the request changes nothing in a message's content.
func (r SendRequest) keepsContent() bool {
	return r.EML == nil && r.Subject == "" && r.Text == "" && r.HTML == "" && len(r.Attachments) == 0 &&
		r.InReplyTo == "" && r.Sensitivity == "" && !r.Protected && !r.ReadReceipt && !r.Delivery &&
		!r.Appointment
}

// applyTo changes a message by what the request gives.
func (r SendRequest) applyTo(out *eml.Outgoing) (err error) {
	if r.Subject != "" {
		out.Subject = r.Subject
	}
	if r.Text != "" || r.HTML != "" {
		out.Text, out.HTML = r.Text, r.HTML
	}
	out.Attachments = append(out.Attachments, r.Attachments...)
	if r.Sensitivity != "" {
		if out.Sensitivity, err = mail.ParseSensitivity(r.Sensitivity); err != nil {
			return invalidWord(try(NameSensitivity), err)
		}
	}
	return nil
}

// contentOf is the content of a message, to send it again.
func contentOf(was eml.Message, raw []byte) eml.Outgoing {
	lines, _ := writableLines(was.Header)
	out := eml.Outgoing{
		To:          lines.to,
		Cc:          lines.cc,
		Bcc:         lines.bcc,
		Subject:     was.Subject,
		Text:        was.Text,
		HTML:        eml.HTML(raw),
		Sensitivity: was.Sensitivity,
		InReplyTo:   was.InReplyTo,
		References:  was.References,
	}
	for _, f := range was.Attachments {
		out.Attachments = append(out.Attachments, eml.File(f))
	}
	if out.Calendar = eml.MeetingRequest(raw); out.Calendar != "" {
		meeting := slices.IndexFunc(out.Attachments, func(f eml.File) bool { return f.Type == "text/calendar" })
		out.Attachments = slices.Delete(out.Attachments, meeting, meeting+1)
	}
	return out
}

// ForwardRequest asks to forward a message.
type ForwardRequest struct {
	As          string
	ID          string
	In          string
	To, Cc, Bcc []string
	Text        string // in front of the forwarded message
}

// Forward forwards a message. It sends a new message with the original's text and attachments.
func (tx *Tx) Forward(r ForwardRequest) (SendResult, error) {
	f, err := tx.find(r.As, r.ID, r.In)
	if err != nil {
		return SendResult{}, err
	}
	if f.user == nil {
		return SendResult{}, invalid(try(NameOneUser), "one user at a time forwards")
	}
	if err := tx.mayRead(f); err != nil {
		return SendResult{}, err
	}
	lines, err := tx.parseLines(r.To, r.Cc, r.Bcc)
	if err != nil {
		return SendResult{}, err
	}
	if lines.empty() {
		return SendResult{}, invalid(try(NameRecipient), "nobody to forward it to")
	}
	o, err := tx.composeForward(*f.actor(), f.message, lines, r.Text)
	if err != nil {
		return SendResult{}, err
	}
	m, err := tx.dispatch(o)
	if err != nil {
		return SendResult{}, err
	}
	out := tx.showSent(m)
	out.warn(nil, o.patterns)
	return out, nil
}

// composeForward makes the message that forwards another one, with a text in front.
func (tx *Tx) composeForward(by store.Mailbox, m store.Message, lines headerLines, text string) (outgoing, error) {
	raw, err := tx.raw(m)
	if err != nil {
		return outgoing{}, err
	}
	was := eml.Parse(raw)
	o := outgoing{sender: by, row: store.Message{Class: mail.Note, Forwards: m.ID, Protected: m.Protected}}
	if o.envelope, err = tx.makeEnvelope(lines); err != nil {
		return o, err
	}
	if o.patterns, err = tx.patterns(lines); err != nil {
		return o, err
	}
	id, err := tx.store.NextMessage()
	if err != nil {
		return o, err
	}
	out := eml.Outgoing{
		From:      tx.fullAddress(by),
		To:        lines.to,
		Cc:        lines.cc,
		Bcc:       lines.bcc,
		Subject:   "Fwd: " + was.Subject,
		Text:      forwardText(text, was),
		Date:      at(tx.now),
		MessageID: messageID(id, tx.now, by.Address),
	}
	for _, f := range was.Attachments {
		out.Attachments = append(out.Attachments, eml.File(f))
	}
	if o.raw, err = eml.Build(out); err != nil {
		return o, unwritable(err)
	}
	return o, nil
}

// forwardText is the text in front, if there is one, and the forwarded message below it.
func forwardText(text string, was eml.Message) string {
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
			fmt.Fprintf(&b, "%s: %s\n", line.name, strings.Join(addressesOf(line.list), ", "))
		}
	}
	if !was.Date.IsZero() {
		fmt.Fprintf(&b, "Date: %s\n", was.Date.Format(time.RFC1123Z))
	}
	fmt.Fprintf(&b, "Subject: %s\n\n%s", was.Subject, was.Text)
	return b.String()
}

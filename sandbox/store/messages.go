package store

import (
	"database/sql"

	"recallbox/sandbox/mail"
)

// Message is a row of messages.
type Message struct {
	ID        int64
	Class     mail.Class
	Sender    int64 // 0 for what a mail system made
	SentAt    int64
	Content   int64 // 0 for what is rendered when read
	Subject   string
	FromAddr  string
	FromName  string
	Protected bool
	ReplyTo   int64
	Forwards  int64
	About     int64
	Party     int64
	Recall    int64
	Notice    mail.Notice
	Succeeded bool
	Form      string
	Draft     bool
	Due       int64 // when it leaves the Outbox; 0 when it has
	Hold      int64 // the rule that holds it; 0 for an undo window
	Admins    bool  // only administrators take it back
	Receipt   bool  // the sender asked for a read receipt
	Delivery  bool  // the sender asked for a delivery receipt
	Manual    bool  // a read receipt that the recipient allowed by hand
}

// NextMessage is the number that the next message will have.
func (t *Tx) NextMessage() (int64, error) {
	return t.number(`SELECT coalesce(max(id), 0) + 1 FROM messages`)
}

// PutMessage adds a message.
func (t *Tx) PutMessage(m Message) (int64, error) {
	form, err := t.cite(m.Form)
	if err != nil {
		return 0, err
	}
	return t.insert(`INSERT INTO messages (class, sender, sent_at, content, subject, from_addr, from_name, protected, reply_to, forwards, about, party, recall, notice, succeeded, form, receipt, delivery, manual)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		m.Class, orNull(m.Sender), m.SentAt, orNull(m.Content), orNullText(m.Subject), orNullText(m.FromAddr), orNullText(m.FromName), orNullBool(m.Protected),
		orNull(m.ReplyTo), orNull(m.Forwards), orNull(m.About), orNull(m.Party), orNull(m.Recall), orNull(int64(m.Notice)), orNullBool(m.Succeeded), form,
		orNullBool(m.Receipt), orNullBool(m.Delivery), orNullBool(m.Manual))
}

const messageColumns = `m.id, m.class, coalesce(m.sender, 0), m.sent_at, coalesce(m.content, 0), coalesce(m.subject, ''), coalesce(m.from_addr, ''), coalesce(m.from_name, ''),
	coalesce(m.protected, 0), coalesce(m.reply_to, 0), coalesce(m.forwards, 0), coalesce(m.about, 0), coalesce(m.party, 0), coalesce(m.recall, 0), coalesce(m.notice, 0),
	coalesce(m.succeeded, 0), coalesce((SELECT behaviours FROM citations WHERE id = m.form), ''),
	coalesce(m.draft, 0), coalesce(m.due, 0), coalesce(m.hold, 0), coalesce(m.admins, 0),
	coalesce(m.receipt, 0), coalesce(m.delivery, 0), coalesce(m.manual, 0)`

func (m *Message) dest() []any {
	return []any{&m.ID, &m.Class, &m.Sender, &m.SentAt, &m.Content, &m.Subject, &m.FromAddr, &m.FromName, &m.Protected,
		&m.ReplyTo, &m.Forwards, &m.About, &m.Party, &m.Recall, &m.Notice, &m.Succeeded, &m.Form,
		&m.Draft, &m.Due, &m.Hold, &m.Admins, &m.Receipt, &m.Delivery, &m.Manual}
}

// MessageByID finds a message by its number.
func (t *Tx) MessageByID(id int64) (m Message, ok bool, err error) {
	ok, err = t.one(`SELECT `+messageColumns+` FROM messages m WHERE m.id = ?`, []any{id}, m.dest()...)
	return m, ok, err
}

// EachWritten visits the messages that somebody wrote, in order.
func (t *Tx) EachWritten(visit func(Message) error) error {
	return t.each(`SELECT `+messageColumns+` FROM messages m WHERE m.content IS NOT NULL ORDER BY m.id`, nil, func(scan func(...any) error) error {
		var m Message
		if err := scan(m.dest()...); err != nil {
			return err
		}
		return visit(m)
	})
}

// Messages lists all messages in the order in which they were made; only those that are held back if told so.
func (t *Tx) Messages(held bool) ([]Message, error) {
	return list(t, `SELECT `+messageColumns+` FROM messages m WHERE m.due IS NOT NULL OR NOT ? ORDER BY m.id`, []any{held},
		func(m *Message, scan func(...any) error) error { return scan(m.dest()...) })
}

// Forwarders lists what was passed on of a message by those whose copy has just been taken back (see Settle), in order.
func (t *Tx) Forwarders(message int64) ([]Message, error) {
	return list(t, `SELECT `+messageColumns+` FROM messages m JOIN settling s ON s.mailbox = m.sender JOIN verdicts v ON v.facts = s.facts
		WHERE m.forwards = ? AND v.takes_back ORDER BY m.id`, []any{message},
		func(m *Message, scan func(...any) error) error { return scan(m.dest()...) })
}

// SetWay notes how far a message has come on its way out: a draft, held until it is due, or gone out at sentAt.
func (t *Tx) SetWay(m Message) error {
	return t.exec(`UPDATE messages SET draft = ?, due = ?, hold = ?, admins = ?, sent_at = ? WHERE id = ?`,
		orNullBool(m.Draft), orNull(m.Due), orNull(m.Hold), orNullBool(m.Admins), m.SentAt, m.ID)
}

// SetContent gives a message that has not gone out other bytes.
func (t *Tx) SetContent(m Message) error {
	return t.exec(`UPDATE messages SET content = ?, subject = ?, from_addr = ?, from_name = ?, protected = ?, receipt = ?, delivery = ?, reply_to = ? WHERE id = ?`,
		m.Content, orNullText(m.Subject), orNullText(m.FromAddr), orNullText(m.FromName), orNullBool(m.Protected), orNullBool(m.Receipt), orNullBool(m.Delivery), orNull(m.ReplyTo), m.ID)
}

// FirstDue is the message that leaves the Outbox next, if one does until then.
func (t *Tx) FirstDue(until int64) (m Message, ok bool, err error) {
	ok, err = t.one(`SELECT `+messageColumns+` FROM messages m WHERE m.due <= ? ORDER BY m.due, m.id LIMIT 1`, []any{until}, m.dest()...)
	return m, ok, err
}

// HeldOf lists what waits in a sender's Outbox, by message.
func (t *Tx) HeldOf(sender int64) ([]Message, error) {
	return list(t, `SELECT `+messageColumns+` FROM messages m WHERE m.due IS NOT NULL AND m.sender = ? ORDER BY m.id`, []any{sender},
		func(m *Message, scan func(...any) error) error { return scan(m.dest()...) })
}

func orNullBool(b bool) sql.NullBool { return sql.NullBool{Bool: b, Valid: b} }

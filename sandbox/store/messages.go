package store

import (
	"bytes"
	"compress/flate"
	"crypto/sha256"
	"database/sql"
	"fmt"
	"io"

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
	For       int64 // for whom the sender, a delegate, wrote it

	Appointment bool // a calendar item
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
	return t.insert(
		`
		INSERT INTO messages (class, sender, sent_at, content, subject, from_addr, from_name, protected, reply_to,
		  forwards, about, party, recall, notice, succeeded, form, receipt, delivery, manual, on_behalf_of, appointment)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		m.Class, orNull(m.Sender), m.SentAt, orNull(m.Content), orNullText(m.Subject), orNullText(m.FromAddr),
		orNullText(m.FromName), orNullBool(m.Protected),
		orNull(
			m.ReplyTo,
		),
		orNull(m.Forwards),
		orNull(m.About),
		orNull(m.Party),
		orNull(m.Recall),
		orNull(int64(m.Notice)),
		orNullBool(m.Succeeded), form, orNullBool(m.Receipt), orNullBool(m.Delivery), orNullBool(m.Manual),
		orNull(m.For), orNullBool(m.Appointment),
	)
}

const messageColumns = `
	m.id, m.class, coalesce(m.sender, 0), m.sent_at, coalesce(m.content, 0), coalesce(m.subject, ''),
	  coalesce(m.from_addr, ''), coalesce(m.from_name, ''), coalesce(m.protected, 0), coalesce(m.reply_to, 0),
	  coalesce(m.forwards, 0), coalesce(m.about, 0), coalesce(m.party, 0), coalesce(m.recall, 0), coalesce(m.notice, 0),
	  coalesce(m.succeeded, 0), coalesce((SELECT behaviours FROM citations WHERE id = m.form), ''), coalesce(m.draft, 0),
	  coalesce(m.due, 0), coalesce(m.hold, 0), coalesce(m.admins, 0), coalesce(m.receipt, 0), coalesce(m.delivery, 0),
	  coalesce(m.manual, 0), coalesce(m.on_behalf_of, 0), coalesce(m.appointment, 0)`

func (m *Message) dest() []field {
	return []field{rowID{&m.ID}, oneOf(&m.Class), rowID{&m.Sender}, instant{&m.SentAt}, rowID{&m.Content},
		headingText{&m.Subject}, headingText{&m.FromAddr}, headingText{&m.FromName}, yesNo{&m.Protected},
		rowID{&m.ReplyTo}, rowID{&m.Forwards}, rowID{&m.About}, rowID{&m.Party}, rowID{&m.Recall},
		oneOf(&m.Notice), yesNo{&m.Succeeded}, lineText{&m.Form}, yesNo{&m.Draft}, instant{&m.Due}, rowID{&m.Hold},
		yesNo{&m.Admins}, yesNo{&m.Receipt}, yesNo{&m.Delivery}, yesNo{&m.Manual},
		rowID{&m.For}, yesNo{&m.Appointment}}
}

// readMessage reads a message that is about earlier ones only: whoever follows from one to the next comes to an end.
func readMessage(m *Message, scan func(...field) error) error {
	if err := scan(m.dest()...); err != nil {
		return err
	}
	return m.follows()
}

// follows fails for a message that is about a later one, or forwards one.
func (m Message) follows() error {
	const earlier = "the number of an earlier message"
	switch {
	case m.Forwards >= m.ID:
		return m.misnames("forwards", m.Forwards, earlier)
	case m.About >= m.ID:
		return m.misnames("about", m.About, earlier)
	}
	return nil
}

// misnames is the error for a message that names one of another kind than it can.
func (m Message) misnames(column string, other int64, is string) error {
	return &RowError{"messages", fmt.Sprintf("id=%d", m.ID), column, fmt.Sprint(other), is}
}

// message reads the one message that there must be, or fails with ErrNoRow.
func (t *Tx) message(where string, args ...any) (m Message, err error) {
	all, err := list(t, `SELECT `+messageColumns+` FROM messages m `+where, args, readMessage)
	if err == nil && len(all) == 0 {
		err = ErrNoRow
	}
	if err != nil {
		return Message{}, err
	}
	return all[0], nil
}

// MessageByID finds a message by its number.
func (t *Tx) MessageByID(id int64) (Message, error) { return t.message(`WHERE m.id = ?`, id) }

// EachWritten visits the messages that somebody wrote, in order.
func (t *Tx) EachWritten(visit func(Message) error) error {
	return t.each(`
		SELECT `+messageColumns+`
		FROM messages m
		WHERE m.content IS NOT NULL
		ORDER BY m.id`, nil, func(scan func(...field) error) error {
		var m Message
		if err := readMessage(&m, scan); err != nil {
			return err
		}
		return visit(m)
	})
}

// EachWrittenRaw is EachWritten, and brings the bytes too.
func (t *Tx) EachWrittenRaw(visit func(m Message, raw []byte) error) error {
	return t.eachWithBytes(`m.content IS NOT NULL`, nil, visit)
}

// Forwarders lists what was passed on of a message by those whose copy has just been taken back (see Settle), in order.
func (t *Tx) Forwarders(message int64) ([]Message, error) {
	return list(t, `
		SELECT `+messageColumns+`
		FROM messages m
		JOIN settling s ON s.mailbox = m.sender
		JOIN verdicts v ON v.facts = s.facts
		WHERE m.forwards = ? AND v.takes_back
		ORDER BY m.id`, []any{message}, readMessage)
}

// SetWay notes how far a message has come on its way out: a draft, held until it is due, or gone out at sentAt.
func (t *Tx) SetWay(m Message) error {
	return t.exec(`UPDATE messages SET draft = ?, due = ?, hold = ?, admins = ?, sent_at = ? WHERE id = ?`,
		orNullBool(m.Draft), orNull(m.Due), orNull(m.Hold), orNullBool(m.Admins), m.SentAt, m.ID)
}

// SetContent gives a message that has not gone out other bytes.
func (t *Tx) SetContent(m Message) error {
	return t.exec(
		`
		UPDATE messages
		SET content = ?, subject = ?, from_addr = ?, from_name = ?, protected = ?, receipt = ?, delivery = ?, reply_to = ?,
		  appointment = ?
		WHERE id = ?`,
		m.Content, orNullText(m.Subject), orNullText(m.FromAddr), orNullText(m.FromName), orNullBool(m.Protected),
		orNullBool(m.Receipt), orNullBool(m.Delivery), orNull(m.ReplyTo), orNullBool(m.Appointment), m.ID,
	)
}

// FirstDue is the message that leaves the Outbox next, if one does until then.
func (t *Tx) FirstDue(until int64) (Message, error) {
	return t.message(`WHERE m.due <= ? ORDER BY m.due, m.id LIMIT 1`, until)
}

// EachInOutbox visits what waits in a sender's Outbox, by message. What somebody wrote comes with its bytes.
func (t *Tx) EachInOutbox(sender int64, visit func(m Message, raw []byte) error) error {
	return t.eachWithBytes(`m.due IS NOT NULL AND m.sender = ?`, []any{sender}, visit)
}

// eachWithBytes visits messages m in order. What somebody wrote comes with its bytes.
func (t *Tx) eachWithBytes(where string, args []any, visit func(m Message, raw []byte) error) error {
	return t.each(`
		SELECT `+messageColumns+`, `+contentOrNone+`
		FROM messages m
		LEFT JOIN contents x ON x.id = m.content
		WHERE `+where+`
		ORDER BY m.id`, args, func(scan func(...field) error) error {
		var kept keptContent
		var m Message
		err := readMessage(&m, func(dest ...field) error { return scan(append(dest, kept.dest()...)...) })
		if err != nil {
			return err
		}
		raw, err := kept.bytes()
		if err != nil {
			return err
		}
		return visit(m, raw)
	})
}

func orNullBool(b bool) sql.NullBool { return sql.NullBool{Bool: b, Valid: b} }

// worthPacking is from how many bytes on a message is deflated.
const worthPacking = 2048

// PutContent keeps a message's bytes, once however often they come.
func (t *Tx) PutContent(raw []byte) (int64, error) {
	if raw == nil {
		raw = []byte{} // the driver would take it for NULL
	}
	hash := sha256.Sum256(raw)
	var id int64
	if ok, err := t.one(`SELECT id FROM contents WHERE sha256 = ?`, []any{hash[:]}, rowID{&id}); ok || err != nil {
		return id, err
	}
	data, packed := t.pack(raw)
	return t.insert(`
		INSERT INTO contents (sha256, size, packed, data)
		VALUES (?, ?, ?, ?)`, hash[:], len(raw), packed, data)
}

// content is a row of contents.
type content struct {
	hash, data []byte
	size       int
	packed     bool
}

const contentColumns = `sha256, size, packed, data`

func (c *content) dest() []field {
	return []field{hashBytes{&c.hash}, size{&c.size}, yesNo{&c.packed}, contentBytes{&c.data}}
}

// bytes are what was kept; whole is false where they are something else.
func (c *content) bytes() (data []byte, whole bool) {
	data = c.data
	if c.packed {
		var err error
		if data, err = unpack(c.data, c.size); err != nil {
			return nil, false
		}
	}
	hash := sha256.Sum256(data)
	return data, len(data) == c.size && bytes.Equal(hash[:], c.hash)
}

// mostDeflated is how many bytes one may become at most, when it is unpacked.
const mostDeflated = 1032

// unpack inflates what pack has deflated, as far as one byte behind a size, for which there is room from the beginning.
func unpack(packed []byte, size int) ([]byte, error) {
	var out bytes.Buffer
	out.Grow(min(size, mostDeflated*len(packed)) + 1 + bytes.MinRead)
	_, err := out.ReadFrom(io.LimitReader(flate.NewReader(bytes.NewReader(packed)), int64(size)+1))
	return out.Bytes(), err
}

// Content reads a message's bytes back, and makes sure that they are what was kept.
func (t *Tx) Content(id int64) ([]byte, error) {
	var c content
	if err := t.row(`SELECT `+contentColumns+` FROM contents WHERE id = ?`, []any{id}, c.dest()...); err != nil {
		return nil, err
	}
	return c.of(id)
}

// of are the bytes that were kept, which are those of a number.
func (c *content) of(id int64) ([]byte, error) {
	data, whole := c.bytes()
	if !whole {
		return nil, &RowError{"contents", fmt.Sprintf("id=%d", id), "data", fmt.Sprintf("%d bytes", len(c.data)),
			"what was kept"}
	}
	return data, nil
}

// contentOrNone are the columns of a row of contents x that may be missing.
const contentOrNone = `coalesce(x.id, 0), coalesce(x.sha256, zeroblob(32)), coalesce(x.size, 0), coalesce(x.packed, 0),
		  coalesce(x.data, zeroblob(0))`

// keptContent is what contentOrNone reads.
type keptContent struct {
	id int64 // 0 where there is none
	content
}

func (c *keptContent) dest() []field { return append([]field{rowID{&c.id}}, c.content.dest()...) }

// bytes are what was kept, nil where there is nothing.
func (c *keptContent) bytes() ([]byte, error) {
	if c.id == 0 {
		return nil, nil
	}
	return c.content.of(c.id)
}

// pack deflates what becomes smaller by it. In a small message little is gained, and making ready to deflate
// takes longer than all the rest: a transaction does that once.
func (t *Tx) pack(raw []byte) (data []byte, packed bool) {
	if len(raw) < worthPacking {
		return raw, false
	}
	var b bytes.Buffer
	var err error
	if t.packer == nil {
		t.packer, err = flate.NewWriter(&b, flate.BestSpeed)
	} else {
		t.packer.Reset(&b)
	}
	if err == nil {
		_, err = t.packer.Write(raw)
	}
	if err == nil {
		err = t.packer.Close()
	}
	if err != nil || b.Len() >= len(raw) {
		return raw, false
	}
	return b.Bytes(), true
}

// Recipient is one whom a message was sent to.
type Recipient struct {
	Mailbox      int64
	Address      string
	Organisation int64
	Line         mail.Line
	Via          string // the group's address, or ""
	Bounced      bool
}

// Recipients are kept in the order of places: that of the address or group in the envelope, and within a group
// that of the member.
const placeBits = 32

// PutRecipient adds a recipient, unless the message has it already.
func (t *Tx) PutRecipient(message, mailbox int64, place int, line mail.Line) error {
	return t.exec(`
		INSERT OR IGNORE INTO recipients (message, mailbox, position, line, via, bounced)
		SELECT ?, id, ?, ?, NULL, kind = ?
		FROM mailboxes
		WHERE id = ?`, message, int64(place)<<placeBits, line, NobodysMailbox, mailbox)
}

// PutGroupRecipients adds a group's members as they are now, those that the message has already left out.
func (t *Tx) PutGroupRecipients(message, group int64, place int, line mail.Line) error {
	nested, err := t.HasNested(group)
	if err != nil {
		return err
	}
	if nested {
		return t.putRuns(message, group, int64(place)<<placeBits, line)
	}
	return t.exec(`
		INSERT OR IGNORE INTO recipients (message, mailbox, position, line, via, bounced)
		SELECT ?, mailbox, ? + position, ?, ?, 0
		FROM group_members
		WHERE "group" = ?
		ORDER BY mailbox`, message, int64(place)<<placeBits, line, group, group)
}

// CopyRecipients gives a message the same recipients as another.
func (t *Tx) CopyRecipients(to, from int64) error {
	return t.exec(`
		INSERT INTO recipients (message, mailbox, position, line, via, bounced)
		SELECT ?, r.mailbox, r.position, r.line, r.via, b.kind = ?
		FROM recipients r
		JOIN mailboxes b ON b.id = r.mailbox
		WHERE r.message = ?
		ORDER BY r.mailbox`, to, NobodysMailbox, from)
}

// PutAskedRecipients gives a message the recipients to whom another was delivered: those of its Bcc line on
// such a line, all others on the To line.
func (t *Tx) PutAskedRecipients(to, from int64) error {
	return t.exec(`
		INSERT INTO recipients (message, mailbox, position, line, via, bounced)
		SELECT ?, mailbox, position, CASE line WHEN ? THEN line ELSE ? END, via, 0
		FROM recipients
		WHERE message = ? AND NOT bounced
		ORDER BY mailbox`, to, mail.Bcc, mail.To, from)
}

// EachRecipient visits the recipients of a message in their order.
func (t *Tx) EachRecipient(message int64, visit func(Recipient) error) error {
	return t.each(`
		SELECT r.mailbox, b.address, coalesce(b.organisation, 0), r.line, coalesce(g.address, ''), r.bounced
		FROM recipients r
		CROSS JOIN mailboxes b ON b.id = r.mailbox
		LEFT JOIN groups g ON g.id = r.via
		WHERE r.message = ?
		ORDER BY r.position`, []any{message}, func(scan func(...field) error) error {
		var r Recipient
		err := scan(rowID{&r.Mailbox}, addressText{&r.Address}, rowID{&r.Organisation}, oneOf(&r.Line),
			addressText{&r.Via}, yesNo{&r.Bounced})
		if err != nil {
			return err
		}
		return visit(r)
	})
}

// BouncedRecipients lists the recipients to whom a message could not be delivered.
func (t *Tx) BouncedRecipients(message int64) ([]Mailbox, error) {
	return list(t, selectMailboxes+`
		JOIN recipients r ON r.mailbox = m.id
		WHERE r.message = ? AND r.bounced
		ORDER BY r.position`, []any{message}, readMailbox)
}

// FindBounced notes that those recipients of a message that has not gone out whom nobody was are somebody by now.
func (t *Tx) FindBounced(message int64) error {
	return t.exec(`
		UPDATE recipients
		SET bounced = 0
		WHERE message = ? AND bounced AND (SELECT kind FROM mailboxes WHERE id = mailbox) <> ?`, message, NobodysMailbox)
}

// RecipientCount is how many recipients a message has.
func (t *Tx) RecipientCount(message int64) (int64, error) {
	return t.number(`SELECT count(*) FROM recipients WHERE message = ?`, message)
}

// DeleteRecipients takes all recipients from a message that has not gone out.
func (t *Tx) DeleteRecipients(message int64) error {
	return t.exec(`DELETE FROM recipients WHERE message = ?`, message)
}

// systemMail are messages that a mail system makes, alike but for the parties whom they are about.
type systemMail struct {
	Message
	each string // party, notice, succeeded, form, manual
	from string // the rows that these are columns of, in the order of the messages
	args []any
	to   int64 // who gets them all; 0 where each party gets its own
}

// putSystemMail makes the messages, puts each into an Inbox, and logs that. The order of the parties is the
// order of everything.
func (t *Tx) putSystemMail(m systemMail) error {
	last, err := t.number(`SELECT max(id) FROM messages`)
	if err != nil {
		return err
	}
	n, err := t.changed(`
		INSERT INTO messages (class, sent_at, about, recall, party, notice, succeeded, form, manual)
		SELECT ?, ?, ?, ?, `+m.each+m.from,
		append([]any{m.Class, m.SentAt, m.About, orNull(m.Recall)}, m.args...)...)
	if err != nil || n == 0 {
		return err
	}
	if err := t.exec(`
		INSERT INTO copies (message, mailbox, sent, folder, received_at, seen, placed_by)
		SELECT id, coalesce(?1, party), 0, coalesce(?1, party), ?2, 0, 0
		FROM messages
		WHERE id > ?3
		ORDER BY id`, orNull(m.to), m.SentAt, last); err != nil {
		return err
	}
	return t.exec(`
		INSERT INTO events (at, who, what, message, recall, mailbox, folder, cites)
		SELECT ?1, NULL, ?2, id, ?3, coalesce(?4, party), coalesce(?4, party), CASE class WHEN ?5 THEN form END
		FROM messages
		WHERE id > ?6
		ORDER BY id`, m.SentAt, mail.WasDelivered, orNull(m.Recall), orNull(m.to), mail.Receipt, last)
}

package store

import "recallbox/sandbox/mail"

// Recipient is one whom a message was sent to.
type Recipient struct {
	Mailbox      int64
	Address      string
	Organisation int64
	Line         mail.Line
	Via          string // the group's address, or ""
	Bounced      bool
}

// Recipients are kept in the order of places: that of the address or group in the envelope, and within a group that of the member.
const placeBits = 32

// PutRecipient adds a recipient, unless the message has it already.
func (t *Tx) PutRecipient(message, mailbox int64, place int, line mail.Line) error {
	return t.exec(`INSERT OR IGNORE INTO recipients (message, mailbox, position, line, via, bounced)
		SELECT ?, id, ?, ?, NULL, kind = ? FROM mailboxes WHERE id = ?`, message, int64(place)<<placeBits, line, NobodysMailbox, mailbox)
}

// PutGroupRecipients adds a group's members as they are now, those that the message has already left out.
func (t *Tx) PutGroupRecipients(message, group int64, place int, line mail.Line) error {
	return t.exec(`INSERT OR IGNORE INTO recipients (message, mailbox, position, line, via, bounced)
		SELECT ?, mailbox, ? + position, ?, ?, 0 FROM group_members WHERE "group" = ? ORDER BY mailbox`, message, int64(place)<<placeBits, line, group, group)
}

// CopyRecipients gives a message the same recipients as another.
func (t *Tx) CopyRecipients(to, from int64) error {
	return t.exec(`INSERT INTO recipients (message, mailbox, position, line, via, bounced)
		SELECT ?, r.mailbox, r.position, r.line, r.via, b.kind = ? FROM recipients r JOIN mailboxes b ON b.id = r.mailbox WHERE r.message = ? ORDER BY r.mailbox`, to, NobodysMailbox, from)
}

// PutAskedRecipients gives a message the recipients to whom another was delivered: those of its Bcc line on such a line,
// all others on the To line.
func (t *Tx) PutAskedRecipients(to, from int64) error {
	return t.exec(`
		INSERT INTO recipients (message, mailbox, position, line, via, bounced)
		SELECT ?, mailbox, position, CASE line WHEN ? THEN line ELSE ? END, via, 0
		FROM recipients
		WHERE message = ? AND NOT bounced
		ORDER BY mailbox`, to, mail.Bcc, mail.To, from)
}

// Recipients lists at most that many recipients of a message in their order; all if most is negative.
func (t *Tx) Recipients(message int64, most int) ([]Recipient, error) {
	return list(t, `SELECT r.mailbox, b.address, coalesce(b.organisation, 0), r.line, coalesce(g.address, ''), r.bounced
		FROM (SELECT * FROM recipients WHERE message = ? ORDER BY position LIMIT ?) r CROSS JOIN mailboxes b ON b.id = r.mailbox LEFT JOIN groups g ON g.id = r.via ORDER BY r.position`, []any{message, most},
		func(r *Recipient, scan func(...any) error) error {
			return scan(&r.Mailbox, &r.Address, &r.Organisation, &r.Line, &r.Via, &r.Bounced)
		})
}

// Bounced lists the recipients to whom a message could not be delivered.
func (t *Tx) Bounced(message int64) ([]Mailbox, error) {
	return list(t, mailboxColumns+`JOIN recipients r ON r.mailbox = m.id WHERE r.message = ? AND r.bounced ORDER BY r.position`, []any{message}, readMailbox)
}

// FindBounced notes that those recipients of a message that has not gone out whom nobody was are somebody by now.
func (t *Tx) FindBounced(message int64) error {
	return t.exec(`UPDATE recipients SET bounced = 0 WHERE message = ? AND bounced AND mailbox IN (SELECT id FROM mailboxes WHERE kind <> ?)`, message, NobodysMailbox)
}

// RecipientCount is how many recipients a message has.
func (t *Tx) RecipientCount(message int64) (int64, error) {
	return t.number(`SELECT count(*) FROM recipients WHERE message = ?`, message)
}

// DeleteRecipients takes all recipients from a message that has not gone out.
func (t *Tx) DeleteRecipients(message int64) error {
	return t.exec(`DELETE FROM recipients WHERE message = ?`, message)
}

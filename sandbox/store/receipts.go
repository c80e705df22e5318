package store

import "recallbox/sandbox/mail"

// Receipts are when the read receipts for a message were sent, by mailbox.
func (t *Tx) Receipts(message int64) (map[int64]int64, error) {
	out := map[int64]int64{}
	err := t.each(`SELECT mailbox, sent_at FROM receipts WHERE message = ?`, []any{message}, func(scan func(...any) error) error {
		var mailbox, sent int64
		err := scan(&mailbox, &sent)
		out[mailbox] = sent
		return err
	})
	return out, err
}

// Reader is how those who open a message treat read receipts.
type Reader struct {
	Receipts     mail.Receipts
	Organisation int64
}

// Readers lists the ways in which the holders of the copies picked treat read receipts, those who have sent one already left out.
func (t *Tx) Readers(p Pick) ([]Reader, error) {
	where, args := p.where()
	return list(t, `SELECT DISTINCT b.receipts, coalesce(b.organisation, 0) FROM (SELECT mailbox, message FROM copies`+where+`) c JOIN mailboxes b ON b.id = c.mailbox
		WHERE NOT EXISTS (SELECT 1 FROM receipts r WHERE r.message = c.message AND r.mailbox = c.mailbox) ORDER BY 1, 2`, args,
		func(r *Reader, scan func(...any) error) error { return scan(&r.Receipts, &r.Organisation) })
}

// PutReceipts notes that those readers among the copies picked answer with a read receipt.
func (t *Tx) PutReceipts(p Pick, r Reader, at int64) error {
	where, args := p.where()
	return t.exec(`INSERT INTO receipts (message, mailbox, sent_at) SELECT c.message, c.mailbox, ? FROM (SELECT mailbox, message FROM copies`+where+`) c JOIN mailboxes b ON b.id = c.mailbox
		WHERE b.receipts = ? AND coalesce(b.organisation, 0) = ? AND NOT EXISTS (SELECT 1 FROM receipts r WHERE r.message = c.message AND r.mailbox = c.mailbox) ORDER BY c.mailbox`,
		append(append([]any{at}, args...), r.Receipts, r.Organisation)...)
}

// SendReceipts sends the read receipts that were noted and not sent yet, each a message like m of its own, in the recipients' order.
func (t *Tx) SendReceipts(m Message, at int64) error {
	return t.putMade(m, `SELECT r.mailbox, coalesce(x.position, r.mailbox) AS position, CASE b.receipts WHEN `+digit(uint8(mail.ReceiptsAsk))+` THEN 1 END AS manual
		FROM receipts r JOIN mailboxes b ON b.id = r.mailbox LEFT JOIN recipients x ON x.message = r.message AND x.mailbox = r.mailbox
		WHERE r.message = ? AND r.sent_at = ? AND NOT EXISTS (SELECT 1 FROM messages m WHERE m.about = r.message AND m.party = r.mailbox AND m.class = `+digit(uint8(mail.Receipt))+` AND m.succeeded IS NULL)`, []any{m.About, at}, at)
}

// PutDeliveryReceipts tells the sender of each recipient to whom the message was delivered.
func (t *Tx) PutDeliveryReceipts(m Message, at int64) error {
	return t.putMade(m, `SELECT r.mailbox, r.position, NULL AS manual FROM recipients r WHERE r.message = ? AND NOT r.bounced`, []any{m.About}, at)
}

// putMade makes a message like m for each party that the query gives, in the order of its positions, manual where it says so, and puts it into
// the Inbox of m's sender.
func (t *Tx) putMade(m Message, parties string, args []any, at int64) error {
	form, err := t.cite(m.Form)
	if err != nil {
		return err
	}
	last, err := t.number(`SELECT max(id) FROM messages`)
	if err != nil {
		return err
	}
	err = t.exec(`INSERT INTO messages (id, class, sent_at, about, party, form, manual, succeeded) SELECT ? + row_number() OVER (ORDER BY p.position), ?, ?, ?, p.mailbox, ?, p.manual, ? FROM (`+parties+`) p`,
		append([]any{last, m.Class, at, m.About, form, orNullBool(m.Succeeded)}, args...)...)
	if err != nil {
		return err
	}
	err = t.exec(`INSERT INTO copies (message, mailbox, sent, folder, received_at, seen, placed_by) SELECT id, ?, 0, ?, ?, 0, 0 FROM messages WHERE id > ? ORDER BY id`, m.Sender, m.Sender, at, last)
	if err != nil {
		return err
	}
	return t.exec(`INSERT INTO events (at, who, what, message, mailbox, folder, cites) SELECT ?, NULL, ?, id, ?, ?, form FROM messages WHERE id > ? ORDER BY id`, at, mail.WasDelivered, m.Sender, m.Sender, last)
}

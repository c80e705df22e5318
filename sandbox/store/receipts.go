package store

import (
	"recallbox/sandbox/mail"
)

// SentReceipt is a read receipt that was sent.
type SentReceipt struct {
	At     int64
	Unread bool // it tells that the copy was deleted unread
}

// Receipts are the read receipts for a message, by mailbox.
func (t *Tx) Receipts(message int64) (map[int64]SentReceipt, error) {
	out := map[int64]SentReceipt{}
	err := t.each(`
		SELECT mailbox, sent_at, unread
		FROM receipts
		WHERE message = ?`, []any{message}, func(scan func(...field) error) error {
		var mailbox int64
		var r SentReceipt
		err := scan(rowID{&mailbox}, instant{&r.At}, yesNo{&r.Unread})
		out[mailbox] = r
		return err
	})
	return out, err
}

// Reader is how those who open a message treat read receipts.
type Reader struct {
	Receipts     mail.Receipts
	Organisation int64
}

// Readers lists the ways in which the holders of the copies picked treat read receipts, those who have sent one
// already left out.
func (t *Tx) Readers(p CopyFilter) ([]Reader, error) {
	where, args := p.where()
	return list(t, `
		SELECT DISTINCT b.receipts, coalesce(b.organisation, 0)
		FROM (SELECT mailbox, message FROM copies`+where+`) c
		JOIN mailboxes b ON b.id = c.mailbox
		WHERE NOT EXISTS (SELECT 1 FROM receipts r WHERE r.message = c.message AND r.mailbox = c.mailbox)
		ORDER BY 1, 2`, args,
		func(r *Reader, scan func(...field) error) error {
			return scan(oneOf(&r.Receipts), rowID{&r.Organisation})
		})
}

// PutReceipts notes that those readers among the copies picked answer that they read it, or that they delete it unread.
func (t *Tx) PutReceipts(p CopyFilter, r Reader, unread bool, at int64) error {
	where, args := p.where()
	return t.exec(`
		INSERT INTO receipts (message, mailbox, sent_at, unread)
		SELECT c.message, c.mailbox, ?, ?
		FROM (SELECT mailbox, message FROM copies`+where+`) c
		JOIN mailboxes b ON b.id = c.mailbox
		WHERE b.receipts = ?
		  AND coalesce(b.organisation, 0) = ?
		  AND NOT EXISTS (SELECT 1 FROM receipts r WHERE r.message = c.message AND r.mailbox = c.mailbox)
		ORDER BY c.mailbox`,
		append(append([]any{at, unread}, args...), r.Receipts, r.Organisation)...)
}

// SendReceipts sends the read receipts that were noted and not sent yet, each a message like m of its own, in
// the recipients' order.
func (t *Tx) SendReceipts(m Message) error {
	form, err := t.cite(m.Form)
	if err != nil {
		return err
	}
	return t.putSystemMail(systemMail{Message: m, to: m.Sender, args: []any{form, m.About, m.SentAt},
		each: `r.mailbox, NULL, NULL, ?, CASE b.receipts WHEN ` + digit(uint8(mail.ReceiptsAsk)) + ` THEN 1 END`,
		from: `
			FROM receipts r
			JOIN mailboxes b ON b.id = r.mailbox
			LEFT JOIN recipients x ON x.message = r.message AND x.mailbox = r.mailbox
			WHERE r.message = ?
			  AND r.sent_at = ?
			  AND NOT EXISTS (SELECT 1
			    FROM messages m
			    WHERE m.about = r.message
			      AND m.party = r.mailbox
			      AND m.class = ` + digit(uint8(mail.Receipt)) + `
			      AND m.succeeded IS NULL)
			ORDER BY x.message IS NULL, x.position, r.mailbox`})
}

// PutDeliveryReceipts tells the sender of each recipient to whom the message was delivered.
func (t *Tx) PutDeliveryReceipts(m Message) error {
	form, err := t.cite(m.Form)
	if err != nil {
		return err
	}
	return t.putSystemMail(systemMail{Message: m, to: m.Sender, args: []any{form, m.About},
		each: `r.mailbox, NULL, 1, ?, NULL`, from: `
			FROM recipients r
			WHERE r.message = ? AND NOT r.bounced
			ORDER BY r.position`})
}

// Ask is a request to delete a message.
type Ask struct {
	Mailbox int64
	Request int64
	MetAt   int64 // 0 while it is open
}

// PutAsk notes that a recipient was asked; a newer request takes the place of an older one that is open.
func (t *Tx) PutAsk(message, mailbox, request int64) error {
	return t.exec(`
		INSERT INTO asks (message, mailbox, request)
		VALUES (?, ?, ?)
		ON CONFLICT DO UPDATE SET request = excluded.request
		WHERE met_at IS NULL`, message, mailbox, request)
}

// Asks are the requests to delete a message, by mailbox.
func (t *Tx) Asks(message int64) (map[int64]Ask, error) {
	all, err := list(t, `
		SELECT mailbox, request, coalesce(met_at, 0)
		FROM asks
		WHERE message = ?
		ORDER BY mailbox`, []any{message},
		func(a *Ask, scan func(...field) error) error {
			return scan(rowID{&a.Mailbox}, rowID{&a.Request}, instant{&a.MetAt})
		})
	out := map[int64]Ask{}
	for _, a := range all {
		out[a.Mailbox] = a
	}
	return out, err
}

// MeetAsks notes that those picked who were asked to delete the message have it no more, or in Deleted Items
// only, and logs each.
func (t *Tx) MeetAsks(message int64, w Mailboxes, s Stamp, cites string) (int64, error) {
	where, args := w.in("mailbox")
	cite, err := t.cite(cites)
	if err != nil {
		return 0, err
	}
	where = ` WHERE message = ? AND met_at IS NULL AND NOT EXISTS (SELECT 1 FROM copies c JOIN folders f ON f.id = c.folder
		WHERE c.message = asks.message AND c.mailbox = asks.mailbox AND c.sent = 0 AND f.kind <> ?) AND ` + where
	args = append([]any{message, mail.DeletedItems}, args...)
	err = t.exec(`
		INSERT INTO events (at, who, what, message, mailbox, cites)
		SELECT ?, mailbox, ?, message, mailbox, ?
		FROM asks`+where+`
		ORDER BY mailbox`, append([]any{s.At, s.What, cite}, args...)...)
	if err != nil {
		return 0, err
	}
	return t.changed(`UPDATE asks SET met_at = ?`+where, append([]any{s.At}, args...)...)
}

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

// Those who answer stand in a table of the transaction's own, from when that is noted until their receipts go out:
// whose receipt is new is not looked for among all that there are.
const answeringTable = `
	CREATE TEMP TABLE IF NOT EXISTS answering (
	  mailbox INTEGER PRIMARY KEY,
	  unread  INTEGER NOT NULL
	)`

// NoteReceipts notes that those readers among the copies picked answer that they read it, or that they delete it
// unread.
func (t *Tx) NoteReceipts(p CopyFilter, r Reader, unread bool) error {
	if err := t.exec(answeringTable); err != nil {
		return err
	}
	where, args := p.where()
	return t.exec(`
		INSERT INTO answering (mailbox, unread)
		SELECT c.mailbox, ?
		FROM (SELECT mailbox, message FROM copies`+where+`) c
		JOIN mailboxes b ON b.id = c.mailbox
		WHERE b.receipts = ?
		  AND coalesce(b.organisation, 0) = ?
		  AND NOT EXISTS (SELECT 1 FROM receipts r WHERE r.message = c.message AND r.mailbox = c.mailbox)
		ORDER BY c.mailbox`,
		append(append([]any{unread}, args...), r.Receipts, r.Organisation)...)
}

// SendReceipts sends the read receipts that were noted, each a message like m of its own, in the recipients' order.
func (t *Tx) SendReceipts(m Message) error {
	form, err := t.cite(m.Form)
	if err != nil {
		return err
	}
	err = t.putSystemMail(systemMail{Message: m, to: m.Sender, args: []any{form, m.About},
		each: `a.mailbox, NULL, NULL, ?, CASE b.receipts WHEN ` + digit(uint8(mail.ReceiptsAsk)) + ` THEN 1 END`,
		from: `
			FROM answering a
			JOIN mailboxes b ON b.id = a.mailbox
			LEFT JOIN recipients x ON x.message = ? AND x.mailbox = a.mailbox
			ORDER BY x.message IS NULL, x.position, a.mailbox`})
	if err != nil {
		return err
	}
	err = t.exec(`
		INSERT INTO receipts (message, mailbox, sent_at, unread)
		SELECT ?, mailbox, ?, unread
		FROM answering
		ORDER BY mailbox`, m.About, m.SentAt)
	if err != nil {
		return err
	}
	return t.exec(`DELETE FROM answering`)
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

// Told is what a message told its sender of a recipient.
type Told struct {
	Mailbox   int64
	Class     mail.Class // of the message that told it; a note is an answer
	Succeeded bool
	At        int64
}

// EachTold visits what the sender was told of a message's recipients, in order: by reports, receipts and bounces, and
// by answers that reached the sender.
func (t *Tx) EachTold(m Message, visit func(Told) error) error {
	return t.each(`
		SELECT coalesce(x.party, x.sender), x.class, coalesce(x.succeeded, 0), x.sent_at
		FROM messages x
		WHERE x.id > ?1
		  AND (x.about = ?1 AND x.party IS NOT NULL AND x.class IN (?3, ?4, ?5)
		    OR x.reply_to = ?1
		      AND x.due IS NULL
		      AND x.draft IS NULL
		      AND EXISTS (SELECT 1 FROM recipients r WHERE r.message = x.id AND r.mailbox = ?2 AND NOT r.bounced))
		ORDER BY x.sent_at, x.id`,
		[]any{m.ID, m.Sender, mail.Report, mail.Receipt, mail.Bounce}, func(scan func(...field) error) error {
			var told Told
			err := scan(rowID{&told.Mailbox}, oneOf(&told.Class), yesNo{&told.Succeeded}, instant{&told.At})
			if err != nil {
				return err
			}
			return visit(told)
		})
}

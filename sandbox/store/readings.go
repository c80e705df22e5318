package store

import "recallbox/sandbox/mail"

// What readers have read in public folders, whose copies are for all.

// Seen is what the reader has done with a message in a public folder.
func (t *Tx) Seen(message, folder, reader int64) (seen mail.Seen, err error) {
	_, err = t.one(`
		SELECT seen FROM readings
		WHERE message = ? AND folder = ? AND reader = ?`, []any{message, folder, reader}, oneOf(&seen))
	return seen, err // untouched where there is none
}

// PutSeen notes what the reader has done with a message in a public folder.
func (t *Tx) PutSeen(message, folder, reader int64, s mail.Seen) error {
	return t.exec(`
		INSERT INTO readings
		VALUES (?, ?, ?, ?)
		ON CONFLICT DO UPDATE SET seen = excluded.seen`, message, folder, reader, s)
}

// OthersRead says whether anybody but the reader has read a message in a public folder.
func (t *Tx) OthersRead(message, folder, reader int64) (bool, error) {
	n, err := t.number(`
		SELECT count(*)
		FROM readings
		WHERE message = ? AND folder = ? AND reader <> ? AND seen >= ?`, message, folder, reader, mail.Opened)
	return n > 0, err
}

// Reading is one reader's read message.
type Reading struct {
	Message      int64
	Reader       string
	Organisation int64 // the reader's, 0 outside every organisation
}

// Readings lists what has been read in a public folder and still lies there, by reader and message.
func (t *Tx) Readings(folder int64) ([]Reading, error) {
	return list(t, `
		SELECT r.message, b.address, coalesce(b.organisation, 0)
		FROM readings r
		JOIN mailboxes b ON b.id = r.reader
		JOIN copies c ON c.message = r.message AND c.mailbox = r.folder AND c.sent = 0
		WHERE r.folder = ? AND r.seen >= ?
		ORDER BY b.address, r.message`, []any{folder, mail.Opened},
		func(r *Reading, scan func(...field) error) error {
			return scan(rowID{&r.Message}, addressText{&r.Reader}, rowID{&r.Organisation})
		})
}

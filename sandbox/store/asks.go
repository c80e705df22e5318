package store

import "recallbox/sandbox/mail"

// Ask is a request to delete a message.
type Ask struct {
	Mailbox int64
	Request int64
	MetAt   int64 // 0 while it is open
}

// PutAsk notes that a recipient was asked; a newer request takes the place of an older one that is open.
func (t *Tx) PutAsk(message, mailbox, request int64) error {
	return t.exec(`INSERT INTO asks (message, mailbox, request) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET request = excluded.request WHERE met_at IS NULL`, message, mailbox, request)
}

// Asks are the requests to delete a message, by mailbox.
func (t *Tx) Asks(message int64) (map[int64]Ask, error) {
	all, err := list(t, `SELECT mailbox, request, coalesce(met_at, 0) FROM asks WHERE message = ? ORDER BY mailbox`, []any{message},
		func(a *Ask, scan func(...any) error) error { return scan(&a.Mailbox, &a.Request, &a.MetAt) })
	out := map[int64]Ask{}
	for _, a := range all {
		out[a.Mailbox] = a
	}
	return out, err
}

// MeetAsks notes that those picked who were asked to delete the message have it no more, or in Deleted Items only, and logs each.
func (t *Tx) MeetAsks(message int64, w Who, s Stamp, cites string) (int64, error) {
	where, args := w.in("mailbox")
	cite, err := t.cite(cites)
	if err != nil {
		return 0, err
	}
	where = ` WHERE message = ? AND met_at IS NULL AND NOT EXISTS (SELECT 1 FROM copies c JOIN folders f ON f.id = c.folder
		WHERE c.message = asks.message AND c.mailbox = asks.mailbox AND c.sent = 0 AND f.kind <> ?) AND ` + where
	args = append([]any{message, mail.DeletedItems}, args...)
	err = t.exec(`INSERT INTO events (at, who, what, message, mailbox, cites) SELECT ?, mailbox, ?, message, mailbox, ? FROM asks`+where+` ORDER BY mailbox`, append([]any{s.At, s.What, cite}, args...)...)
	if err != nil {
		return 0, err
	}
	return t.changed(`UPDATE asks SET met_at = ?`+where, append([]any{s.At}, args...)...)
}

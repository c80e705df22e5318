package store

import (
	"database/sql"
	"strings"

	"recallbox/sandbox/mail"
)

// Event is one thing that happened.
type Event struct {
	Seq        int64
	At         int64
	Who        string
	What       mail.What
	Message    int64
	Class      mail.Class // of the message
	Subject    string     // of the message, if somebody wrote it
	Recall     int64
	Mailbox    string
	Folder     string // path
	Behaviours []string
	Detail     string
}

// NewEvent is an event to be appended; numbers that are 0 are absent.
type NewEvent struct {
	At, Who                  int64
	What                     mail.What
	Message, Recall, Mailbox int64
	Folder                   int64
	Cites                    string
	Detail                   string
}

// PutEvent appends to the log.
func (t *Tx) PutEvent(e NewEvent) error {
	cites, err := t.cite(e.Cites)
	if err != nil {
		return err
	}
	return t.exec(`INSERT INTO events (at, who, what, message, recall, mailbox, folder, cites, detail) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		e.At, orNull(e.Who), e.What, orNull(e.Message), orNull(e.Recall), orNull(e.Mailbox), orNull(e.Folder), cites, orNullText(e.Detail))
}

// Filter picks events; what is 0 picks all.
type Filter struct{ Message, Recall, Mailbox, After int64 }

// EachEvent visits the events picked, in order.
func (t *Tx) EachEvent(f Filter, visit func(Event) error) error {
	query := `SELECT e.seq, e.at, coalesce(w.address, ''), e.what, coalesce(e.message, 0), coalesce(m.class, 0), coalesce(m.subject, ''), coalesce(e.recall, 0), coalesce(b.address, ''), coalesce(f.path, ''), coalesce(c.behaviours, ''), coalesce(e.detail, '')
		FROM events e LEFT JOIN mailboxes w ON w.id = e.who LEFT JOIN mailboxes b ON b.id = e.mailbox LEFT JOIN folders f ON f.id = e.folder LEFT JOIN citations c ON c.id = e.cites LEFT JOIN messages m ON m.id = e.message
		WHERE e.seq > ?`
	args := []any{f.After}
	for _, only := range []struct {
		column string
		id     int64
	}{{"e.message", f.Message}, {"e.recall", f.Recall}, {"e.mailbox", f.Mailbox}} {
		if only.id != 0 {
			query += " AND " + only.column + " = ?"
			args = append(args, only.id)
		}
	}
	return t.each(query+" ORDER BY e.seq", args, func(scan func(...any) error) error {
		var e Event
		var cites string
		if err := scan(&e.Seq, &e.At, &e.Who, &e.What, &e.Message, &e.Class, &e.Subject, &e.Recall, &e.Mailbox, &e.Folder, &cites, &e.Detail); err != nil {
			return err
		}
		e.Behaviours = strings.Fields(cites)
		return visit(e)
	})
}

// LastEvent is the number of the newest event, 0 where there is none.
func (t *Tx) LastEvent() (int64, error) { return t.number(`SELECT max(seq) FROM events`) }

// cite is the number of a list of behaviour IDs, space separated.
func (t *Tx) cite(behaviours string) (sql.NullInt64, error) {
	var id sql.NullInt64
	if behaviours == "" {
		return id, nil
	}
	if ok, err := t.one(`SELECT id FROM citations WHERE behaviours = ?`, []any{behaviours}, &id); ok || err != nil {
		return id, err
	}
	n, err := t.insert(`INSERT INTO citations (behaviours) VALUES (?)`, behaviours)
	return sql.NullInt64{Int64: n, Valid: true}, err
}

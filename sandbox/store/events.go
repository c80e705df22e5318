package store

import (
	"database/sql"
	"fmt"
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
	Act        int64         // the later act whose event it is
	Failed     *mail.Failure // why that was not carried out, if it was not
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
	return t.exec(
		`
		INSERT INTO events (at, who, what, message, recall, mailbox, folder, cites, detail)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		e.At, orNull(e.Who), e.What, orNull(e.Message), orNull(e.Recall), orNull(e.Mailbox), orNull(e.Folder), cites,
		orNullText(e.Detail),
	)
}

// EventFilter picks events; what is 0 picks all.
type EventFilter struct{ Message, Recall, Mailbox, After int64 }

// EachEvent visits the events picked, in order.
func (t *Tx) EachEvent(f EventFilter, visit func(Event) error) error {
	query := `
		SELECT e.seq, e.at, coalesce(w.address, ''), e.what, coalesce(e.message, 0), coalesce(m.class, 0),
		  coalesce(m.subject, ''), coalesce(e.recall, 0), coalesce(b.address, ''), coalesce(f.path, ''),
		  coalesce(c.behaviours, ''), coalesce(e.detail, ''), coalesce(x.act, 0), x.failed
		FROM events e
		LEFT JOIN act_events x ON x.first = (SELECT max(first) FROM act_events WHERE first <= e.seq) AND x.last >= e.seq
		LEFT JOIN mailboxes w ON w.id = e.who
		LEFT JOIN mailboxes b ON b.id = e.mailbox
		LEFT JOIN folders f ON f.id = e.folder
		LEFT JOIN citations c ON c.id = e.cites
		LEFT JOIN messages m ON m.id = e.message
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
	return t.each(query+" ORDER BY e.seq", args, func(scan func(...field) error) error {
		var e Event
		var cites string
		err := scan(rowID{&e.Seq}, instant{&e.At}, addressText{&e.Who}, oneOf(&e.What), rowID{&e.Message},
			oneOf(&e.Class), anyText{&e.Subject}, rowID{&e.Recall}, addressText{&e.Mailbox}, pathText{&e.Folder},
			lineText{&cites}, lineText{&e.Detail}, rowID{&e.Act}, oneOfOrNone(&e.Failed))
		if err != nil {
			return err
		}
		e.Behaviours = strings.Fields(cites)
		return visit(e)
	})
}

// EndOfRun is the number of the last event of a run in which a later act's event stands: all are that act's, and either
// failed, or differ from another one in nothing but who did it, in the own mailbox, and when. It counts those behind
// the event that failed.
func (t *Tx) EndOfRun(like, from int64) (last, failed int64, err error) {
	last, err = t.number(`
		SELECT x.last
		FROM act_events x
		WHERE x.first >= (SELECT max(first) FROM act_events WHERE first <= ?)
		  AND NOT EXISTS (SELECT 1 FROM act_events y WHERE y.first = x.last + 1 AND y.act = x.act)
		ORDER BY x.first LIMIT 1`, from)
	if err != nil {
		return 0, 0, err
	}
	other, err := t.number(`
		SELECT coalesce(min(e.seq), 0)
		FROM events f
		JOIN events e ON e.seq > ?2 AND e.seq <= ?3
		WHERE f.seq = ?1 AND (e.who IS NOT e.mailbox OR f.who IS NOT f.mailbox
		  OR e.what <> `+number(mail.LaterFailed)+` AND (e.what <> f.what OR e.message IS NOT f.message
		    OR e.recall IS NOT f.recall OR e.cites IS NOT f.cites OR e.detail IS NOT f.detail))`, like, from, last)
	if err != nil {
		return 0, 0, err
	}
	if other > 0 {
		last = other - 1
	}
	last = max(from, last)
	failed, err = t.number(`SELECT count(failed) FROM act_events WHERE first > ? AND first <= ?`, from, last)
	return last, failed, err
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

// Command is one line of the history.
type Command struct {
	Seq  int64
	Line string
}

// PutCommand appends a line to the history.
func (t *Tx) PutCommand(line string) error {
	return t.exec(`INSERT INTO history (line) VALUES (?)`, line)
}

// LastCommand is the number of the newest line, 0 where there is none.
func (t *Tx) LastCommand() (int64, error) { return t.number(`SELECT max(seq) FROM history`) }

// ListCommands are all lines, in order.
func (t *Tx) ListCommands() ([]Command, error) {
	return list(t, `SELECT seq, line FROM history ORDER BY seq`, nil, func(c *Command, scan func(...field) error) error {
		return scan(rowID{&c.Seq}, anyText{&c.Line})
	})
}

// Input is a file that a command read.
type Input struct {
	Name    string
	Content int64
}

// PutInput keeps a file under a name that is free.
func (t *Tx) PutInput(in Input) error {
	return t.exec(`INSERT INTO inputs (name, content) VALUES (?, ?)`, in.Name, in.Content)
}

// ListInputs are all files, by name.
func (t *Tx) ListInputs() ([]Input, error) {
	return list(t, `SELECT name, content FROM inputs ORDER BY name`, nil,
		func(in *Input, scan func(...field) error) error {
			return scan(fileText{&in.Name}, rowID{&in.Content})
		})
}

// EachInput visits the files with their bytes, by name.
func (t *Tx) EachInput(visit func(name string, data []byte) error) error {
	return t.each(`
		SELECT i.name, `+contentOrNone+`
		FROM inputs i
		LEFT JOIN contents x ON x.id = i.content
		ORDER BY i.name`, nil, func(scan func(...field) error) error {
		var name string
		var kept keptContent
		if err := scan(append([]field{fileText{&name}}, kept.dest()...)...); err != nil {
			return err
		}
		data, err := kept.bytes()
		if err == nil && kept.id == 0 {
			err = ErrNoRow
		}
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		return visit(name, data)
	})
}

// InputAt is the content of the file that has a name, 0 where none has.
func (t *Tx) InputAt(name string) (content int64, err error) {
	return t.number(`SELECT content FROM inputs WHERE name = ?`, name)
}

// IsInputPath says whether a name is taken as a path: by a folder in which there are files, or by a file where
// it wants a folder.
func (t *Tx) IsInputPath(name string) (bool, error) {
	// 0 comes behind /
	below, err := t.number(`SELECT EXISTS (SELECT 1 FROM inputs WHERE name > ? || '/' AND name < ? || '0')`, name, name)
	if below != 0 || err != nil {
		return below != 0, err
	}
	for i, c := range name {
		if c != '/' {
			continue
		}
		if content, err := t.InputAt(name[:i]); content != 0 || err != nil {
			return content != 0, err
		}
	}
	return false, nil
}

// Now is the sandbox's time in Unix seconds.
func (t *Tx) Now() (now int64, err error) {
	there, err := t.one(`SELECT now FROM clock`, nil, instant{&now})
	if err == nil && !there {
		err = fmt.Errorf("%w: it has no clock", ErrDamaged)
	}
	return now, err
}

// SetNow moves the clock.
func (t *Tx) SetNow(now int64) error { return t.exec(`UPDATE clock SET now = ?`, now) }

// IsFresh says whether nothing has been made in the sandbox yet, and no earlier state is kept.
func (t *Tx) IsFresh() (bool, error) {
	n, err := t.number(`
		SELECT EXISTS (SELECT 1 FROM organisations)
		  OR EXISTS (SELECT 1 FROM mailboxes)
		  OR EXISTS (SELECT 1 FROM events)
		  OR EXISTS (SELECT 1 FROM acts)
		  OR EXISTS (SELECT 1 FROM snapshots)`)
	return n == 0, err
}

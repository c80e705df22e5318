package store

import (
	"database/sql"
	"fmt"
	"slices"
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

// where is an SQL condition on events e.
func (f EventFilter) where() (where string, args []any) {
	where, args = `e.seq > ?`, []any{f.After}
	for _, only := range []struct {
		column string
		id     int64
	}{{"message", f.Message}, {"recall", f.Recall}, {"mailbox", f.Mailbox}} {
		if only.id != 0 {
			where += ` AND e.` + only.column + ` = ?`
			args = append(args, only.id)
		}
	}
	return where, args
}

// HasEvents says whether anything happened to a message in a mailbox.
func (t *Tx) HasEvents(message, mailbox int64) (bool, error) {
	n, err := t.number(`SELECT EXISTS (SELECT 1 FROM events WHERE message = ? AND mailbox = ?)`, message, mailbox)
	return n > 0, err
}

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
		WHERE `
	where, args := f.where()
	return eachOf(t, query+where+` ORDER BY e.seq`, args, (*eventScan).dest, func(row eventScan) error {
		row.Behaviours = strings.Fields(row.cites)
		return visit(row.Event)
	})
}

// eventScan reads an event.
type eventScan struct {
	Event
	cites string
}

func (e *eventScan) dest() []field {
	return []field{rowID{&e.Seq}, instant{&e.At}, addressText{&e.Who}, oneOf(&e.What), rowID{&e.Message},
		oneOf(&e.Class), headingText{&e.Subject}, rowID{&e.Recall}, addressText{&e.Mailbox}, pathText{&e.Folder},
		lineText{&e.cites}, lineText{&e.Detail}, rowID{&e.Act}, oneOfOrNone(&e.Failed)}
}

// RestOfRun is how a run of events goes on.
type RestOfRun struct {
	Last           int64 // the number of the last event in front of whatever ends the run
	Events, Failed int64 // how many of the events picked go on with it, and how many of these a later act that failed
}

// RestOfRun goes on with a run, whose events are like one of them, with the events picked.
func (t *Tx) RestOfRun(f EventFilter, like int64) (r RestOfRun, err error) {
	where, args := f.where()
	act, err := t.number(`SELECT coalesce(`+actOf(`e`)+`, 0) FROM events e WHERE e.seq = ?`, like)
	if err != nil {
		return r, err
	}
	end, err := t.number(`
		SELECT e.seq
		FROM events e
		LEFT JOIN messages m ON m.id = e.message
		JOIN events a ON a.seq = ?
		LEFT JOIN messages am ON am.id = a.message
		WHERE `+where+` AND ((e.who IS a.who OR e.who = e.mailbox AND a.who = a.mailbox)
		  AND (e.what = a.what AND e.recall IS a.recall AND e.cites IS a.cites
		      AND coalesce(m.class, 0) = coalesce(am.class, 0)
		      AND (e.at = a.at OR e.message IS a.message AND `+actOf(`e`)+` = ?)
		    OR e.what = `+number(mail.LaterFailed)+` AND `+actOf(`e`)+` = ?)) IS NOT TRUE
		ORDER BY e.seq LIMIT 1`, slices.Concat([]any{like}, args, []any{act, act})...)
	if err == nil && end == 0 {
		end, err = t.LastEvent()
		end++
	}
	if err != nil {
		return r, err
	}
	r.Last = end - 1
	_, err = t.one(`
		SELECT count(*), count(*) FILTER (WHERE e.what = `+number(mail.LaterFailed)+`)
		FROM events e
		WHERE `+where+` AND e.seq < ?`, append(args, end), tally{&r.Events}, tally{&r.Failed})
	return r, err
}

// actOf is an SQL expression for the later act whose event it is.
func actOf(event string) string {
	return fmt.Sprintf(`(SELECT act
		FROM act_events
		WHERE first = (SELECT max(first) FROM act_events WHERE first <= %[1]s.seq) AND last >= %[1]s.seq)`, event)
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

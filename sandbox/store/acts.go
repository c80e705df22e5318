package store

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"recallbox/sandbox/mail"
)

// Act is a command that is carried out later.
type Act struct {
	ID      int64
	Command []string // its words
	Spread  string   // how its turns are spread, or ""
	Share   string   // of those who act, or ""
	Seed    *int64   // of what was drawn, if anything was
	Left    int64    // how many turns there are
	Next    int64    // when the first of them is due
}

const actColumns = `SELECT id, command, coalesce(spread, ''), coalesce(share, ''), seed, left FROM acts `

func (a *Act) scan(scan func(...field) error, more ...field) error {
	var words string
	err := scan(append([]field{rowID{&a.ID}, anyText{&words}, anyText{&a.Spread}, nameText{&a.Share},
		seedOrNone{&a.Seed}, tally{&a.Left}}, more...)...)
	if err == nil && (json.Unmarshal([]byte(words), &a.Command) != nil || len(a.Command) == 0) {
		err = &RowError{"acts", fmt.Sprintf("id=%d", a.ID), "command", shown(words), "the words of a command"}
	}
	return err
}

// seedOrNone is a seed, or nil.
type seedOrNone struct{ to **int64 }

func (d seedOrNone) Scan(v any) error {
	if v == nil {
		*d.to = nil
		return nil
	}
	*d.to = new(int64)
	return aSeed.take(*d.to, v)
}

// PutAct keeps an act without turns, and gives its number.
func (t *Tx) PutAct(a Act) (int64, error) {
	words, err := json.Marshal(a.Command)
	if err != nil {
		return 0, err
	}
	return t.insert(`INSERT INTO acts (command, spread, share, seed, left) VALUES (?, ?, ?, ?, 0)`,
		string(words), orNullText(a.Spread), orNullText(a.Share), a.Seed)
}

// ActByID is the act with a number.
func (t *Tx) ActByID(id int64) (a Act, err error) {
	err = ErrNoRow
	each := t.each(actColumns+`WHERE id = ?`, []any{id}, func(scan func(...field) error) error {
		err = a.scan(scan)
		return err
	})
	if each != nil {
		err = each
	}
	return a, err
}

// EachAct visits all acts that have turns, in their order.
func (t *Tx) EachAct(visit func(Act) error) error {
	return t.each(`
		SELECT a.id, a.command, coalesce(a.spread, ''), coalesce(a.share, ''), a.seed, a.left, n.due
		FROM acts a
		JOIN (SELECT act, min(due) AS due FROM turns GROUP BY act) n ON n.act = a.id
		ORDER BY a.id`, nil, func(scan func(...field) error) error {
		var a Act
		if err := a.scan(scan, instant{&a.Next}); err != nil {
			return err
		}
		return visit(a)
	})
}

// DeleteAct removes an act with all its turns.
func (t *Tx) DeleteAct(id int64) error {
	if err := t.exec(`DELETE FROM turns WHERE act = ?`, id); err != nil {
		return err
	}
	return t.exec(`DELETE FROM acts WHERE id = ?`, id)
}

// CountTurns is how many turns there are.
func (t *Tx) CountTurns() (int64, error) { return t.number(`SELECT count(*) FROM turns`) }

// Turn is when an act is carried out, by whom.
type Turn struct {
	Due, Act, Position int64
	Mailbox            int64 // 0 for whoever the command names
}

// PutTurn adds a turn of an act.
func (t *Tx) PutTurn(u Turn) error {
	err := t.exec(`INSERT INTO turns (due, act, position, mailbox) VALUES (?, ?, ?, ?)`,
		u.Due, u.Act, u.Position, orNull(u.Mailbox))
	if err != nil {
		return err
	}
	return t.exec(`UPDATE acts SET left = left + 1 WHERE id = ?`, u.Act)
}

// FirstTurn is the turn that is due next, if one is until then.
func (t *Tx) FirstTurn(until int64) (u Turn, err error) {
	err = t.row(firstTurn+inTurnOrder, []any{until}, u.dest()...)
	return u, err
}

const (
	firstTurn   = `SELECT due, act, position, coalesce(mailbox, 0) FROM turns WHERE due <= ? `
	inTurnOrder = ` ORDER BY due, act, position LIMIT 1`
)

func (u *Turn) dest() []field {
	return []field{instant{&u.Due}, rowID{&u.Act}, tally{&u.Position}, rowID{&u.Mailbox}}
}

// NextTurnOf is when the next turn of an act is due.
func (t *Tx) NextTurnOf(act int64) (due int64, err error) {
	err = t.row(`SELECT due FROM turns WHERE act = ? ORDER BY due LIMIT 1`, []any{act}, instant{&due})
	return due, err
}

// EndTurn removes a turn, which is taken, and with its last one the act.
func (t *Tx) EndTurn(u Turn) error {
	err := t.exec(`DELETE FROM turns WHERE due = ? AND act = ? AND position = ?`, u.Due, u.Act, u.Position)
	if err != nil {
		return err
	}
	return t.exec(`UPDATE acts SET left = left - 1 WHERE id = ?`, u.Act)
}

// DeleteSpentActs removes the acts that have no turn left. For each the database looks through all turns: at the end of
// a way, few are left.
func (t *Tx) DeleteSpentActs() error { return t.exec(`DELETE FROM acts WHERE left = 0`) }

// PutActEvents notes that the events from one to another are those of an act, and whether it failed.
func (t *Tx) PutActEvents(act, first, last int64, failed *mail.Failure) error {
	if failed == nil {
		more, err := t.changed(`
			UPDATE act_events
			SET last = ?
			WHERE first = (SELECT max(first) FROM act_events) AND last = ? AND act = ? AND failed IS NULL`,
			last, first-1, act)
		if err != nil || more > 0 {
			return err
		}
	}
	return t.exec(`INSERT INTO act_events (first, last, act, failed) VALUES (?, ?, ?, ?)`, first, last, act, failed)
}

// Those who act alone stand in a table of the transaction's own, in their order.
const actorsTable = `
CREATE TEMP TABLE IF NOT EXISTS actors (position INTEGER PRIMARY KEY, mailbox INTEGER NOT NULL);
DELETE FROM actors`

// Actors picks those who act alone: one mailbox, the members of a group, or those who were chosen last.
type Actors struct{ Mailbox, Group int64 }

// PutActors puts those who act alone in their order: members of a group as they stand in it, others by address. It
// gives their number.
func (t *Tx) PutActors(who Actors) (int64, error) {
	if err := t.exec(actorsTable); err != nil {
		return 0, err
	}
	switch {
	case who.Mailbox != 0:
		return t.changed(`INSERT INTO actors (mailbox) VALUES (?)`, who.Mailbox)
	case who.Group == 0:
		return t.changed(`
			INSERT INTO actors (mailbox)
			SELECT b.id
			FROM chosen c
			JOIN mailboxes b ON b.id = c.mailbox
			ORDER BY b.address`)
	}
	return t.putMembers(who.Group)
}

// putMembers puts the users among the members of a group, at their first mention.
func (t *Tx) putMembers(group int64) (n int64, err error) {
	all, err := t.runs(group)
	place := int64(0)
	for some := range slices.Chunk(all, mostRuns) {
		if err != nil {
			return n, err
		}
		var rows []string
		for _, r := range some {
			rows = append(rows, fmt.Sprintf(`SELECT mailbox, %d + position AS place FROM (%s)`, place, r.members()))
			last, err := t.lastIn(r)
			if err != nil {
				return n, err
			}
			place += last + 1
		}
		var more int64
		more, err = t.changed(`
			INSERT INTO actors (mailbox)
			SELECT m.mailbox
			FROM (SELECT mailbox, min(place) AS place FROM (` + strings.Join(rows, ` UNION ALL `) + `) GROUP BY mailbox) m
			JOIN mailboxes b ON b.id = m.mailbox
			WHERE b.kind = 0 AND m.mailbox NOT IN (SELECT mailbox FROM actors)
			ORDER BY m.place`)
		n += more
	}
	return n, err
}

// Actor is one of those who act alone.
type Actor struct {
	Position int64
	Address  string
}

// SomeActors are so many of those who act alone, in their order, behind a position.
func (t *Tx) SomeActors(behind int64, most int) ([]Actor, error) {
	return list(t, `
		SELECT a.position, b.address
		FROM actors a
		JOIN mailboxes b ON b.id = a.mailbox
		WHERE a.position > ?
		ORDER BY a.position LIMIT ?`, []any{behind, most}, func(a *Actor, scan func(...field) error) error {
		return scan(tally{&a.Position}, addressText{&a.Address})
	})
}

// PutTurns adds a turn for each of those who act alone from a position on, at these times; not where a time is Never.
func (t *Tx) PutTurns(act, first int64, due []int64) error {
	times := make([]byte, 0, 16*len(due))
	for i, d := range due {
		times = strconv.AppendInt(append(times, "[,"[min(i, 1)]), d, 10)
	}
	n, err := t.changed(`
		INSERT INTO turns (due, act, position, mailbox)
		SELECT j.value, ?, a.position, a.mailbox
		FROM json_each(?) j
		JOIN actors a ON a.position = ? + j.key
		WHERE j.value <> ?
		ORDER BY 1, 3`, act, string(append(times, ']')), first, Never)
	if err != nil {
		return err
	}
	return t.exec(`UPDATE acts SET left = left + ? WHERE id = ?`, n, act)
}

// Never is no time at which anything is due.
const Never = int64(-1) << 62

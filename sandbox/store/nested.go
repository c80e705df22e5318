package store

import (
	"fmt"
	"slices"
	"strings"

	"recallbox/sandbox/mail"
)

// Groups may be members of groups. Where none is in a group, its members are read as they stand; else run by run, in
// their order: those in front of a group in it, that group's, those behind it.

// PutMemberGroup adds a group as a member behind the others.
func (t *Tx) PutMemberGroup(group, member int64, position int) error {
	return t.exec(`
		INSERT INTO member_groups ("group", position, member)
		VALUES (?, ?, ?)`, group, position, member)
}

// DeleteMembers takes all members from a group.
func (t *Tx) DeleteMembers(group int64) error {
	if err := t.exec(`DELETE FROM members WHERE "group" = ?`, group); err != nil {
		return err
	}
	if err := t.exec(`DELETE FROM member_groups WHERE "group" = ?`, group); err != nil {
		return err
	}
	return t.exec(`UPDATE groups SET everyone = NULL WHERE id = ?`, group)
}

// HasNested says whether a group has groups in it.
func (t *Tx) HasNested(group int64) (bool, error) {
	n, err := t.number(`SELECT EXISTS (SELECT 1 FROM member_groups WHERE "group" = ?)`, group)
	return n > 0, err
}

// ReachesNested says whether a message was sent to a group that has groups in it.
func (t *Tx) ReachesNested(message int64) (bool, error) {
	if any, err := t.number(`SELECT EXISTS (SELECT 1 FROM member_groups)`); any == 0 || err != nil {
		return false, err
	}
	n, err := t.number(`
		SELECT EXISTS (SELECT 1
		  FROM recipients
		  WHERE message = ? AND via IN (SELECT "group" FROM member_groups))`, message)
	return n > 0, err
}

// run are members of a group that stand one behind the other, groups left out: in places from one to below another, or
// all users of an organisation.
type run struct{ group, from, to, everyone int64 }

// members are the mailboxes in a run, with their places.
func (r run) members() string {
	if r.everyone != 0 {
		return fmt.Sprintf(`SELECT id AS mailbox, id AS position FROM mailboxes WHERE organisation = %d AND kind = 0`,
			r.everyone)
	}
	return fmt.Sprintf(`SELECT mailbox, position FROM members WHERE "group" = %d AND position >= %d AND position < %d`,
		r.group, r.from, r.to)
}

// runs are all members of a group and of the groups in it. A group that was met already is left out: loops do no harm.
func (t *Tx) runs(group int64) (all []run, err error) {
	met := map[int64]bool{}
	var walk func(group int64) error
	walk = func(group int64) error {
		met[group] = true
		everyone, err := t.number(`SELECT coalesce(everyone, 0) FROM groups WHERE id = ?`, group)
		if err != nil {
			return err
		}
		inner, err := t.memberGroups(group)
		if err != nil {
			return err
		}
		from := int64(0)
		for _, m := range inner {
			all = append(all, run{group, from, m.position, 0})
			if from = m.position; met[m.group] {
				continue
			}
			if err := walk(m.group); err != nil {
				return err
			}
		}
		all = append(all, run{group, from, 1 << placeBits, everyone})
		return nil
	}
	return all, walk(group)
}

type memberGroup struct{ position, group int64 }

func (t *Tx) memberGroups(group int64) ([]memberGroup, error) {
	return list(t, `
		SELECT position, member
		FROM member_groups
		WHERE "group" = ?
		ORDER BY position`, []any{group}, func(m *memberGroup, scan func(...field) error) error {
		return scan(tally{&m.position}, rowID{&m.group})
	})
}

// putRuns makes the members in all runs recipients of a message, each once and in their order, from a place on.
func (t *Tx) putRuns(message, group, place int64, line mail.Line) error {
	all, err := t.runs(group)
	if err != nil {
		return err
	}
	for some := range slices.Chunk(all, mostRuns) {
		var rows []string
		for _, r := range some {
			rows = append(rows, fmt.Sprintf(`SELECT mailbox, %d + position AS place FROM (%s)`, place, r.members()))
			last, err := t.lastIn(r)
			if err != nil {
				return err
			}
			place += last
		}
		err := t.exec(`
			INSERT OR IGNORE INTO recipients (message, mailbox, position, line, via, bounced)
			SELECT ?, mailbox, min(place), ?, ?, 0
			FROM (`+strings.Join(rows, ` UNION ALL `)+`)
			GROUP BY mailbox`, message, line, group)
		if err != nil {
			return err
		}
	}
	return nil
}

// mostRuns is how many runs one statement reads.
const mostRuns = 100

// lastIn is the last place in a run, or one behind it.
func (t *Tx) lastIn(r run) (int64, error) {
	if r.everyone != 0 {
		return t.number(`SELECT max(id) FROM mailboxes`)
	}
	return t.number(`SELECT coalesce(max(position), 0) FROM members WHERE "group" = ? AND position < ?`, r.group, r.to)
}

// chooseRuns chooses the users among the members in all runs.
func (t *Tx) chooseRuns(group int64) (n int64, err error) {
	all, err := t.runs(group)
	if err == nil {
		err = t.exec(chosenTable)
	}
	for _, r := range all {
		if err != nil {
			return n, err
		}
		var more int64
		more, err = t.changed(`
			INSERT OR IGNORE INTO chosen
			SELECT mailbox
			FROM (` + r.members() + `)
			WHERE mailbox NOT IN (SELECT id FROM mailboxes WHERE kind <> 0)
			ORDER BY mailbox`)
		n += more
	}
	return n, err
}

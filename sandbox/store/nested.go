package store

// Groups may be members of groups. Where none is in a group, its members are read as they stand; else everybody in it
// is gathered first, each once, in the order of the members.

// reachedTable are those gathered. A group whose members were gathered already adds nobody: loops do no harm.
const reachedTable = `
	CREATE TEMP TABLE IF NOT EXISTS reached (place INTEGER PRIMARY KEY, mailbox INTEGER NOT NULL UNIQUE);
	DELETE FROM reached`

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
	n, err := t.number(`
		SELECT EXISTS (SELECT 1 FROM member_groups)
		  AND EXISTS (SELECT 1
		    FROM recipients
		    WHERE message = ? AND via IN (SELECT "group" FROM member_groups))`, message)
	return n > 0, err
}

// reach gathers everybody in a group and in the groups in it.
func (t *Tx) reach(group int64) error {
	if err := t.exec(reachedTable); err != nil {
		return err
	}
	return t.reachMembers(group, map[int64]bool{})
}

type memberGroup struct{ position, group int64 }

func (t *Tx) reachMembers(group int64, gathered map[int64]bool) error {
	gathered[group] = true
	inner, err := list(t, `
		SELECT position, member
		FROM member_groups
		WHERE "group" = ?
		ORDER BY position`, []any{group}, func(m *memberGroup, scan func(...field) error) error {
		return scan(tally{&m.position}, rowID{&m.group})
	})
	if err != nil {
		return err
	}
	from := int64(0)
	for _, m := range inner {
		if err := t.reachFrom(group, from, m.position); err != nil {
			return err
		}
		if from = m.position; gathered[m.group] {
			continue
		}
		if err := t.reachMembers(m.group, gathered); err != nil {
			return err
		}
	}
	return t.reachFrom(group, from, 1<<placeBits)
}

// reachFrom gathers the members in some places of a group, groups left out.
func (t *Tx) reachFrom(group, from, to int64) error {
	return t.exec(`
		INSERT OR IGNORE INTO reached (mailbox)
		SELECT mailbox
		FROM group_members
		WHERE "group" = ? AND position >= ? AND position < ?
		ORDER BY position`, group, from, to)
}

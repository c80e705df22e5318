package store

// Who picks mailboxes: one by its number, or the many that were chosen last in the transaction (see Choose); of those, if told so, only the
// ones whose mail program is stopped, or runs, or who have the copies picked.
type Who struct {
	Mailbox          int64
	Many             bool
	Stopped, Running bool
	Have             *Pick
}

// Those who are chosen stand in a table of the transaction's own: everything that is done to many reads it, and nobody is looked for twice.
const choosing = `CREATE TEMP TABLE IF NOT EXISTS chosen (mailbox INTEGER PRIMARY KEY); DELETE FROM chosen`

// Choose chooses the users whose address matches a pattern with * and ?, and gives their number.
func (t *Tx) Choose(pattern string) (int64, error) {
	return t.choose(`SELECT id FROM mailboxes NOT INDEXED WHERE kind = 0 AND address GLOB ?`, pattern) // in the order in which they are kept
}

// ChooseMembers chooses the users among the members of a group, and gives their number.
func (t *Tx) ChooseMembers(group int64) (int64, error) {
	return t.choose(`SELECT mailbox FROM group_members WHERE "group" = ? AND mailbox NOT IN (SELECT id FROM mailboxes WHERE kind <> 0) ORDER BY mailbox`, group)
}

func (t *Tx) choose(mailboxes string, arg any) (int64, error) {
	if err := t.exec(choosing); err != nil {
		return 0, err
	}
	return t.changed(`INSERT INTO chosen `+mailboxes, arg)
}

// in is an SQL condition that picks the mailboxes numbered by column. It has the name of its table with it, as in mailboxes.id, where the table of
// mailboxes has a column of that name.
func (w Who) in(column string) (where string, args []any) {
	where, args = column+` = ?`, []any{w.Mailbox}
	if w.Many {
		where, args = column+` IN (SELECT mailbox FROM chosen)`, nil
	}
	if w.Stopped || w.Running {
		where += ` AND EXISTS (SELECT 1 FROM mailboxes w WHERE w.id = ` + column + ` AND w.stopped = ?)`
		args = append(args, w.Stopped)
	}
	if w.Have != nil {
		have, more := w.Have.where()
		where += ` AND ` + column + ` IN (SELECT mailbox FROM copies` + have + `)`
		args = append(args, more...)
	}
	return where, args
}

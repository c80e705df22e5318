package store

// An Outlook may look for recall messages only once it has been idle for some seconds: the outcome is due then.

// Idle is when a recall message is due in Outlooks that have been idle.
type Idle struct{ Recall, At int64 }

// SetIdle notes when the recall message, which lies in the Inbox, is due with those whose Outlook runs, or, if users
// are picked, starts: in so many seconds as their settings say, at the latest at the end. With others nothing is due.
func (t *Tx) SetIdle(r Recall, w *Mailboxes, now, end int64) error {
	some, err := t.number(`SELECT EXISTS (SELECT 1 FROM mailboxes INDEXED BY mailboxes_idle WHERE processes_after > 0)`)
	if err != nil || some == 0 {
		return err
	}
	who, args := `NOT b.stopped`, []any{now, end, r.ID, r.Request}
	if w != nil {
		picked, more := w.in("b.id")
		who, args = picked, append(args, more...)
	}
	return t.exec(`
		UPDATE outcomes
		SET due = min(? + b.processes_after, ?)
		FROM mailboxes b
		WHERE outcomes.recall = ?
		  AND outcomes.mailbox = b.id
		  AND outcomes.answer IS NULL
		  AND b.processes_after > 0
		  AND NOT b.manual
		  AND b.client IN (0, 1)
		  AND EXISTS (
		    SELECT 1 FROM copies q WHERE q.message = ? AND q.mailbox = b.id AND q.sent = 0 AND q.folder = b.id)
		  AND `+who, args...)
}

// FirstIdle is what is due next, if anything is until then.
func (t *Tx) FirstIdle(until int64) (i Idle, err error) {
	err = t.row(`
		SELECT recall, due
		FROM outcomes
		WHERE due <= ?
		ORDER BY due, recall LIMIT 1`, []any{until}, rowID{&i.Recall}, instant{&i.At})
	return i, err
}

// ChooseIdle chooses those with whom it is due.
func (t *Tx) ChooseIdle(i Idle) error {
	if err := t.exec(chosenTable); err != nil {
		return err
	}
	return t.exec(`
		INSERT INTO chosen
		SELECT mailbox
		FROM outcomes INDEXED BY outcomes_due
		WHERE due = ? AND recall = ?
		ORDER BY mailbox`, i.At, i.Recall)
}

// EndIdle notes that it is due no more: it was, whatever came of it.
func (t *Tx) EndIdle(i Idle) error {
	return t.exec(`UPDATE outcomes INDEXED BY outcomes_due SET due = NULL WHERE due = ? AND recall = ?`, i.At, i.Recall)
}

// StopIdle notes that nothing is due with those picked: their Outlook stops.
func (t *Tx) StopIdle(w Mailboxes) error {
	where, args := w.in("mailbox")
	return t.exec(`UPDATE outcomes INDEXED BY outcomes_due SET due = NULL WHERE due IS NOT NULL AND `+where, args...)
}

// endsIdle is what an UPDATE of outcomes sets besides, so that they are due no more: nothing where none is.
func (t *Tx) endsIdle() (set string, err error) {
	some, err := t.number(`SELECT EXISTS (SELECT 1 FROM outcomes WHERE due IS NOT NULL)`)
	if some > 0 {
		set = `, due = NULL`
	}
	return set, err
}

// NextDue is when something falls due by itself or by a later act, or 0.
func (t *Tx) NextDue() (due int64, err error) {
	err = t.row(`
		SELECT coalesce(min(due), 0)
		FROM (
		  SELECT min(due) AS due FROM messages WHERE due IS NOT NULL
		  UNION ALL
		  SELECT min(due) FROM outcomes WHERE due IS NOT NULL
		  UNION ALL
		  SELECT min(due) FROM turns)`, nil, instant{&due})
	return due, err
}

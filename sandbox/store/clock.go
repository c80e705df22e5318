package store

// Now is the sandbox's time in Unix seconds.
func (t *Tx) Now() (int64, error) { return t.number(`SELECT now FROM clock`) }

// SetNow moves the clock.
func (t *Tx) SetNow(now int64) error { return t.exec(`UPDATE clock SET now = ?`, now) }

// IsFresh says whether nothing has been made in the sandbox yet, and no earlier state is kept.
func (t *Tx) IsFresh() (bool, error) {
	n, err := t.number(`SELECT EXISTS (SELECT 1 FROM organisations) OR EXISTS (SELECT 1 FROM mailboxes) OR EXISTS (SELECT 1 FROM events) OR EXISTS (SELECT 1 FROM snapshots)`)
	return n == 0, err
}

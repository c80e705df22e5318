package store

import "fmt"

// Now is the sandbox's time in Unix seconds.
func (t *Tx) Now() (now int64, err error) {
	there, err := t.one(`SELECT now FROM clock`, nil, &now)
	if err == nil && !there {
		err = fmt.Errorf("%w: it has no clock", ErrDamaged)
	}
	return now, err
}

// SetNow moves the clock.
func (t *Tx) SetNow(now int64) error { return t.exec(`UPDATE clock SET now = ?`, now) }

// IsFresh says whether nothing has been made in the sandbox yet, and no earlier state is kept.
func (t *Tx) IsFresh() (bool, error) {
	n, err := t.number(`SELECT EXISTS (SELECT 1 FROM organisations) OR EXISTS (SELECT 1 FROM mailboxes) OR EXISTS (SELECT 1 FROM events) OR EXISTS (SELECT 1 FROM snapshots)`)
	return n == 0, err
}

package store

// Now is the sandbox's time in Unix seconds.
func (t *Tx) Now() (int64, error) { return t.number(`SELECT now FROM clock`) }

// SetNow moves the clock.
func (t *Tx) SetNow(now int64) error { return t.exec(`UPDATE clock SET now = ?`, now) }

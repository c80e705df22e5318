package store

// PutDelegate lets somebody act for an owner.
func (t *Tx) PutDelegate(owner, delegate int64) error {
	return t.exec(`INSERT OR IGNORE INTO delegates (owner, delegate) VALUES (?, ?)`, owner, delegate)
}

// DeleteDelegate takes that away, and says whether it was so.
func (t *Tx) DeleteDelegate(owner, delegate int64) (bool, error) {
	n, err := t.changed(`DELETE FROM delegates WHERE owner = ? AND delegate = ?`, owner, delegate)
	return n > 0, err
}

// IsDelegate says whether somebody acts for an owner.
func (t *Tx) IsDelegate(owner, delegate int64) (bool, error) {
	n, err := t.number(`SELECT EXISTS (SELECT 1 FROM delegates WHERE owner = ? AND delegate = ?)`, owner, delegate)
	return n > 0, err
}

// DelegatesOf lists the addresses of those who act for an owner.
func (t *Tx) DelegatesOf(owner int64) ([]string, error) {
	return list(t, `
		SELECT b.address
		FROM delegates d
		JOIN mailboxes b ON b.id = d.delegate
		WHERE d.owner = ?
		ORDER BY b.address`, []any{owner}, readAddress)
}

package store

import "recallbox/sandbox/mail"

// Grant is a user's role in a public folder.
type Grant struct {
	Address string
	Rights  mail.Rights
}

// PutGrant gives a user a role in a public folder.
func (t *Tx) PutGrant(folder, user int64, r mail.Rights) error {
	return t.exec(`INSERT INTO grants VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET rights = excluded.rights`, folder, user, r)
}

// GrantOf is the role that was given to the user, if any was.
func (t *Tx) GrantOf(folder, user int64) (r mail.Rights, ok bool, err error) {
	ok, err = t.one(`SELECT rights FROM grants WHERE folder = ? AND mailbox = ?`, []any{folder, user}, &r)
	return r, ok, err
}

// Grants lists a public folder's grants by address.
func (t *Tx) Grants(folder int64) ([]Grant, error) {
	return list(t, `SELECT m.address, g.rights FROM grants g JOIN mailboxes m ON m.id = g.mailbox WHERE g.folder = ? ORDER BY m.address`, []any{folder},
		func(g *Grant, scan func(...any) error) error { return scan(&g.Address, &g.Rights) })
}

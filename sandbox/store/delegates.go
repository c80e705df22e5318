package store

import "recallbox/sandbox/mail"

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

// OtherReader is who set the read mark of a copy in somebody else's mailbox.
type OtherReader struct {
	Mailbox       int64
	Address, Name string
	Delegate      bool // of the owner, not one with whom the copy is shared
}

// OtherReaders lists them for the recipients of a recall: those who were the last to open the message or to mark it
// before the outcome was for good.
func (t *Tx) OtherReaders(r Recall) ([]OtherReader, error) {
	return list(t, `
		SELECT x.mailbox, b.address, coalesce(b.name, ''),
		  EXISTS (SELECT 1 FROM delegates d WHERE d.owner = x.mailbox AND d.delegate = x.who)
		FROM (
		  SELECT e.mailbox, e.who, e.what, max(e.seq)
		  FROM events e
		  CROSS JOIN outcomes o ON o.recall = ? AND o.mailbox = e.mailbox
		  WHERE e.message = ? AND e.what IN (?, ?, ?) AND e.at <= coalesce(o.decided_at, e.at)
		  GROUP BY e.mailbox) x
		CROSS JOIN mailboxes o ON o.id = x.mailbox
		CROSS JOIN mailboxes b ON b.id = x.who
		WHERE x.who <> x.mailbox AND x.what <> ? AND o.kind = 0
		ORDER BY x.mailbox`,
		[]any{r.ID, r.Message, mail.WasOpened, mail.WasMarkedRead, mail.WasMarkedUnread, mail.WasMarkedUnread},
		func(o *OtherReader, scan func(...field) error) error {
			return scan(rowID{&o.Mailbox}, addressText{&o.Address}, nameText{&o.Name}, yesNo{&o.Delegate})
		})
}

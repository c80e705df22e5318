package store

import "recallbox/sandbox/mail"

// ComparedCopy is a mailbox's copy of a message as people see it.
type ComparedCopy struct {
	CopyKey
	Subject string
	Sum     string // SHA-256 of the message's bytes, if somebody wrote it
	Path    string
	Seen    mail.Seen
	Shared  bool
	Fetched uint8
	Tagged  bool
}

// CopyKey is what makes two copies the same: what a mail system made is told apart by what it is, as IDs are given in order.
type CopyKey struct {
	Mailbox string
	Message int64
	Sent    bool
	Class   mail.Class
	About   int64
	Notice  mail.Notice
	Party   string // whom a notice tells, or which recipient a report or bounce is about
	Answer  int8   // a report's: 1 taken back, 0 not; -1 for none
}

// ChangedCopies visits the copies that differ, by mailbox and message.
func (t *Tx) ChangedCopies(visit func(was, is *ComparedCopy) error) error {
	const query = `SELECT b.address, c.message, c.sent, m.class, coalesce(m.about, 0), coalesce(m.notice, 0), coalesce(p.address, ''), coalesce(m.succeeded, -1), coalesce(m.subject, ''), coalesce(t.sha256, ''), f.path, c.seen, c.shared, c.fetched, c.tagged
		FROM {db}.copies c JOIN {db}.messages m ON m.id = c.message LEFT JOIN {db}.contents t ON t.id = m.content
		JOIN {db}.mailboxes b ON b.id = c.mailbox JOIN {db}.folders f ON f.id = c.folder LEFT JOIN {db}.mailboxes p ON p.id = m.party`
	return differing(t, query, 3, func(c *ComparedCopy) []any {
		return []any{&c.Mailbox, &c.Message, &c.Sent, &c.Class, &c.About, &c.Notice, &c.Party, &c.Answer, &c.Subject, &c.Sum, &c.Path, &c.Seen, &c.Shared, &c.Fetched, &c.Tagged}
	}, func(c ComparedCopy) CopyKey { return c.CopyKey }, visit)
}

// ComparedReading is what a reader has done with a message in a public folder.
type ComparedReading struct {
	ReadingKey
	Class   mail.Class
	Subject string
	Seen    mail.Seen
}

// ReadingKey says who read what.
type ReadingKey struct {
	Folder  string
	Message int64
	Reader  string
}

// ChangedReadings visits what readers of public folders have done otherwise, by folder, message and reader.
func (t *Tx) ChangedReadings(visit func(was, is *ComparedReading) error) error {
	const query = `SELECT b.address, r.message, x.address, m.class, coalesce(m.subject, ''), r.seen
		FROM {db}.readings r JOIN {db}.messages m ON m.id = r.message JOIN {db}.mailboxes b ON b.id = r.folder JOIN {db}.mailboxes x ON x.id = r.reader`
	return differing(t, query, 3, func(r *ComparedReading) []any {
		return []any{&r.Folder, &r.Message, &r.Reader, &r.Class, &r.Subject, &r.Seen}
	}, func(r ComparedReading) ReadingKey { return r.ReadingKey }, visit)
}

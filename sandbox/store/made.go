package store

import "recallbox/sandbox/mail"

// made are messages that a mail system makes, alike but for the parties whom they are about.
type made struct {
	Message
	each string // party, notice, succeeded, form, manual
	from string // the rows that these are columns of, in the order of the messages
	args []any
	to   int64 // who gets them all; 0 where each party gets its own
}

// putMade makes the messages, puts each into an Inbox, and logs that. The order of the parties is the order of everything.
func (t *Tx) putMade(m made) error {
	last, err := t.number(`SELECT max(id) FROM messages`)
	if err != nil {
		return err
	}
	n, err := t.changed(`INSERT INTO messages (class, sent_at, about, recall, party, notice, succeeded, form, manual) SELECT ?, ?, ?, ?, `+m.each+m.from,
		append([]any{m.Class, m.SentAt, m.About, orNull(m.Recall)}, m.args...)...)
	if err != nil || n == 0 {
		return err
	}
	if err := t.exec(`INSERT INTO copies (message, mailbox, sent, folder, received_at, seen, placed_by) SELECT id, coalesce(?1, party), 0, coalesce(?1, party), ?2, 0, 0
		FROM messages WHERE id > ?3 ORDER BY id`, orNull(m.to), m.SentAt, last); err != nil {
		return err
	}
	return t.exec(`INSERT INTO events (at, who, what, message, recall, mailbox, folder, cites) SELECT ?1, NULL, ?2, id, ?3, coalesce(?4, party), coalesce(?4, party), CASE class WHEN ?5 THEN form END
		FROM messages WHERE id > ?6 ORDER BY id`, m.SentAt, mail.WasDelivered, orNull(m.Recall), orNull(m.to), mail.Receipt, last)
}

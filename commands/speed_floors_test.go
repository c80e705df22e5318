package commands

// The floors of a company's commands. Whoever wrote them knows the answers: users are told apart by the last digit of their number, and
// nothing is looked up, decided or checked.

func floor(statements ...statement) []statement {
	return append(append([]statement{{"BEGIN IMMEDIATE", nil}}, statements...), statement{"COMMIT", nil})
}

func write(text string, args ...any) statement { return statement{text, args} }

func (c company) addUsers() []statement {
	return floor(
		write(`WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)
			INSERT INTO mailboxes (id, address, kind, organisation) SELECT i, printf('u%07d@acme.example', i), 0, 1 FROM n`, c.users),
		write(`INSERT INTO folders (id, mailbox, kind, path) SELECT id, id, 0, 'Inbox' FROM mailboxes`))
}

func (c company) addRules() []statement {
	return floor(
		write(`INSERT INTO folders (mailbox, kind, path) SELECT id, 5, 'Archive' FROM mailboxes WHERE id <= ? AND id % 10 = 8`, c.users),
		write(`INSERT INTO rules (mailbox, class, folder) SELECT mailbox, 0, id FROM folders WHERE kind = 5`),
		write(`UPDATE mailboxes SET rules = 1 WHERE id <= ? AND id % 10 = 8`, c.users))
}

func (c company) setUsers() []statement {
	return floor(write(`UPDATE mailboxes SET manual = 1 WHERE id <= ? AND id % 10 = 1`, c.users))
}

// send writes message 1 into everybody's Inbox, or Archive where a rule wants that.
func (c company) send() []statement {
	return floor(append([]statement{
		write(`INSERT INTO contents (sha256, size, packed, data) VALUES (zeroblob(32), 0, 0, zeroblob(400))`),
		write(`INSERT INTO messages (id, class, sender, sent_at, content, subject) VALUES (1, 0, 1, 0, 1, 'Budget')`),
		write(`INSERT INTO folders (mailbox, kind, path) VALUES (1, 3, 'Sent Items')`),
		write(`INSERT INTO copies (message, mailbox, sent, folder, received_at, seen, placed_by) VALUES (1, 1, 1, last_insert_rowid(), 0, 3, 0)`),
		write(`INSERT INTO events (at, who, what, message, mailbox) VALUES (0, 1, 0, 1, 1)`),
		write(`INSERT INTO recipients (message, mailbox, position, line, bounced, via) SELECT 1, id, id, 0, 0, CASE kind WHEN 0 THEN 1 END FROM mailboxes`),
	}, c.deliverNote(1)...)...)
}

// deliverNote writes a note into everybody's Inbox, or Archive where a rule wants that.
func (c company) deliverNote(message int) []statement {
	return []statement{
		write(`INSERT INTO copies (message, mailbox, sent, folder, received_at, seen, placed_by) SELECT ?, id, 0, id, 0, 0, 0 FROM mailboxes WHERE rules = 0`, message),
		write(`INSERT INTO copies (message, mailbox, sent, folder, received_at, seen, placed_by) SELECT ?, mailbox, 0, folder, 0, 0, 1 FROM rules`, message),
		write(`INSERT INTO events (at, who, what, message, mailbox, folder) SELECT 0, 1, 1, message, mailbox, folder FROM copies WHERE message = ? AND NOT sent`, message),
	}
}

func (c company) open() []statement {
	return floor(
		write(`UPDATE copies SET seen = 3 WHERE message = 1 AND NOT sent AND mailbox <= ? AND mailbox % 10 <= 4`, c.users),
		write(`INSERT INTO events (at, who, what, message, mailbox, folder) SELECT 0, mailbox, 4, 1, mailbox, folder FROM copies WHERE message = 1 AND NOT sent AND mailbox <= ? AND mailbox % 10 <= 4`, c.users))
}

func (c company) move() []statement {
	return floor(
		write(`INSERT INTO folders (mailbox, kind, path) SELECT id, 5, 'Archive' FROM mailboxes WHERE id <= ? AND id % 10 IN (3, 4, 5)`, c.users),
		write(`UPDATE copies SET folder = f.id, placed_by = 2 FROM folders f
			WHERE f.kind = 5 AND f.mailbox % 10 IN (3, 4, 5) AND copies.message = 1 AND copies.mailbox = f.mailbox AND NOT copies.sent`),
		write(`INSERT INTO events (at, who, what, message, mailbox, folder) SELECT 0, mailbox, 7, 1, mailbox, id FROM folders WHERE kind = 5 AND mailbox % 10 IN (3, 4, 5)`))
}

func (c company) stop() []statement {
	return floor(
		write(`UPDATE mailboxes SET stopped = 1 WHERE id <= ? AND id % 10 = 9`, c.users),
		write(`INSERT INTO events (at, who, what, mailbox) SELECT 0, id, 11, id FROM mailboxes WHERE id <= ? AND id % 10 = 9`, c.users))
}

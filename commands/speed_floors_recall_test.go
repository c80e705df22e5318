package commands

// recall writes what comes of the recall of message 1, with or without a new message.
func (c company) recall(replace []statement) []statement {
	var all []statement
	for _, part := range [][]statement{c.request(), replace, c.outcomes(), c.notices(), c.reports()} {
		all = append(all, part...)
	}
	return floor(all...)
}

// request is message 2, the recall message, which comes to everybody.
func (c company) request() []statement {
	return []statement{
		write(`INSERT INTO citations (id, behaviours) VALUES (1, 'outlook/some-behaviour')`),
		write(`INSERT INTO recalls (id, message, sender, asked_at, system, no_report, facts) VALUES (1, 1, 1, 0, 'outlook', 0, 0)`),
		write(`INSERT INTO messages (id, class, sender, sent_at, about, recall) VALUES (2, 1, 1, 0, 1, 1)`),
		write(`UPDATE recalls SET request = 2`),
		write(`INSERT INTO events (at, who, what, message, recall, mailbox) VALUES (0, 1, 12, 1, 1, 1), (0, 1, 0, 2, 1, 1)`),
		write(`INSERT INTO recipients (message, mailbox, position, line, bounced, via) SELECT 2, id, id, 0, 0, CASE kind WHEN 0 THEN 1 END FROM mailboxes`),
		write(`INSERT INTO copies (message, mailbox, sent, folder, received_at, seen, placed_by) SELECT 2, id, 0, id, 0, 0, 0 FROM mailboxes`),
		write(`INSERT INTO events (at, who, what, message, recall, mailbox, folder) SELECT 0, 1, 1, 2, 1, id, id FROM mailboxes`),
	}
}

// replace is message 3, the new one.
func (c company) replace() []statement {
	return append([]statement{
		write(`INSERT INTO contents (sha256, size, packed, data) VALUES (zeroblob(31), 0, 0, zeroblob(400))`),
		write(`INSERT INTO messages (id, class, sender, sent_at, content, subject) VALUES (3, 0, 1, 0, 2, 'Budget')`),
		write(`UPDATE recalls SET replacement = 3`),
		write(`INSERT INTO copies (message, mailbox, sent, folder, received_at, seen, placed_by) SELECT 3, 1, 1, id, 0, 3, 0 FROM folders WHERE mailbox = 1 AND kind = 3`),
		write(`INSERT INTO events (at, who, what, message, mailbox) VALUES (0, 1, 0, 3, 1)`),
		write(`INSERT INTO recipients (message, mailbox, position, line, bounced, via) SELECT 3, id, id, 0, 0, CASE kind WHEN 0 THEN 1 END FROM mailboxes`),
	}, c.deliverNote(3)...)
}

// outcomes are for good but where the mail program is stopped, or processes by hand, and in the public folder. Two in ten give up the
// message.
func (c company) outcomes() []statement {
	return []statement{
		write(`INSERT INTO outcomes (recall, mailbox, position, reach, answer, behaviour, decided_at, facts, via)
			SELECT 1, id, id, 0, CASE WHEN id % 10 IN (6, 7) THEN 2 ELSE 3 END, 1, 0, 123456789012, CASE kind WHEN 0 THEN 1 END FROM mailboxes WHERE id <= ?1 AND id % 10 NOT IN (1, 9) OR kind = 0 AND id > ?1`, c.users),
		write(`INSERT INTO outcomes (recall, mailbox, position, reach, via) SELECT 1, id, id, 0, CASE kind WHEN 0 THEN 1 END FROM mailboxes WHERE id <= ? AND id % 10 IN (1, 9) OR kind = 1`, c.users),
		write(`INSERT INTO events (at, what, message, recall, mailbox, cites) SELECT 0, 14, 1, 1, mailbox, 1 FROM outcomes WHERE answer > 0`),
		write(`DELETE FROM copies WHERE message IN (1, 2) AND NOT sent AND mailbox <= ? AND mailbox % 10 IN (6, 7)`, c.users),
	}
}

// notices tell each recipient.
func (c company) notices() []statement {
	return []statement{
		write(`INSERT INTO messages (class, sent_at, about, party, recall, notice) SELECT 2, 0, 1, mailbox, 1, 1 FROM outcomes WHERE answer > 0 AND mailbox <= ?`, c.users),
		write(`INSERT INTO copies (message, mailbox, sent, folder, received_at, seen, placed_by) SELECT id, party, 0, party, 0, 0, 0 FROM messages WHERE class = 2`),
		write(`INSERT INTO events (at, what, message, recall, mailbox, folder) SELECT 0, 1, id, 1, party, party FROM messages WHERE class = 2`),
	}
}

// reports tell the sender of each recipient.
func (c company) reports() []statement {
	return []statement{
		write(`INSERT INTO messages (class, sent_at, about, party, recall, succeeded, form) SELECT 3, 0, 1, mailbox, 1, answer = 2, 1 FROM outcomes WHERE answer > 0 AND mailbox <= ?`, c.users),
		write(`INSERT INTO copies (message, mailbox, sent, folder, received_at, seen, placed_by) SELECT id, 1, 0, 1, 0, 0, 0 FROM messages WHERE class = 3`),
		write(`INSERT INTO events (at, what, message, recall, mailbox, folder) SELECT 0, 1, id, 1, 1, 1 FROM messages WHERE class = 3`),
	}
}

package store

import "recallbox/sandbox/mail"

// gap finds numbers that do not follow on the one before, from one on.
func gap(table, column, prefix string) string {
	return `SELECT '` + prefix + `' || x FROM (SELECT ` + column + ` AS x, lag(` + column + `, 1, 0) OVER (ORDER BY ` + column + `) AS y FROM ` + table + `) WHERE x <> y + 1`
}

// ofMessages are about what was written, and what mail systems made.
var ofMessages = []invariant{
	{"the numbers of the messages have a gap before", gap("messages", "id", "m")},
	{"a message was written and has no content, or was made and has one", `SELECT 'm' || id FROM messages WHERE (class = 0) <> (content IS NOT NULL)`},
	{"what a mail system made lacks what it is about", `SELECT 'm' || id FROM messages WHERE class > 0 AND (about IS NULL OR about >= id OR (class <> 1 AND party IS NULL))`},
	{"a notice or a report lacks its recall", `SELECT 'm' || m.id FROM messages m LEFT JOIN recalls r ON r.id = m.recall WHERE m.class BETWEEN 2 AND 4 AND r.message IS NOT m.about`},
	{"a notice says nothing", `SELECT 'm' || id FROM messages WHERE (class = ` + digit(uint8(mail.NoticeMessage)) + `) <> (coalesce(notice, 0) > 0)`},
	{"a message has two recipients in one place", `SELECT 'm' || message FROM recipients GROUP BY message, position HAVING count(*) > 1`},
	{"what waits to go out was due before now", `SELECT 'm' || id FROM messages WHERE due <= (SELECT now FROM clock)`},
	{"what waits to go out is not in its sender's mailbox", `SELECT 'm' || m.id FROM messages m WHERE (m.due IS NOT NULL OR m.draft) AND m.class = 0
		AND NOT EXISTS (SELECT 1 FROM copies c WHERE c.message = m.id AND c.mailbox = m.sender AND c.sent = 1)`},
	{"a message that does not wait is held", `SELECT 'm' || id FROM messages WHERE due IS NULL AND (hold IS NOT NULL OR admins IS NOT NULL)`},
	{"a message is a draft and held", `SELECT 'm' || id FROM messages WHERE draft AND due IS NOT NULL`},
	{"what has not gone out has arrived", `SELECT DISTINCT 'm' || m.id FROM messages m JOIN copies c ON c.message = m.id AND c.sent = 0 WHERE m.due IS NOT NULL OR m.draft`},
	{"a read receipt and its note do not agree", `SELECT 'm' || coalesce(r.message, m.about) || ' ' || ` + mailboxNamed(`coalesce(r.mailbox, m.party)`) + ` FROM receipts r
		FULL JOIN (SELECT about, party, count(*) AS n FROM messages WHERE class = ` + digit(uint8(mail.Receipt)) + ` AND succeeded IS NULL GROUP BY about, party) m ON m.about = r.message AND m.party = r.mailbox WHERE m.n IS NOT 1 OR r.message IS NULL`},
	{"somebody was asked to delete what was sent to others", `SELECT 'm' || a.message || ' ' || ` + mailboxNamed("a.mailbox") + ` FROM asks a LEFT JOIN recipients r ON r.message = a.message AND r.mailbox = a.mailbox WHERE r.message IS NULL`},
}

// ofCopies are about where messages lie.
var ofCopies = []invariant{
	{"a copy lies in another mailbox's folder", `SELECT 'm' || c.message || ' of ' || ` + mailboxNamed("c.mailbox") + ` FROM copies c JOIN folders f ON f.id = c.folder WHERE f.mailbox <> c.mailbox`},
	{"a copy was delivered to no recipient", `SELECT 'm' || c.message || ' of ' || ` + mailboxNamed("c.mailbox") + ` FROM copies c JOIN messages m ON m.id = c.message LEFT JOIN recipients r ON r.message = c.message AND r.mailbox = c.mailbox
		WHERE c.sent = 0 AND m.class < 2 AND m.sender IS NOT NULL AND (r.message IS NULL OR r.bounced)`},
	{"a sender's copy is in another mailbox", `SELECT 'm' || c.message || ' of ' || ` + mailboxNamed("c.mailbox") + ` FROM copies c JOIN messages m ON m.id = c.message WHERE c.sent = 1 AND m.sender <> c.mailbox`},
	{"a copy is marked as shared with nobody", `SELECT 'm' || c.message || ' of ' || ` + mailboxNamed("c.mailbox") + ` FROM copies c WHERE c.shared AND NOT EXISTS (SELECT 1 FROM shares s WHERE s.message = c.message AND s.owner = c.mailbox)`},
	{"a read state is kept for what is no public folder", `SELECT 'm' || r.message || ' in ' || b.address FROM readings r JOIN mailboxes b ON b.id = r.folder WHERE b.kind <> 1`},
}

package store

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"recallbox/sandbox/mail"
)

// invariant holds in every sandbox. It is told by what is wrong where it does not hold; its query names those
// places, one a row.
type invariant struct{ wrong, query string }

// invariants are all that can be asked in SQL.
var invariants = slices.Concat(ofMailboxes, ofMessages, ofCopies, ofRecalls, ofLog, ofActs, ofHistory)

// mailboxNamed is the address of the mailbox with the number that the expression gives.
func mailboxNamed(number string) string {
	return `(SELECT address FROM mailboxes WHERE id = ` + number + `)`
}

// domainOf is an expression for the domain of an address: what stands behind its last @. (What is in front of that ends
// with the @ when all other letters are taken from the end.)
func domainOf(address string) string {
	return `substr(` + address + `, length(rtrim(` + address + `, replace(` + address + `, '@', ''))) + 1)`
}

// builtInPaths is, for the condition on a folder f, whether its path is right for its kind.
func builtInPaths() string {
	var cases strings.Builder
	for kind, path := range mail.BuiltIn {
		fmt.Fprintf(&cases, " WHEN %d THEN f.path = '%s'", kind, path)
	}
	return fmt.Sprintf(
		"CASE f.kind%s WHEN %d THEN lower(f.path) NOT IN ('', '%s') WHEN %d THEN f.path = '' ELSE 1 END",
		cases.String(),
		mail.OwnFolder,
		strings.ToLower(strings.Join(mail.BuiltIn[:], "', '")),
		mail.PublicFolder,
	)
}

// ofMailboxes are about who there is, and what belongs to each.
var ofMailboxes = []invariant{
	{"a mailbox lacks its first folder",
		`
			SELECT b.address
			FROM mailboxes b
			LEFT JOIN folders f ON f.id = b.id
			  AND f.mailbox = b.id
			  AND f.kind = CASE b.kind WHEN 1 THEN ` + digit(uint8(mail.PublicFolder)) + ` ELSE 0 END
			WHERE f.id IS NULL`},
	{"a folder has the path of another kind", `
		SELECT ` + mailboxNamed("f.mailbox") + ` || ' ' || f.path
		FROM folders f
		WHERE NOT ` + builtInPaths()},
	{"a mailbox is not in the organisation of its domain", `
		SELECT b.address
		FROM mailboxes b
		LEFT JOIN organisations o ON o.domain = ` + domainOf("b.address") + `
		WHERE b.organisation IS NOT o.id`},
	{"the number of inbox rules is wrong",
		`
			SELECT b.address || ' has ' || coalesce(r.n, 0) || ' and counts ' || b.rules
			FROM mailboxes b
			LEFT JOIN (SELECT mailbox, count(*) AS n FROM rules GROUP BY mailbox) r ON r.mailbox = b.id
			WHERE b.rules <> coalesce(r.n, 0)`},
	{"an inbox rule moves into another mailbox", `
		SELECT 'rule' || r.id
		FROM rules r
		JOIN folders f ON f.id = r.folder
		WHERE f.mailbox <> r.mailbox`},
	{"a mailbox and a group have one address", `
		SELECT address
		FROM mailboxes
		WHERE address IN (SELECT address FROM groups)`},
	{"a group has members of its own beside everybody", `
		SELECT address
		FROM groups g
		WHERE everyone IS NOT NULL
		  AND (EXISTS (SELECT 1 FROM members m WHERE m."group" = g.id)
		    OR EXISTS (SELECT 1 FROM member_groups m WHERE m."group" = g.id))`},
	{"a group has two members in one place", `
		SELECT g.address
		FROM members m
		JOIN member_groups i ON i."group" = m."group" AND i.position = m.position
		JOIN groups g ON g.id = m."group"`},
	{"a group names a group twice", `
		SELECT g.address
		FROM member_groups m
		JOIN groups g ON g.id = m."group"
		GROUP BY g.id, m.member
		HAVING count(*) > 1`},
	{"somebody acts for who is in another organisation", `
		SELECT d.address || ' for ' || o.address
		FROM delegates x
		JOIN mailboxes o ON o.id = x.owner
		JOIN mailboxes d ON d.id = x.delegate
		WHERE o.id = d.id OR o.kind <> 0 OR d.kind <> 0 OR o.organisation IS NULL OR o.organisation IS NOT d.organisation`},
	{"a journal is kept in what is no mailbox", `
		SELECT o.name
		FROM settings s
		JOIN organisations o ON o.id = s.organisation
		LEFT JOIN mailboxes b ON b.address = s.value
		WHERE s.key = 'journal' AND s.value <> 'none' AND b.kind IS NOT 0`},
	{"a mailbox forwards to what is no user", `
		SELECT b.address
		FROM mailboxes b
		JOIN mailboxes t ON t.id = b.forward_to
		WHERE t.kind <> 0`},
	{"a group names a member twice", `
		SELECT g.address || ' ' || ` + mailboxNamed("m.mailbox") + `
		FROM members m
		JOIN groups g ON g.id = m."group"
		GROUP BY g.id, m.mailbox
		HAVING count(*) > 1`},
	{"a role is given in what is no public folder", `
		SELECT b.address
		FROM grants g
		JOIN mailboxes b ON b.id = g.folder
		WHERE b.kind <> 1`},
	{"a rule that holds mail holds it for no time", `SELECT 'h' || id FROM holds WHERE seconds < 1`},
	{"a rule that holds mail is unclear about whose", `
		SELECT 'h' || h.id
		FROM holds h
		WHERE h.everybody = EXISTS (SELECT 1 FROM hold_senders s WHERE s.hold = h.id)`},
	{"a folder is shared with nobody", `
		SELECT ` + mailboxNamed("f.mailbox") + ` || ' ' || f.path
		FROM folders f
		WHERE f.shared <> EXISTS (SELECT 1 FROM folder_shares s WHERE s.folder = f.id)`},
}

// gap finds numbers that do not follow on the one before, from one on.
func gap(table, column, prefix string) string {
	return `
		SELECT '` + prefix + `' || t.` + column + `
		FROM ` + table + ` t
		WHERE t.` + column + ` <> 1
		  AND NOT EXISTS (SELECT 1 FROM ` + table + ` b WHERE b.` + column + ` = t.` + column + ` - 1)`
}

// ofMessages are about what was written, and what mail systems made.
var ofMessages = []invariant{
	{"the numbers of the messages have a gap before", gap("messages", "id", "m")},
	{"a message was written and has no content, or was made and has one", `
		SELECT 'm' || id
		FROM messages
		WHERE (class = 0) <> (content IS NOT NULL)`},
	{"what a mail system made has a subject or sender of its own", `
		SELECT 'm' || id
		FROM messages
		WHERE class > 0 AND coalesce(subject, from_addr, from_name) IS NOT NULL`},
	{"what a mail system made lacks what it is about", `
		SELECT 'm' || m.id
		FROM messages m
		LEFT JOIN messages x ON x.id = m.about AND x.id < m.id AND x.content IS NOT NULL
		WHERE m.class > 0 AND (x.id IS NULL OR (m.class <> 1 AND m.party IS NULL))`},
	{"a message passes on what was not there yet", `SELECT 'm' || id FROM messages WHERE forwards >= id`},
	{"a notice or a report lacks its recall", `
		SELECT 'm' || m.id
		FROM messages m
		LEFT JOIN recalls r ON r.id = m.recall
		WHERE m.class BETWEEN 2 AND 4 AND r.message IS NOT m.about`},
	{"a notice says nothing", `
		SELECT 'm' || id
		FROM messages
		WHERE (class = ` + digit(uint8(mail.NoticeMessage)) + `) <> (coalesce(notice, 0) > 0)`},
	{"a message has two recipients in one place", `
		SELECT 'm' || message
		FROM recipients
		GROUP BY message, position
		HAVING count(*) > 1`},
	{"what waits to go out was due before now", `SELECT 'm' || id FROM messages WHERE due <= (SELECT now FROM clock)`},
	{"what waits to go out is not in its sender's mailbox", `
		SELECT 'm' || m.id
		FROM messages m
		WHERE (m.due IS NOT NULL OR m.draft)
		  AND m.class = 0
		  AND NOT EXISTS (SELECT 1 FROM copies c WHERE c.message = m.id AND c.mailbox = m.sender AND c.sent = 1)`},
	{"a message that does not wait is held", `
		SELECT 'm' || id
		FROM messages
		WHERE due IS NULL AND (hold IS NOT NULL OR admins IS NOT NULL)`},
	{"a message is a draft and held", `SELECT 'm' || id FROM messages WHERE draft AND due IS NOT NULL`},
	{"what has not gone out has arrived", `
		SELECT DISTINCT 'm' || m.id
		FROM messages m
		JOIN copies c ON c.message = m.id AND c.sent = 0
		WHERE m.due IS NOT NULL OR m.draft`},
	{"a read receipt and its note do not agree", `
		SELECT 'm' || message || ' ' || ` + mailboxNamed(`mailbox`) + `
		FROM (SELECT message, mailbox, 1 AS receipt FROM receipts
		  UNION ALL
		  SELECT about, party, 0
		  FROM messages
		  WHERE class = ` + digit(uint8(mail.Receipt)) + ` AND succeeded IS NULL)
		GROUP BY message, mailbox
		HAVING sum(receipt) <> 1 OR count(*) <> 2`},
	{"somebody was asked to delete what was sent to others", `
		SELECT 'm' || a.message || ' ' || ` + mailboxNamed("a.mailbox") + `
		FROM asks a
		LEFT JOIN recipients r ON r.message = a.message AND r.mailbox = a.mailbox
		WHERE r.message IS NULL
		  AND NOT EXISTS (SELECT 1 FROM forwardings f WHERE f.message = a.message AND f.target = a.mailbox)`},
}

// ofCopies are about where messages lie.
var ofCopies = []invariant{
	{"a copy lies in another mailbox's folder", `
		SELECT 'm' || c.message || ' of ' || ` + mailboxNamed("c.mailbox") + `
		FROM copies c
		JOIN folders f ON f.id = c.folder
		WHERE f.mailbox <> c.mailbox`},
	{"a copy was delivered to no recipient", `
		SELECT 'm' || c.message || ' of ' || ` + mailboxNamed("c.mailbox") + `
		FROM copies c
		JOIN messages m ON m.id = c.message
		LEFT JOIN recipients r ON r.message = c.message AND r.mailbox = c.mailbox
		WHERE c.sent = 0
		  AND m.class < 2
		  AND m.sender IS NOT NULL
		  AND (r.message IS NULL OR r.bounced)
		  AND NOT EXISTS (SELECT 1 FROM forwardings f WHERE f.message = c.message AND f.target = c.mailbox)`},
	{"a sender's copy is in another mailbox", `
		SELECT 'm' || c.message || ' of ' || ` + mailboxNamed("c.mailbox") + `
		FROM copies c
		JOIN messages m ON m.id = c.message
		WHERE c.sent = 1 AND m.sender <> c.mailbox AND m.on_behalf_of IS NOT c.mailbox`},
	{"a message was passed on by a mailbox that did not get it", `
		SELECT 'm' || f.message || ' by ' || ` + mailboxNamed("f.mailbox") + `
		FROM forwardings f
		WHERE NOT EXISTS (SELECT 1 FROM recipients r WHERE r.message = f.message AND r.mailbox = f.mailbox)
		  AND NOT EXISTS (SELECT 1 FROM forwardings g WHERE g.message = f.message AND g.target = f.mailbox)`},
	{"a copy is marked as shared with nobody", `
		SELECT 'm' || c.message || ' of ' || ` + mailboxNamed("c.mailbox") + `
		FROM copies c
		WHERE c.shared AND NOT EXISTS (SELECT 1 FROM shares s WHERE s.message = c.message AND s.owner = c.mailbox)`},
	{"a copy is in Recoverable Items and still there", `
		SELECT 'm' || r.message || ' of ' || ` + mailboxNamed("r.mailbox") + `
		FROM recoverable r
		JOIN copies c ON c.message = r.message AND c.mailbox = r.mailbox AND c.sent = r.sent`},
	{"a copy in Recoverable Items was in another mailbox's folder", `
		SELECT 'm' || r.message || ' of ' || ` + mailboxNamed("r.mailbox") + `
		FROM recoverable r
		JOIN folders f ON f.id = r.folder
		WHERE f.mailbox <> r.mailbox`},
	{"a copy is in Recoverable Items and was never removed", `
		SELECT 'm' || r.message || ' of ' || ` + mailboxNamed("r.mailbox") + `
		FROM (SELECT message, mailbox
		  FROM recoverable EXCEPT
		  SELECT message, mailbox
		  FROM events
		  WHERE what IN (` + number(mail.WasRemoved) + `, ` + number(mail.WasPurged) + `)) r`},
	{"a copy is kept in Recoverable Items for too long", `
		SELECT 'm' || r.message || ' of ' || ` + mailboxNamed("r.mailbox") + `
		FROM recoverable r
		JOIN mailboxes b ON b.id = r.mailbox
		WHERE b.held IS NULL AND r.until <= (SELECT now FROM clock)`},
	{"a mailbox is on hold from later on", `
		SELECT address
		FROM mailboxes
		WHERE held > (SELECT now FROM clock)`},
	{"a read state is kept for what is no public folder", `
		SELECT 'm' || r.message || ' in ' || b.address
		FROM readings r
		JOIN mailboxes b ON b.id = r.folder
		WHERE b.kind <> 1`},
}

// number is a kind of event as the store has it.
func number(w mail.What) string { return strconv.Itoa(int(w)) }

// isFinal is the condition on events that tell a final outcome.
var isFinal = `what IN (` + number(mail.TakenBack) + `, ` + number(mail.NotTakenBack) + `)`

const recipientOf = `'r' || o.recall || ' ' || `

// ofRecalls are about what became of whom. What decided each outcome is asked again elsewhere: the store knows
// nothing of behaviours.
var ofRecalls = []invariant{
	{"the numbers of the recalls have a gap before", gap("recalls", "id", "r")},
	{"a recall and its recall message do not agree", `
		SELECT 'r' || r.id
		FROM recalls r
		JOIN messages m ON m.id = r.request
		WHERE m.class <> 1 OR m.recall IS NOT r.id
		UNION
		SELECT 'm' || m.id
		FROM messages m
		LEFT JOIN recalls r ON r.id = m.recall
		WHERE m.class = 1 AND r.request IS NOT m.id`},
	{"a replacement went to others than the original", `
		SELECT DISTINCT 'r' || r.id
		FROM recalls r
		JOIN recipients p ON p.message IN (r.message, r.replacement)
		WHERE r.replacement IS NOT NULL
		GROUP BY r.id, p.mailbox
		HAVING count(*) <> 2`},
	{"a recall has an outcome for somebody who was no recipient", `
		SELECT ` + recipientOf + mailboxNamed("o.mailbox") + `
		FROM outcomes o
		JOIN recalls r ON r.id = o.recall
		LEFT JOIN recipients p ON p.message = r.message AND p.mailbox = o.mailbox
		WHERE (p.message IS NULL OR p.position <> o.position OR p.via IS NOT o.via)
		  AND NOT EXISTS (SELECT 1 FROM forwardings f WHERE f.message = r.message AND f.target = o.mailbox)`},
	{"a recall has no outcome for a recipient", `
		SELECT 'r' || r.id || ' ' || ` + mailboxNamed("p.mailbox") + `
		FROM recalls r
		JOIN recipients p ON p.message = r.message
		LEFT JOIN outcomes o ON o.recall = r.id AND o.mailbox = p.mailbox
		WHERE o.recall IS NULL
		  AND NOT EXISTS (SELECT 1
		    FROM forwardings f
		    WHERE f.message = p.message AND f.mailbox = p.mailbox AND NOT f.kept)`},
	{"a recall miscounts the outcomes that are open", `
		SELECT 'r' || r.id
		FROM recalls r
		WHERE r.open <> (SELECT count(*) FROM outcomes o WHERE o.recall = r.id AND o.answer IS NULL)`},
	{"an outcome is due and decided, or was due before now", `
		SELECT ` + recipientOf + mailboxNamed("o.mailbox") + `
		FROM outcomes o
		WHERE o.due IS NOT NULL AND (o.answer IS NOT NULL OR o.due < (SELECT now FROM clock))`},
	{"an outcome is half decided", `
		SELECT ` + recipientOf + mailboxNamed("o.mailbox") + `
		FROM outcomes o
		WHERE (o.answer IS NULL) + (o.behaviour IS NULL) + (o.decided_at IS NULL) + (o.facts IS NULL) NOT IN (0, 4)`},
	{"an outcome was decided before the recall was asked for", `
		SELECT ` + recipientOf + mailboxNamed("o.mailbox") + `
		FROM outcomes o
		JOIN recalls r ON r.id = o.recall
		WHERE o.decided_at < r.asked_at`},
	{"an outcome and the log do not agree", `
		SELECT ` + recipientOf + mailboxNamed("o.mailbox") + `
		FROM outcomes o
		LEFT JOIN (SELECT recall, mailbox, count(*) AS n, max(at) AS at
		  FROM events
		  WHERE ` + isFinal + `
		  GROUP BY recall, mailbox) e ON e.recall = o.recall
		  AND e.mailbox = o.mailbox
		WHERE CASE WHEN o.answer IS NULL THEN e.n IS NOT NULL ELSE e.n IS NOT 1 OR e.at IS NOT o.decided_at END`},
	{"what was taken back is still there", `
		SELECT 'm' || e.message || ' of ' || ` + mailboxNamed("e.mailbox") + `
		FROM events e
		JOIN copies c ON c.message = e.message AND c.mailbox = e.mailbox AND c.sent = 0
		WHERE e.what = ` + number(mail.TakenBack)},
	{"an attempt was made where there is no public folder", `
		SELECT 'r' || a.recall || ' ' || ` + mailboxNamed("a.folder") + `
		FROM attempts a
		JOIN mailboxes b ON b.id = a.folder
		LEFT JOIN outcomes o ON o.recall = a.recall AND o.mailbox = a.folder
		WHERE b.kind <> 1 OR o.recall IS NULL`},
}

// ofLog are about what happened, and when.
var ofLog = []invariant{
	{"the sandbox does not have one clock", `SELECT count(*) || ' of them' FROM clock HAVING count(*) <> 1`},
	{"the clock is behind the log", `SELECT 'event ' || seq FROM events WHERE at > (SELECT now FROM clock)`},
	{"the log has a gap before", gap("events", "seq", "event ")},
	{"the log goes back in time at", `
		SELECT 'event ' || e.seq
		FROM events e
		WHERE e.at < (SELECT b.at FROM events b WHERE b.seq < e.seq ORDER BY b.seq DESC LIMIT 1)`},
	{"a recall is not in the log once", `
		SELECT 'r' || r.id
		FROM recalls r
		LEFT JOIN (SELECT recall, count(*) AS n
		  FROM events
		  WHERE what = ` + number(mail.RecallAsked) + `
		  GROUP BY recall) e ON e.recall = r.id
		WHERE e.n IS NOT 1`},
	{"a copy arrived and the log does not say so", `
		SELECT 'm' || c.message || ' of ' || ` + mailboxNamed("c.mailbox") + `
		FROM (SELECT message, mailbox
		  FROM copies
		  WHERE sent = 0 EXCEPT
		  SELECT message, mailbox
		  FROM events
		  WHERE what IN (` + number(mail.WasDelivered) + `, ` + number(mail.WasImported) + `)) c`},
}

// ofHistory are about the commands that made the sandbox, and its earlier states.
var ofHistory = []invariant{
	{"the history has a gap before", `
		SELECT 'line ' || x
		FROM (SELECT seq AS x, lag(seq) OVER (ORDER BY seq) AS y FROM history)
		WHERE CASE WHEN y IS NULL THEN x > 1 ELSE x <> y + 1 END`},
	{"a snapshot lacks a part", `
		SELECT s.name
		FROM snapshots s
		LEFT JOIN snapshot_parts p ON p.snapshot = s.id
		GROUP BY s.id
		HAVING count(p.part) = 0 OR max(p.part) - min(p.part) + 1 <> count(p.part) OR min(p.part) > 1`},
}

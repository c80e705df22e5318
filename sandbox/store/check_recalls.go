package store

import (
	"strconv"

	"recallbox/sandbox/mail"
)

// number is a kind of event as the store has it.
func number(w mail.What) string { return strconv.Itoa(int(w)) }

// settled is the condition on events that tell a final outcome.
var settled = `what IN (` + number(mail.TakenBack) + `, ` + number(mail.NotTakenBack) + `)`

const recipientOf = `'r' || o.recall || ' ' || `

// ofRecalls are about what became of whom. What decided each outcome is asked again elsewhere: the store knows nothing of behaviours.
var ofRecalls = []invariant{
	{"the numbers of the recalls have a gap before", gap("recalls", "id", "r")},
	{"a recall and its recall message do not agree", `SELECT 'r' || r.id FROM recalls r JOIN messages m ON m.id = r.request WHERE m.class <> 1 OR m.recall IS NOT r.id
		UNION SELECT 'm' || m.id FROM messages m LEFT JOIN recalls r ON r.id = m.recall WHERE m.class = 1 AND r.request IS NOT m.id`},
	{"a replacement went to others than the original", `SELECT DISTINCT 'r' || r.id FROM recalls r JOIN recipients p ON p.message IN (r.message, r.replacement) WHERE r.replacement IS NOT NULL GROUP BY r.id, p.mailbox HAVING count(*) <> 2`},
	{"a recall has an outcome for somebody who was no recipient", `SELECT ` + recipientOf + mailboxNamed("o.mailbox") + ` FROM outcomes o JOIN recalls r ON r.id = o.recall LEFT JOIN recipients p ON p.message = r.message AND p.mailbox = o.mailbox
		WHERE p.message IS NULL OR p.position <> o.position OR p.via IS NOT o.via`},
	{"a recall has no outcome for a recipient", `SELECT 'r' || r.id || ' ' || ` + mailboxNamed("p.mailbox") + ` FROM recalls r JOIN recipients p ON p.message = r.message LEFT JOIN outcomes o ON o.recall = r.id AND o.mailbox = p.mailbox WHERE o.recall IS NULL`},
	{"a recall miscounts the outcomes that are open", `SELECT 'r' || r.id FROM recalls r WHERE r.open <> (SELECT count(*) FROM outcomes o WHERE o.recall = r.id AND o.answer IS NULL)`},
	{"an outcome is half decided", `SELECT ` + recipientOf + mailboxNamed("o.mailbox") + ` FROM outcomes o WHERE (o.answer IS NULL) + (o.behaviour IS NULL) + (o.decided_at IS NULL) + (o.facts IS NULL) NOT IN (0, 4)`},
	{"an outcome was decided before the recall was asked for", `SELECT ` + recipientOf + mailboxNamed("o.mailbox") + ` FROM outcomes o JOIN recalls r ON r.id = o.recall WHERE o.decided_at < r.asked_at`},
	{"an outcome and the log do not agree", `SELECT ` + recipientOf + mailboxNamed("o.mailbox") + ` FROM outcomes o
		LEFT JOIN (SELECT recall, mailbox, count(*) AS n, max(at) AS at FROM events WHERE ` + settled + ` GROUP BY recall, mailbox) e ON e.recall = o.recall AND e.mailbox = o.mailbox
		WHERE CASE WHEN o.answer IS NULL THEN e.n IS NOT NULL ELSE e.n IS NOT 1 OR e.at IS NOT o.decided_at END`},
	{"what was taken back is still there", `SELECT 'm' || e.message || ' of ' || ` + mailboxNamed("e.mailbox") + ` FROM events e JOIN copies c ON c.message = e.message AND c.mailbox = e.mailbox AND c.sent = 0 WHERE e.what = ` + number(mail.TakenBack)},
	{"an attempt was made where there is no public folder", `SELECT 'r' || a.recall || ' ' || ` + mailboxNamed("a.folder") + ` FROM attempts a JOIN mailboxes b ON b.id = a.folder LEFT JOIN outcomes o ON o.recall = a.recall AND o.mailbox = a.folder WHERE b.kind <> 1 OR o.recall IS NULL`},
}

// Settled is what was decided in equal circumstances, with one of those about whom it was.
type Settled struct {
	Recall    int64
	System    string
	Address   string
	Reach     uint8
	Grouped   bool
	Public    bool
	Asked     int64 // facts in which the recall was asked for
	Facts     int64
	Answer    uint8
	Behaviour string
	Attempt   bool // a reader's attempt in a public folder, not an outcome
	TakenBack bool // as the log has it
}

// EachSettled visits what was decided, once for all in equal circumstances.
func (t *Tx) EachSettled(visit func(Settled) error) error {
	return t.each(`SELECT min(o.recall), r.system, b.address, o.reach, o.via IS NOT NULL, b.kind = 1, r.facts, o.facts, o.answer, c.behaviours, 0, e.what = `+number(mail.TakenBack)+`
		FROM outcomes o JOIN recalls r ON r.id = o.recall JOIN mailboxes b ON b.id = o.mailbox JOIN citations c ON c.id = o.behaviour
		JOIN (SELECT recall, mailbox, what FROM events WHERE `+settled+`) e ON e.recall = o.recall AND e.mailbox = o.mailbox
		WHERE o.answer IS NOT NULL GROUP BY r.system, 4, 5, 6, r.facts, o.facts, o.answer, o.behaviour, e.what
		UNION ALL SELECT a.recall, r.system, b.address, o.reach, o.via IS NOT NULL, 1, r.facts, a.facts, a.answer, coalesce(c.behaviours, ''), 1, 0
		FROM attempts a JOIN recalls r ON r.id = a.recall JOIN mailboxes b ON b.id = a.reader JOIN outcomes o ON o.recall = a.recall AND o.mailbox = a.folder LEFT JOIN citations c ON c.id = a.behaviour
		ORDER BY 1, 3`, nil, func(scan func(...any) error) error {
		var s Settled
		if err := scan(&s.Recall, &s.System, &s.Address, &s.Reach, &s.Grouped, &s.Public, &s.Asked, &s.Facts, &s.Answer, &s.Behaviour, &s.Attempt, &s.TakenBack); err != nil {
			return err
		}
		return visit(s)
	})
}

// EachRecall visits all recalls in their order.
func (t *Tx) EachRecall(visit func(Recall) error) error {
	return t.each(recallColumns+`ORDER BY id`, nil, func(scan func(...any) error) error {
		var r Recall
		if err := scan(r.dest()...); err != nil {
			return err
		}
		return visit(r)
	})
}

// EachCitation visits the lists of behaviour IDs that events and outcomes cite, space separated.
func (t *Tx) EachCitation(visit func(string) error) error {
	return t.each(`SELECT behaviours FROM citations ORDER BY id`, nil, func(scan func(...any) error) error {
		var ids string
		if err := scan(&ids); err != nil {
			return err
		}
		return visit(ids)
	})
}

// Size is how much there is in the sandbox.
type Size struct{ Mailboxes, Messages, Copies, Recalls, Events, Snapshots int64 }

// Size counts all there is.
func (t *Tx) Size() (s Size, err error) {
	_, err = t.one(`SELECT (SELECT count(*) FROM mailboxes), (SELECT count(*) FROM messages), (SELECT count(*) FROM copies), (SELECT count(*) FROM recalls),
		(SELECT count(*) FROM events), (SELECT count(*) FROM snapshots)`, nil, &s.Mailboxes, &s.Messages, &s.Copies, &s.Recalls, &s.Events, &s.Snapshots)
	return s, err
}

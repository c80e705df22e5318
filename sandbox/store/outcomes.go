package store

import (
	"strings"

	"recallbox/sandbox/mail"
)

// Outcome is what became, or becomes, of one recipient's copy.
type Outcome struct {
	KindKey
	Mailbox   int64
	Address   string
	Name      string
	Public    bool
	Via       string // the group's address, or ""
	Reach     uint8
	Answer    uint8 // 0 while it is open
	Behaviour string
	DecidedAt int64
	Reader    string
}

// PutOutcomes opens an outcome for every recipient of the recalled message, with how far a recall message can come: 0 to an Exchange
// account in the sender's organisation, 1 to another account there, 2 outside, 3 to nobody because the original never arrived.
func (t *Tx) PutOutcomes(r Recall, organisation int64) error {
	n, err := t.changed(`INSERT INTO outcomes (recall, mailbox, position, via, reach)
		SELECT ?, r.mailbox, r.position, r.via, CASE WHEN r.bounced THEN 3 WHEN b.organisation IS NULL OR b.organisation <> ? THEN 2 WHEN b.account > 1 THEN 1 ELSE 0 END
		FROM recipients r JOIN mailboxes b ON b.id = r.mailbox WHERE r.message = ? ORDER BY r.mailbox`, r.ID, organisation, r.Message)
	if err != nil {
		return err
	}
	return t.addOpen(r.ID, n)
}

// Reached is how many recipients a recall message reaches in one way.
type Reached struct {
	Reach   uint8
	Grouped bool // through a group
}

// Reaches lists the ways in which recipients are reached.
func (t *Tx) Reaches(recall int64) ([]Reached, error) {
	return list(t, `SELECT DISTINCT reach, via IS NOT NULL FROM outcomes WHERE recall = ? ORDER BY 1, 2`, []any{recall},
		func(r *Reached, scan func(...any) error) error { return scan(&r.Reach, &r.Grouped) })
}

// AddressRequest makes the recipients of the original recipients of the recall message; only those reached in these ways, if any are given.
func (t *Tx) AddressRequest(r Recall, ways []Reached) error {
	only, args := "", []any{r.Request, r.Message}
	if len(ways) > 0 {
		either := make([]string, len(ways))
		args = append(args, r.ID)
		for i, w := range ways {
			either[i] = `o.reach = ? AND (o.via IS NOT NULL) = ?`
			args = append(args, w.Reach, w.Grouped)
		}
		only = ` AND EXISTS (SELECT 1 FROM outcomes o WHERE o.recall = ? AND o.mailbox = r.mailbox AND (` + strings.Join(either, ` OR `) + `))`
	}
	return t.exec(`INSERT INTO recipients (message, mailbox, position, line, via, bounced)
		SELECT ?, r.mailbox, r.position, r.line, r.via, 0 FROM recipients r WHERE r.message = ?`+only+` ORDER BY r.mailbox`, args...)
}

// SettleReach settles the outcome of all who are reached in that way.
func (t *Tx) SettleReach(recall int64, r Reached, v Verdict, at int64) error {
	cite, err := t.cite(v.Behaviour)
	if err != nil {
		return err
	}
	n, err := t.changed(`UPDATE outcomes SET answer = ?, behaviour = ?, decided_at = ?, facts = ? WHERE recall = ? AND reach = ? AND (via IS NOT NULL) = ?`,
		v.Answer, cite, at, v.Facts, recall, r.Reach, r.Grouped)
	if err != nil {
		return err
	}
	return t.addOpen(recall, -n)
}

// LogReach logs the outcomes that were settled before any recall message arrived, failed or not counted, in the recipients' order.
func (t *Tx) LogReach(r Recall, failed, notCounted uint8, what mail.What, at int64) error {
	return t.exec(`INSERT INTO events (at, who, what, message, recall, mailbox, cites)
		SELECT ?, NULL, ?, ?, ?, mailbox, behaviour FROM outcomes WHERE recall = ? AND answer IN (?, ?) ORDER BY position`, at, what, r.Message, r.ID, r.ID, failed, notCounted)
}

// Attempt is one reader's attempt to process a recall message in a public folder.
type Attempt struct {
	Reader    string
	At        int64
	Answer    uint8
	Behaviour string
	Facts     int64
}

// PutAttempt records an attempt; a reader's newer one takes the place of the older.
func (t *Tx) PutAttempt(recall, folder, reader, at int64, v Verdict) error {
	cite, err := t.cite(v.Behaviour)
	if err != nil {
		return err
	}
	return t.exec(`INSERT OR REPLACE INTO attempts VALUES (?, ?, ?, ?, ?, ?, ?)`, recall, folder, reader, at, v.Answer, cite, v.Facts)
}

// AttemptBy finds a reader's attempt.
func (t *Tx) AttemptBy(recall, folder, reader int64) (facts int64, ok bool, err error) {
	ok, err = t.one(`SELECT facts FROM attempts WHERE recall = ? AND folder = ? AND reader = ?`, []any{recall, folder, reader}, &facts)
	return facts, ok, err
}

// Attempts lists the attempts in a public folder, oldest first.
func (t *Tx) Attempts(recall, folder int64) ([]Attempt, error) {
	return list(t, `SELECT b.address, a.at, a.answer, coalesce(c.behaviours, ''), a.facts FROM attempts a JOIN mailboxes b ON b.id = a.reader LEFT JOIN citations c ON c.id = a.behaviour
		WHERE a.recall = ? AND a.folder = ? ORDER BY a.at, b.address`, []any{recall, folder},
		func(a *Attempt, scan func(...any) error) error {
			return scan(&a.Reader, &a.At, &a.Answer, &a.Behaviour, &a.Facts)
		})
}

// RecalledFrom are the mailboxes from which the message was taken back, by any recall.
func (t *Tx) RecalledFrom(message int64, succeeded uint8) (map[int64]bool, error) {
	out := map[int64]bool{}
	err := t.each(`SELECT o.mailbox FROM recalls r JOIN outcomes o ON o.recall = r.id WHERE r.message = ? AND o.answer = ?`, []any{message, succeeded}, func(scan func(...any) error) error {
		var id int64
		err := scan(&id)
		out[id] = true
		return err
	})
	return out, err
}

// CountAnswers counts a recall's outcomes by their answer.
func (t *Tx) CountAnswers(recall int64) (map[uint8]int64, error) {
	out := map[uint8]int64{}
	err := t.each(`SELECT coalesce(answer, 0), count(*) FROM outcomes WHERE recall = ? GROUP BY 1`, []any{recall}, func(scan func(...any) error) error {
		var answer uint8
		var n int64
		err := scan(&answer, &n)
		out[answer] = n
		return err
	})
	return out, err
}

// InsideRecipients counts the recipients of a message that belong to the organisation and have, or had, it.
func (t *Tx) InsideRecipients(message, organisation int64) (int64, error) {
	return t.number(`SELECT count(*) FROM recipients r JOIN mailboxes b ON b.id = r.mailbox WHERE r.message = ? AND b.organisation = ? AND NOT r.bounced`, message, organisation)
}

package store

import (
	"fmt"
	"strings"

	"recallbox/sandbox/mail"
)

// Recall is a row of recalls.
type Recall struct {
	ID          int64
	Message     int64
	Sender      int64
	AskedAt     int64
	System      string
	Request     int64 // 0 where no recall message was delivered
	Replacement int64
	NoReport    bool
	Facts       int64
}

const recallColumns = `
	SELECT id, message, sender, asked_at, system, coalesce(request, 0), coalesce(replacement, 0), no_report, facts
	FROM recalls `

func (r *Recall) dest() []field {
	return []field{rowID{&r.ID}, rowID{&r.Message}, rowID{&r.Sender}, instant{&r.AskedAt}, nameText{&r.System},
		rowID{&r.Request}, rowID{&r.Replacement}, yesNo{&r.NoReport}, recallFacts{&r.Facts}}
}

func readRecall(r *Recall, scan func(...field) error) error { return scan(r.dest()...) }

// PutRecall adds a recall.
func (t *Tx) PutRecall(r Recall) (int64, error) {
	return t.insert(`
		INSERT INTO recalls (message, sender, asked_at, system, no_report, facts)
		VALUES (?, ?, ?, ?, ?, ?)`, r.Message, r.Sender, r.AskedAt, r.System, r.NoReport, r.Facts)
}

// SetRequest notes the recall message of a recall.
func (t *Tx) SetRequest(recall, request int64) error {
	return t.exec(`UPDATE recalls SET request = ? WHERE id = ?`, request, recall)
}

// addOpen counts the outcomes of a recall that are open: n more, or fewer.
func (t *Tx) addOpen(recall, n int64) error {
	return t.exec(`UPDATE recalls SET open = open + ? WHERE id = ?`, n, recall)
}

// SetReplacement notes the new message that was sent with a recall.
func (t *Tx) SetReplacement(recall, replacement int64) error {
	return t.exec(`UPDATE recalls SET replacement = ? WHERE id = ?`, replacement, recall)
}

// RecallByID finds a recall by its number.
func (t *Tx) RecallByID(id int64) (r Recall, err error) {
	err = t.row(recallColumns+`WHERE id = ?`, []any{id}, r.dest()...)
	return r, err
}

// RecallOfRequest finds the recall that a recall message belongs to.
func (t *Tx) RecallOfRequest(request int64) (r Recall, err error) {
	err = t.row(recallColumns+`WHERE request = ?`, []any{request}, r.dest()...)
	return r, err
}

// RecallOfReplacement finds the recall that sent a message in place of another.
func (t *Tx) RecallOfReplacement(replacement int64) (r Recall, err error) {
	err = t.row(recallColumns+`WHERE replacement = ?`, []any{replacement}, r.dest()...)
	return r, err
}

// RecallsOf lists the recalls of a message.
func (t *Tx) RecallsOf(message int64) ([]Recall, error) {
	return list(t, recallColumns+`WHERE message = ? ORDER BY id`, []any{message}, readRecall)
}

// RecallSummary is a recall with the subject of what was recalled.
type RecallSummary struct {
	ID, Message int64
	Subject     string
}

// Recalls lists all recalls in the order in which they were made.
func (t *Tx) Recalls() ([]RecallSummary, error) {
	return list(t, `
		SELECT r.id, m.id, coalesce(m.subject, '')
		FROM recalls r
		JOIN messages m ON m.id = r.message
		ORDER BY r.id`, nil,
		func(r *RecallSummary, scan func(...field) error) error {
			return scan(rowID{&r.ID}, rowID{&r.Message}, anyText{&r.Subject})
		})
}

// OpenRecalls lists the numbers of the recalls with a recipient whose outcome is open.
func (t *Tx) OpenRecalls() ([]int64, error) {
	return list(t, `SELECT id FROM recalls WHERE open > 0 ORDER BY id`, nil, readNumber)
}

// WaitingRecalls lists the numbers of the recalls whose recall message lies unprocessed in the Inbox of
// somebody picked.
func (t *Tx) WaitingRecalls(w Mailboxes) ([]int64, error) {
	where, args := w.in("q.folder") // an Inbox has its mailbox's number
	return list(t, `
		SELECT DISTINCT r.id
		FROM copies q
		JOIN recalls r ON r.request = q.message
		JOIN outcomes o ON o.recall = r.id AND o.mailbox = q.mailbox
		WHERE q.sent = 0 AND o.answer IS NULL AND `+where+`
		ORDER BY r.id`, args, readNumber)
}

func readNumber(n *int64, scan func(...field) error) error { return scan(rowID{n}) }

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

// PutOutcomes opens an outcome for every recipient of the recalled message, with how far a recall message can
// come: 0 to an Exchange account in the sender's organisation, 1 to another account there, 2 outside, 3 to
// nobody because the original never arrived, 4 the same outside.
//
// Whoever got it because others forward has one too, behind the others; whoever passed it on and kept none has none.
func (t *Tx) PutOutcomes(r Recall, organisation int64) error {
	passed, err := t.IsPassedOn(r.Message)
	if err != nil {
		return err
	}
	if !passed {
		return t.putOutcomes(r, organisation, `recipients`, `r.message = ?1`)
	}
	if err := t.putOutcomes(r, organisation, `recipients`,
		`r.message = ?1 AND (r.bounced OR NOT `+passesOn(`r.mailbox`)+`)`); err != nil {
		return err
	}
	return t.putOutcomes(r, organisation, `(SELECT mailbox,
		    (SELECT max(position) FROM recipients WHERE message = ?1) + mailbox AS position, NULL AS via, 0 AS bounced
		  FROM `+forwardedTo+`)`, `1`)
}

// putOutcomes opens an outcome for each row r: mailbox, position, via, bounced.
func (t *Tx) putOutcomes(r Recall, organisation int64, rows, where string) error {
	n, err := t.changed(`
		INSERT INTO outcomes (recall, mailbox, position, via, reach)
		SELECT ?2, r.mailbox, r.position, r.via, CASE WHEN b.organisation IS NULL OR b.organisation <> ?3
		  THEN iif(r.bounced, 4, 2) WHEN r.bounced THEN 3 WHEN b.account > 1 THEN 1 ELSE 0 END
		FROM `+rows+` r
		JOIN mailboxes b ON b.id = r.mailbox
		WHERE `+where+`
		ORDER BY r.mailbox`, r.Message, r.ID, organisation)
	if err != nil {
		return err
	}
	return t.addOpen(r.ID, n)
}

// HasRecipients says whether a recall has more than that many recipients.
func (t *Tx) HasRecipients(recall int64, more int) (bool, error) {
	n, err := t.number(`SELECT count(*) FROM (SELECT 1 FROM outcomes WHERE recall = ? LIMIT ?)`, recall, more+1)
	return n > int64(more), err
}

// Way is how many recipients a recall message reaches in one way.
type Way struct {
	Reach   uint8
	Grouped bool // through a group
}

// Ways lists the ways in which recipients are reached.
func (t *Tx) Ways(recall int64) ([]Way, error) {
	return list(t, `SELECT DISTINCT reach, via IS NOT NULL FROM outcomes WHERE recall = ? ORDER BY 1, 2`, []any{recall},
		func(r *Way, scan func(...field) error) error { return scan(reachIn(&r.Reach), yesNo{&r.Grouped}) })
}

// AddressRequest makes the recipients of the original recipients of the recall message; only those reached in
// these ways, if any are given.
func (t *Tx) AddressRequest(r Recall, ways []Way) error {
	passed, err := t.IsPassedOn(r.Message)
	if err != nil {
		return err
	}
	if passed {
		return t.addressHolders(r, ways)
	}
	only, args := "", []any{r.Request, r.Message}
	if len(ways) > 0 {
		either := make([]string, len(ways))
		args = append(args, r.ID)
		for i, w := range ways {
			either[i] = `o.reach = ? AND (o.via IS NOT NULL) = ?`
			args = append(args, w.Reach, w.Grouped)
		}
		only = `
			AND EXISTS (
			  SELECT 1 FROM outcomes o
			  WHERE o.recall = ? AND o.mailbox = r.mailbox AND (` + strings.Join(either, ` OR `) + `))`
	}
	return t.exec(`
		INSERT INTO recipients (message, mailbox, position, line, via, bounced)
		SELECT ?, r.mailbox, r.position, r.line, r.via, 0
		FROM recipients r
		WHERE r.message = ?`+only+`
		ORDER BY r.mailbox`, args...)
}

// addressHolders makes those who have an outcome recipients of the recall message: of a message that was passed on.
func (t *Tx) addressHolders(r Recall, ways []Way) error {
	either, args := []string{}, []any{r.Request, r.Message, r.ID}
	for _, w := range ways {
		either = append(either, `o.reach = ? AND (o.via IS NOT NULL) = ?`)
		args = append(args, w.Reach, w.Grouped)
	}
	only := ``
	if len(either) > 0 {
		only = ` AND (` + strings.Join(either, ` OR `) + `)`
	}
	return t.exec(`
		INSERT INTO recipients (message, mailbox, position, line, via, bounced)
		SELECT ?1, o.mailbox, o.position, coalesce(r.line, 0), o.via, 0
		FROM outcomes o
		LEFT JOIN recipients r ON r.message = ?2 AND r.mailbox = o.mailbox
		WHERE o.recall = ?3`+only+`
		ORDER BY o.mailbox`, args...)
}

// SettleReach settles the outcome of all who are reached in that way.
func (t *Tx) SettleReach(recall int64, r Way, v Verdict, at int64) error {
	cite, err := t.cite(v.Behaviour)
	if err != nil {
		return err
	}
	n, err := t.changed(`
		UPDATE outcomes
		SET answer = ?, behaviour = ?, decided_at = ?, facts = ?
		WHERE recall = ? AND reach = ? AND (via IS NOT NULL) = ?`,
		v.Answer, cite, at, v.Facts, recall, r.Reach, r.Grouped)
	if err != nil {
		return err
	}
	return t.addOpen(recall, -n)
}

// LogReach logs the outcomes that these verdicts settled before any recall message arrived, in the recipients' order.
func (t *Tx) LogReach(r Recall, verdicts []Verdict, what mail.What, at int64) error {
	if len(verdicts) == 0 {
		return nil
	}
	var cites strings.Builder
	for _, v := range verdicts {
		behaviour, err := t.cite(v.Behaviour)
		if err != nil {
			return err
		}
		all, err := t.cite(v.Cites)
		if err != nil {
			return err
		}
		fmt.Fprintf(&cites, ` WHEN %d THEN %d`, behaviour.Int64, all.Int64)
	}
	return t.exec(`
		INSERT INTO events (at, who, what, message, recall, mailbox, cites)
		SELECT ?, NULL, ?, ?, ?, mailbox, CASE behaviour`+cites.String()+` END
		FROM outcomes
		WHERE recall = ? AND answer IS NOT NULL
		ORDER BY position`, at, what, r.Message, r.ID, r.ID)
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
	return t.exec(`
		INSERT OR REPLACE INTO attempts
		VALUES (?, ?, ?, ?, ?, ?, ?)`, recall, folder, reader, at, v.Answer, cite, v.Facts)
}

// AttemptBy finds a reader's attempt.
func (t *Tx) AttemptBy(recall, folder, reader int64) (facts int64, err error) {
	err = t.row(`
		SELECT facts
		FROM attempts
		WHERE recall = ? AND folder = ? AND reader = ?`, []any{recall, folder, reader}, copyFacts{&facts})
	return facts, err
}

// Attempts lists the attempts in a public folder, oldest first.
func (t *Tx) Attempts(recall, folder int64) ([]Attempt, error) {
	return list(t, `
		SELECT b.address, a.at, a.answer, coalesce(c.behaviours, ''), a.facts
		FROM attempts a
		JOIN mailboxes b ON b.id = a.reader
		LEFT JOIN citations c ON c.id = a.behaviour
		WHERE a.recall = ? AND a.folder = ?
		ORDER BY a.at, b.address`, []any{recall, folder},
		func(a *Attempt, scan func(...field) error) error {
			return scan(addressText{&a.Reader}, instant{&a.At}, answerIn(&a.Answer), lineText{&a.Behaviour},
				copyFacts{&a.Facts})
		})
}

// RecalledFrom are the mailboxes from which the message was taken back, by any recall.
func (t *Tx) RecalledFrom(message int64, succeeded uint8) (map[int64]bool, error) {
	out := map[int64]bool{}
	err := t.each(`
		SELECT o.mailbox
		FROM recalls r
		JOIN outcomes o ON o.recall = r.id
		WHERE r.message = ? AND o.answer = ?`, []any{message, succeeded}, func(scan func(...field) error) error {
		var id int64
		err := scan(rowID{&id})
		out[id] = true
		return err
	})
	return out, err
}

// CountAnswers counts a recall's outcomes by their answer.
func (t *Tx) CountAnswers(recall int64) (map[uint8]int64, error) {
	out := map[uint8]int64{}
	err := t.each(`
		SELECT coalesce(answer, 0), count(*)
		FROM outcomes
		WHERE recall = ?
		GROUP BY 1`, []any{recall}, func(scan func(...field) error) error {
		var answer uint8
		var n int64
		err := scan(answerIn(&answer), tally{&n})
		out[answer] = n
		return err
	})
	return out, err
}

// InsideRecipients counts the recipients of a message that belong to the organisation, and those of them who have, or
// had, it.
func (t *Tx) InsideRecipients(message, organisation int64) (all, delivered int64, err error) {
	err = t.row(`
		SELECT count(*), count(*) FILTER (WHERE NOT r.bounced)
		FROM recipients r
		JOIN mailboxes b ON b.id = r.mailbox
		WHERE r.message = ? AND b.organisation = ?`, []any{message, organisation},
		tally{&all}, tally{&delivered})
	return all, delivered, err
}

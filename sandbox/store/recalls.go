package store

import (
	"fmt"
	"strings"

	"recallbox/sandbox/mail"
	"recallbox/sandbox/recall"
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
	Comment     string
	FromOwn     bool // the sender's own copy goes too
}

const recallColumns = `
	SELECT id, message, sender, asked_at, system, coalesce(request, 0), coalesce(replacement, 0), no_report, facts,
	  coalesce(comment, ''), from_own
	FROM recalls `

func (r *Recall) dest() []field {
	return []field{rowID{&r.ID}, rowID{&r.Message}, rowID{&r.Sender}, instant{&r.AskedAt}, nameText{&r.System},
		rowID{&r.Request}, rowID{&r.Replacement}, yesNo{&r.NoReport}, recallFacts{&r.Facts},
		anyText{&r.Comment}, yesNo{&r.FromOwn}}
}

func readRecall(r *Recall, scan func(...field) error) error { return scan(r.dest()...) }

// PutRecall adds a recall.
func (t *Tx) PutRecall(r Recall) (int64, error) {
	return t.insert(`
		INSERT INTO recalls (message, sender, asked_at, system, no_report, facts, comment, from_own)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
		r.Message, r.Sender, r.AskedAt, r.System, r.NoReport, r.Facts, orNullText(r.Comment), r.FromOwn)
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
	Due       int64 // when Outlook, once it has been idle, looks at the recall message; 0 if it need not be
}

// DisplayName is that of the recipient.
func (o Outcome) DisplayName() string { return Mailbox{Address: o.Address, Name: o.Name}.DisplayName() }

// Around is what the way of a recall message to its recipients depends on.
type Around struct {
	Organisation int64          // the sender's
	Accounts     []mail.Account // from which its mail system recalls
	Others       []Neighbour    // that have the same mail system
	Filtered     bool           // its mail goes through a filter
}

// Neighbour is another organisation, and how far it lets the sender's recall, a recall.Trusting.
type Neighbour struct {
	Organisation int64
	Trust        recall.Trusting
}

// trustOf is an SQL expression for how far the organisation in a column lets the sender's recall.
func (a Around) trustOf(organisation string) string {
	if len(a.Others) == 0 {
		return `0`
	}
	var b strings.Builder
	b.WriteString(`CASE ` + organisation)
	for _, o := range a.Others {
		fmt.Fprintf(&b, ` WHEN %d THEN %d`, o.Organisation, o.Trust)
	}
	b.WriteString(` ELSE 0 END`)
	return b.String()
}

// trust is trustOf for the recipient of an outcome: one outside whom the message has reached.
func (a Around) trust() string {
	if len(a.Others) == 0 {
		return `0`
	}
	const organisation = `(SELECT b.organisation FROM mailboxes b WHERE b.id = o.mailbox)`
	return `CASE WHEN o.reach IN (2, 5) THEN ` + a.trustOf(organisation) + ` ELSE 0 END`
}

// PutOutcomes opens an outcome for every recipient of the recalled message, with how far a recall message can
// come: 0 to one of these accounts in the sender's organisation, 1 to another account there, 2 outside, 3 to
// nobody because the original never arrived, 4 the same outside, 5 to one in the cloud of an ally, 6 like 0 through a
// filter, 7 like 0 on a server of the organisation's own.
//
// Whoever got it because others forward has one too, behind the others; whoever passed it on and kept none has none.
func (t *Tx) PutOutcomes(r Recall, around Around) error {
	passed, err := t.IsPassedOn(r.Message)
	if err != nil {
		return err
	}
	if !passed {
		return t.putOutcomes(r, around, `recipients`, `r.message = ?1`)
	}
	if err := t.putOutcomes(r, around, `recipients`,
		`r.message = ?1 AND (r.bounced OR NOT `+passesOn(`r.mailbox`)+`)`); err != nil {
		return err
	}
	return t.putOutcomes(r, around, `(SELECT mailbox,
		    (SELECT max(position) FROM recipients WHERE message = ?1) + mailbox AS position, NULL AS via, 0 AS bounced
		  FROM `+forwardedTo+`)`, `1`)
}

// putOutcomes opens an outcome for each row r: mailbox, position, via, bounced.
func (t *Tx) putOutcomes(r Recall, around Around, rows, where string) error {
	in := make([]string, len(around.Accounts))
	for i, a := range around.Accounts {
		in[i] = digit(uint8(a))
	}
	n, err := t.changed(`
		INSERT INTO outcomes (recall, mailbox, position, via, reach)
		SELECT ?2, r.mailbox, r.position, r.via, CASE WHEN b.organisation IS NULL OR b.organisation <> ?3
		  THEN CASE WHEN r.bounced THEN 4
		    WHEN `+around.trustOf(`b.organisation`)+` = ?4 AND b.account <= 1 AND NOT b.hosted THEN 5 ELSE 2 END
		  WHEN r.bounced THEN 3
		  WHEN b.account NOT IN (`+strings.Join(in, `, `)+`) THEN 1 WHEN b.hosted THEN 7 WHEN ?5 THEN 6 ELSE 0 END
		FROM `+rows+` r
		JOIN mailboxes b ON b.id = r.mailbox
		WHERE `+where+`
		ORDER BY r.mailbox`, r.Message, r.ID, around.Organisation, recall.Listed, around.Filtered)
	if err != nil {
		return err
	}
	return t.addOpen(r.ID, n)
}

// OpenReaches lists how far, in other ways than the plain one, a recall came to those whose outcome is open.
func (t *Tx) OpenReaches(recall int64) ([]uint8, error) {
	return list(t, `
		SELECT DISTINCT o.reach
		FROM recalls r
		CROSS JOIN outcomes o ON o.recall = r.id
		WHERE r.id = ? AND r.open > 0 AND o.reach > 0 AND o.answer IS NULL
		ORDER BY 1`, []any{recall}, func(reach *uint8, scan func(...field) error) error { return scan(reachIn(reach)) })
}

// Columns of facts gathered: how far the recall came to the recipient, and in which organisation that is.
const (
	ReachOf = `
	(SELECT o.reach FROM outcomes o WHERE o.recall = recall_facts.recall AND o.mailbox = recall_facts.mailbox)`
	OrganisationOf = `(SELECT b.organisation FROM mailboxes b WHERE b.id = recall_facts.mailbox)`
)

// OpenOrganisations lists the organisations of those to whom a recall came that far, and whose outcome is open.
func (t *Tx) OpenOrganisations(recall int64, reach uint8) ([]int64, error) {
	return list(t, `
		SELECT DISTINCT b.organisation
		FROM outcomes o
		JOIN mailboxes b ON b.id = o.mailbox
		WHERE o.recall = ? AND o.reach = ? AND o.answer IS NULL
		ORDER BY 1`, []any{recall, reach}, readNumber)
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
	Trust   recall.Trusting
}

// Ways lists the ways in which recipients are reached.
func (t *Tx) Ways(id int64, around Around) ([]Way, error) {
	return list(t, `
		SELECT DISTINCT o.reach, o.via IS NOT NULL, `+around.trust()+`
		FROM outcomes o
		WHERE o.recall = ?
		ORDER BY 1, 2, 3`, []any{id},
		func(r *Way, scan func(...field) error) error {
			return scan(reachIn(&r.Reach), yesNo{&r.Grouped}, oneOf(&r.Trust))
		})
}

// reachedIn is an SQL condition for outcomes o of those who are reached in one of the ways.
func (a Around) reachedIn(ways ...Way) (condition string, args []any) {
	either := make([]string, len(ways))
	for i, w := range ways {
		either[i] = `o.reach = ? AND (o.via IS NOT NULL) = ? AND ` + a.trust() + ` = ?`
		args = append(args, w.Reach, w.Grouped, w.Trust)
	}
	return `(` + strings.Join(either, ` OR `) + `)`, args
}

// AddressRequest makes the recipients of the original recipients of the recall message; only those reached in
// these ways, if any are given.
func (t *Tx) AddressRequest(r Recall, around Around, ways []Way) error {
	passed, err := t.IsPassedOn(r.Message)
	if err != nil {
		return err
	}
	if passed {
		return t.addressHolders(r, around, ways)
	}
	only, args := "", []any{r.Request, r.Message}
	if len(ways) > 0 {
		reached, more := around.reachedIn(ways...)
		args = append(append(args, r.ID), more...)
		only = `
			AND EXISTS (SELECT 1 FROM outcomes o WHERE o.recall = ? AND o.mailbox = r.mailbox AND ` + reached + `)`
	}
	return t.exec(`
		INSERT INTO recipients (message, mailbox, position, line, via, bounced)
		SELECT ?, r.mailbox, r.position, r.line, r.via, 0
		FROM recipients r
		WHERE r.message = ?`+only+`
		ORDER BY r.mailbox`, args...)
}

// addressHolders makes those who have an outcome recipients of the recall message: of a message that was passed on.
func (t *Tx) addressHolders(r Recall, around Around, ways []Way) error {
	only, args := ``, []any{r.Request, r.Message, r.ID}
	if len(ways) > 0 {
		reached, more := around.reachedIn(ways...)
		only, args = ` AND `+reached, append(args, more...)
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
func (t *Tx) SettleReach(recall int64, around Around, r Way, v Verdict, at int64) error {
	cite, err := t.cite(v.Behaviour)
	if err != nil {
		return err
	}
	reached, args := around.reachedIn(r)
	n, err := t.changed(`
		UPDATE outcomes AS o
		SET answer = ?, behaviour = ?, decided_at = ?, facts = ?
		WHERE o.recall = ? AND `+reached, append([]any{v.Answer, cite, at, v.Facts, recall}, args...)...)
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

// GroupOutcome counts the outcomes of those whom a message reached through a group.
type GroupOutcome struct {
	Address                             string
	Members, Succeeded, Failed, Decided int
}

// GroupOutcomes counts a recall's outcomes by the group, in the order in which the groups were named.
func (t *Tx) GroupOutcomes(recall int64, succeeded, failed uint8) ([]GroupOutcome, error) {
	return list(t, `
		SELECT g.address, count(*), count(*) FILTER (WHERE o.answer = ?), count(*) FILTER (WHERE o.answer = ?),
		  count(o.answer)
		FROM outcomes o
		JOIN groups g ON g.id = o.via
		WHERE o.recall = ?
		GROUP BY g.id
		ORDER BY min(o.position)`, []any{succeeded, failed, recall},
		func(g *GroupOutcome, scan func(...field) error) error {
			return scan(addressText{&g.Address}, tallyInt{&g.Members}, tallyInt{&g.Succeeded}, tallyInt{&g.Failed},
				tallyInt{&g.Decided})
		})
}

// HasReached says whether anybody has, or had, a message that was sent.
func (t *Tx) HasReached(message int64) (bool, error) {
	n, err := t.number(`SELECT EXISTS (SELECT 1 FROM recipients WHERE message = ? AND NOT bounced)`, message)
	return n > 0, err
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

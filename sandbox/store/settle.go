package store

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"recallbox/sandbox/mail"
)

// Settling works on groups: Gather collects the recipients whose outcome is open with the facts about each,
// packed into one number; the engine is asked once for each distinct number; Settle carries the verdicts out,
// one statement for each kind of effect.

// Bits says where a column of recall_facts stands in the packed facts.
type Bits struct {
	Column string // or a number
	Shift  int
}

// Verdict is what the engine said to one set of facts.
type Verdict struct {
	Facts     int64
	Answer    uint8
	Behaviour string // what decided
	Cites     string // all behaviours behind it, space separated, for the log
	Final     bool
	TakesBack bool        // the original goes
	Spends    bool        // the recall message goes
	Notice    mail.Notice // told to the recipient, or the reader of a public folder
	Reports   bool        // to the sender
	Succeeded bool
	Form      string // of the report

	NoticeForm string
}

// The places in settling are in the order of the recipients' positions.
const settlingTables = `
	CREATE TEMP TABLE IF NOT EXISTS settling (
	  place   INTEGER PRIMARY KEY,
	  mailbox INTEGER NOT NULL,
	  facts   INTEGER NOT NULL,
	  told    INTEGER NOT NULL
	);
	CREATE TEMP TABLE IF NOT EXISTS verdicts (
	  facts      INTEGER PRIMARY KEY,
	  answer     INTEGER NOT NULL,
	  behaviour  INTEGER,
	  cites      INTEGER,
	  final      INTEGER NOT NULL,
	  takes_back INTEGER NOT NULL,
	  spends     INTEGER NOT NULL,
	  notice     INTEGER NOT NULL,
	  reports    INTEGER NOT NULL,
	  succeeded  INTEGER NOT NULL,
	  form       INTEGER,
	  notice_form INTEGER
	);
	DELETE FROM settling; DELETE FROM verdicts`

// Gather collects the open outcomes of a recall, of those picked only if any are, and gives their distinct facts.
func (t *Tx) Gather(recall int64, w *Mailboxes, bits []Bits) ([]int64, error) {
	if err := t.exec(settlingTables); err != nil {
		return nil, err
	}
	where, args := "", []any{recall}
	if w != nil {
		picked, more := w.in("mailbox")
		where, args = " AND "+picked, append(args, more...)
	}
	err := t.exec(`
		INSERT INTO settling (mailbox, facts, told)
		SELECT mailbox, `+packFacts(bits)+`, mailbox
		FROM recall_facts
		WHERE recall = ?`+where+`
		ORDER BY position`, args...)
	if err != nil {
		return nil, err
	}
	return list(t, `SELECT DISTINCT facts FROM settling ORDER BY facts`, nil,
		func(facts *int64, scan func(...field) error) error { return scan(copyFacts{facts}) })
}

// GatherOne collects one outcome with facts that are known already. It is the reader of a public folder who is told.
func (t *Tx) GatherOne(recall, folder, reader, facts int64) error {
	if err := t.exec(settlingTables); err != nil {
		return err
	}
	return t.exec(`
		INSERT INTO settling (mailbox, facts, told)
		SELECT mailbox, ?, ?
		FROM outcomes
		WHERE recall = ? AND mailbox = ?`, facts, reader, recall, folder)
}

// OpenFacts gives the facts about every recipient whose outcome is open, as things stand.
func (t *Tx) OpenFacts(recall int64, w *Mailboxes, bits []Bits) (map[int64]int64, error) {
	where, args := "", []any{recall}
	if w != nil {
		picked, more := w.in("mailbox")
		where, args = " AND "+picked, append(args, more...)
	}
	facts := map[int64]int64{}
	err := t.each(`
		SELECT mailbox, `+packFacts(bits)+`
		FROM recall_facts
		WHERE recall = ?`+where, args, func(scan func(...field) error) error {
		var mailbox, f int64
		err := scan(rowID{&mailbox}, copyFacts{&f})
		facts[mailbox] = f
		return err
	})
	return facts, err
}

func packFacts(bits []Bits) string {
	terms := make([]string, len(bits))
	for i, b := range bits {
		terms[i] = fmt.Sprintf("((%s) << %d)", b.Column, b.Shift)
	}
	return strings.Join(terms, " | ")
}

// Settle carries the verdicts out on what was gathered, step by step over all recipients: outcomes, copies,
// notices, reports.
func (t *Tx) Settle(r Recall, at int64, verdicts []Verdict) error {
	for _, v := range verdicts {
		if err := t.putVerdict(v); err != nil {
			return err
		}
	}
	steps := []func(Recall, int64) error{
		t.settleOutcomes, t.logOutcomes, t.settleCopies, t.settleNotices, t.settleReports,
	}
	for _, step := range steps {
		if err := step(r, at); err != nil {
			return err
		}
	}
	return nil
}

func (t *Tx) putVerdict(v Verdict) error {
	behaviour, err := t.cite(v.Behaviour)
	if err != nil {
		return err
	}
	cites, err := t.cite(v.Cites)
	if err != nil {
		return err
	}
	form, err := t.cite(v.Form)
	if err != nil {
		return err
	}
	told, err := t.cite(v.NoticeForm)
	if err != nil {
		return err
	}
	return t.exec(`INSERT INTO verdicts VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, v.Facts, v.Answer, behaviour, cites,
		v.Final, v.TakesBack, v.Spends, v.Notice, v.Reports, v.Succeeded, form, told)
}

// joinVerdicts is what was gathered, with its verdicts, in the recipients' order.
const joinVerdicts = ` FROM settling s CROSS JOIN verdicts v ON v.facts = s.facts WHERE `

func (t *Tx) settleOutcomes(r Recall, at int64) error {
	ends, err := t.endsIdle()
	if err != nil {
		return err
	}
	n, err := t.changed(`
		UPDATE outcomes
		SET answer = v.answer, behaviour = v.behaviour, decided_at = ?, facts = s.facts,
		  reader = nullif(s.told, s.mailbox)`+ends+joinVerdicts+`v.final
		  AND outcomes.recall = ?
		  AND outcomes.mailbox = s.mailbox`, at, r.ID)
	if err != nil || n == 0 {
		return err
	}
	return t.addOpen(r.ID, -n)
}

func (t *Tx) logOutcomes(r Recall, at int64) error {
	return t.exec(`
		INSERT INTO events (at, who, what, message, recall, mailbox, cites)
		SELECT ?, s.told, CASE WHEN NOT v.final THEN ? WHEN v.succeeded THEN ? ELSE ? END, ?, ?, s.mailbox,
		  v.cites`+joinVerdicts+`(v.final OR v.notice > 0)
		ORDER BY s.place`,
		at, mail.Attempted, mail.TakenBack, mail.NotTakenBack, r.Message, r.ID)
}

func (t *Tx) settleCopies(r Recall, _ int64) error {
	const remove = `DELETE FROM copies WHERE message = ? AND sent = 0 AND mailbox IN (SELECT s.mailbox` + joinVerdicts
	if err := t.exec(remove+`v.takes_back)`, r.Message); err != nil {
		return err
	}
	return t.exec(remove+`v.spends)`, r.Request)
}

// settleNotices tells the recipients.
func (t *Tx) settleNotices(r Recall, at int64) error {
	return t.putSystemMail(
		systemMail{Message: Message{Class: mail.NoticeMessage, SentAt: at, About: r.Message, Recall: r.ID},
			each: `s.told, v.notice, NULL, v.notice_form, NULL`, from: joinVerdicts + `v.notice > 0 ORDER BY s.place`},
	)
}

// settleReports tells the sender.
func (t *Tx) settleReports(r Recall, at int64) error {
	return t.putSystemMail(
		systemMail{Message: Message{Class: mail.Report, SentAt: at, About: r.Message, Recall: r.ID}, to: r.Sender,
			each: `s.mailbox, NULL, v.succeeded, v.form, NULL`, from: joinVerdicts + `v.reports ORDER BY s.place`},
	)
}

// ReportOutcomes tells the sender of every recipient whose outcome is for good.
func (t *Tx) ReportOutcomes(r Recall, form string, succeeded uint8, at int64) error {
	cite, err := t.cite(form)
	if err != nil {
		return err
	}
	return t.putSystemMail(
		systemMail{Message: Message{Class: mail.Report, SentAt: at, About: r.Message, Recall: r.ID}, to: r.Sender,
			each: `mailbox, NULL, answer = ?, ?, NULL`,
			from: ` FROM outcomes WHERE recall = ? AND answer IS NOT NULL ORDER BY position`,
			args: []any{succeeded, cite, r.ID}},
	)
}

// The facts about those whose outcome is open, as they were gathered last: one table for the transaction, read
// beside outcomes, which has the facts by which the others were decided.
const standingTable = `
	CREATE TEMP TABLE IF NOT EXISTS standing (
	  recall  INTEGER,
	  mailbox INTEGER,
	  facts   INTEGER NOT NULL,
	  PRIMARY KEY (recall, mailbox)
	) WITHOUT ROWID`

// Tried is a column of facts gathered for a public folder in which the recall message lies: 2 once somebody has
// opened it there.
const Tried = `
	2 * (public AND request < 3
	  AND EXISTS (SELECT 1 FROM attempts a WHERE a.recall = recall_facts.recall AND a.folder = recall_facts.mailbox))`

// GatherStanding notes the facts about every recipient whose outcome is open, as things stand.
func (t *Tx) GatherStanding(recall int64, bits []Bits) error {
	return t.gatherStanding(recall, bits, `recall_facts WHERE recall = ?1`)
}

// GatherHeld does so while the recall message has not gone out: as if it came now, to where the recipients' rules would
// move it. The column reach says how far it can come.
func (t *Tx) GatherHeld(r Recall, a Arrival, bits []Bits) error {
	return t.gatherStanding(r.ID, bits, `(
		SELECT o.recall, o.mailbox, o.reach, w.grouped, w.public, w.other_program, w.stopped, w.manual, w.seen, w.original,
		  w.placed_by, w.shared, w.fetched, 0 AS request_read, 0 AS not_idle_yet, w.one_read_state,
		  CASE f.kind WHEN 0 THEN 0 WHEN 4 THEN 2 ELSE 1 END AS request,
		  f.id <> b.id AS request_placed_by, -- by a rule, or where it arrives
		  coalesce(c.folder = f.id, 0) AS together
		FROM recall_facts w
		JOIN outcomes o ON o.recall = w.recall AND o.mailbox = w.mailbox
		JOIN mailboxes b ON b.id = w.mailbox
		LEFT JOIN copies c ON c.message = ?2 AND c.mailbox = b.id AND c.sent = 0
		LEFT JOIN rules x ON x.id = `+ruleThatMoves+`
		JOIN folders f ON f.id = coalesce(x.folder, b.id)
		WHERE w.recall = ?1)`, r.Message, a.From, a.Subject, a.Class)
}

// Changes is how many rows the connection has ever changed: as long as it is the same, what was gathered is true.
func (t *Tx) Changes() (int64, error) { return t.number(`SELECT total_changes()`) }

func (t *Tx) gatherStanding(recall int64, bits []Bits, from string, args ...any) error {
	if err := t.exec(standingTable); err != nil {
		return err
	}
	if err := t.exec(`DELETE FROM standing WHERE recall = ?`, recall); err != nil {
		return err
	}
	return t.exec(`
		INSERT INTO standing
		SELECT recall, mailbox, `+packFacts(bits)+`
		FROM `+from+`
		ORDER BY mailbox`, append([]any{recall}, args...)...)
}

// KindKey tells recipients apart who stand differently: by the facts, and by whether these have decided for good.
type KindKey struct {
	Final bool
	Facts int64
}

// Kind is how many recipients stand alike.
type Kind struct {
	KindKey
	Number  int
	Public  int  // so many of them are public folders
	Grouped bool // some were reached through a group
}

const standingOutcomes = `
	FROM outcomes o
	LEFT JOIN standing s ON s.recall = o.recall AND s.mailbox = CASE WHEN o.answer IS NULL THEN o.mailbox END `

// Kinds lists the kinds of a recall's recipients, in the order of the first recipient of each.
func (t *Tx) Kinds(recall int64) ([]Kind, error) {
	if err := t.exec(standingTable); err != nil {
		return nil, err
	}
	public, err := t.publicKinds(recall)
	if err != nil {
		return nil, err
	}
	return list(t, `
		SELECT o.answer IS NOT NULL, coalesce(o.facts, s.facts, 0), count(*), max(o.via IS NOT NULL),
		  min(o.position)`+standingOutcomes+`WHERE o.recall = ?
		GROUP BY 1, 2
		ORDER BY 5`,
		[]any{recall}, func(k *Kind, scan func(...field) error) error {
			var first int64
			err := scan(yesNo{&k.Final}, copyFacts{&k.Facts}, tallyInt{&k.Number}, yesNo{&k.Grouped}, tally{&first})
			k.Public = public[k.KindKey]
			return err
		})
}

// publicKinds counts the public folders among a recall's recipients by kind.
func (t *Tx) publicKinds(recall int64) (map[KindKey]int, error) {
	out := map[KindKey]int{}
	err := t.each(`
		SELECT o.answer IS NOT NULL, coalesce(o.facts, s.facts, 0)
		FROM mailboxes b
		CROSS JOIN outcomes o ON o.mailbox = b.id
		LEFT JOIN standing s ON s.recall = o.recall AND s.mailbox = o.mailbox
		WHERE b.kind <> 0 AND b.kind = ? AND o.recall = ?`, []any{PublicMailbox, recall},
		func(scan func(...field) error) error {
			var k KindKey
			err := scan(yesNo{&k.Final}, copyFacts{&k.Facts})
			out[k]++
			return err
		})
	return out, err
}

// CopiesLeft is how many copies of a recalled message are still there, of recipients who stand alike and have seen it
// in the same way.
type CopiesLeft struct {
	KindKey
	Seen   mail.Seen
	Number int
}

// A copy in a public folder is as its readers have seen it: opened if one of them has opened it.
const copiesLeft = standingOutcomes + `
	CROSS JOIN mailboxes b ON b.id = o.mailbox
	JOIN copies c ON c.message = ?1 AND c.mailbox = o.mailbox AND c.sent = 0
	WHERE o.recall = ?2`

const seenLeft = `
	CASE WHEN b.kind <> ?3 OR b.shared_reading THEN c.seen ELSE ?4 * EXISTS (
	  SELECT 1 FROM readings x WHERE x.message = c.message AND x.folder = c.mailbox AND x.seen = ?4) END`

func copiesLeftOf(r Recall) []any { return []any{r.Message, r.ID, PublicMailbox, mail.Opened} }

// CopiesLeft counts the copies of the recalled message that are still there.
func (t *Tx) CopiesLeft(r Recall) ([]CopiesLeft, error) {
	return list(t, `
		SELECT o.answer IS NOT NULL, coalesce(o.facts, s.facts, 0), `+seenLeft+`, count(*)`+copiesLeft+`
		GROUP BY 1, 2, 3
		ORDER BY 1, 2, 3`, copiesLeftOf(r), func(c *CopiesLeft, scan func(...field) error) error {
		return scan(yesNo{&c.Final}, copyFacts{&c.Facts}, oneOf(&c.Seen), tallyInt{&c.Number})
	})
}

// EachCopyLeft visits them, in the recipients' order. Number is 1.
func (t *Tx) EachCopyLeft(r Recall, visit func(c CopiesLeft, address string) error) error {
	return t.each(`
		SELECT o.answer IS NOT NULL, coalesce(o.facts, s.facts, 0), `+seenLeft+`, b.address`+copiesLeft+`
		ORDER BY o.position`, copiesLeftOf(r), func(scan func(...field) error) error {
		c, address := CopiesLeft{Number: 1}, ""
		if err := scan(yesNo{&c.Final}, copyFacts{&c.Facts}, oneOf(&c.Seen), addressText{&address}); err != nil {
			return err
		}
		return visit(c, address)
	})
}

const outcomeColumns = `
	SELECT o.answer IS NOT NULL, coalesce(o.facts, s.facts, 0), o.mailbox, b.address, coalesce(b.name, ''), b.kind = 1,
	  coalesce(g.address, ''), o.reach, coalesce(o.answer, 0), coalesce(c.behaviours, ''), coalesce(o.decided_at, 0),
	  coalesce(x.address, ''), coalesce(o.due, 0)`

const outcomeNames = `
		CROSS JOIN mailboxes b ON b.id = o.mailbox
		LEFT JOIN groups g ON g.id = o.via
		LEFT JOIN citations c ON c.id = o.behaviour
		LEFT JOIN mailboxes x ON x.id = o.reader `

func (o *Outcome) dest() []field {
	return []field{
		yesNo{&o.Final}, copyFacts{&o.Facts}, rowID{&o.Mailbox}, addressText{&o.Address}, nameText{&o.Name},
		yesNo{&o.Public}, addressText{&o.Via}, reachIn(&o.Reach), answerIn(&o.Answer), lineText{&o.Behaviour},
		instant{&o.DecidedAt}, addressText{&o.Reader}, instant{&o.Due},
	}
}

// EachOutcome visits a recall's outcomes in the recipients' order. The facts about those that are open are as
// they were gathered last.
func (t *Tx) EachOutcome(recall int64, visit func(Outcome) error) error {
	return t.eachOutcome(outcomeColumns+standingOutcomes+outcomeNames+`
		WHERE o.recall = ?
		ORDER BY o.position`, []any{recall}, visit)
}

// EachUrgent visits the first outcomes in the order of their kinds' ranks, at most that many.
func (t *Tx) EachUrgent(recall int64, ranks map[KindKey]int, most int, visit func(Outcome) error) error {
	if len(ranks) == 0 {
		return nil
	}
	rank := fmt.Sprintf(
		`CASE WHEN o.answer IS NULL THEN %s ELSE %s END`,
		rankOf(ranks, false, `s.facts`),
		rankOf(ranks, true, `o.facts`),
	)
	first := `
		WITH first AS MATERIALIZED (SELECT o.mailbox, o.position,
		  ` + rank + ` AS rank` + standingOutcomes + `WHERE o.recall = ?1
		  ORDER BY rank, o.position LIMIT ?2) `
	return t.eachOutcome(first+outcomeColumns+`
		FROM first
		CROSS JOIN outcomes o ON o.recall = ?1 AND o.mailbox = first.mailbox
		LEFT JOIN standing s ON s.recall = o.recall
		  AND s.mailbox = o.mailbox`+outcomeNames+`ORDER BY first.rank, first.position`, []any{recall, most}, visit)
}

// rankOf is an SQL expression for the rank that goes with facts.
func rankOf(ranks map[KindKey]int, final bool, facts string) string {
	var b strings.Builder
	b.WriteString(`CASE ` + facts)
	byFacts := func(a, b KindKey) int { return cmp.Compare(a.Facts, b.Facts) }
	for _, k := range slices.SortedFunc(maps.Keys(ranks), byFacts) {
		if k.Final == final {
			fmt.Fprintf(&b, ` WHEN %d THEN %d`, k.Facts, ranks[k])
		}
	}
	b.WriteString(` WHEN NULL THEN 0 END`)
	return b.String()
}

func (t *Tx) eachOutcome(query string, args []any, visit func(Outcome) error) error {
	if err := t.exec(standingTable); err != nil {
		return err
	}
	return eachOf(t, query, args, (*Outcome).dest, visit)
}

package store

import (
	"fmt"
	"strings"

	"recallbox/sandbox/mail"
)

// Settling works on groups: Gather collects the recipients whose outcome is open with the facts about each, packed into one number; the
// engine is asked once for each distinct number; Settle carries the verdicts out, one statement for each kind of effect.

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
}

// The places in settling are in the order of the recipients' positions.
const settlingTables = `
	CREATE TEMP TABLE IF NOT EXISTS settling (place INTEGER PRIMARY KEY, mailbox INTEGER NOT NULL, facts INTEGER NOT NULL, told INTEGER NOT NULL);
	CREATE TEMP TABLE IF NOT EXISTS verdicts (facts INTEGER PRIMARY KEY, answer INTEGER NOT NULL, behaviour INTEGER, cites INTEGER, final INTEGER NOT NULL,
	  takes_back INTEGER NOT NULL, spends INTEGER NOT NULL, notice INTEGER NOT NULL, reports INTEGER NOT NULL, succeeded INTEGER NOT NULL, form INTEGER);
	DELETE FROM settling; DELETE FROM verdicts`

// Gather collects the open outcomes of a recall, of those picked only if any are, and gives their distinct facts.
func (t *Tx) Gather(recall int64, w *Who, bits []Bits) ([]int64, error) {
	if err := t.exec(settlingTables); err != nil {
		return nil, err
	}
	where, args := "", []any{recall}
	if w != nil {
		picked, more := w.in("mailbox")
		where, args = " AND "+picked, append(args, more...)
	}
	err := t.exec(`INSERT INTO settling (mailbox, facts, told) SELECT mailbox, `+packed(bits)+`, mailbox FROM recall_facts WHERE recall = ?`+where+` ORDER BY position`, args...)
	if err != nil {
		return nil, err
	}
	return list(t, `SELECT DISTINCT facts FROM settling ORDER BY facts`, nil, readNumber)
}

// GatherOne collects one outcome with facts that are known already. It is the reader of a public folder who is told.
func (t *Tx) GatherOne(recall, folder, reader, facts int64) error {
	if err := t.exec(settlingTables); err != nil {
		return err
	}
	return t.exec(`INSERT INTO settling (mailbox, facts, told) SELECT mailbox, ?, ? FROM outcomes WHERE recall = ? AND mailbox = ?`, facts, reader, recall, folder)
}

// OpenFacts gives the facts about every recipient whose outcome is open, as things stand.
func (t *Tx) OpenFacts(recall int64, w *Who, bits []Bits) (map[int64]int64, error) {
	where, args := "", []any{recall}
	if w != nil {
		picked, more := w.in("mailbox")
		where, args = " AND "+picked, append(args, more...)
	}
	facts := map[int64]int64{}
	err := t.each(`SELECT mailbox, `+packed(bits)+` FROM recall_facts WHERE recall = ?`+where, args, func(scan func(...any) error) error {
		var mailbox, f int64
		err := scan(&mailbox, &f)
		facts[mailbox] = f
		return err
	})
	return facts, err
}

func packed(bits []Bits) string {
	terms := make([]string, len(bits))
	for i, b := range bits {
		terms[i] = fmt.Sprintf("((%s) << %d)", b.Column, b.Shift)
	}
	return strings.Join(terms, " | ")
}

// Settle carries the verdicts out on what was gathered, step by step over all recipients: outcomes, copies, notices, reports.
func (t *Tx) Settle(r Recall, at int64, verdicts []Verdict) error {
	for _, v := range verdicts {
		if err := t.putVerdict(v); err != nil {
			return err
		}
	}
	for _, step := range []func(Recall, int64) error{t.settleOutcomes, t.logOutcomes, t.settleCopies, t.settleNotices, t.settleReports} {
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
	return t.exec(`INSERT INTO verdicts VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		v.Facts, v.Answer, behaviour, cites, v.Final, v.TakesBack, v.Spends, v.Notice, v.Reports, v.Succeeded, form)
}

// decided is what was gathered, with its verdicts, in the recipients' order.
const decided = ` FROM settling s CROSS JOIN verdicts v ON v.facts = s.facts WHERE `

func (t *Tx) settleOutcomes(r Recall, at int64) error {
	n, err := t.changed(`UPDATE outcomes SET answer = v.answer, behaviour = v.behaviour, decided_at = ?, facts = s.facts, reader = nullif(s.told, s.mailbox)`+
		decided+`v.final AND outcomes.recall = ? AND outcomes.mailbox = s.mailbox`, at, r.ID)
	if err != nil || n == 0 {
		return err
	}
	return t.addOpen(r.ID, -n)
}

func (t *Tx) logOutcomes(r Recall, at int64) error {
	return t.exec(`INSERT INTO events (at, who, what, message, recall, mailbox, cites)
		SELECT ?, s.told, CASE WHEN NOT v.final THEN ? WHEN v.succeeded THEN ? ELSE ? END, ?, ?, s.mailbox, v.cites`+decided+`(v.final OR v.notice > 0) ORDER BY s.place`,
		at, mail.Attempted, mail.TakenBack, mail.NotTakenBack, r.Message, r.ID)
}

func (t *Tx) settleCopies(r Recall, _ int64) error {
	const remove = `DELETE FROM copies WHERE message = ? AND sent = 0 AND mailbox IN (SELECT s.mailbox` + decided
	if err := t.exec(remove+`v.takes_back)`, r.Message); err != nil {
		return err
	}
	return t.exec(remove+`v.spends)`, r.Request)
}

// settleNotices tells the recipients.
func (t *Tx) settleNotices(r Recall, at int64) error {
	return t.putMade(made{Message: Message{Class: mail.NoticeMessage, SentAt: at, About: r.Message, Recall: r.ID},
		each: `s.told, v.notice, NULL, NULL, NULL`, from: decided + `v.notice > 0 ORDER BY s.place`})
}

// settleReports tells the sender.
func (t *Tx) settleReports(r Recall, at int64) error {
	return t.putMade(made{Message: Message{Class: mail.Report, SentAt: at, About: r.Message, Recall: r.ID}, to: r.Sender,
		each: `s.mailbox, NULL, v.succeeded, v.form, NULL`, from: decided + `v.reports ORDER BY s.place`})
}

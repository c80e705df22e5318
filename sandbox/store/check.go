package store

import (
	"errors"
	"fmt"

	"recallbox/sandbox/mail"
)

// Problem is one thing that is wrong in a sandbox file.
type Problem struct {
	What  string // what is wrong: the same words wherever it is wrong
	Where string // an ID, an address, …
}

// What is wrong where no query can tell.
const (
	brokenFile   = "the database is not whole"
	otherSchema  = "the tables are not those of a sandbox"
	wrongValue   = "a row has a value that it cannot have"
	brokenTable  = "a row names another that is not there"
	otherContent = "the bytes of a message are not what was kept"
)

// Invariants are what Check can find wrong.
func Invariants() []string {
	all := []string{brokenFile, otherSchema, wrongValue, brokenTable, otherContent}
	for _, i := range invariants {
		all = append(all, i.wrong)
	}
	return all
}

// Check goes through the whole file and reports what is wrong in it: first what SQLite itself finds, then every
// row that breaks an invariant. Where the file or what refers to what is broken, what follows from that is not reported
// too. Its tables are those of a sandbox, else it would not have been opened.
func (t *Tx) Check(report func(Problem)) error {
	found := false
	tell := func(p Problem) {
		found = true
		report(p)
	}
	steps := []func(func(Problem)) error{
		t.checkFile, t.checkValues, t.checkReferences, t.checkInvariants, t.checkContents,
	}
	for _, step := range steps {
		err := translate(step(tell))
		if errors.Is(err, ErrDamaged) {
			tell(Problem{brokenFile, err.Error()})
			err = nil
		}
		if err != nil || found {
			return err
		}
	}
	return nil
}

// checkFile lets SQLite go through its pages, and compare rows with indexes and with what columns may hold.
func (t *Tx) checkFile(report func(Problem)) error {
	return t.each(`PRAGMA integrity_check`, nil, func(scan func(...field) error) error {
		var said string
		err := scan(anyText{&said})
		if said != "ok" {
			report(Problem{brokenFile, said})
		}
		return err
	})
}

// checkValues compares every value with what it may be.
func (t *Tx) checkValues(report func(Problem)) error {
	return t.eachWrong(inside, "", reportAs(wrongValue, report))
}

// checkReferences looks for rows that name others which are not there.
func (t *Tx) checkReferences(report func(Problem)) error {
	return t.eachAstray(inside, reportAs(brokenTable, report))
}

func reportAs(what string, report func(Problem)) func(RowError) error {
	return func(e RowError) error {
		report(Problem{what, e.where()})
		return nil
	}
}

func (t *Tx) checkInvariants(report func(Problem)) error {
	for _, i := range invariants {
		if err := t.reportViolations(i, report); err != nil {
			return fmt.Errorf("%s: %w", i.wrong, err)
		}
	}
	return nil
}

// reportViolations reports where an invariant does not hold, always in the same order.
func (t *Tx) reportViolations(i invariant, report func(Problem)) error {
	return t.each(`SELECT * FROM (`+i.query+`) ORDER BY 1`, nil, func(scan func(...field) error) error {
		p := Problem{What: i.wrong}
		err := scan(anyText{&p.Where})
		report(p)
		return err
	})
}

// FinalOutcome is what was decided in equal circumstances, with one of those about whom it was.
type FinalOutcome struct {
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

// EachFinalOutcome visits what was decided, once for all in equal circumstances.
func (t *Tx) EachFinalOutcome(visit func(FinalOutcome) error) error {
	return t.each(`
		SELECT min(o.recall), r.system, b.address, o.reach, o.via IS NOT NULL, b.kind = 1, r.facts, o.facts, o.answer,
		  c.behaviours, 0, e.what = `+number(mail.TakenBack)+`
		FROM outcomes o
		JOIN recalls r ON r.id = o.recall
		JOIN mailboxes b ON b.id = o.mailbox
		JOIN citations c ON c.id = o.behaviour
		JOIN (SELECT recall, mailbox, what FROM events WHERE `+isFinal+`) e ON e.recall = o.recall AND e.mailbox = o.mailbox
		WHERE o.answer IS NOT NULL
		GROUP BY r.system, 4, 5, 6, r.facts, o.facts, o.answer, o.behaviour, e.what
		UNION ALL
		SELECT a.recall, r.system, b.address, o.reach, o.via IS NOT NULL, 1, r.facts, a.facts, a.answer,
		  coalesce(c.behaviours, ''), 1, 0
		FROM attempts a
		JOIN recalls r ON r.id = a.recall
		JOIN mailboxes b ON b.id = a.reader
		JOIN outcomes o ON o.recall = a.recall AND o.mailbox = a.folder
		LEFT JOIN citations c ON c.id = a.behaviour
		ORDER BY 1, 3`, nil, func(scan func(...field) error) error {
		var s FinalOutcome
		err := scan(rowID{&s.Recall}, nameText{&s.System}, addressText{&s.Address}, reachIn(&s.Reach),
			yesNo{&s.Grouped}, yesNo{&s.Public}, recallFacts{&s.Asked}, copyFacts{&s.Facts}, answerIn(&s.Answer),
			lineText{&s.Behaviour}, yesNo{&s.Attempt}, yesNo{&s.TakenBack})
		if err != nil {
			return err
		}
		return visit(s)
	})
}

// EachRecall visits all recalls in their order.
func (t *Tx) EachRecall(visit func(Recall) error) error {
	return t.each(recallColumns+`ORDER BY id`, nil, func(scan func(...field) error) error {
		var r Recall
		if err := scan(r.dest()...); err != nil {
			return err
		}
		return visit(r)
	})
}

// EachCitation visits the lists of behaviour IDs that events and outcomes cite, space separated.
func (t *Tx) EachCitation(visit func(string) error) error {
	return t.each(`SELECT behaviours FROM citations ORDER BY id`, nil, func(scan func(...field) error) error {
		var ids string
		if err := scan(lineText{&ids}); err != nil {
			return err
		}
		return visit(ids)
	})
}

// Size is how much there is in the sandbox.
type Size struct{ Mailboxes, Messages, Copies, Recalls, Events, Snapshots int64 }

// Size counts all there is.
func (t *Tx) Size() (s Size, err error) {
	err = t.row(`
		SELECT (SELECT count(*) FROM mailboxes), (SELECT count(*) FROM messages), (SELECT count(*) FROM copies),
		  (SELECT count(*) FROM recalls), (SELECT count(*) FROM events), (SELECT count(*) FROM snapshots)`,
		nil, tally{&s.Mailboxes}, tally{&s.Messages}, tally{&s.Copies}, tally{&s.Recalls}, tally{&s.Events},
		tally{&s.Snapshots})
	return s, err
}

// checkContents unpacks every message's bytes, and compares them with what was noted of them.
func (t *Tx) checkContents(report func(Problem)) error {
	return t.each(`SELECT id, `+contentColumns+` FROM contents ORDER BY id`, nil, func(scan func(...field) error) error {
		var id int64
		var c content
		if err := scan(append([]field{rowID{&id}}, c.dest()...)...); err != nil {
			return err
		}
		if _, whole := c.bytes(); whole {
			return nil
		}
		where, err := t.contentOwner(id)
		report(Problem{otherContent, where})
		return err
	})
}

// contentOwner is the first message with the content, or the file that a command read.
func (t *Tx) contentOwner(content int64) (string, error) {
	where := fmt.Sprintf("content %d", content)
	err := t.row(`
		SELECT coalesce((SELECT 'm' || min(id) FROM messages WHERE content = ?1),
		  (SELECT min(name) FROM inputs WHERE content = ?1), ?2)`, []any{content, where}, anyText{&where})
	return where, err
}

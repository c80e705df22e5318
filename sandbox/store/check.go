package store

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"sync"

	"recallbox/sandbox/mail"
)

// Problem is one thing that is wrong in a sandbox file.
type Problem struct {
	What  string // what is wrong: the same words wherever it is wrong
	Where string // an ID, an address, …
}

// invariant holds in every sandbox. It is told by what is wrong where it does not hold; its query names those
// places, one a row.
type invariant struct{ wrong, query string }

// What is wrong where no query can tell.
const (
	brokenFile   = "the database is not whole"
	otherSchema  = "the tables are not those of a sandbox"
	brokenTable  = "a row names another that is not there"
	otherContent = "the bytes of a message are not what was kept"
)

// invariants are all that can be asked in SQL.
var invariants = slices.Concat(ranges(), ofMailboxes, ofMessages, ofCopies, ofRecalls, ofLog, ofHistory)

// Invariants are what Check can find wrong.
func Invariants() []string {
	all := []string{brokenFile, otherSchema, brokenTable, otherContent}
	for _, i := range invariants {
		all = append(all, i.wrong)
	}
	return all
}

// Check goes through the whole file and reports what is wrong in it: first what SQLite itself finds, then every
// row that breaks an invariant. Where the file, its tables or what refers to what is broken, what follows from
// that is not reported too.
func (t *Tx) Check(report func(Problem)) error {
	found := false
	tell := func(p Problem) {
		found = true
		report(p)
	}
	for _, step := range []func(func(Problem)) error{t.checkFile, t.checkSchema, t.checkReferences, t.checkInvariants, t.checkContents} {
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
	return t.each(`PRAGMA integrity_check`, nil, func(scan func(...any) error) error {
		var said string
		err := scan(&said)
		if said != "ok" {
			report(Problem{brokenFile, said})
		}
		return err
	})
}

func (t *Tx) checkReferences(report func(Problem)) error {
	return t.reportViolations(invariant{brokenTable, `
		SELECT "table" || coalesce(' ' || rowid, '') || ' names one of ' || parent
		FROM pragma_foreign_key_check`}, report)
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
	return t.each(`SELECT * FROM (`+i.query+`) ORDER BY 1`, nil, func(scan func(...any) error) error {
		p := Problem{What: i.wrong}
		err := scan(&p.Where)
		report(p)
		return err
	})
}

// partsQuery lists what a database is made of: every table, view, index and trigger, with the columns of each,
// and what a view shows. A table whose rows are not in the file has no page in it.
const partsQuery = `
SELECT CASE WHEN s.type = 'table' AND s.rootpage = 0 THEN 'virtual table ' ELSE s.type || ' ' END || s.name,
       CASE s.type WHEN 'view' THEN s.sql
       ELSE coalesce((SELECT group_concat(c.name) FROM pragma_table_xinfo(s.name, ?1) c), '') END
FROM `

// newParts are the parts of a new sandbox.
var newParts = sync.OnceValues(func() (map[string]string, error) {
	db, err := sql.Open("sqlite3", ":memory:")
	if err != nil {
		return nil, err
	}
	defer db.Close()
	conn, err := db.Conn(context.Background())
	if err != nil {
		return nil, err
	}
	defer conn.Close()
	t := &Tx{ctx: context.Background(), conn: conn}
	if err := t.exec(schema); err != nil {
		return nil, err
	}
	return t.parts(inside)
})

func (t *Tx) parts(in database) (map[string]string, error) {
	made := map[string]string{}
	err := t.each(partsQuery+string(in)+`.sqlite_schema s`, []any{string(in)}, func(scan func(...any) error) error {
		var name, columns string
		err := scan(&name, &columns)
		made[name] = columns
		return err
	})
	return made, err
}

// ownTables are the tables of a new sandbox that hold its state: all but those of the snapshots and SQLite's own.
func ownTables() ([]string, error) {
	made, err := newParts()
	var names []string
	for _, part := range slices.Sorted(maps.Keys(made)) {
		name, is := strings.CutPrefix(part, "table ")
		if is && !strings.HasPrefix(name, "sqlite_") && !strings.HasPrefix(name, "snapshot") {
			names = append(names, name)
		}
	}
	return names, err
}

// mustBeOurs fails where a database is made of other parts than a new sandbox.
func (t *Tx) mustBeOurs(in database) error {
	strange := ""
	err := t.compareSchema(in, func(p Problem) { strange = cmp.Or(strange, p.What+": "+p.Where) })
	if err == nil && strange != "" {
		err = fmt.Errorf("%w: %s", ErrDamaged, strange)
	}
	return err
}

// checkSchema compares the parts of the file with those of a new sandbox.
func (t *Tx) checkSchema(report func(Problem)) error { return t.compareSchema(inside, report) }

func (t *Tx) compareSchema(in database, report func(Problem)) error {
	want, err := newParts()
	if err != nil {
		return err
	}
	got, err := t.parts(in)
	if err != nil {
		return err
	}
	both := maps.Clone(want)
	maps.Copy(both, got)
	for _, name := range slices.Sorted(maps.Keys(both)) {
		w, wanted := want[name]
		switch g, there := got[name]; {
		case !wanted && strings.HasPrefix(name, "table sqlite_"): // SQLite's own
		case !there:
			report(Problem{otherSchema, name + " is missing"})
		case !wanted:
			report(Problem{otherSchema, name + " does not belong there"})
		case g != w && strings.HasPrefix(name, "view "):
			report(Problem{otherSchema, name + " shows something else"})
		case g != w:
			report(Problem{otherSchema, name + " has the columns " + cmp.Or(g, "of nothing") + " and not " + w})
		}
	}
	return nil
}

// ranges are the closed sets: what stands for a value is one of theirs.
func ranges() []invariant {
	var all []invariant
	for _, c := range []struct{ table, column, set string }{
		{"mailboxes", "account", "account"}, {"mailboxes", "client", "client"}, {"mailboxes", "role", "role"}, {"mailboxes", "receipts", "receipts"},
		{"folders", "kind", "folder"}, {"grants", "rights", "rights"}, {"rules", "class", "class"},
		{"messages", "class", "class"}, {"messages", "notice", "notice"}, {"recipients", "line", "line"},
		{"copies", "seen", "seen"}, {"readings", "seen", "seen"}, {"events", "what", "event"},
	} {
		all = append(all, inRange(c.table, c.column, mail.Sizes[c.set]))
	}
	return append(
		all,
		inRange("mailboxes", "kind", int(NobodysMailbox)+1),
		inRange("copies", "placed_by", 3),
		inRange("copies", "fetched", 3),
		inRange("outcomes", "reach", 4),
		inRange("copies", "sent", 2),
		inRange("copies", "tagged", 2),
		inRange("recipients", "bounced", 2),
	)
}

// inRange is that a column's numbers are below a size.
func inRange(table, column string, size int) invariant {
	return invariant{fmt.Sprintf("a value that does not exist stands in %s.%s", table, column),
		fmt.Sprintf(`
			SELECT %[2]s || ', ' || count(*) || ' times'
			FROM %[1]s
			WHERE %[2]s NOT BETWEEN 0 AND %[3]d
			GROUP BY %[2]s`, table, column, size-1)}
}

// mailboxNamed is the address of the mailbox with the number that the expression gives.
func mailboxNamed(number string) string {
	return `(SELECT address FROM mailboxes WHERE id = ` + number + `)`
}

// builtInPaths is, for the condition on a folder f, whether its path is right for its kind.
func builtInPaths() string {
	var cases strings.Builder
	for kind, path := range mail.BuiltIn {
		fmt.Fprintf(&cases, " WHEN %d THEN f.path = '%s'", kind, path)
	}
	return fmt.Sprintf(
		"CASE f.kind%s WHEN %d THEN f.path <> '' WHEN %d THEN f.path = '' ELSE 1 END",
		cases.String(),
		mail.OwnFolder,
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
	{"a mailbox is not in the organisation of its domain",
		`SELECT b.address FROM mailboxes b LEFT JOIN organisations o ON o.id = b.organisation
		WHERE CASE WHEN o.id IS NULL
			THEN EXISTS (SELECT 1 FROM organisations x WHERE substr(b.address, -length(x.domain) - 1) = '@' || x.domain)
			ELSE substr(b.address, -length(o.domain) - 1) <> '@' || o.domain END`},
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
		WHERE everyone IS NOT NULL AND EXISTS (SELECT 1 FROM members m WHERE m."group" = g.id)`},
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
		SELECT '` + prefix + `' || x
		FROM (SELECT ` + column + ` AS x, lag(` + column + `, 1, 0) OVER (ORDER BY ` + column + `) AS y FROM ` + table + `)
		WHERE x <> y + 1`
}

// ofMessages are about what was written, and what mail systems made.
var ofMessages = []invariant{
	{"the numbers of the messages have a gap before", gap("messages", "id", "m")},
	{"a message was written and has no content, or was made and has one", `
		SELECT 'm' || id
		FROM messages
		WHERE (class = 0) <> (content IS NOT NULL)`},
	{"what a mail system made lacks what it is about", `
		SELECT 'm' || id
		FROM messages
		WHERE class > 0 AND (about IS NULL OR about >= id OR (class <> 1 AND party IS NULL))`},
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
		SELECT 'm' || coalesce(r.message, m.about) || ' ' || ` + mailboxNamed(`coalesce(r.mailbox, m.party)`) + `
		FROM receipts r
		FULL JOIN (SELECT about, party, count(*) AS n
		  FROM messages
		  WHERE class = ` + digit(uint8(mail.Receipt)) + ` AND succeeded IS NULL
		  GROUP BY about, party) m ON m.about = r.message
		  AND m.party = r.mailbox
		WHERE m.n IS NOT 1 OR r.message IS NULL`},
	{"somebody was asked to delete what was sent to others", `
		SELECT 'm' || a.message || ' ' || ` + mailboxNamed("a.mailbox") + `
		FROM asks a
		LEFT JOIN recipients r ON r.message = a.message AND r.mailbox = a.mailbox
		WHERE r.message IS NULL`},
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
		WHERE c.sent = 0 AND m.class < 2 AND m.sender IS NOT NULL AND (r.message IS NULL OR r.bounced)`},
	{"a sender's copy is in another mailbox", `
		SELECT 'm' || c.message || ' of ' || ` + mailboxNamed("c.mailbox") + `
		FROM copies c
		JOIN messages m ON m.id = c.message
		WHERE c.sent = 1 AND m.sender <> c.mailbox`},
	{"a copy is marked as shared with nobody", `
		SELECT 'm' || c.message || ' of ' || ` + mailboxNamed("c.mailbox") + `
		FROM copies c
		WHERE c.shared AND NOT EXISTS (SELECT 1 FROM shares s WHERE s.message = c.message AND s.owner = c.mailbox)`},
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
		WHERE p.message IS NULL OR p.position <> o.position OR p.via IS NOT o.via`},
	{"a recall has no outcome for a recipient", `
		SELECT 'r' || r.id || ' ' || ` + mailboxNamed("p.mailbox") + `
		FROM recalls r
		JOIN recipients p ON p.message = r.message
		LEFT JOIN outcomes o ON o.recall = r.id AND o.mailbox = p.mailbox
		WHERE o.recall IS NULL`},
	{"a recall miscounts the outcomes that are open", `
		SELECT 'r' || r.id
		FROM recalls r
		WHERE r.open <> (SELECT count(*) FROM outcomes o WHERE o.recall = r.id AND o.answer IS NULL)`},
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
		ORDER BY 1, 3`, nil, func(scan func(...any) error) error {
		var s FinalOutcome
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
	err = t.row(`
		SELECT (SELECT count(*) FROM mailboxes), (SELECT count(*) FROM messages), (SELECT count(*) FROM copies),
		  (SELECT count(*) FROM recalls), (SELECT count(*) FROM events), (SELECT count(*) FROM snapshots)`, nil, &s.Mailboxes, &s.Messages, &s.Copies, &s.Recalls, &s.Events, &s.Snapshots)
	return s, err
}

// checkContents unpacks every message's bytes, and compares them with what was noted of them.
func (t *Tx) checkContents(report func(Problem)) error {
	return t.each(`SELECT id, `+contentColumns+` FROM contents ORDER BY id`, nil, func(scan func(...any) error) error {
		var id int64
		var c content
		if err := scan(append([]any{&id}, c.dest()...)...); err != nil {
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
		  (SELECT min(name) FROM inputs WHERE content = ?1), ?2)`, []any{content, where}, &where)
	return where, err
}

// ofLog are about what happened, and when.
var ofLog = []invariant{
	{"the sandbox does not have one clock", `SELECT count(*) || ' of them' FROM clock HAVING count(*) <> 1`},
	{"the clock is behind the log", `SELECT 'event ' || seq FROM events WHERE at > (SELECT now FROM clock)`},
	{"the log has a gap before", gap("events", "seq", "event ")},
	{"the log goes back in time at", `
		SELECT 'event ' || seq
		FROM (SELECT seq, at, lag(at) OVER (ORDER BY seq) AS before FROM events)
		WHERE at < before`},
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

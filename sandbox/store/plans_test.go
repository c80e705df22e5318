package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/mattn/go-sqlite3"

	"recallbox/sandbox/mail"
)

// What is asked for again and again finds its rows by key or index, however much there is in the sandbox.
func TestPlans(t *testing.T) {
	t.Parallel()
	facts := []Bits{
		{Column: "seen"},
		{Column: "original", Shift: 3},
		{Column: "request", Shift: 5},
		{Column: "together", Shift: 7},
	}
	one := Mailboxes{Mailbox: 3}
	tests := []struct {
		what  string
		do    func(*Tx) error
		scans []string // what may be read from end to end: tables for one transaction only
	}{
		{"a mailbox's copy", func(tx *Tx) error { _, err := tx.CopyOf(1, 3, false); return err }, nil},
		{"some copies of a message", func(tx *Tx) error { _, err := tx.SomeCopies(Copies{Message: 1}, 51); return err }, nil},
		{"where copies lie", func(tx *Tx) error { _, err := tx.Places(Copies{Message: 1}); return err }, nil},
		{"where copies lie that were opened", func(tx *Tx) error {
			_, err := tx.Places(Copies{Message: 1, Opened: 1})
			return err
		}, nil},
		{"a long run of events", func(tx *Tx) error { _, err := tx.RestOfRun(EventFilter{}, 1); return err }, nil},
		{"a folder", func(tx *Tx) error {
			return tx.EachListed([]int64{3}, func(int64, Listed) error { return nil })
		}, nil},
		{"a mailbox's messages", func(tx *Tx) error {
			return tx.EachWhole(1, 0, func(Copy, Whole) error { return nil })
		}, nil},
		{"whether a public folder has it", func(tx *Tx) error { _, err := tx.PublicFoldersWith(1); return err }, nil},
		// an index of them
		{"open recalls", func(tx *Tx) error { _, err := tx.OpenRecalls(); return err }, []string{"recalls"}},
		{"a recall's outcomes", func(tx *Tx) error { return tx.EachOutcome(1, func(Outcome) error { return nil }) }, nil},
		{"the urgent outcomes", func(tx *Tx) error {
			return tx.EachUrgent(1, map[KindKey]int{{false, 1}: 1}, 20, func(Outcome) error { return nil })
		}, []string{"first"}},
		{"kinds of outcomes", func(tx *Tx) error { _, err := tx.Kinds(1); return err }, nil},
		{
			"whether there are copies",
			func(tx *Tx) error { _, err := tx.HasCopies(CopyFilter{Message: 1, Mailboxes: one}); return err },
			nil,
		},
		{
			"reading",
			func(tx *Tx) error { return tx.SetSeen(CopyFilter{Message: 1, Mailboxes: one}, mail.MarkRead, Stamp{}) },
			nil,
		},
		{"moving", func(tx *Tx) error {
			return tx.MoveCopies(CopyFilter{Message: 1, Mailboxes: one}, FolderRef{Kind: mail.DeletedItems}, Stamp{})
		}, nil},
		{
			"removing",
			func(tx *Tx) error { return tx.RemoveCopies(CopyFilter{Message: 1, Mailboxes: one}, Stamp{}) },
			nil,
		},
		{"delivering", func(tx *Tx) error { return tx.Deliver(Arrival{Message: 1}) }, nil},
		{"whom nobody was", func(tx *Tx) error { return tx.FindBounced(1) }, nil},
		{"facts about one recipient", func(tx *Tx) error { _, err := tx.OpenFacts(1, &one, facts); return err }, nil},
		{"facts about all", func(tx *Tx) error { _, err := tx.OpenFacts(1, nil, facts); return err }, nil},
		{"gathering", func(tx *Tx) error { _, err := tx.Gather(1, &one, facts); return err }, []string{"settling"}},
		{"settling", func(tx *Tx) error {
			return tx.Settle(
				Recall{ID: 1, Message: 1, Request: 2},
				1,
				[]Verdict{{Facts: 1, Final: true, TakesBack: true, Spends: true, Notice: 1, Reports: true}},
			)
		}, []string{"s", "v"}},
		{"what is due", func(tx *Tx) error { _, err := tx.FirstDue(1); return err }, nil},
		{"recalls of a message", func(tx *Tx) error { _, err := tx.RecallsOf(1); return err }, nil},
		{"the recall behind a recall message", func(tx *Tx) error { _, err := tx.RecallOfRequest(2); return err }, nil},
		{"recalls that wait in a mailbox", func(tx *Tx) error { _, err := tx.WaitingRecalls(one); return err }, nil},
		{"receipts of a message", func(tx *Tx) error { _, err := tx.Receipts(1); return err }, nil},
		{"who reads", func(tx *Tx) error { _, err := tx.Readers(CopyFilter{Message: 1, Mailboxes: one}); return err }, nil},
		{"requests to delete", func(tx *Tx) error { _, err := tx.Asks(1); return err }, nil},
		{"meeting requests", func(tx *Tx) error { _, err := tx.MeetAsks(1, one, Stamp{}, ""); return err }, nil},
		{"whether it is shared", func(tx *Tx) error { _, err := tx.Shares(1, 3, 4); return err }, nil},
		{"a message's recipients", func(tx *Tx) error {
			return tx.EachRecipient(1, func(Recipient) error { return nil })
		}, []string{"r"}},
		{"users to complete", func(tx *Tx) error {
			_, err := tx.AddressesFrom(UserMailbox, "u", Beginnings{3, 9})
			return err
		}, []string{"found"}},
		{"public folders to complete", func(tx *Tx) error {
			_, err := tx.AddressesFrom(PublicMailbox, "u", Beginnings{3, 9})
			return err
		}, []string{"found"}},
		{"messages to complete", func(tx *Tx) error {
			return tx.HeadlinesFrom(MessagesIn{Mailbox: 1}, "1", Beginnings{3, 9}, func(Headline) error { return nil })
		}, []string{"found"}},
		// an index of them
		{"held messages to complete", func(tx *Tx) error {
			return tx.HeadlinesFrom(MessagesIn{Held: true}, "1", Beginnings{3, 9}, func(Headline) error { return nil })
		}, []string{"found", "messages"}},
		{"rules to complete", func(tx *Tx) error { _, err := tx.RulesFrom("1", Beginnings{3, 9}); return err },
			[]string{"found"}},
		{"recalls to complete", func(tx *Tx) error { _, err := tx.RecallsFrom("1", Beginnings{3, 9}); return err },
			[]string{"found"}},
		{"holds to complete", func(tx *Tx) error { _, err := tx.HoldsFrom("1", Beginnings{3, 9}); return err },
			[]string{"found"}},
		// an index of them, whose letters may be large or small
		{"organisations to complete", func(tx *Tx) error {
			_, err := tx.OrganisationsFrom(false, "a", Beginnings{3, 9})
			return err
		}, []string{"organisations"}},
		{"snapshots to complete", func(tx *Tx) error { _, err := tx.SnapshotsFrom("a", Beginnings{3, 9}); return err },
			[]string{"snapshots"}},
		{"folders to complete", func(tx *Tx) error { _, err := tx.FoldersUpTo(1, 9); return err }, nil},
		{"finding a mailbox", func(tx *Tx) error { _, err := tx.MailboxAt("a@b.example"); return err }, nil},
	}
	s, told := recorded(t)
	for _, test := range tests {
		try(t, s.Try(t.Context(), func(tx *Tx) error {
			try(t, tx.exec(settlingTables))
			told.statements = nil
			err := test.do(tx)
			if len(told.statements) == 0 {
				t.Errorf("%s: runs no statement", test.what)
			}
			for _, statement := range slices.Clone(told.statements) {
				wantSearched(t, tx, test.what, statement, test.scans)
			}
			if errors.Is(err, ErrNoRow) {
				return nil // the sandbox is empty
			}
			return err
		}))
	}
}

// Nothing that a check asks goes through a table once for each row of another: its time grows as the file does.
func TestCheckIsLinear(t *testing.T) {
	t.Parallel()
	s, told := recorded(t)
	try(t, s.View(t.Context(), func(tx *Tx) error {
		told.statements = nil
		try(t, tx.Check(func(p Problem) { t.Error(p) }))
		try(t, tx.EachFinalOutcome(func(FinalOutcome) error { return nil }))
		for _, statement := range slices.Clone(told.statements) {
			if !strings.HasPrefix(statement.text, "PRAGMA") {
				wantNoScanWithin(t, tx, statement)
			}
		}
		return nil
	}))
}

// wantNoScanWithin demands that no table is read from end to end within a loop.
func wantNoScanWithin(t *testing.T, tx *Tx, s statement) {
	t.Helper()
	loops, looped := map[int64]bool{}, map[int64]bool{} // by the number of a step: it has a loop in it, it is within one
	try(t, tx.each("EXPLAIN QUERY PLAN "+s.text, s.args, func(scan func(...field) error) error {
		var id, parent, unused int64
		var step string
		err := scan(tally{&id}, tally{&parent}, tally{&unused}, anyText{&step})
		looped[id] = looped[parent] || strings.HasPrefix(step, "CORRELATED")
		isScan := strings.HasPrefix(step, "SCAN ") && step != "SCAN CONSTANT ROW" && step != "SCAN clock" &&
			!strings.HasPrefix(step, "SCAN json_each ") // which goes through one field of the row
		if isScan && (loops[parent] || looped[parent]) {
			t.Errorf("%s: once for each row of another\n\t%s", step, s.text)
		}
		loops[parent] = loops[parent] || isScan || strings.HasPrefix(step, "SEARCH ")
		return err
	}))
}

var scan = regexp.MustCompile(`^SCAN (\w+)`)

// wantSearched demands that a statement reads no table from end to end, but those that it may.
func wantSearched(t *testing.T, tx *Tx, what string, s statement, may []string) {
	t.Helper()
	if strings.HasPrefix(strings.TrimSpace(s.text), "CREATE") {
		return
	}
	var plan []string
	try(t, tx.each("EXPLAIN QUERY PLAN "+s.text, s.args, func(scan func(...field) error) error {
		var id, parent, unused int64
		var step string
		err := scan(tally{&id}, tally{&parent}, tally{&unused}, anyText{&step})
		plan = append(plan, step)
		return err
	}))
	for _, step := range plan {
		found := scan.FindStringSubmatch(step)
		if found != nil && found[1] != "CONSTANT" && !slices.Contains(may, found[1]) {
			t.Errorf("%s: reads all of %s\n\t%s\n\t%s", what, found[1], s.text, strings.Join(plan, "\n\t"))
		}
	}
}

// statement is what the driver was asked to run.
type statement struct {
	text string
	args []any
}

// recorder is the driver, and notes what it is asked.
type recorder struct {
	driver.Connector
	dsn        string
	statements []statement
}

func (r *recorder) Connect(context.Context) (driver.Conn, error) {
	c, err := (&sqlite3.SQLiteDriver{}).Open(r.dsn)
	if err != nil {
		return nil, err
	}
	return &noting{c.(*sqlite3.SQLiteConn), r}, nil
}

func (r *recorder) Driver() driver.Driver { return &sqlite3.SQLiteDriver{} }

type noting struct {
	*sqlite3.SQLiteConn
	to *recorder
}

func (n *noting) note(query string, args []driver.NamedValue) {
	if strings.HasPrefix(query, "EXPLAIN") {
		return
	}
	s := statement{text: query}
	for _, a := range args {
		s.args = append(s.args, a.Value)
	}
	n.to.statements = append(n.to.statements, s)
}

func (n *noting) QueryContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Rows, error) {
	n.note(query, args)
	return n.SQLiteConn.QueryContext(ctx, query, args)
}

func (n *noting) ExecContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Result, error) {
	n.note(query, args)
	return n.SQLiteConn.ExecContext(ctx, query, args)
}

// recorded opens a new sandbox whose statements are noted.
func recorded(t *testing.T) (*Store, *recorder) {
	t.Helper()
	path := create(t)
	// Foreign keys are off: a plan lists how they would be checked after they were violated, which does not happen.
	r := &recorder{dsn: strings.Replace(dsn(path, Options{Throwaway: true}), "_foreign_keys=on", "_foreign_keys=off", 1)}
	db := sql.OpenDB(r)
	conn, err := db.Conn(t.Context())
	try(t, err)
	s := &Store{db: db, conn: conn, path: path, alone: true}
	t.Cleanup(func() { s.Close() })
	return s, r
}

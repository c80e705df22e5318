package commands

import (
	"bytes"
	"context"
	"database/sql"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	_ "github.com/mattn/go-sqlite3"

	"recallbox/sandbox"
	"recallbox/sandbox/store"
)

// These benchmarks compare the program with the least that does the same, its floor. The two take turns, so that a noisy machine slows both
// alike. The figures are medians; ratio-min is the ratio of the fastest runs.

// BenchmarkOneCommand runs `recallbox send` as a process; the floor is the smallest program that writes the same rows.
func BenchmarkOneCommand(b *testing.B) {
	dir := b.TempDir()
	for name, pkg := range map[string]string{"recallbox": "recallbox", "floor": "recallbox/commands/testdata/floor"} {
		if said, err := exec.Command("go", "build", "-tags", "urfave_cli_no_docs", "-o", filepath.Join(dir, name), pkg).CombinedOutput(); err != nil {
			b.Fatalf("go build: %v\n%s", err, said)
		}
	}
	s := newSpeedBox(b, dir, sandbox.Options{})
	s.commands(setUp)
	before := s.bytes()
	timed := func(program string, args ...string) time.Duration {
		s.restore(before)
		cmd := exec.Command(filepath.Join(dir, program), args...)
		began := time.Now()
		said, err := cmd.CombinedOutput()
		took := time.Since(began)
		if err != nil {
			b.Fatalf("%s: %v\n%s", program, err, said)
		}
		return took
	}
	send := append(slices.Clone(setUp[len(setUp)-1]), "--sandbox", s.file)
	timed("recallbox", send...)
	rows := s.written(before)
	compare(b, func() time.Duration { return timed("floor", s.file, rows) }, func() time.Duration { return timed("recallbox", send...) })
}

// setUp makes a small organisation; its last line is the command that is measured alone.
var setUp = [][]string{
	{"org", "add", "acme", "--domain", "acme.example"},
	{"user", "add", "alice@acme.example", "bob@acme.example", "carol@acme.example"},
	{"send", "--as", "alice", "--to", "bob,carol", "--subject", "Budget", "--body", "See the list."},
}

// script is what people do in a lesson.
var script = append(setUp[:3:3], [][]string{
	{"rule", "add", "--as", "carol", "--subject-contains", "Budget", "--move-to", "Archive"},
	{"send", "--as", "alice", "--to", "bob,carol", "--subject", "Budget 2", "--body", "See the other list."},
	{"open", "--as", "bob", "m1"},
	{"clock", "advance", "5m"},
	{"recall", "--as", "alice", "m1"},
	{"recall", "--as", "alice", "m2"},
	{"explain", "r1", "bob"},
}...)

// BenchmarkScript runs ten commands in this process, as a script does; the floor is the same transactions, statement by statement, with the
// bare driver.
func BenchmarkScript(b *testing.B) {
	s := newSpeedBox(b, b.TempDir(), sandbox.Options{Throwaway: true})
	empty := s.bytes()
	var transactions [][]statement
	s.context = store.WithTrace(s.context, func(query string, args []any) {
		if strings.HasPrefix(query, "BEGIN") {
			transactions = append(transactions, nil)
		}
		last := &transactions[len(transactions)-1]
		*last = append(*last, statement{query, args})
	})
	s.commands(script)
	s.context = b.Context()
	floor := func() time.Duration {
		s.restore(empty)
		began := time.Now()
		for _, statements := range transactions {
			s.transaction(statements)
		}
		return time.Since(began)
	}
	compare(b, floor, func() time.Duration {
		s.restore(empty)
		began := time.Now()
		s.commands(script)
		return time.Since(began)
	})
}

// BenchmarkSendTo100000 sends one message to a hundred thousand users in this process; the floor writes the same number of recipients, copies
// and events with one statement each.
func BenchmarkSendTo100000(b *testing.B) {
	s := newSpeedBox(b, b.TempDir(), sandbox.Options{Throwaway: true})
	s.commands([][]string{
		{"org", "add", "acme", "--domain", "acme.example"},
		{"user", "add", "--count", "100000", "--pattern", "u%06d@acme.example"},
		{"group", "add", "all@acme.example", "--all", "acme"},
	})
	before := s.bytes()
	floor := []statement{
		{"BEGIN IMMEDIATE", nil},
		{`INSERT INTO messages (class, sender, sent_at, subject) VALUES (0, 1, 0, 'Budget')`, nil},
		{`INSERT INTO recipients (message, mailbox, position, line, bounced) SELECT 1, id, id, 0, 0 FROM mailboxes WHERE kind = 0 ORDER BY id`, nil},
		{`INSERT INTO copies (message, mailbox, sent, folder, received_at, seen, placed_by) SELECT 1, id, 0, id, 0, 0, 0 FROM mailboxes WHERE kind = 0 ORDER BY id`, nil},
		{`INSERT INTO events (at, who, what, message, mailbox, folder) SELECT 0, 1, 1, 1, id, id FROM mailboxes WHERE kind = 0 ORDER BY id`, nil},
		{"COMMIT", nil},
	}
	timed := func(run func()) time.Duration {
		s.restore(before)
		began := time.Now()
		run()
		return time.Since(began)
	}
	send := [][]string{{"send", "--as", "u000001", "--to", "all@acme.example", "--subject", "Budget", "--body", "See the list."}}
	compare(b, func() time.Duration { return timed(func() { s.transaction(floor) }) }, func() time.Duration { return timed(func() { s.commands(send) }) })
}

// compare measures the two in turns.
func compare(b *testing.B, floor, program func() time.Duration) {
	var floors, programs []time.Duration
	for b.Loop() {
		floors, programs = append(floors, floor()), append(programs, program())
	}
	slices.Sort(floors)
	slices.Sort(programs)
	least, ours := floors[len(floors)/2], programs[len(programs)/2]
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(least.Seconds()*1000, "floor-ms")
	b.ReportMetric(ours.Seconds()*1000, "recallbox-ms")
	b.ReportMetric(ours.Seconds()/least.Seconds(), "ratio")
	b.ReportMetric(programs[0].Seconds()/floors[0].Seconds(), "ratio-min")
}

// speedBox is a sandbox that is put back to what it was before each measurement.
type speedBox struct {
	b       *testing.B
	context context.Context
	file    string
	options sandbox.Options
}

type statement struct {
	text string
	args []any
}

func newSpeedBox(b *testing.B, dir string, o sandbox.Options) *speedBox {
	s := &speedBox{b, b.Context(), filepath.Join(dir, "sandbox.db"), o}
	s.commands([][]string{{"init"}})
	return s
}

// commands runs commands in this process.
func (s *speedBox) commands(lines [][]string) {
	for _, args := range lines {
		var said bytes.Buffer
		p := Process{Context: s.context, Args: args, Options: s.options, Out: &said, Err: &said, Getenv: func(name string) string {
			return map[string]string{"RECALLBOX_SANDBOX": s.file}[name]
		}}
		if code := Run(p); code != 0 {
			s.b.Fatalf("%q: exit %d\n%s", args, code, said.String())
		}
	}
}

// transaction runs the statements with nothing around them.
func (s *speedBox) transaction(statements []statement) {
	db := s.open()
	defer db.Close()
	for _, one := range statements {
		if !strings.HasPrefix(one.text, "SELECT") {
			_, err := db.Exec(one.text, one.args...)
			s.must(err)
			continue
		}
		rows, err := db.Query(one.text, one.args...)
		s.must(err)
		for rows.Next() {
		}
		s.must(rows.Close())
	}
}

func (s *speedBox) open() *sql.DB {
	mode := "&_journal_mode=DELETE&_synchronous=EXTRA"
	if s.options.Throwaway {
		mode = "&_journal_mode=MEMORY&_synchronous=OFF"
	}
	db, err := sql.Open("sqlite3", "file:"+s.file+"?_busy_timeout=60000&_foreign_keys=on&_txlock=immediate"+mode)
	s.must(err)
	db.SetMaxOpenConns(1)
	return db
}

func (s *speedBox) bytes() []byte {
	data, err := os.ReadFile(s.file)
	s.must(err)
	return data
}

// restore puts the sandbox back, on disk: what is measured must not wait for these bytes.
func (s *speedBox) restore(data []byte) {
	f, err := os.Create(s.file)
	s.must(err)
	_, err = f.Write(data)
	s.must(err)
	if !s.options.Throwaway {
		s.must(f.Sync())
	}
	s.must(f.Close())
}

// written is what has changed in the sandbox, as the statements that write it.
func (s *speedBox) written(before []byte) string {
	old := filepath.Join(s.b.TempDir(), "before.db")
	s.must(os.WriteFile(old, before, 0o600))
	db := s.open()
	defer db.Close()
	_, err := db.Exec("ATTACH ? AS old", old)
	s.must(err)
	var statements strings.Builder
	for _, table := range s.list(db, `SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY rowid`) {
		values := `'(' || ` + strings.Join(s.list(db, `SELECT 'quote("' || name || '")' FROM pragma_table_info(?)`, table), `|| ',' ||`) + ` || ')'`
		rows := s.list(db, fmt.Sprintf(`SELECT %s FROM (SELECT * FROM main.%[2]q EXCEPT SELECT * FROM old.%[2]q)`, values, table))
		for _, row := range rows {
			fmt.Fprintf(&statements, "REPLACE INTO %q VALUES %s;\n", table, row)
		}
	}
	return "PRAGMA defer_foreign_keys = on;" + statements.String()
}

func (s *speedBox) list(db *sql.DB, query string, args ...any) []string {
	rows, err := db.Query(query, args...)
	s.must(err)
	defer rows.Close()
	var all []string
	for rows.Next() {
		var one string
		s.must(rows.Scan(&one))
		all = append(all, one)
	}
	s.must(rows.Err())
	return all
}

func (s *speedBox) must(err error) {
	s.b.Helper()
	if err != nil {
		s.b.Fatal(err)
	}
}

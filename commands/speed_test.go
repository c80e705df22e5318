//go:build unix

package commands

import (
	"bytes"
	"context"
	"database/sql"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	_ "github.com/mattn/go-sqlite3"

	"recallbox/sandbox"
	"recallbox/sandbox/store"
	"recallbox/testscripts/speed"
)

// speedBox is a sandbox that is put back to what it was before each measurement.
type speedBox struct {
	b       testing.TB
	context context.Context
	file    string
	options sandbox.Options
}

type statement struct {
	text string
	args []any
}

func newSpeedBox(b testing.TB, dir string, o sandbox.Options) *speedBox {
	s := &speedBox{b, b.Context(), filepath.Join(dir, "sandbox.db"), o}
	s.commands([][]string{{"init"}})
	return s
}

// commands runs commands in this process.
func (s *speedBox) commands(lines [][]string) {
	for _, args := range lines {
		s.command(args)
	}
}

// command runs a command in this process, and gives what it printed.
func (s *speedBox) command(args []string) []byte {
	var printed bytes.Buffer
	s.commandTo(&printed, args)
	return printed.Bytes()
}

// commandTo runs a command that prints there.
func (s *speedBox) commandTo(out io.Writer, args []string) {
	var said bytes.Buffer
	p := Process{
		Context: s.context,
		Args:    args,
		Options: s.options,
		Out:     out,
		Err:     &said,
		Getenv: func(name string) string {
			return map[string]string{"RECALLBOX_SANDBOX": s.file}[name]
		},
	}
	if code := Run(p); code != 0 {
		s.b.Fatalf("%q: exit %d\n%s", args, code, said.String())
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

// save keeps the sandbox as it is in a file, from which restore puts it back.
func (s *speedBox) save() (saved string) {
	saved = filepath.Join(s.b.TempDir(), "saved.db")
	s.copyFile(s.file, saved)
	return saved
}

// restore puts the sandbox back, on disk: what is measured must not wait for these bytes.
func (s *speedBox) restore(saved string) { s.copyFile(saved, s.file) }

// forget is for what is large.
func (s *speedBox) forget(saved string) { s.must(os.Remove(saved)) }

func (s *speedBox) copyFile(from, to string) {
	in, err := os.Open(from)
	s.must(err)
	defer in.Close()
	out, err := os.Create(to)
	s.must(err)
	_, err = io.Copy(out, in)
	s.must(err)
	if !s.options.Throwaway {
		s.must(out.Sync())
	}
	s.must(out.Close())
}

// changesSince is what has changed in the sandbox since it was saved, as the statements that write it.
func (s *speedBox) changesSince(saved string) string {
	db := s.open()
	defer db.Close()
	_, err := db.Exec("ATTACH ? AS old", saved)
	s.must(err)
	var statements strings.Builder
	for _, table := range s.list(db, `SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY rowid`) {
		values := `'(' || ` + strings.Join(
			s.list(db, `SELECT 'quote("' || name || '")' FROM pragma_table_info(?)`, table),
			`|| ',' ||`,
		) + ` || ')'`
		rows := s.list(
			db,
			fmt.Sprintf(`SELECT %s FROM (SELECT * FROM main.%[2]q EXCEPT SELECT * FROM old.%[2]q)`, values, table),
		)
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

// BenchmarkOneCommand runs `recallbox send` as a process; the floor is the smallest program that writes the same rows.
func BenchmarkOneCommand(b *testing.B) {
	dir := b.TempDir()
	for name, pkg := range map[string]string{"recallbox": "..", "floor": "recallbox/commands/testdata/floor"} {
		buildProgram(b, filepath.Join(dir, name), pkg)
	}
	s := newSpeedBox(b, dir, sandbox.Options{})
	s.commands(setUp)
	before := s.save()
	timed := func(program string, args ...string) speed.Cost {
		s.restore(before)
		return s.process(nil, filepath.Join(dir, program), args...)
	}
	send := append(slices.Clone(setUp[len(setUp)-1]), "--sandbox", s.file)
	timed("recallbox", send...)
	rows := s.changesSince(before)
	speed.Compare(
		b,
		func() speed.Cost { return timed("floor", s.file, rows) },
		func() speed.Cost { return timed("recallbox", send...) },
	)
}

func buildProgram(b *testing.B, file, pkg string) {
	if said, err := exec.Command("go", "build", "-o", file, pkg).CombinedOutput(); err != nil {
		b.Fatalf("go build: %v\n%s", err, said)
	}
}

// process runs a program, which prints to out, or to nobody.
func (s *speedBox) process(out io.Writer, program string, args ...string) speed.Cost {
	var said bytes.Buffer
	cmd := exec.Command(program, args...)
	cmd.Stdout, cmd.Stderr = out, &said
	cost, err := speed.OfProcess(cmd)
	if err != nil {
		s.b.Fatalf("%s %q: %v\n%s", program, args, err, said.String())
	}
	return cost
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

// BenchmarkScriptOf10Commands runs ten commands in this process, as a script does; the floor is the same
// transactions, statement by statement, with the bare driver.
func BenchmarkScriptOf10Commands(b *testing.B) {
	s := newSpeedBox(b, b.TempDir(), sandbox.Options{Throwaway: true})
	empty := s.save()
	floor := s.replay(empty, script)
	speed.Compare(b, floor, s.measure(empty, func() { s.commands(script) }))
}

// replay is the floor of commands: their statements, transaction by transaction, with the bare driver.
func (s *speedBox) replay(before string, lines [][]string) func() speed.Cost {
	var transactions [][]statement
	s.context = store.WithTrace(s.b.Context(), func(query string, args []any) {
		if strings.HasPrefix(query, "BEGIN") {
			transactions = append(transactions, nil)
		}
		last := &transactions[len(transactions)-1]
		*last = append(*last, statement{query, args})
	})
	s.commands(lines)
	s.context = s.b.Context()
	return s.measure(before, func() {
		for _, statements := range transactions {
			s.transaction(statements)
		}
	})
}

// BenchmarkBatchOf10000 runs a batch of small commands in this process; the floor is its statements with the
// bare driver.
func BenchmarkBatchOf10000(b *testing.B) {
	s := newSpeedBox(b, b.TempDir(), sandbox.Options{})
	s.commands(setUp[:2])
	file := filepath.Join(b.TempDir(), "lines")
	s.must(os.WriteFile(file, []byte(strings.Repeat("send --as alice --to bob --subject Budget\n", 10_000)), 0o600))
	before, batch := s.save(), [][]string{{"batch", file}}
	speed.Compare(b, s.replay(before, batch), s.measure(before, func() { s.commands(batch) }))
}

// BenchmarkSnapshotOf100000 saves a sandbox with a hundred thousand copies, and restores it, or compares with
// it, when all of them have been read meanwhile; the floor copies the tables into another file with the bare
// driver.
func BenchmarkSnapshotOf100000(b *testing.B) {
	s := newSpeedBox(b, b.TempDir(), sandbox.Options{})
	s.commands([][]string{
		{"org", "add", "acme", "--domain", "acme.example"},
		{"user", "add", "--count", "100000", "--pattern", "u%06d@acme.example"},
		{"group", "add", "all@acme.example", "--all", "acme"},
		{"send", "--as", "u000001", "--to", "all@acme.example", "--subject", "Budget", "--body", "See the list."},
	})
	sent, db := s.save(), s.open()
	tables := s.list(db, `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name`)
	s.must(db.Close())
	s.commands([][]string{{"snapshot", "save", "sent"}, {"mark-read", "--as", "all@acme.example", "m1"}})
	read := s.save()
	floor := func() speed.Cost {
		s.restore(sent)
		copying := []statement{{"ATTACH ? AS copy", []any{filepath.Join(b.TempDir(), "copy")}}, {"BEGIN IMMEDIATE", nil}}
		for _, table := range tables {
			copying = append(copying, statement{`CREATE TABLE copy."` + table + `" AS SELECT * FROM main."` + table + `"`, nil})
		}
		return speed.Of(func() { s.transaction(append(copying, statement{"COMMIT", nil})) })
	}
	for _, work := range []struct {
		args   []string
		before string
	}{
		{[]string{"snapshot", "save", "sent"}, sent},
		{[]string{"snapshot", "restore", "sent"}, read},
		{[]string{"snapshot", "diff", "sent"}, read},
	} {
		b.Run(work.args[1], func(b *testing.B) {
			speed.Compare(b, floor, s.measure(work.before, func() { s.commands([][]string{work.args}) }))
		})
	}
}

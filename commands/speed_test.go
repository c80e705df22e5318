package commands

import (
	"bytes"
	"context"
	"database/sql"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	_ "github.com/mattn/go-sqlite3"

	"recallbox/sandbox"
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

// written is what has changed in the sandbox since it was saved, as the statements that write it.
func (s *speedBox) written(saved string) string {
	db := s.open()
	defer db.Close()
	_, err := db.Exec("ATTACH ? AS old", saved)
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

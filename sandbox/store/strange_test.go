package store

import (
	"context"
	"database/sql"
	"errors"
	"maps"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// strange are sandboxes that somebody has made to do something when they are copied. {outside} stands for a file that
// they would make.
var strange = map[string]string{
	"a name that is SQL":       `CREATE TABLE "clock""; ATTACH '{outside}' AS e; CREATE TABLE e.t (x); --" (x)`,
	"a column that is SQL":     `ALTER TABLE clock ADD "x); ATTACH '{outside}' AS e; CREATE TABLE e.t (x); --" INTEGER`,
	"a trigger":                `CREATE TRIGGER t AFTER INSERT ON clock BEGIN DELETE FROM citations; END`,
	"a trigger on a view":      `CREATE TRIGGER t INSTEAD OF INSERT ON group_members BEGIN DELETE FROM clock; END`,
	"another view":             `CREATE VIEW v AS SELECT 1`,
	"a view that is not ours":  `DROP VIEW group_members; CREATE VIEW group_members AS SELECT * FROM members`,
	"a table that is computed": `DROP TABLE inputs; CREATE VIRTUAL TABLE inputs USING rtree_i32(name, content, more)`,
	"no numbers given before":  `PRAGMA writable_schema = ON; DELETE FROM sqlite_schema WHERE name = 'sqlite_sequence'`,
	"a table that is endless":  `DROP TABLE clock; CREATE VIEW clock (only, now) AS ` + endless,
	"facts that are endless":   `DROP VIEW recall_facts; CREATE VIEW recall_facts AS ` + endless,
	"no check": `
		DROP TABLE clock;
		CREATE TABLE clock (only INTEGER PRIMARY KEY, now INTEGER NOT NULL) STRICT`,
	"another default": `
		DROP TABLE hold_senders;
		CREATE TABLE hold_senders (hold INTEGER, mailbox INTEGER DEFAULT 1)`,
	"an index less":             `DROP INDEX rules_of`,
	"another index":             `CREATE INDEX more ON rules (subject)`,
	"an index on an expression": `CREATE INDEX more ON rules (hex(zeroblob(1000 * subject)))`,
	"numbers for the planner":   `ANALYZE`,
	"a column that is hidden":   `ALTER TABLE clock ADD COLUMN twice INTEGER AS (now + now)`,
}

// endless is a query that never ends.
const (
	endless       = `SELECT 1, (` + endlessNumber + `)`
	endlessNumber = `WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n`
)

// crafted makes such a sandbox, and gives it as it was opened before, and the file that it must not make.
func crafted(t *testing.T, statements string) (s *Store, outside string) {
	t.Helper()
	s, outside = open(t, create(t)), filepath.Join(t.TempDir(), "outside.db")
	try(t, s.execOutside(t.Context(), strings.ReplaceAll(statements, "{outside}", outside)))
	return s, outside
}

// No command opens one.
func TestStrangeOpen(t *testing.T) {
	t.Parallel()
	for what, statements := range strange {
		s, outside := crafted(t, statements)
		var wrong *SchemaError
		if again, err := Open(s.path, Options{}); !errors.As(err, &wrong) || !errors.Is(err, ErrDamaged) {
			t.Errorf("%s: %v", what, err)
			again.Close()
		}
		if err := s.Recognise(t.Context()); !errors.As(err, &wrong) {
			t.Errorf("%s: open for a while: %v", what, err)
		}
		wantNone(t, what, outside)
	}
}

// No text of a file is run as SQL when a snapshot is saved, and what is not ours is not copied.
func TestStrangeSave(t *testing.T) {
	t.Parallel()
	for what, statements := range strange {
		s, outside := crafted(t, statements)
		if err := save(t.Context(), s, "it"); !errors.Is(err, ErrDamaged) {
			t.Errorf("%s: %v", what, err)
		}
		wantNone(t, what, outside)
	}
}

// The same holds when a snapshot is restored, which may be from a stranger too, and when it is compared.
func TestStrangeRestore(t *testing.T) {
	t.Parallel()
	for what, statements := range strange {
		snapshot, outside := crafted(t, statements)
		s := twoStates(t, 1)
		try(t, s.Update(t.Context(), func(tx *Tx) error {
			return tx.PutSnapshot(Snapshot{Name: "strange"}, snapshot.path)
		}))
		before := state(t, s)
		if err := restore(t.Context(), s, "strange"); !errors.Is(err, ErrSnapshotDamaged) {
			t.Errorf("%s: %v", what, err)
		}
		wantNone(t, what, outside)
		if state(t, s) != before {
			t.Errorf("%s: it changed the sandbox", what)
		}
	}
}

// Nor is anything poured into a sandbox that is not as ours are, as a snapshot or as a new one.
func TestStrangeTarget(t *testing.T) {
	t.Parallel()
	for what, statements := range strange {
		s, outside := crafted(t, statements)
		if err := s.Become(t.Context(), open(t, create(t))); !errors.Is(err, ErrDamaged) {
			t.Errorf("%s: %v", what, err)
		}
		fresh := New{Start: 300, Replace: true, If: func(*Tx) error { return nil }}
		if err := Make(t.Context(), s.path, fresh, Options{}); !errors.Is(err, ErrDamaged) {
			t.Errorf("%s: a new one: %v", what, err)
		}
		wantNone(t, what, outside)
		try(t, Create(s.path, 300, true, Options{}))
		wantSound(t, s.path)
	}
}

// A file is not brought up while something in it could run then.
func TestStrangeUpgrade(t *testing.T) {
	t.Parallel()
	frozen, err := os.ReadFile(oldest)
	try(t, err)
	path := filepath.Join(t.TempDir(), "old.db")
	makeFile(t, path, 1, string(frozen)+`; INSERT INTO clock VALUES (1, 777);
		CREATE TRIGGER t AFTER UPDATE ON recalls BEGIN DELETE FROM clock; END`)
	if s, err := Open(path, Options{}); !errors.Is(err, ErrDamaged) {
		t.Errorf("got %v", err)
		s.Close()
	}
}

func wantNone(t *testing.T, what, path string) {
	t.Helper()
	if _, err := os.Lstat(path); err == nil {
		t.Errorf("%s: it made %s", what, filepath.Base(path))
	}
}

// Another program's file is recognised without being changed: one in WAL mode stays so, with what its log holds.
func TestStrangerIsLeftAsItIs(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	path := filepath.Join(dir, "theirs.db")
	db, err := sql.Open("sqlite3", uri(path, url.Values{"_journal_mode": {"WAL"}}))
	try(t, err)
	defer db.Close()
	_, err = db.Exec(`PRAGMA wal_autocheckpoint = 0; CREATE TABLE t (x); INSERT INTO t VALUES (1)`)
	try(t, err)
	before := filesIn(t, dir)
	if _, err := Open(path, Options{}); !errors.Is(err, ErrNotOurs) {
		t.Errorf("opened: %v", err)
	}
	if err := Create(path, 0, true, Options{}); !errors.Is(err, ErrNotOurs) {
		t.Errorf("replaced: %v", err)
	}
	if after := filesIn(t, dir); !maps.Equal(before, after) {
		t.Errorf("the files were changed: %v", slices.Sorted(maps.Keys(after)))
	}
}

// A sandbox that somebody has put into WAL mode is one file again.
func TestSandboxLeavesWAL(t *testing.T) {
	t.Parallel()
	path := create(t)
	db, err := sql.Open("sqlite3", uri(path, url.Values{"_journal_mode": {"WAL"}}))
	try(t, err)
	_, err = db.Exec(`UPDATE clock SET now = 77`)
	try(t, errors.Join(err, db.Close()))
	s, err := Open(path, Options{})
	try(t, err)
	defer s.Close()
	wantSound(t, path)
	if files := filesIn(t, filepath.Dir(path)); len(files) != 1 || files[filepath.Base(path)][18] != 1 {
		t.Errorf("it is %d files", len(files))
	}
}

func filesIn(t *testing.T, dir string) map[string]string {
	t.Helper()
	held := map[string]string{}
	entries, err := os.ReadDir(dir)
	try(t, err)
	for _, e := range entries {
		data, err := os.ReadFile(filepath.Join(dir, e.Name()))
		try(t, err)
		held[e.Name()] = string(data)
	}
	return held
}

// An interrupt ends any statement soon, however small the file is.
func TestInterruptEndsAnyStatement(t *testing.T) {
	t.Parallel()
	s := open(t, create(t))
	for name, run := range map[string]func(*Tx) error{
		"reads":  func(tx *Tx) error { _, err := tx.number(endlessNumber); return err },
		"writes": func(tx *Tx) error { return tx.exec(`UPDATE clock SET now = (` + endlessNumber + `)`) },
	} {
		ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
		if err := s.Update(ctx, run); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("%s: %v", name, err)
		}
		cancel()
	}
}

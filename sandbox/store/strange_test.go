package store

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
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
	"a column that is hidden":  `ALTER TABLE clock ADD COLUMN twice INTEGER AS (now + now)`,
}

// crafted makes such a sandbox, and gives its path and that of the file that it must not make.
func crafted(t *testing.T, statements string) (path, outside string) {
	t.Helper()
	path, outside = create(t), filepath.Join(t.TempDir(), "outside.db")
	s := open(t, path)
	try(t, s.execOutside(t.Context(), strings.ReplaceAll(statements, "{outside}", outside)))
	return path, outside
}

// No text of a file is run as SQL when a snapshot is saved, and what is not ours is not copied.
func TestStrangeSave(t *testing.T) {
	t.Parallel()
	for what, statements := range strange {
		path, outside := crafted(t, statements)
		s := open(t, path)
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
		path, outside := crafted(t, statements)
		s := twoStates(t, 1)
		try(t, s.Update(t.Context(), func(tx *Tx) error { return tx.PutSnapshot(Snapshot{Name: "strange"}, path) }))
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
		path, outside := crafted(t, statements)
		s := open(t, path)
		if err := s.Become(t.Context(), open(t, create(t))); !errors.Is(err, ErrDamaged) {
			t.Errorf("%s: %v", what, err)
		}
		fresh := New{Start: 300, Replace: true, If: func(*Tx) error { return nil }}
		if err := Make(t.Context(), path, fresh, Options{}); !errors.Is(err, ErrDamaged) {
			t.Errorf("%s: a new one: %v", what, err)
		}
		wantNone(t, what, outside)
		try(t, Create(path, 300, true, Options{}))
		wantSound(t, path)
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

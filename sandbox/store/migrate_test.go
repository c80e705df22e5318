package store

import (
	"context"
	"database/sql"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "freeze the schema, as long as version 1 is the newest")

// oldest is the schema of version 1 as it is in files out there.
const oldest = "schema-1.sql"

// An edit of schema.sql needs a migration: a file of version 1, brought up, has the schema that a new file gets.
func TestMigrationsLeadToTheSchema(t *testing.T) {
	t.Parallel()
	if *update && newest() == 1 {
		if err := os.WriteFile(oldest, []byte(schema), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	frozen, err := os.ReadFile(oldest)
	if err != nil {
		t.Fatal(err)
	}
	old, fresh := filepath.Join(t.TempDir(), "old.db"), filepath.Join(t.TempDir(), "new.db")
	makeFile(t, old, 1, string(frozen))
	if err := Create(fresh, 0, false, Options{}); err != nil {
		t.Fatal(err)
	}
	got, want := openSchema(t, old), openSchema(t, fresh)
	for name := range want {
		if got[name] != want[name] {
			t.Errorf("%s: a migrated file has\n\t%s\nand a new one\n\t%s", name, got[name], want[name])
		}
	}
	for name := range got {
		if _, known := want[name]; !known {
			t.Errorf("%s: a migrated file has it, and a new one has not", name)
		}
	}
	if t.Failed() && newest() == 1 {
		t.Log("version 1 is not out yet: go test ./sandbox/store -run TestMigrationsLeadToTheSchema -update freezes it anew")
	}
	if t.Failed() && newest() > 1 {
		t.Log("append a migration that does to an older file what was done to schema.sql")
	}
}

// makeFile makes a sandbox file of a version.
func makeFile(t *testing.T, path string, version int, schema string) {
	t.Helper()
	db, err := sql.Open("sqlite3", dsn(path, Options{Throwaway: true}))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	_, err = db.Exec(fmt.Sprintf("BEGIN; PRAGMA application_id = %d; PRAGMA user_version = %d; %s; COMMIT",
		applicationID, version, schema))
	if err != nil {
		t.Fatal(err)
	}
}

// openSchema opens a file, and gives what it is made of by name.
func openSchema(t *testing.T, path string) map[string]string {
	t.Helper()
	s := open(t, path)
	made := map[string]string{}
	err := s.View(t.Context(), func(tx *Tx) error {
		const all = `SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL`
		return tx.each(all, nil, func(scan func(...field) error) error {
			var name, text string
			err := scan(anyText{&name}, anyText{&text})
			made[name] = plain(text)
			return err
		})
	})
	if err != nil {
		t.Fatal(err)
	}
	return made
}

func open(t *testing.T, path string) *Store {
	t.Helper()
	s, err := Open(path, Options{Throwaway: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

const pets = `
	CREATE TABLE pets (id INTEGER PRIMARY KEY, name TEXT, friend INTEGER REFERENCES pets);
	INSERT INTO pets VALUES (1, 'Rex', NULL), (2, 'Tom', 1);`

// then are the migrations that there are, and further ones.
func then(steps ...string) []string { return append(slices.Clone(migrations), steps...) }

// A table may be made anew although others refer to it, and a file that many open at once is upgraded once.
func TestUpgrade(t *testing.T) {
	t.Parallel()
	path := create(t)
	steps := then(
		`ALTER TABLE pets ADD COLUMN age INTEGER`,
		`CREATE TABLE anew (id INTEGER PRIMARY KEY, called TEXT, friend INTEGER REFERENCES pets);
		 INSERT INTO anew SELECT id, name, friend FROM pets;
		 DROP TABLE pets; ALTER TABLE anew RENAME TO pets`,
	)
	s, done := open(t, path), make(chan error)
	var all []*Store
	for range 8 {
		all = append(all, open(t, path))
	}
	try(t, s.execThrough(pets))
	for _, s := range all {
		go func() { done <- s.upgrade(t.Context(), steps) }()
	}
	for range all {
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
	err := s.View(t.Context(), func(tx *Tx) error {
		version, err := tx.number(`PRAGMA user_version`)
		if err != nil || version != int64(newest())+2 {
			t.Errorf("version %d", version)
		}
		n, err := tx.number(`SELECT count(*) FROM pets WHERE called IN ('Rex', 'Tom')`)
		if n != 2 {
			t.Errorf("%d pets", n)
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
	if _, err := Open(path, Options{}); !errors.Is(err, ErrTooNew) {
		t.Errorf("two versions later: %v", err)
	}
}

// A migration that fails, or that breaks what refers to what, leaves the file as it was.
func TestUpgradeIsWholeOrNot(t *testing.T) {
	t.Parallel()
	for name, step := range map[string]string{
		"no such table":   `ALTER TABLE cats ADD COLUMN age INTEGER`,
		"left half done":  `DELETE FROM pets WHERE id = 2; ALTER TABLE cats ADD COLUMN age INTEGER`,
		"leads to no row": `DELETE FROM pets WHERE id = 1`,
	} {
		s := open(t, create(t))
		try(t, s.execThrough(pets))
		if err := s.upgrade(t.Context(), then(step)); err == nil {
			t.Errorf("%s: no error", name)
		}
		err := s.View(context.Background(), func(tx *Tx) error {
			if version, err := tx.number(`PRAGMA user_version`); version != int64(newest()) || err != nil {
				t.Errorf("%s: version %d, %v", name, version, err)
			}
			if n, err := tx.number(`SELECT count(*) FROM pets`); n != 2 || err != nil {
				t.Errorf("%s: %d pets, %v", name, n, err)
			}
			return nil
		})
		if err != nil {
			t.Error(err)
		}
	}
}

// packedFact is where a fact lies, as the frozen lists of both packings have it.
type packedFact struct {
	of     string // the number: "recall" or "copy"; "" where there was one for both
	lowest int
	width  int
}

var frozenFact = regexp.MustCompile(`^(\w+)(?: of the (copy|recall))? at (\d+), (\d+) bits: `)

func frozenFacts(t *testing.T, file string) map[string]packedFact {
	t.Helper()
	text, err := os.ReadFile(file)
	try(t, err)
	facts := map[string]packedFact{}
	for _, line := range strings.Split(string(text), "\n") {
		if m := frozenFact.FindStringSubmatch(line); m != nil {
			lowest, _ := strconv.Atoi(m[3])
			width, _ := strconv.Atoi(m[4])
			facts[m[1]] = packedFact{m[2], lowest, width}
		}
	}
	return facts
}

// Each fact, with each of its bits set, is found again where the new packing has it, and nowhere else.
func TestSplitFactsMovesEveryFact(t *testing.T) {
	t.Parallel()
	before, after := frozenFacts(t, "testdata/packing-1.txt"), frozenFacts(t, "../recall/testdata/packing-2.txt")
	if len(before) != 36 {
		t.Fatalf("%d facts were packed", len(before))
	}
	s := open(t, create(t))
	try(t, s.execThrough(`
		DROP TABLE recalls; CREATE TABLE recalls (id INTEGER PRIMARY KEY, facts INTEGER);
		DROP TABLE outcomes; CREATE TABLE outcomes (id INTEGER PRIMARY KEY, facts INTEGER);
		DROP TABLE attempts; CREATE TABLE attempts (id INTEGER PRIMARY KEY, facts INTEGER)`))
	err := s.Try(t.Context(), func(tx *Tx) error {
		for name, was := range before {
			now, known := after[name]
			if !known || now.width < was.width {
				t.Errorf("%s has no room any more", name)
			}
			for bit := range was.width {
				want := map[string]int64{now.of: 1 << (now.lowest + bit)}
				for table, of := range map[string]string{"recalls": "recall", "outcomes": "copy", "attempts": "copy"} {
					if got := splitFact(t, tx, table, 1<<(was.lowest+bit)); got != want[of] {
						t.Errorf("bit %d of %s in %s became %b, want %b", bit, name, table, got, want[of])
					}
				}
			}
		}
		return nil
	})
	try(t, err)
}

// splitFact is what the migration makes of a number in a table.
func splitFact(t *testing.T, tx *Tx, table string, packed int64) int64 {
	t.Helper()
	try(t, tx.exec(fmt.Sprintf(`DELETE FROM %s`, table)))
	try(t, tx.exec(fmt.Sprintf(`INSERT INTO %s VALUES (1, ?), (2, NULL)`, table), packed))
	try(t, tx.exec(splitFacts))
	now, err := tx.number(fmt.Sprintf(`SELECT facts FROM %s WHERE id = 1`, table))
	try(t, err)
	return now
}

package store

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

// twoStates is a sandbox with that many users, in which the state before that is kept as "empty", and the
// present one as "users".
func twoStates(t *testing.T, users int) *Store {
	t.Helper()
	s := open(t, create(t))
	try(t, save(t.Context(), s, "empty"))
	try(t, s.Update(t.Context(), func(tx *Tx) error {
		for i := range users {
			if _, err := tx.PutMailbox(Mailbox{Address: fmt.Sprintf("user%d@acme.example", i)}); err != nil {
				return err
			}
			if err := tx.PutCommand(strings.Repeat("long ", 1000)); err != nil {
				return err
			}
		}
		return tx.SetNow(200)
	}))
	try(t, save(t.Context(), s, "users"))
	return s
}

func save(ctx context.Context, s *Store, name string) error {
	return s.TakeSnapshot(ctx, func(now Snapshot, path string) error {
		now.Name = name
		return s.Update(ctx, func(tx *Tx) error { return tx.PutSnapshot(now, path) })
	})
}

func restore(ctx context.Context, s *Store, name string) error {
	find := func(tx *Tx) ([]Snapshot, error) {
		found, err := tx.SnapshotNamed(name)
		return []Snapshot{found}, err
	}
	return s.OpenSnapshots(ctx, find, func(then []*Store) error { return s.Become(ctx, then[0]) })
}

// state is everything that a sandbox holds, and which snapshots it has.
func state(t *testing.T, s *Store) string {
	t.Helper()
	var b strings.Builder
	err := s.View(t.Context(), func(tx *Tx) error {
		tables, err := list(
			tx,
			`SELECT name FROM sqlite_schema WHERE type = 'table' AND name <> 'snapshot_parts' ORDER BY name`,
			nil,
			readText,
		)
		if err != nil {
			return err
		}
		for _, table := range tables {
			columns, err := list(tx, `SELECT 'quote("' || name || '")' FROM pragma_table_info(?)`, []any{table}, readText)
			if err != nil {
				return err
			}
			rows, err := list(tx, `SELECT `+strings.Join(columns, ` || ' ' || `)+` FROM "`+table+`"`, nil, readText)
			if err != nil {
				return err
			}
			fmt.Fprintf(&b, "%s\n%s\n", table, strings.Join(rows, "\n"))
		}
		return nil
	})
	try(t, err)
	return b.String()
}

// A damaged snapshot is not restored, and the others can be.
func TestDamagedSnapshot(t *testing.T) {
	t.Parallel()
	for name, damage := range map[string]string{
		"a byte is another": `
			UPDATE snapshot_parts SET data = CAST(substr(data, 1, 5000) || x'00ff' || substr(data, 5003) AS BLOB)
			WHERE snapshot = 2 AND part = 2`,
		"a part is missing":  `DELETE FROM snapshot_parts WHERE snapshot = 2 AND part = 2`,
		"the sum is missing": `DELETE FROM snapshot_parts WHERE snapshot = 2 AND part = 0`,
		"nothing is left":    `DELETE FROM snapshot_parts WHERE snapshot = 2`,
		"the end is missing": `
			UPDATE snapshot_parts SET data = substr(data, 1, length(data) - 1)
			WHERE snapshot = 2 AND part = (SELECT max(part) FROM snapshot_parts WHERE snapshot = 2)`,
	} {
		s := twoStates(t, 300) // which takes two parts
		try(t, s.Update(t.Context(), func(tx *Tx) error {
			n, err := tx.changed(damage)
			if n == 0 {
				t.Errorf("%s: nothing was damaged", name)
			}
			return err
		}))
		before := state(t, s)
		if err := restore(t.Context(), s, "users"); !errors.Is(err, ErrSnapshotDamaged) {
			t.Errorf("%s: %v", name, err)
		}
		if state(t, s) != before {
			t.Errorf("%s: it changed the sandbox", name)
		}
		try(t, restore(t.Context(), s, "empty"))
	}
}

// A snapshot that an earlier version saved is brought up before it is restored.
func TestOldSnapshot(t *testing.T) {
	t.Parallel()
	frozen, err := os.ReadFile(oldest)
	try(t, err)
	old := filepath.Join(t.TempDir(), "old.db")
	makeFile(
		t,
		old,
		1,
		string(
			frozen,
		)+`; INSERT INTO clock VALUES (1, 777); INSERT INTO organisations VALUES (1, 'acme', 'acme.example', 'outlook')`,
	)
	s := twoStates(t, 3)
	try(t, s.Update(t.Context(), func(tx *Tx) error { return tx.PutSnapshot(Snapshot{Name: "old"}, old) }))
	try(t, restore(t.Context(), s, "old"))
	wantSame(t, s, open(t, old))
}

// wantSame demands that one sandbox holds what another does, but for the snapshots and how many there were.
func wantSame(t *testing.T, got, want *Store) {
	t.Helper()
	without := func(s *Store) string {
		all := state(t, s)
		from, to := strings.Index(all, "\nsnapshots\n"), strings.Index(all, "\nsqlite_sequence\n")
		return all[:from] + regexp.MustCompile(`\n'snapshots' \d+`).ReplaceAllString(all[to:], "")
	}
	if without(got) != without(want) {
		t.Errorf("got\n%.2000s\nwant\n%.2000s", without(got), without(want))
	}
}

// No number is given to a second snapshot: not when the first is removed, nor when a state is restored from
// before it was saved, nor in a file that an older version made.
func TestSnapshotNumbers(t *testing.T) {
	t.Parallel()
	frozen, err := os.ReadFile(oldest)
	try(t, err)
	old := filepath.Join(t.TempDir(), "old.db")
	makeFile(t, old, 3, string(frozen)+`;`+keepHistory+`;`+countOpen+`; INSERT INTO clock VALUES (1, 100);
		INSERT INTO snapshots VALUES (7, 'users', 100, 0); INSERT INTO snapshot_parts VALUES (7, 0, x'00'), (7, 1, x'01')`)
	upgraded := open(t, old)
	parts := number64(t, upgraded, `
		SELECT count(*) FROM snapshot_parts p
		JOIN snapshots s ON s.id = p.snapshot
		WHERE s.name = 'users'`)
	if parts != 2 {
		t.Errorf("%d parts of the older file's snapshot", parts)
	}
	for name, s := range map[string]*Store{"new": twoStates(t, 3), "upgraded": upgraded} {
		last := number64(t, s, `SELECT id FROM snapshots WHERE name = 'users'`)
		try(t, save(t.Context(), s, "first"))
		for range 3 {
			try(t, s.Update(t.Context(), func(tx *Tx) error {
				found, err := tx.SnapshotNamed("users")
				if err != nil {
					return err
				}
				return tx.DeleteSnapshot(found.ID)
			}))
			try(t, save(t.Context(), s, "later"))
			later := number64(t, s, `SELECT id FROM snapshots WHERE name = 'later'`)
			try(t, restore(t.Context(), s, "first"))
			try(t, s.Update(t.Context(), func(tx *Tx) error { return tx.DeleteSnapshot(later) }))
			try(t, save(t.Context(), s, "users"))
			id := number64(t, s, `SELECT id FROM snapshots WHERE name = 'users'`)
			if later <= last || id <= later {
				t.Errorf("%s: %d, then %d, then %d", name, last, later, id)
			}
			last = id
		}
	}
}

func number64(t *testing.T, s *Store, query string) (n int64) {
	t.Helper()
	try(t, s.View(t.Context(), func(tx *Tx) (err error) {
		n, err = tx.number(query)
		return err
	}))
	return n
}

// However early or late it is interrupted, saving and restoring happens or does not.
func TestInterruptedSnapshot(t *testing.T) {
	t.Parallel()
	for what, do := range map[string]func(context.Context, *Store) error{
		"saving":    func(ctx context.Context, s *Store) error { return save(ctx, s, "again") },
		"restoring": func(ctx context.Context, s *Store) error { return restore(ctx, s, "empty") },
	} {
		s := twoStates(t, 3)
		before, done := state(t, s), false
		for after := 1; !done; after++ {
			ctx, cancel := context.WithCancel(t.Context())
			statements := 0
			err := do(WithTrace(ctx, func(string, []any) {
				if statements++; statements == after {
					cancel()
				}
			}), s)
			cancel()
			done = statements < after
			if done != (err == nil) || !done && !errors.Is(err, context.Canceled) {
				t.Fatalf("%s, interrupted after %d statements of %d: %v", what, after, statements, err)
			}
			if !done && state(t, s) != before {
				t.Fatalf("%s, interrupted after %d statements: it changed the sandbox", what, after)
			}
		}
		if state(t, s) == before {
			t.Errorf("%s: nothing happened at last", what)
		}
	}
}

// On a full disk nothing changes.
func TestSnapshotOnAFullDisk(t *testing.T) {
	t.Parallel()
	s := twoStates(t, 3)
	try(t, restore(t.Context(), s, "empty"))
	try(t, withAttached(s.conn, func() error { return s.execOutside(t.Context(), `VACUUM`) }))
	try(t, s.execOutside(t.Context(), `PRAGMA main.max_page_count = 1`)) // which is as many as there are
	before := state(t, s)
	tries := map[string]error{
		"saving":    save(t.Context(), s, "again"),
		"restoring": restore(t.Context(), s, "users"),
	}
	for what, err := range tries {
		if !errors.Is(err, ErrNoRoom) {
			t.Errorf("%s: %v", what, err)
		}
	}
	if state(t, s) != before {
		t.Error("it changed the sandbox")
	}
}

// Nothing is left in the folder for temporary files.
func TestSnapshotsLeaveNothing(t *testing.T) {
	t.Parallel()
	s := twoStates(t, 3)
	s.temps = []string{t.TempDir()}
	try(t, restore(t.Context(), s, "empty"))
	none := func(*Tx) ([]Snapshot, error) { return []Snapshot{{ID: 99, Name: "none"}}, nil }
	if err := s.OpenSnapshots(t.Context(), none, nil); !errors.Is(err, ErrSnapshotDamaged) {
		t.Error(err)
	}
	wantOnly(t, s.temps[0], "")
}

// Where no folder takes a temporary file, the error names all that were tried.
func TestSnapshotWithoutAFolderForIt(t *testing.T) {
	t.Parallel()
	s := twoStates(t, 3)
	none := filepath.Join(t.TempDir(), "none")
	s.temps = []string{none, none + "-either"}
	err := save(t.Context(), s, "again")
	want := "no folder takes temporary files: neither " + none + " nor " + none + "-either"
	if !errors.Is(err, ErrNoTemp) || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
}

// restless is where a process that restores snapshots until it is killed finds the sandbox.
const restless = "RECALLBOX_TEST_RESTLESS"

func restoreForever(path string) error {
	s, err := Open(path, Options{Temp: filepath.Dir(path)})
	for i := 0; err == nil; i++ {
		err = restore(context.Background(), s, []string{"empty", "users"}[i%2])
	}
	return err
}

// Whenever a process is killed that restores, the sandbox is as in one snapshot or the other.
func TestKilledWhileRestoring(t *testing.T) {
	t.Parallel()
	s := twoStates(t, 300)
	users := state(t, s)
	try(t, restore(t.Context(), s, "empty"))
	empty := state(t, s)
	for i := range 10 {
		cmd := exec.Command(os.Args[0])
		var said strings.Builder
		cmd.Env, cmd.Stderr = append(os.Environ(), restless+"="+s.path), &said
		try(t, cmd.Start())
		time.Sleep(time.Duration(20+i*11) * time.Millisecond)
		try(t, cmd.Process.Kill())
		if err := cmd.Wait(); err == nil || said.Len() > 0 {
			t.Fatalf("it ended by itself: %v, %s", err, said.String())
		}
		if now := state(t, s); now != users && now != empty {
			t.Errorf("neither one nor the other:\n%.1000s", now)
		}
	}
}

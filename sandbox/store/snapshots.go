package store

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"os"
)

// ErrSnapshotDamaged is for a snapshot that is not what was saved.
var ErrSnapshotDamaged = errors.New("damaged: it is not what was saved")

// partSize is into how many bytes a snapshot's file is cut.
const partSize = 1 << 20

// Snapshot is a row of snapshots: an earlier state of the sandbox.
type Snapshot struct {
	ID       int64
	Name     string
	SavedAt  int64
	Messages int64
}

const snapshotColumns = `SELECT id, name, saved_at, messages FROM snapshots `

func (s *Snapshot) dest() []field {
	return []field{rowID{&s.ID}, nameText{&s.Name}, instant{&s.SavedAt},
		tally{&s.Messages}}
}

// Snapshots lists all snapshots by name.
func (t *Tx) Snapshots() ([]Snapshot, error) {
	return list(
		t,
		snapshotColumns+`ORDER BY name`,
		nil,
		func(s *Snapshot, scan func(...field) error) error { return scan(s.dest()...) },
	)
}

// SnapshotNamed finds a snapshot by its name.
func (t *Tx) SnapshotNamed(name string) (s Snapshot, err error) {
	err = t.row(snapshotColumns+`WHERE name = ?`, []any{name}, s.dest()...)
	return s, err
}

// PutSnapshot keeps a sandbox file under a name: its parts, counted from 1, and as part 0 the SHA-256 of them all.
func (t *Tx) PutSnapshot(s Snapshot, path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	if s.ID, err = t.insert(`
		INSERT INTO snapshots (name, saved_at, messages)
		VALUES (?, ?, ?)`, s.Name, s.SavedAt, s.Messages); err != nil {
		return err
	}
	sum, buffer := sha256.New(), make([]byte, partSize)
	for part := 1; ; part++ {
		n, err := io.ReadFull(f, buffer)
		if errors.Is(err, io.EOF) {
			return t.putPart(s.ID, 0, sum.Sum(nil))
		}
		if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) {
			return err
		}
		sum.Write(buffer[:n])
		if err := t.putPart(s.ID, part, buffer[:n]); err != nil {
			return err
		}
	}
}

func (t *Tx) putPart(snapshot int64, part int, data []byte) error {
	return t.exec(`INSERT INTO snapshot_parts VALUES (?, ?, ?)`, snapshot, part, data)
}

// extract writes a snapshot's file anew, and makes sure that it is what was saved.
func (t *Tx) extract(snapshot int64, path string) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_TRUNC, 0)
	if err != nil {
		return err
	}
	defer f.Close()
	sum, want := sha256.New(), []byte{}
	err = t.each(`
		SELECT part, data
		FROM snapshot_parts
		WHERE snapshot = ?
		ORDER BY part`, []any{snapshot}, func(scan func(...field) error) error {
		var part int
		var data []byte
		if err := scan(tallyInt{&part}, partBytes{&data}); err != nil {
			return err
		}
		if part == 0 {
			want = data
			return nil
		}
		sum.Write(data)
		_, err := f.Write(data)
		return err
	})
	if err == nil && !bytes.Equal(sum.Sum(nil), want) {
		err = ErrSnapshotDamaged
	}
	return errors.Join(err, f.Close())
}

// DeleteSnapshot removes a snapshot.
func (t *Tx) DeleteSnapshot(id int64) error { return t.exec(`DELETE FROM snapshots WHERE id = ?`, id) }

// TakeSnapshot gives fn a file that is the sandbox as it is, without snapshots, and what a snapshot of it
// tells. The file is gone when fn is done.
func (s *Store) TakeSnapshot(ctx context.Context, fn func(now Snapshot, path string) error) error {
	s.waiting.begin()
	return withTempFile(s.temps, func(path string) error {
		if err := execute(path, 0, Options{Throwaway: true}); err != nil {
			return translate(err)
		}
		var now Snapshot
		copied := func(t *Tx) error {
			if err := t.mustBeOurs(inside, newest()); err != nil {
				return err
			}
			var err error
			if now.SavedAt, err = t.Now(); err != nil {
				return err
			}
			if now.Messages, err = t.number(`SELECT count(*) FROM messages`); err != nil {
				return err
			}
			return t.pour(inside, attached)
		}
		err := s.withoutChecks(ctx, func() error {
			return s.attach(ctx, path, func() error { return s.transact(ctx, "BEGIN", "COMMIT", copied) })
		})
		if err != nil {
			return err
		}
		return fn(now, path)
	})
}

// OpenSnapshots gives fn those snapshots that find finds, as sandboxes of their own, brought up if an older
// version saved them. They are found and read in one transaction, which is over when fn begins, and are gone
// when fn is done.
func (s *Store) OpenSnapshots(ctx context.Context, find func(*Tx) ([]Snapshot, error), fn func([]*Store) error) error {
	var paths, names []string
	var done []func()
	defer func() {
		for _, done := range done {
			done()
		}
	}()
	err := s.View(ctx, func(t *Tx) error {
		found, err := find(t)
		if err != nil {
			return err
		}
		for _, one := range found {
			path, remove, err := makeTempFile(s.temps)
			if err != nil {
				return err
			}
			paths, done = append(paths, path), append(done, remove)
			if err := t.extract(one.ID, path); err != nil {
				return fmt.Errorf("snapshot %q: %w", one.Name, err)
			}
			names = append(names, one.Name)
		}
		return nil
	})
	if err != nil {
		return err
	}
	var all []*Store
	for i, path := range paths {
		then, err := openSnapshotFile(ctx, path)
		if err != nil {
			return fmt.Errorf("snapshot %q: %w", names[i], err)
		}
		defer then.Close()
		all = append(all, then)
	}
	return fn(all)
}

// OpenSnapshot gives fn a snapshot as a sandbox of its own, within the transaction.
func (t *Tx) OpenSnapshot(s Snapshot, fn func(*Store) error) error {
	return withTempFile(t.temps, func(path string) error {
		if err := t.extract(s.ID, path); err != nil {
			return err
		}
		then, err := openSnapshotFile(t.ctx, path)
		if err != nil {
			return err
		}
		defer then.Close()
		return fn(then)
	})
}

// openSnapshotFile opens a snapshot's file.
func openSnapshotFile(ctx context.Context, path string) (*Store, error) {
	s, err := Open(path, Options{Throwaway: true, Alone: true})
	if errors.Is(err, ErrNotOurs) || errors.Is(err, ErrTooNew) || errors.Is(err, ErrDamaged) {
		err = ErrSnapshotDamaged
	}
	return s, err
}

// Become makes the sandbox what another is, all but its snapshots.
func (s *Store) Become(ctx context.Context, other *Store) error {
	poured := func(t *Tx) error { return t.pour(attached, inside) }
	return s.inTurn(ctx, func() error {
		return s.withoutChecks(ctx, func() error {
			return s.attach(ctx, other.path, func() error { return s.transact(ctx, "BEGIN IMMEDIATE", "COMMIT", poured) })
		})
	})
}

// database is what SQL calls one of the sandbox files that a connection has open.
type database string

const (
	inside   database = "main"   // the sandbox itself
	attached database = "beside" // another, see Store.attach
	there    database = "there"  // one that may be damaged, see waiting.attachTolerantly
)

// attach runs fn while another sandbox file is attached. What is written there does not outlive a crash, and has no
// part in how a transaction on the sandbox itself is committed.
func (s *Store) attach(ctx context.Context, path string, fn func() error) error {
	return withAttached(s.conn, func() (err error) {
		if err := s.execOutside(ctx, `ATTACH ? AS beside`, uri(path, nil)); err != nil {
			return err
		}
		defer func() { err = errors.Join(err, s.takeBack(`DETACH beside`)) }()
		for _, p := range []string{"PRAGMA beside.journal_mode = OFF", "PRAGMA beside.synchronous = OFF"} {
			if err := s.execOutside(ctx, p); err != nil {
				return err
			}
		}
		return fn()
	})
}

// withoutChecks runs fn while references may lead nowhere, as they do where the rows of a table go and others
// come. (The pragma has no effect inside a transaction.)
func (s *Store) withoutChecks(ctx context.Context, fn func() error) (err error) {
	if err := s.execOutside(ctx, "PRAGMA foreign_keys = OFF"); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.takeBack("PRAGMA foreign_keys = ON")) }()
	return fn()
}

// execOutside runs a statement that stands outside of transactions. It has run or not, whenever it is interrupted.
func (s *Store) execOutside(ctx context.Context, statement string, args ...any) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	return translate(s.waiting.forLock(ctx, func() error {
		return execOn(s.conn, statement, args...)
	}))
}

// takeBack runs what takes takeBack another statement that stands outside of transactions. If it fails, a new
// connection is as every one is at first.
func (s *Store) takeBack(statement string) error {
	if s.execThrough(statement) == nil {
		return nil
	}
	return s.reconnect()
}

// pour empties the tables of one database and fills them with what another's have, the snapshots left out. Both must be
// made as a new sandbox is: a file may be from a stranger, and nothing that stands in it may become SQL, be it a name
// or a trigger. Equal tables are filled page by page rather than row by row, as long as references are not checked.
func (t *Tx) pour(from, to database) error {
	for _, each := range []database{from, to} {
		if err := t.mustBeOurs(each, newest()); err != nil {
			return err
		}
	}
	for _, table := range stateTables() {
		if err := t.exec(fmt.Sprintf(`DELETE FROM %s."%s"`, to, table)); err != nil {
			return err
		}
		if err := t.exec(fmt.Sprintf(`INSERT INTO %s."%s" SELECT * FROM %s."%s"`, to, table, from, table)); err != nil {
			return err
		}
	}
	// The numbers that were given before come last, as filling the other tables changes them.
	const poured = `WHERE name NOT LIKE 'snapshot%'`
	if err := t.exec(fmt.Sprintf(`DELETE FROM %s.sqlite_sequence %s`, to, poured)); err != nil {
		return err
	}
	if err := t.exec(fmt.Sprintf(`
		INSERT INTO %s.sqlite_sequence (name, seq)
		SELECT name, seq FROM %s.sqlite_sequence %s`, to, from, poured)); err != nil || to != inside {
		return err
	}
	return t.countMadeAnew()
}

package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync/atomic"

	"github.com/mattn/go-sqlite3"
)

// New is a sandbox file to be made.
type New struct {
	Start   int64              // where its clock stands, in Unix seconds
	Replace bool               // the sandbox that is there, if one is, whole or damaged
	If      func(*Tx) error    // fails where the sandbox that is there must not be replaced; nil if any may be
	Fill    func(*Store) error // puts into it what it has from the start; may be nil
}

// Create makes a new sandbox file whose clock stands at start (Unix seconds): replacing a sandbox that is there if told
// to, else failing with fs.ErrExist.
func Create(path string, start int64, replace bool, opts Options) error {
	return Make(context.Background(), path, New{Start: start, Replace: replace}, opts)
}

// Make makes a new sandbox file. It is built aside and put in its place whole. What is there and no sandbox is never
// replaced.
func Make(ctx context.Context, path string, n New, opts Options) error {
	// Asked before it is made, which may take a while, and again when it is put in its place.
	if err := n.mustBeAllowed(ctx, path, opts); err != nil {
		return err
	}
	aside, err := os.CreateTemp(filepath.Dir(path), ".recallbox-*")
	if err != nil {
		return err
	}
	defer os.Remove(aside.Name())
	if err := aside.Close(); err != nil {
		return err
	}
	if err := build(aside.Name(), n.Start, opts); err != nil {
		return err
	}
	if err := fill(ctx, aside.Name(), n.Fill, opts); err != nil {
		return err
	}
	made := newFile{New: n, path: aside.Name(), to: path, opts: opts, waiting: newWaiting(opts)}
	if err := made.place(ctx); err != nil || opts.Throwaway {
		return err
	}
	return syncFolder(filepath.Dir(path))
}

// fill opens a file that nobody else knows yet, to put something into it.
func fill(ctx context.Context, path string, with func(*Store) error, opts Options) error {
	if with == nil {
		return nil
	}
	opts.Alone = true
	s, err := OpenContext(ctx, path, opts)
	if err != nil {
		return err
	}
	if err := with(s); err != nil {
		s.Close()
		return err
	}
	return s.Close()
}

// Blank keeps the file of a new sandbox, for whoever makes many that are thrown away, and mostly alike. Several
// goroutines may use it.
type Blank struct{ last atomic.Pointer[blankFile] }

type blankFile struct {
	start int64
	data  []byte
}

// build makes the file: as a copy, where one like it is kept.
func build(path string, start int64, opts Options) error {
	if !opts.Throwaway || opts.Blank == nil {
		return execute(path, start, opts)
	}
	if last := opts.Blank.last.Load(); last != nil && last.start == start {
		return os.WriteFile(path, last.data, 0o600)
	}
	if err := execute(path, start, opts); err != nil {
		return err
	}
	data, err := os.ReadFile(path)
	if err == nil {
		opts.Blank.last.Store(&blankFile{start, data})
	}
	return err
}

// execute makes the file from the schema.
func execute(path string, start int64, opts Options) error {
	db, err := sql.Open(driverName, dsn(path, opts))
	if err != nil {
		return err
	}
	defer db.Close()
	_, err = db.Exec(fmt.Sprintf(`
		BEGIN;
		PRAGMA application_id = %d;
		PRAGMA user_version = %d;
		%s
		INSERT INTO clock VALUES (1, %d);
		COMMIT`, applicationID, newest(), schema, start))
	return err
}

// mustBeAllowed fails where there is something that must not be replaced.
func (n New) mustBeAllowed(ctx context.Context, path string, opts Options) error {
	if !n.Replace {
		return nil // then nothing is
	}
	err := mustBeSandbox(path)
	if errors.Is(err, ErrMissing) {
		return nil
	}
	if err != nil || n.If == nil {
		return err
	}
	s, err := OpenContext(ctx, path, opts)
	if err != nil {
		return err
	}
	defer s.Close()
	return s.View(ctx, n.If)
}

// newFile is a file that was made aside, on its way to where it belongs.
type newFile struct {
	New
	path, to string
	opts     Options
	waiting  waiting
}

// place puts a file where it belongs, in the writers' turn: where nothing is, or into the sandbox that is there. That
// one stays the file that it is, as others may have it open. Were another put in its place, they would take that one's
// journal for their own, play it back into the old file and delete it.
func (f *newFile) place(ctx context.Context) error {
	t := turnOf(f.to)
	if err := t.take(ctx, &f.waiting); err != nil {
		return err
	}
	defer t.end()
	if !f.Replace {
		return f.link()
	}
	switch err := mustBeSandbox(f.to); {
	case errors.Is(err, ErrMissing):
		return f.link()
	case err != nil:
		return err
	case f.If != nil:
		return f.refill(ctx)
	}
	return f.overwrite(ctx)
}

// link puts a file where nothing is. If a sandbox was there whose writer died, and which was removed, its journal may
// have been left: SQLite would play it back into the new file.
func (f *newFile) link() error {
	if _, err := os.Lstat(f.to); errors.Is(err, fs.ErrNotExist) {
		if err := os.Remove(f.to + "-journal"); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return move(f.path, f.to)
}

// refill makes a sandbox what another file is, in the transaction in which it is asked whether it may.
func (f *newFile) refill(ctx context.Context) error {
	opts := f.opts
	opts.Alone = true // it is this writer's turn
	s, err := openWaiting(ctx, f.to, opts, f.waiting)
	if err != nil {
		return err
	}
	defer s.Close()
	refilled := func(t *Tx) error {
		if err := f.If(t); err != nil {
			return err
		}
		return t.pour(attached, inside)
	}
	return s.withoutChecks(ctx, func() error {
		return s.attach(ctx, f.path, func() error { return s.transact(ctx, "BEGIN IMMEDIATE", "COMMIT", refilled) })
	})
}

// overwrite makes a sandbox what another file is, page by page, by SQLite's backup. That is one transaction on the
// sandbox: it waits for those who read or write, who go on with the new content, and a journal takes it back if this
// process dies. No table of the old file is looked at, so that a damaged one is replaced just so, and nothing of what
// it held is left in the file.
func (f *newFile) overwrite(ctx context.Context) error {
	made, err := sql.Open(driverName, uri(f.path, nil))
	if err != nil {
		return err
	}
	defer made.Close()
	from, err := made.Conn(context.Background())
	if err != nil {
		return translate(err)
	}
	defer from.Close()
	return f.waiting.attachTolerantly(ctx, uri(f.to, nil), func(to *sql.Conn) error {
		pragmas := "PRAGMA there.synchronous = EXTRA"
		if f.opts.Throwaway {
			pragmas = "PRAGMA there.synchronous = OFF; PRAGMA there.journal_mode = MEMORY"
		}
		if err := f.waiting.forLock(ctx, func() error { return execOn(to, pragmas) }); err != nil {
			return err
		}
		return to.Raw(func(to any) error {
			return from.Raw(func(from any) error {
				return f.waiting.backup(ctx, from.(*sqlite3.SQLiteConn), to.(*sqlite3.SQLiteConn))
			})
		})
	})
}

// backup copies a whole database over the one that is there, in one step, which is tried again while that one is
// locked.
func (w *waiting) backup(ctx context.Context, from, to *sqlite3.SQLiteConn) error {
	b, err := to.Backup(string(there), from, string(inside))
	if err != nil {
		return err
	}
	err = w.forLock(ctx, func() error {
		done, err := b.Step(-1)
		if err == nil && !done {
			err = sqlite3.Error{Code: sqlite3.ErrBusy}
		}
		return err
	})
	ended := b.Finish()
	if err != nil {
		return err // which ended says again
	}
	return ended
}

// follow opens the file anew that is at the path now, where somebody has put another since, such as a copy that was
// kept. What were written to the old one would be lost.
func (s *Store) follow(ctx context.Context) error {
	now, err := os.Stat(s.path)
	if err == nil && os.SameFile(now, s.file) {
		return nil
	}
	opts := s.opts
	opts.Alone = true // it is this writer's turn
	fresh, err := openWaiting(ctx, s.path, opts, s.waiting)
	if err != nil {
		return err
	}
	err = s.Close()
	s.db, s.conn, s.file, s.waiting = fresh.db, fresh.conn, fresh.file, fresh.waiting
	return err
}

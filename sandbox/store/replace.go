package store

import (
	"context"
	"database/sql"
	"errors"
	"io/fs"
	"os"

	"github.com/mattn/go-sqlite3"
)

// allowed fails where there is something that must not be replaced.
func (n New) allowed(path string, opts Options) error {
	if !n.Replace {
		return nil // then nothing is
	}
	err := known(path)
	if errors.Is(err, ErrMissing) {
		return nil
	}
	if err != nil || n.If == nil {
		return err
	}
	s, err := Open(path, opts)
	if err != nil {
		return err
	}
	defer s.Close()
	return s.View(context.Background(), n.If)
}

// place puts a file where it belongs, in the writers' turn: where nothing is, or into the sandbox that is there. That
// one stays the file that it is, as others may have it open. Were another put in its place, they would take that one's
// journal for their own, play it back into the old file and delete it.
func place(aside, path string, n New, opts Options) error {
	t := turn{path: path + "-lock"}
	if err := t.take(); err != nil {
		return err
	}
	defer t.end()
	if !n.Replace {
		return link(aside, path)
	}
	switch err := known(path); {
	case errors.Is(err, ErrMissing):
		return link(aside, path)
	case err != nil:
		return err
	case n.If != nil:
		opts.Alone = true // it is this writer's turn
		return refill(aside, path, n.If, opts)
	}
	return overwrite(aside, path, opts)
}

// link puts a file where nothing is. If a sandbox was there whose writer died, and which was removed, its journal may
// have been left: SQLite would play it back into the new file.
func link(aside, path string) error {
	if _, err := os.Lstat(path); errors.Is(err, fs.ErrNotExist) {
		if err := os.Remove(path + "-journal"); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return os.Link(aside, path)
}

// refill makes a sandbox what another file is, in the transaction in which it is asked whether it may.
func refill(aside, path string, may func(*Tx) error, opts Options) error {
	s, err := Open(path, opts)
	if err != nil {
		return err
	}
	defer s.Close()
	ctx := context.Background()
	refilled := func(t *Tx) error {
		if err := may(t); err != nil {
			return err
		}
		return t.pour(attached, inside)
	}
	return s.unchecked(ctx, func() error {
		return s.beside(ctx, aside, func() error { return s.transact(ctx, "BEGIN IMMEDIATE", "COMMIT", refilled) })
	})
}

// overwrite makes a sandbox what another file is, page by page, by SQLite's backup. That is one transaction on the
// sandbox: it waits for those who read or write, who go on with the new content, and a journal takes it back if this
// process dies. No table of the old file is looked at, so that a damaged one is replaced just so, and nothing of what
// it held is left in the file.
func overwrite(aside, path string, opts Options) error {
	made, err := sql.Open("sqlite3", uri(aside, nil))
	if err != nil {
		return err
	}
	defer made.Close()
	from, err := made.Conn(context.Background())
	if err != nil {
		return translate(err)
	}
	defer from.Close()
	return tolerantly(uri(path, nil), func(to *sql.Conn) error {
		pragmas := "PRAGMA there.synchronous = EXTRA"
		if opts.Throwaway {
			pragmas = "PRAGMA there.synchronous = OFF; PRAGMA there.journal_mode = MEMORY"
		}
		if _, err := to.ExecContext(context.Background(), pragmas); err != nil {
			return err
		}
		return to.Raw(func(to any) error {
			return from.Raw(func(from any) error { return backup(from.(*sqlite3.SQLiteConn), to.(*sqlite3.SQLiteConn)) })
		})
	})
}

// backup copies a whole database over the one that is there, in one step.
func backup(from, to *sqlite3.SQLiteConn) error {
	b, err := to.Backup("there", from, "main")
	if err != nil {
		return err
	}
	done, err := b.Step(-1)
	if err == nil && !done {
		err = ErrBusy
	}
	return errors.Join(err, b.Finish())
}

// follow opens the file anew that is at the path now, where somebody has put another since, such as a copy that was
// kept. What were written to the old one would be lost.
func (s *Store) follow() error {
	now, err := os.Stat(s.path)
	if err == nil && os.SameFile(now, s.file) {
		return nil
	}
	opts := s.opts
	opts.Alone = true // it is this writer's turn
	fresh, err := Open(s.path, opts)
	if err != nil {
		return err
	}
	err = s.Close()
	s.db, s.conn, s.file, s.long = fresh.db, fresh.conn, fresh.file, fresh.long
	return err
}

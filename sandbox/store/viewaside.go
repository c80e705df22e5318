package store

import (
	"context"
	"database/sql"
	"errors"

	"github.com/mattn/go-sqlite3"
)

// pagesAtOnce is how much is copied before it is asked whether the context has ended: some MiB.
const pagesAtOnce = 1000

// ViewAside is View for what takes long: it runs fn on a copy of the file as it is, so that nobody waits who wants to
// write meanwhile. Where no folder takes the copy, it is View.
func (s *Store) ViewAside(ctx context.Context, fn func(*Tx) error) error {
	path, done, err := makeTempFile(s.temps)
	if err != nil {
		return s.View(ctx, fn)
	}
	defer done()
	switch err := translate(s.copyTo(ctx, path)); {
	case errors.Is(err, ErrNoRoom), errors.Is(err, ErrDisk):
		return s.View(ctx, fn)
	case err != nil:
		return err
	}
	beside, err := Open(path, Options{Throwaway: true, Alone: true, Temp: s.opts.Temp})
	if err != nil {
		return err
	}
	defer beside.Close()
	return beside.View(ctx, fn)
}

// copyTo copies the file, page by page, into an empty one.
func (s *Store) copyTo(ctx context.Context, path string) error {
	db, err := sql.Open(driverName, dsn(path, Options{Throwaway: true}))
	if err != nil {
		return err
	}
	defer db.Close()
	to, err := connect(db)
	if err != nil {
		return err
	}
	defer to.Close()
	return s.View(ctx, func(*Tx) error {
		return to.Raw(func(to any) error {
			return s.conn.Raw(func(from any) error {
				return copyPages(ctx, from.(*sqlite3.SQLiteConn), to.(*sqlite3.SQLiteConn))
			})
		})
	})
}

// copyPages copies a database that nobody can change meanwhile.
func copyPages(ctx context.Context, from, to *sqlite3.SQLiteConn) error {
	b, err := to.Backup(string(inside), from, string(inside))
	if err != nil {
		return err
	}
	for done := false; err == nil && !done; {
		if done, err = b.Step(pagesAtOnce); err == nil {
			err = ctx.Err()
		}
	}
	if ended := b.Finish(); err == nil {
		err = ended
	}
	return err
}

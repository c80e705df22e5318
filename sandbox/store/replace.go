package store

import (
	"context"
	"errors"
	"io/fs"
	"os"
)

// place puts a file where it belongs in one step: where nothing is, or in place of a sandbox.
func place(ctx context.Context, aside, path string, n New, opts Options) error {
	if !n.Replace {
		return os.Link(aside, path)
	}
	return replace(ctx, aside, path, n.If, opts)
}

// replace puts a file in place of a sandbox, in the writers' turn: nobody is at work on the old one then, and those who wait to write to it
// will follow (see below). A journal that was left by a process that died goes first: SQLite would play it back into the new file.
func replace(ctx context.Context, aside, path string, may func(*Store) error, opts Options) error {
	t, w := turnOf(path), newWaiting(opts)
	if err := t.take(ctx, &w); err != nil {
		return err
	}
	defer t.end()
	opts.Alone = true
	old, err := OpenContext(ctx, path, opts)
	if err == nil {
		err = old.View(ctx, func(*Tx) error { return nil }) // plays back what its own journal has
		if may != nil && err == nil {
			err = may(old)
		}
		err = errors.Join(err, old.Close())
	}
	if may != nil && err != nil {
		return err
	}
	if err := os.Remove(path + "-journal"); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return os.Rename(aside, path)
}

// follow opens the file anew that is at the path now, where another was put there since. What were written to the old one would be lost.
func (s *Store) follow(ctx context.Context) error {
	now, err := os.Stat(s.path)
	if err == nil && os.SameFile(now, s.file) {
		return nil
	}
	opts := s.opts
	opts.Alone = true // it is this writer's turn
	fresh, err := OpenContext(ctx, s.path, opts)
	if err != nil {
		return err
	}
	err = s.Close()
	s.db, s.conn, s.file, s.long = fresh.db, fresh.conn, fresh.file, fresh.long
	return err
}

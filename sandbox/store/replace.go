package store

import (
	"context"
	"errors"
	"io/fs"
	"os"
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
	return n.If(s)
}

// place puts a file where it belongs in one step: where nothing is, or in place of a sandbox.
func place(aside, path string, n New, opts Options) error {
	if !n.Replace {
		return os.Link(aside, path)
	}
	return replace(aside, path, n.If, opts)
}

// replace puts a file in place of a sandbox, in the writers' turn: nobody is at work on the old one then, and those who wait to write to it
// will follow (see below). A journal that was left by a process that died goes first: SQLite would play it back into the new file.
func replace(aside, path string, may func(*Store) error, opts Options) error {
	t := turn{path: path + "-lock"}
	if err := t.take(); err != nil {
		return err
	}
	defer t.end()
	if err := known(path); err != nil && !errors.Is(err, ErrMissing) {
		return err
	}
	opts.Alone = true
	old, err := Open(path, opts)
	if err == nil {
		err = old.View(context.Background(), func(*Tx) error { return nil }) // plays back what its own journal has
		if may != nil && err == nil {
			err = may(old)
		}
		err = errors.Join(err, old.Close())
	}
	if may != nil && err != nil && !errors.Is(err, ErrMissing) {
		return err
	}
	if err := os.Remove(path + "-journal"); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return os.Rename(aside, path)
}

// follow opens the file anew that is at the path now, where another was put there since. What were written to the old one would be lost.
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

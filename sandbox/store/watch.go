package store

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
)

// Edition tells one state of a file from another.
type Edition struct {
	commit int64 // SQLite's data_version: another one after each commit of another connection
	made   int64 // SQLite's schema_version: another one where the whole was made anew
}

// MadeAnew says whether the sandbox of one edition is not the one of another, brought further: it was replaced, or
// became an earlier state of itself. The number is SQLite's own, which its backup counts up, as pour does: it is part
// of no table, so that equal sandboxes stay equal.
func (s Edition) MadeAnew(before Edition) bool { return s.made != before.made }

// Edition is the file's. Nobody waits for it who writes: the lock is held for microseconds.
func (s *Store) Edition(ctx context.Context) (now Edition, err error) {
	s.waiting.begin()
	if err := s.pragma(ctx, "data_version", &now.commit); err != nil {
		return now, err
	}
	return now, s.pragma(ctx, "schema_version", &now.made)
}

// Edition is the file's in the transaction.
func (t *Tx) Edition() (now Edition, err error) {
	if now.commit, err = t.number(`PRAGMA data_version`); err != nil {
		return now, err
	}
	now.made, err = t.number(`PRAGMA schema_version`)
	return now, err
}

// countMadeAnew makes those who watch the file see that it was made anew.
func (t *Tx) countMadeAnew() error {
	made, err := t.number(`PRAGMA main.schema_version`)
	if err != nil {
		return err
	}
	return t.exec(fmt.Sprintf(`PRAGMA main.schema_version = %d`, made+1))
}

// Follow goes on with the file that is at the path now, and says whether it is another one. It fails with ErrMissing
// where there is none, and goes on with the old one.
func (s *Store) Follow(ctx context.Context) (another bool, err error) {
	now, err := os.Stat(s.path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return false, ErrMissing
	case err != nil:
		return false, err
	case os.SameFile(now, s.file):
		return false, nil
	}
	s.waiting.begin()
	return true, s.follow(ctx)
}

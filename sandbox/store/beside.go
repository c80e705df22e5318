package store

import (
	"context"
	"errors"
	"os"
)

// aside gives fn the name of an empty file in the folder, which is gone when fn is done.
func aside(folder string, fn func(path string) error) error {
	path, err := emptyFile(folder)
	if err != nil {
		return err
	}
	defer os.Remove(path)
	return fn(path)
}

// emptyFile makes an empty file with a name of its own.
func emptyFile(folder string) (path string, err error) {
	f, err := os.CreateTemp(folder, "recallbox-*.db")
	if err != nil {
		return "", err
	}
	return f.Name(), f.Close()
}

// beside runs fn while another sandbox file is attached as the database beside. What is written there does not outlive a crash, and has no
// part in how a transaction on the sandbox itself is committed.
func (s *Store) beside(ctx context.Context, path string, fn func() error) (err error) {
	if err := s.direct(ctx, `ATTACH ? AS beside`, path); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.back(`DETACH beside`)) }()
	for _, p := range []string{"PRAGMA beside.journal_mode = OFF", "PRAGMA beside.synchronous = OFF"} {
		if err := s.direct(ctx, p); err != nil {
			return err
		}
	}
	return fn()
}

// unchecked runs fn while references may lead nowhere, as they do where the rows of a table go and others come. (The pragma has no effect
// inside a transaction.)
func (s *Store) unchecked(ctx context.Context, fn func() error) (err error) {
	if err := s.direct(ctx, "PRAGMA foreign_keys = OFF"); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.back("PRAGMA foreign_keys = ON")) }()
	return fn()
}

// direct runs a statement that stands outside of transactions. It has run or not, whenever it is interrupted.
func (s *Store) direct(ctx context.Context, statement string, args ...any) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	return translate(s.waiting.forLock(ctx, func() error {
		_, err := s.conn.ExecContext(context.Background(), statement, args...)
		return err
	}))
}

// back runs what takes back another statement that stands outside of transactions. If it fails, a new connection is as every one is at first.
func (s *Store) back(statement string) error {
	if s.plainly(statement) == nil {
		return nil
	}
	return s.reconnect()
}

// pour empties the tables of one database and fills them with what another's have, the snapshots left out. Equal tables are filled page by
// page rather than row by row, as long as references are not checked.
func (t *Tx) pour(from, to string) error {
	// The numbers that were given before come last, as filling the other tables changes them.
	tables, err := list(t, `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT IN ('snapshots', 'snapshot_parts') ORDER BY name = 'sqlite_sequence', name`, nil, readText)
	if err != nil {
		return err
	}
	for _, table := range tables {
		if err := t.exec(`DELETE FROM ` + to + `."` + table + `"`); err != nil {
			return err
		}
		if err := t.exec(`INSERT INTO ` + to + `."` + table + `" SELECT * FROM ` + from + `."` + table + `"`); err != nil {
			return err
		}
	}
	return nil
}

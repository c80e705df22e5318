package store

import (
	"context"
	"errors"
	"fmt"
	"os"
)

// database is what SQL calls one of the sandbox files that a connection has open.
type database string

const (
	inside   database = "main"   // the sandbox itself
	attached database = "beside" // another, see Store.beside
	there    database = "there"  // one that may be damaged, see waiting.tolerantly
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

// beside runs fn while another sandbox file is attached. What is written there does not outlive a crash, and has no
// part in how a transaction on the sandbox itself is committed.
func (s *Store) beside(ctx context.Context, path string, fn func() error) (err error) {
	if err := s.direct(ctx, `ATTACH ? AS beside`, uri(path, nil)); err != nil {
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

// unchecked runs fn while references may lead nowhere, as they do where the rows of a table go and others come. (The
// pragma has no effect inside a transaction.)
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
		return execPlainly(s.conn, statement, args...)
	}))
}

// back runs what takes back another statement that stands outside of transactions. If it fails, a new connection is as every one is at first.
func (s *Store) back(statement string) error {
	if s.plainly(statement) == nil {
		return nil
	}
	return s.reconnect()
}

// pour empties the tables of one database and fills them with what another's have, the snapshots left out. Both must be
// made as a new sandbox is: a file may be from a stranger, and nothing that stands in it may become SQL, be it a name
// or a trigger. Equal tables are filled page by page rather than row by row, as long as references are not checked.
func (t *Tx) pour(from, to database) error {
	for _, each := range []database{from, to} {
		if err := t.mustBeOurs(each); err != nil {
			return err
		}
	}
	tables, err := ownTables()
	if err != nil {
		return err
	}
	for _, table := range tables {
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
	return t.exec(fmt.Sprintf(`
		INSERT INTO %s.sqlite_sequence (name, seq)
		SELECT name, seq FROM %s.sqlite_sequence %s`, to, from, poured))
}

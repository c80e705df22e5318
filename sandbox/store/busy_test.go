package store

import (
	"errors"
	"path/filepath"
	"testing"
	"time"
)

// impatient is a sandbox that another process keeps locked while locked runs; it does not wait for long.
func impatient(t *testing.T, path string, locked func(*Store)) *Store {
	t.Helper()
	s, err := Open(path, Options{Throwaway: true, Wait: 20 * time.Millisecond})
	try(t, err)
	t.Cleanup(func() { s.Close() })
	try(t, open(t, path).View(t.Context(), func(other *Tx) error {
		if _, err := other.Now(); err != nil {
			return err
		}
		locked(s)
		return nil
	}))
	return s
}

// What cannot be committed, as another process reads all the time, is taken back, and the next transaction is one of its own.
func TestBusyCommitIsUndone(t *testing.T) {
	t.Parallel()
	path := create(t)
	s := impatient(t, path, func(s *Store) {
		for range 2 {
			if err := s.Update(t.Context(), func(tx *Tx) error { return tx.SetNow(500) }); !errors.Is(err, ErrBusy) {
				t.Errorf("while it is locked: %v", err)
			}
		}
		try(t, s.View(t.Context(), readClock))
	})
	wantClock(t, path, 100)
	try(t, s.Update(t.Context(), func(tx *Tx) error { return tx.SetNow(200) }))
	wantClock(t, path, 200)
	wantOnly(t, filepath.Dir(path), "recallbox.db")
}

// A restore that cannot be committed leaves nothing behind on the connection: no other database, and references are checked again.
func TestBusyRestoreIsUndone(t *testing.T) {
	t.Parallel()
	path := twoStates(t, 3).path
	s := impatient(t, path, func(s *Store) {
		for range 2 {
			if err := restore(t.Context(), s, "empty"); !errors.Is(err, ErrBusy) {
				t.Errorf("while it is locked: %v", err)
			}
		}
	})
	wantClock(t, path, 200)
	var checked int
	try(t, s.conn.QueryRowContext(t.Context(), `PRAGMA foreign_keys`).Scan(&checked))
	if checked != 1 {
		t.Error("references are not checked any more")
	}
	try(t, restore(t.Context(), s, "empty"))
	wantClock(t, path, 100)
}

// A connection on which something stays open that cannot be ended is given up for a new one.
func TestReconnect(t *testing.T) {
	t.Parallel()
	path := create(t)
	s := open(t, path)
	try(t, s.direct(t.Context(), `PRAGMA foreign_keys = OFF`))
	try(t, s.plainly(`BEGIN IMMEDIATE; UPDATE clock SET now = 500`))
	if err := s.back(`DETACH beside`); err != nil { // there is none
		t.Error(err)
	}
	if s.inTransaction() {
		t.Error("a transaction is open")
	}
	try(t, s.Update(t.Context(), readClock))
	var checked int
	try(t, s.conn.QueryRowContext(t.Context(), `PRAGMA foreign_keys`).Scan(&checked))
	if checked != 1 {
		t.Error("references are not checked")
	}
}

package store

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// Those who have a sandbox open follow when it is replaced: it is the same file, with another content.
func TestReplacedIsTheSameFile(t *testing.T) {
	t.Parallel()
	for what, fresh := range map[string]func(*Tx) error{"by force": nil, "a fresh one": func(*Tx) error { return nil }} {
		path := create(t)
		s := open(t, path)
		before, err := os.Stat(path)
		try(t, err)
		try(t, Make(t.Context(), path, New{Start: 300, Replace: true, If: fresh}, Options{}))
		if now, err := os.Stat(path); err != nil || !os.SameFile(before, now) {
			t.Errorf("%s: it is another file", what)
		}
		wantNow(t, s, 300)
		for range 2 {
			try(t, s.Update(t.Context(), addSecond))
		}
		wantNow(t, s, 302)
		wantSound(t, path)
		wantOnly(t, filepath.Dir(path), "recallbox.db")
	}
}

// Nothing that was in it is left when a sandbox was replaced: neither its snapshots nor the room that it took.
func TestNothingOfTheOldIsLeft(t *testing.T) {
	t.Parallel()
	s := twoStates(t, 300)
	try(t, Create(s.path, 300, true, Options{}))
	fresh := create(t)
	try(t, Create(fresh, 300, true, Options{}))
	if state(t, s) != state(t, open(t, fresh)) {
		t.Errorf("it holds\n%.1000s", state(t, s))
	}
	got, err := os.Stat(s.path)
	try(t, err)
	want, err := os.Stat(fresh)
	try(t, err)
	if got.Size() != want.Size() {
		t.Errorf("it has %d bytes, a new one %d", got.Size(), want.Size())
	}
}

// A sandbox that somebody reads is replaced when that is done, whole or damaged: the reader sees one state.
func TestReplaceWaitsForReaders(t *testing.T) {
	t.Parallel()
	path, done := create(t), make(chan error, 1)
	reader := open(t, path)
	try(t, reader.View(t.Context(), func(tx *Tx) error {
		first, err := tx.Now()
		try(t, err)
		go func() { done <- Create(path, 300, true, Options{}) }()
		select {
		case err := <-done:
			t.Errorf("it did not wait: %v", err)
			done <- err
		case <-time.After(100 * time.Millisecond):
		}
		second, err := tx.Now()
		if first != second {
			t.Errorf("%d, then %d", first, second)
		}
		return err
	}))
	try(t, <-done)
	wantNow(t, reader, 300)
}

// The journal of a sandbox that was removed is not played back into the next one.
func TestJournalWithoutASandbox(t *testing.T) {
	t.Parallel()
	path := create(t)
	s := open(t, path)
	kept := ""
	try(t, s.execOutside(t.Context(), `PRAGMA journal_mode = DELETE`))
	try(t, s.execOutside(t.Context(), `PRAGMA cache_size = 1`)) // so that the journal is on the disk before the end
	_ = s.Update(t.Context(), func(tx *Tx) error {
		try(t, tx.SetNow(200))
		for i := range 100 {
			long := Mailbox{Address: fmt.Sprintf("user%d@acme.example", i), Name: strings.Repeat("long ", 1000)}
			if _, err := tx.PutMailbox(long); err != nil {
				return err
			}
		}
		kept = heldBy(path + "-journal")
		return errors.New("enough")
	})
	if kept == "" {
		t.Fatal("there was no journal")
	}
	for _, replace := range []bool{false, true} {
		try(t, os.Remove(path))
		try(t, os.WriteFile(path+"-journal", []byte(kept), 0o600))
		try(t, Create(path, 300, replace, Options{}))
		wantClock(t, path, 300)
		wantSound(t, path)
		wantOnly(t, filepath.Dir(path), "recallbox.db")
	}
}

func addSecond(tx *Tx) error {
	now, err := tx.Now()
	if err != nil {
		return err
	}
	return tx.SetNow(now + 1)
}

func wantNow(t *testing.T, s *Store, want int64) {
	t.Helper()
	try(t, s.View(t.Context(), func(tx *Tx) error {
		now, err := tx.Now()
		if now != want {
			t.Errorf("the clock stands at %d, want %d", now, want)
		}
		return err
	}))
}

// Whether a sandbox may be replaced is asked before the new one is made, and again in the transaction that replaces it,
// when no other writes.
func TestReplaceIf(t *testing.T) {
	t.Parallel()
	path, no := create(t), errors.New("no")
	s := open(t, path)
	asked, done := make(chan int64, 2), make(chan error)
	try(t, s.Update(t.Context(), func(tx *Tx) error {
		go func() {
			done <- Make(t.Context(), path, New{Start: 300, Replace: true, If: func(tx *Tx) error {
				now, err := tx.Now()
				asked <- now
				if err == nil && now == 200 {
					err = no
				}
				return err
			}}, Options{})
		}()
		if now := <-asked; now != 100 {
			t.Errorf("it was first asked at %d", now)
		}
		return tx.SetNow(200)
	}))
	if err := <-done; !errors.Is(err, no) {
		t.Error(err)
	}
	if now := <-asked; now != 200 {
		t.Errorf("it was asked again at %d", now)
	}
	wantClock(t, path, 200)
	wantOnly(t, filepath.Dir(path), "recallbox.db")
}

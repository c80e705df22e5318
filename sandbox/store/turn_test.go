package store

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// child is where a process that this test starts finds the sandbox that it is to write to.
const child = "RECALLBOX_TEST_CHILD"

func TestMain(m *testing.M) {
	if path := os.Getenv(child); path != "" {
		if err := count(path, 40); err != nil {
			os.Stderr.WriteString(err.Error())
			os.Exit(1)
		}
		os.Exit(0)
	}
	if path := os.Getenv(restless); path != "" {
		os.Stderr.WriteString(restoreForever(path).Error())
		os.Exit(1)
	}
	os.Exit(m.Run())
}

// count reads the clock and puts it one further, that many times, each time as a command does: it opens the file, writes, and closes it.
func count(path string, times int) error {
	for range times {
		s, err := Open(path, Options{Throwaway: true})
		if err != nil {
			return err
		}
		err = s.Update(context.Background(), func(tx *Tx) error {
			now, err := tx.Now()
			if err != nil {
				return err
			}
			return tx.SetNow(now + 1)
		})
		if err := s.Close(); err != nil {
			return err
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// Goroutines and processes write to one file at once: nothing is lost, nobody is told that the database is locked, and no side file is
// left.
func TestWritersTakeTurns(t *testing.T) {
	t.Parallel()
	const each, goroutines, processes = 40, 8, 4
	path, done := create(t), make(chan error)
	for range goroutines {
		go func() { done <- count(path, each) }()
	}
	for range processes {
		go func() { done <- process(path) }()
	}
	for range goroutines + processes {
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
	wantClock(t, path, 100+each*(goroutines+processes))
	wantOnly(t, filepath.Dir(path), "recallbox.db")
}

func process(path string) error {
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), child+"="+path)
	if said, err := cmd.CombinedOutput(); err != nil {
		return &exec.Error{Name: strings.TrimSpace(string(said)), Err: err}
	}
	return nil
}

// Readers see one state while others write, and never half of a transaction.
func TestReadersSeeOneState(t *testing.T) {
	t.Parallel()
	path, done := create(t), make(chan error)
	go func() { done <- count(path, 50) }()
	reader, last := open(t, path), int64(100)
	for writing := true; writing; {
		select {
		case err := <-done:
			try(t, err)
			writing = false
		default:
		}
		try(t, reader.View(t.Context(), func(tx *Tx) error {
			first, err := tx.Now()
			if err != nil {
				return err
			}
			second, err := tx.Now()
			if first != second || first < last {
				t.Errorf("%d, then %d, after %d", first, second, last)
			}
			last = second
			return err
		}))
	}
	wantClock(t, path, 150)
}

// A writer waits until another's turn is over, however long that takes.
func TestWriterWaits(t *testing.T) {
	t.Parallel()
	path, inside, done := create(t), make(chan bool), make(chan error)
	slow := open(t, path)
	go func() {
		done <- slow.Update(context.Background(), func(tx *Tx) error {
			close(inside)
			time.Sleep(50 * time.Millisecond)
			return tx.SetNow(200)
		})
	}()
	<-inside
	try(t, count(path, 1))
	try(t, <-done)
	wantClock(t, path, 201)
}

// A turn ends with a panic too, and what was done is undone.
func TestTurnEndsWithAPanic(t *testing.T) {
	t.Parallel()
	path := create(t)
	s := open(t, path)
	func() {
		defer func() { _ = recover() }()
		_ = s.Update(t.Context(), func(tx *Tx) error {
			try(t, tx.SetNow(500))
			panic("oh")
		})
	}()
	try(t, count(path, 1))
	wantClock(t, path, 101)
}

// Try takes everything back.
func TestTry(t *testing.T) {
	t.Parallel()
	path := create(t)
	try(t, open(t, path).Try(t.Context(), func(tx *Tx) error { return tx.SetNow(500) }))
	wantClock(t, path, 100)
}

func wantClock(t *testing.T, path string, want int64) {
	t.Helper()
	try(t, open(t, path).View(t.Context(), func(tx *Tx) error {
		now, err := tx.Now()
		if now != want {
			t.Errorf("the clock stands at %d, want %d", now, want)
		}
		return err
	}))
}

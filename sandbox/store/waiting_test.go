package store

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// held is a sandbox whose turn somebody has, and does not end before end is called.
func held(t *testing.T) (path string, end func()) {
	t.Helper()
	path = create(t)
	theirs, w := turnOf(path), newWaiting(Options{})
	try(t, theirs.take(t.Context(), &w))
	t.Cleanup(theirs.end)
	return path, theirs.end
}

func impatiently(t *testing.T, path string, wait time.Duration) *Store {
	t.Helper()
	s, err := Open(path, Options{Throwaway: true, Wait: wait})
	try(t, err)
	t.Cleanup(func() { s.Close() })
	return s
}

// Those who gave up waiting for a turn do not keep it when it comes, and leave nothing behind.
func TestLateTurnIsPassedOn(t *testing.T) {
	t.Parallel()
	path, end := held(t)
	s := impatiently(t, path, 20*time.Millisecond)
	for range 5 {
		if err := s.Update(t.Context(), readClock); !errors.Is(err, ErrBusy) {
			t.Error(err)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	time.AfterFunc(20*time.Millisecond, cancel)
	if err := open(t, path).Update(ctx, readClock); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	end()
	for range 20 {
		try(t, open(t, path).Update(t.Context(), readClock))
	}
	wantSoonOnly(t, path)
}

// A turn of a process that was killed leaves a file behind. Who comes too late for it takes it away.
func TestLateTurnLeavesNoFile(t *testing.T) {
	t.Parallel()
	path := create(t)
	theirs, w := turnOf(path), newWaiting(Options{})
	try(t, theirs.take(t.Context(), &w))
	if err := impatiently(t, path, 20*time.Millisecond).Update(t.Context(), readClock); !errors.Is(err, ErrBusy) {
		t.Error(err)
	}
	theirs.file.Close() // as when it is killed
	wantSoonOnly(t, path)
}

// wantSoonOnly demands that nothing lies beside a file after a moment.
func wantSoonOnly(t *testing.T, path string) {
	t.Helper()
	for range 200 {
		if _, err := os.Stat(path + "-lock"); err != nil {
			break
		}
		time.Sleep(5 * time.Millisecond)
	}
	wantOnly(t, filepath.Dir(path), filepath.Base(path))
}

// Whoever waits is told after a second, once, and goes on when the other is done.
func TestToldToWait(t *testing.T) {
	t.Parallel()
	path, end := held(t)
	told := 0
	s, err := Open(path, Options{Throwaway: true, Waiting: func() {
		told++
		time.AfterFunc(50*time.Millisecond, end)
	}})
	try(t, err)
	defer s.Close()
	try(t, s.Update(t.Context(), readClock))
	if told != 1 {
		t.Errorf("told %d times", told)
	}
}

// remake replaces a sandbox: all of it, or in the transaction in which it is asked whether it may.
func remake(may func(*Tx) error) func(context.Context, *Store) error {
	return func(ctx context.Context, s *Store) error {
		return Make(ctx, s.path, New{Start: 100, Replace: true, If: may}, s.opts)
	}
}

// The limit holds for all that one use of the file waits for, and an interrupt ends the waiting wherever it is: to open
// the file, to begin, to look, to commit, to replace it.
func TestLockIsNotWaitedForLong(t *testing.T) {
	t.Parallel()
	for how, uses := range map[string]map[string]func(context.Context, *Store) error{
		"BEGIN; SELECT * FROM clock": {
			"committing": func(ctx context.Context, s *Store) error {
				return s.Update(ctx, func(tx *Tx) error { return tx.SetNow(500) })
			},
			"replacing": remake(nil),
			"refilling": remake(readClock),
		},
		"BEGIN IMMEDIATE": {
			"beginning": func(ctx context.Context, s *Store) error { return s.Update(ctx, readClock) },
			"replacing": remake(nil),
			"refilling": remake(readClock),
		},
		"BEGIN EXCLUSIVE": {
			"replacing":   remake(nil),
			"refilling":   remake(readClock),
			"looking":     func(ctx context.Context, s *Store) error { return s.View(ctx, readClock) },
			"recognising": func(ctx context.Context, s *Store) error { return s.Recognise(ctx) },
			"opening": func(ctx context.Context, s *Store) error {
				other, err := OpenContext(ctx, s.path, s.opts)
				if err == nil {
					other.Close()
				}
				return err
			},
		},
	} {
		path := create(t)
		other := open(t, path)
		for what, use := range uses {
			s, patient := impatiently(t, path, 150*time.Millisecond), open(t, path)
			try(t, other.plainly(how))
			since := time.Now()
			if err := use(t.Context(), s); !errors.Is(err, ErrBusy) || time.Since(since) < 100*time.Millisecond {
				t.Errorf("%s, %s: %v after %s", how, what, err, time.Since(since))
			}
			ctx, cancel := context.WithCancel(t.Context())
			time.AfterFunc(20*time.Millisecond, cancel)
			since = time.Now()
			if err := use(ctx, patient); !errors.Is(err, context.Canceled) || time.Since(since) > 5*time.Second {
				t.Errorf("%s, %s: %v after %s", how, what, err, time.Since(since))
			}
			try(t, other.plainly("ROLLBACK"))
			try(t, use(t.Context(), s))
			try(t, other.Update(t.Context(), func(tx *Tx) error { return tx.SetNow(100) }))
		}
	}
}

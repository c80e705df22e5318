package store

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
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
			try(t, other.execThrough(how))
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
			try(t, other.execThrough("ROLLBACK"))
			try(t, use(t.Context(), s))
			try(t, other.Update(t.Context(), func(tx *Tx) error { return tx.SetNow(100) }))
		}
	}
}

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

// count reads the clock and puts it one further, that many times, each time as a command does: it opens the
// file, writes, and closes it.
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

// A disk without locks is called one.
func TestLockError(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ err, want error }{
		{syscall.ENOLCK, ErrNoLocks},
		{syscall.ENOTSUP, ErrNoLocks},
		{syscall.EIO, syscall.EIO},
	} {
		err := lockError("it.db-lock", test.err)
		if runtime.GOOS != "windows" && !errors.Is(err, test.want) {
			t.Errorf("%v: %v", test.err, err)
		}
	}
}

// Goroutines and processes write to one file at once: nothing is lost, nobody is told that the database is
// locked, and no side file is left.
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

// What cannot be committed, as another process reads all the time, is taken back, and the next transaction is
// one of its own.
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

// A restore that cannot be committed leaves nothing behind on the connection: no other database, and references
// are checked again.
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
	try(t, s.execOutside(t.Context(), `PRAGMA foreign_keys = OFF`))
	try(t, s.execThrough(`BEGIN IMMEDIATE; UPDATE clock SET now = 500`))
	if err := s.takeBack(`DETACH beside`); err != nil { // there is none
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

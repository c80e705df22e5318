package store

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"github.com/mattn/go-sqlite3"
)

const (
	usualWait = 60 * time.Second       // how long other processes are waited for unless told
	shortWait = 250 * time.Millisecond // the same where a file is only looked at
	tellAfter = time.Second            // how long somebody waits before being told

	// lockWait is how long SQLite waits for a lock by itself, in which time nothing can end the waiting.
	lockWait = 100 * time.Millisecond
	// lockPause is between two times that SQLite waits.
	lockPause = 5 * time.Millisecond
)

// waiting is how other processes are waited for: until the limit is reached in one use of the file, or the
// context ends.
type waiting struct {
	limit  time.Duration
	tell   func()        // tells whoever waits that he does; may be nil
	waited time.Duration // in this use of the file
	told   bool
}

func newWaiting(opts Options) waiting {
	w := waiting{limit: opts.Wait, tell: opts.Waiting}
	switch {
	case opts.ReadOnly:
		w.limit, w.tell = shortWait, nil
	case w.limit == 0:
		w.limit = usualWait
	}
	return w
}

// timeout is how long SQLite waits for a lock by itself, as the driver is told it.
func (w waiting) timeout() string {
	return strconv.FormatInt(min(lockWait, w.limit).Milliseconds(), 10)
}

// begin is for a new use of the file, which may wait as long as any.
func (w *waiting) begin() { w.waited, w.told = 0, false }

// forLock runs do again for as long as other processes have locked the file. What do began it must have taken
// back when it fails.
func (w *waiting) forLock(ctx context.Context, do func() error) error {
	err := do()
	if !isBusy(err) {
		return err
	}
	w.waited += min(lockWait, w.limit)
	for isBusy(err) {
		if w.waited >= w.limit {
			return w.tooLong()
		}
		since := time.Now()
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(lockPause):
		}
		err = do()
		if w.waited += time.Since(since); w.waited >= tellAfter {
			w.say()
		}
	}
	return err
}

// isBusy says whether SQLite found the file locked.
func isBusy(err error) bool {
	var e sqlite3.Error
	return errors.As(err, &e) && e.Code == sqlite3.ErrBusy
}

// forEnd waits until something that another goroutine waits for has happened, and gives its error.
func (w *waiting) forEnd(ctx context.Context, done <-chan error) error {
	since, before := time.Now(), w.waited
	defer func() { w.waited = before + time.Since(since) }()
	soon, end := time.NewTimer(tellAfter-before), time.NewTimer(w.limit-before)
	defer soon.Stop()
	defer end.Stop()
	for {
		select {
		case err := <-done:
			return err
		case <-ctx.Done():
			return ctx.Err()
		case <-end.C:
			return w.tooLong()
		case <-soon.C:
			w.say()
		}
	}
}

// say tells whoever waits that he does, once.
func (w *waiting) say() {
	if !w.told && w.tell != nil {
		w.tell()
	}
	w.told = true
}

// tooLong is the error for another process that does not come to an end.
func (w *waiting) tooLong() error {
	if w.limit < time.Millisecond {
		return ErrBusy
	}
	return fmt.Errorf("%w for more than %g s", ErrBusy, w.limit.Seconds())
}

// WaitAs makes an open file wait for other processes as the options say.
func (s *Store) WaitAs(opts Options) { s.waiting = newWaiting(opts) }

// turn lets writers take turns: SQLite's own waiting is unfair under load. It locks a side file, never the
// database itself, on which the lock would fall with the first file descriptor that anybody closes. The side
// file is removed when the turn is over, so that a sandbox at rest is one file.
type turn struct {
	path string
	file *os.File
}

// turnOf is the turn on a file, or on the one to which a link there leads.
func turnOf(path string) turn {
	if real, err := filepath.EvalSymlinks(path); err == nil {
		path = real
	}
	return turn{path: path + "-lock"}
}

// take waits until all who came before are done.
func (t *turn) take(ctx context.Context, w *waiting) error {
	for {
		f, err := openFile(t.path)
		if errors.Is(err, fs.ErrPermission) || isReadOnly(err) {
			return ErrReadOnly
		}
		if err != nil {
			return err
		}
		if err := t.lock(ctx, w, f); err != nil {
			return err
		}
		if t.stillThere(f) {
			t.file = f
			return nil
		}
		f.Close() // somebody ended a turn meanwhile and took the file away
	}
}

// lock locks the side file, or closes it. Nothing ends the waiting for a lock, so another goroutine does that;
// where it comes too late, it passes the turn on.
func (t *turn) lock(ctx context.Context, w *waiting, f *os.File) error {
	locked, err := tryLock(f)
	if locked {
		return nil
	}
	if err != nil {
		f.Close()
		if err = lockError(t.path, err); err == ErrNoLocks {
			os.Remove(t.path) // nobody can have a turn by it
		}
		return err
	}
	done := make(chan error)
	over := make(chan struct{})
	go func() {
		err := lock(f)
		if err != nil {
			f.Close()
			err = lockError(t.path, err)
		}
		select {
		case done <- err:
		case <-over:
			if err == nil {
				t.pass(f)
			}
		}
	}()
	defer close(over)
	return w.forEnd(ctx, done)
}

// lockError is the error for a file that cannot be locked.
func lockError(path string, err error) error {
	if hasNoLocks(err) {
		return ErrNoLocks
	}
	return &fs.PathError{Op: "lock", Path: path, Err: err}
}

// pass passes a turn on that came too late.
func (t *turn) pass(f *os.File) {
	if t.stillThere(f) {
		remove(t.path, f)
		return
	}
	f.Close()
}

func (t *turn) stillThere(f *os.File) bool {
	mine, err := f.Stat()
	if err != nil {
		return false
	}
	theirs, err := os.Stat(t.path)
	return err == nil && os.SameFile(mine, theirs)
}

func (t *turn) end() {
	if t.file != nil {
		remove(t.path, t.file)
		t.file = nil
	}
}

package store

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"syscall"
)

// turn lets writers take turns: SQLite's own waiting is unfair under load. It locks a side file, never the database itself, on which
// the lock would fall with the first file descriptor that anybody closes. The side file is removed when the turn is over, so that a
// sandbox at rest is one file.
type turn struct {
	path string
	file *os.File
}

func turnOf(path string) turn { return turn{path: path + "-lock"} }

// take waits until all who came before are done.
func (t *turn) take(ctx context.Context, w *waiting) error {
	for {
		f, err := openPlainly(t.path)
		if errors.Is(err, fs.ErrPermission) || errors.Is(err, syscall.EROFS) {
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

// lock locks the side file, or closes it. Nothing ends the waiting for a lock, so another goroutine does that; where it comes too late, it
// passes the turn on.
func (t *turn) lock(ctx context.Context, w *waiting, f *os.File) error {
	locked, err := tryLock(f)
	if locked {
		return nil
	}
	if err != nil {
		f.Close()
		return err
	}
	done := make(chan error)
	over := make(chan struct{})
	go func() {
		err := lock(f)
		if err != nil {
			f.Close()
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

// pass passes a turn on that came too late.
func (t *turn) pass(f *os.File) {
	if t.stillThere(f) {
		os.Remove(t.path)
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
		os.Remove(t.path)
		t.file.Close()
		t.file = nil
	}
}

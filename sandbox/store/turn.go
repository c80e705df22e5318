package store

import (
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

func (t *turn) take() error {
	for {
		f, err := openPlainly(t.path)
		if errors.Is(err, fs.ErrPermission) || errors.Is(err, syscall.EROFS) {
			return ErrReadOnly
		}
		if err != nil {
			return err
		}
		if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX); err != nil {
			f.Close()
			return err
		}
		if t.stillThere(f) {
			t.file = f
			return nil
		}
		f.Close() // somebody ended a turn meanwhile and took the file away
	}
}

// openPlainly is os.OpenFile without what that does to let other goroutines run while a file is waited for.
func openPlainly(path string) (*os.File, error) {
	for {
		fd, err := syscall.Open(path, syscall.O_CREAT|syscall.O_RDWR|syscall.O_CLOEXEC, 0o600)
		switch {
		case err == nil:
			return os.NewFile(uintptr(fd), path), nil
		case !errors.Is(err, syscall.EINTR):
			return nil, &fs.PathError{Op: "open", Path: path, Err: err}
		}
	}
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

//go:build unix

package store

import (
	"errors"
	"io/fs"
	"os"
	"syscall"
)

// What turns need of the operating system.

// openFile is os.OpenFile without what that does to let other goroutines run while a file is waited for.
func openFile(path string) (*os.File, error) {
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

// tryLock locks a file if nobody else has.
func tryLock(f *os.File) (bool, error) {
	err := flock(f, syscall.LOCK_EX|syscall.LOCK_NB)
	if errors.Is(err, syscall.EWOULDBLOCK) {
		return false, nil
	}
	return err == nil, err
}

// lock locks a file as soon as all who came before are done with it.
func lock(f *os.File) error { return flock(f, syscall.LOCK_EX) }

func flock(f *os.File, how int) error {
	for {
		if err := syscall.Flock(int(f.Fd()), how); !errors.Is(err, syscall.EINTR) {
			return err
		}
	}
}

// hasNoLocks says whether a file was not locked because its disk has no locks, as network disks without a lock server.
func hasNoLocks(err error) bool {
	for _, why := range []error{syscall.ENOLCK, syscall.ENOSYS, syscall.ENOTSUP, syscall.EOPNOTSUPP, syscall.EINVAL} {
		if errors.Is(err, why) {
			return true
		}
	}
	return false
}

// remove takes a locked file away, and unlocks it.
func remove(path string, f *os.File) {
	os.Remove(path)
	f.Close()
}

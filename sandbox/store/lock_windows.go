package store

import (
	"errors"
	"os"
	"time"

	"golang.org/x/sys/windows"
)

// What turns need of the operating system.

// vanishing is how long a file is waited for that another process is about to remove.
const vanishing = 200 * time.Millisecond

// openFile is os.OpenFile, with which a file cannot be removed while it is open. For as long as another process removes
// it, Windows says that it is in use, or that access is denied, as it also says where nobody may write.
func openFile(path string) (f *os.File, err error) {
	for until := time.Now().Add(vanishing); ; time.Sleep(time.Millisecond) {
		f, err = os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
		inUse := errors.Is(err, windows.ERROR_SHARING_VIOLATION) || errors.Is(err, windows.ERROR_ACCESS_DENIED)
		if !inUse || time.Now().After(until) {
			return f, err
		}
	}
}

// tryLock locks a file if nobody else has.
func tryLock(f *os.File) (bool, error) {
	err := lockFile(f, windows.LOCKFILE_FAIL_IMMEDIATELY)
	if errors.Is(err, windows.ERROR_LOCK_VIOLATION) {
		return false, nil
	}
	return err == nil, err
}

// lock locks a file as soon as all who came before are done with it.
func lock(f *os.File) error { return lockFile(f, 0) }

func lockFile(f *os.File, how uint32) error {
	how |= windows.LOCKFILE_EXCLUSIVE_LOCK
	return windows.LockFileEx(windows.Handle(f.Fd()), how, 0, 1, 0, new(windows.Overlapped))
}

// hasNoLocks says whether a file was not locked because its disk has no locks.
func hasNoLocks(err error) bool {
	return errors.Is(err, windows.ERROR_NOT_SUPPORTED) || errors.Is(err, windows.ERROR_INVALID_FUNCTION)
}

// remove unlocks a file and takes it away, unless somebody else has it open, who then has the next turn.
func remove(path string, f *os.File) {
	f.Close()
	os.Remove(path)
}

//go:build unix

package store

import (
	"errors"
	"os"
	"syscall"
)

// What else differs between operating systems.

// move gives a file the name to, where nothing is. It may keep its own name too.
func move(path, to string) error { return os.Link(path, to) }

// syncFolder makes a new name in a folder survive power loss.
func syncFolder(folder string) error {
	f, err := os.Open(folder)
	if err != nil {
		return err
	}
	defer f.Close()
	return f.Sync()
}

// IsFull says whether a disk has no room left.
func IsFull(err error) bool { return errors.Is(err, syscall.ENOSPC) }

// isReadOnly says whether a disk cannot be written to.
func isReadOnly(err error) bool { return errors.Is(err, syscall.EROFS) }

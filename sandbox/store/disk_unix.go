//go:build unix

package store

import (
	"errors"
	"io/fs"
	"os"
	"syscall"
)

// What else differs between operating systems.

// move gives a file the name to, where nothing is. It may keep its own name too.
func move(path, to string) error { return moveBy(os.Link, path, to) }

// moveBy is move on a disk that may have no links, such as a USB stick or a network disk. There a file is renamed, once
// nothing is seen at the new name: other recallboxes wait for their turn meanwhile.
func moveBy(link func(path, to string) error, path, to string) error {
	err := link(path, to)
	if !hasNoLinks(err) {
		return err
	}
	switch _, err := os.Lstat(to); {
	case err == nil:
		return &fs.PathError{Op: "rename", Path: to, Err: fs.ErrExist}
	case !errors.Is(err, fs.ErrNotExist):
		return err
	}
	return os.Rename(path, to)
}

func hasNoLinks(err error) bool {
	for _, why := range []error{syscall.EPERM, syscall.ENOTSUP, syscall.EOPNOTSUPP, syscall.ENOSYS, syscall.EMLINK} {
		if errors.Is(err, why) {
			return true
		}
	}
	return false
}

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

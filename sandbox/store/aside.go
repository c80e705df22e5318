package store

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// asideName begins the names of folders that Aside makes.
const asideName = ".recallbox-"

// Aside makes a folder inside another one, for files that are there for a while, or on their way to where they
// belong. Done removes it. The next Aside in the same folder removes what a process has left there that was killed:
// each holds a lock on a file in its folder as long as it lives.
func Aside(in string) (path string, done func(), err error) {
	for {
		path, err = os.MkdirTemp(in, asideName+"*")
		if err != nil {
			return "", nil, err
		}
		if f, ours := lockAside(path); ours {
			clearAside(in, path)
			return path, func() {
				if f != nil {
					f.Close()
				}
				os.RemoveAll(path)
			}, nil
		} // else another process took it for one that was left
	}
}

// lockAside locks a folder that was just made, unless another process has taken it away. Where a disk has no locks
// there is no file, and nobody takes it away.
func lockAside(path string) (f *os.File, ours bool) {
	t := turn{path: asideLock(path)}
	f, err := openFile(t.path)
	if err != nil {
		return nil, !errors.Is(err, fs.ErrNotExist)
	}
	switch locked, err := tryLock(f); {
	case err != nil:
		remove(t.path, f)
		return nil, true
	case !locked || !t.stillThere(f):
		f.Close()
		return nil, false
	}
	return f, true
}

func asideLock(path string) string { return filepath.Join(path, "lock") }

// longLeft is how old a folder is that has no lock, and in which nobody is at work any more.
const longLeft = 24 * time.Hour

// clearAside removes the folders of processes that were killed, but not ours, which was just made. What it cannot
// remove stays.
func clearAside(in, ours string) {
	entries, err := os.ReadDir(in)
	if err != nil {
		return
	}
	for _, e := range entries {
		path := filepath.Join(in, e.Name())
		if e.IsDir() && strings.HasPrefix(e.Name(), asideName) && path != filepath.Clean(ours) && isLeft(path, ours) {
			os.RemoveAll(path)
		}
	}
}

// isLeft says whether nobody is at work in a folder that Aside has made. It takes away the lock of one that was left,
// so that nobody else begins there.
func isLeft(path, ours string) bool {
	f, err := os.OpenFile(asideLock(path), os.O_RDWR, 0)
	if errors.Is(err, fs.ErrNotExist) {
		then, err := os.Stat(path)
		now, err2 := os.Stat(ours) // the disk's own clock
		return err == nil && err2 == nil && now.ModTime().Sub(then.ModTime()) > longLeft
	}
	if err != nil {
		return false
	}
	if locked, err := tryLock(f); !locked || err != nil {
		f.Close()
		return false
	}
	remove(asideLock(path), f)
	_, err = os.Lstat(asideLock(path))
	return errors.Is(err, fs.ErrNotExist)
}

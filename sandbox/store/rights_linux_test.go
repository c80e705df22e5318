package store

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"syscall"
	"testing"
)

// What only Linux lets a test try.

// A pipe is no sandbox, and is not replaced by one; nobody waits for what may come out of it.
func TestPipeIsNoSandbox(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "it.db")
	try(t, syscall.Mkfifo(path, 0o600))
	if _, err := Open(path, Options{}); !errors.Is(err, ErrNotOurs) {
		t.Errorf("open: %v", err)
	}
	if err := Create(path, 300, true, Options{}); !errors.Is(err, ErrNotOurs) {
		t.Errorf("create: %v", err)
	}
	if info, err := os.Lstat(path); err != nil || info.Mode()&os.ModeNamedPipe == 0 {
		t.Errorf("it was changed: %v, %v", info, err)
	}
	wantOnly(t, filepath.Dir(path), "it.db")
}

// A link that leads to nothing is not replaced.
func TestLinkIsNoSandbox(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "it.db")
	try(t, os.Symlink("nothing", path))
	if err := Create(path, 300, true, Options{}); !errors.Is(err, ErrDangling) {
		t.Error(err)
	}
	if _, err := Open(path, Options{}); !errors.Is(err, ErrDangling) {
		t.Error(err)
	}
	if to, err := os.Readlink(path); to != "nothing" {
		t.Errorf("it was changed: %v", err)
	}
}

// Writers take turns on the file to which a link leads, whichever name they use for it.
func TestTurnsThroughLinks(t *testing.T) {
	t.Parallel()
	path := create(t)
	link := filepath.Join(t.TempDir(), "link.db")
	try(t, os.Symlink(path, link))
	s := open(t, link)
	try(t, s.Update(t.Context(), func(*Tx) error {
		_, err := os.Stat(path + "-lock")
		return err
	}))
	wantOnly(t, filepath.Dir(link), "link.db")
}

// A disk that has no links gets a sandbox, too; what is there stays in any case.
func TestMoveWithoutLinks(t *testing.T) {
	t.Parallel()
	for _, why := range []error{syscall.EPERM, syscall.ENOTSUP, syscall.ENOSYS, syscall.EMLINK} {
		noLink := func(from, to string) error { return &os.LinkError{Op: "link", Old: from, New: to, Err: why} }
		dir := t.TempDir()
		from, to := filepath.Join(dir, "from"), filepath.Join(dir, "to")
		try(t, os.WriteFile(from, []byte("new"), 0o600))
		try(t, moveBy(noLink, from, to))
		try(t, os.WriteFile(from, []byte("newer"), 0o600))
		if err := moveBy(noLink, from, to); !errors.Is(err, fs.ErrExist) {
			t.Errorf("%v: %v", why, err)
		}
		if data, _ := os.ReadFile(to); string(data) != "new" {
			t.Errorf("%v: %q", why, data)
		}
	}
	if err := moveBy(os.Link, "none/from", "none/to"); !errors.Is(err, fs.ErrNotExist) {
		t.Error(err)
	}
}

// What is made is its owner's alone.
func TestCreateForTheOwner(t *testing.T) {
	t.Parallel()
	info, err := os.Stat(create(t))
	try(t, err)
	if info.Mode() != 0o600 {
		t.Errorf("mode %v", info.Mode())
	}
}

// A writer follows where somebody has put another file at the path.
func TestWriterFollows(t *testing.T) {
	t.Parallel()
	path, other := create(t), create(t)
	s := open(t, path)
	try(t, Create(other, 300, true, Options{}))
	try(t, os.Rename(other, path))
	try(t, s.Update(t.Context(), addSecond))
	wantClock(t, path, 301)
	wantOnly(t, filepath.Dir(path), "recallbox.db")
}

// A sandbox that may only be read can be looked at, and writing says what is wrong.
func TestReadOnly(t *testing.T) {
	path := create(t)
	try(t, os.Chmod(path, 0o444))
	try(t, os.Chmod(filepath.Dir(path), 0o555))
	try(t, os.Chmod(filepath.Dir(filepath.Dir(path)), 0o755))
	asNobodySpecial(t, func() {
		s, err := Open(path, Options{})
		if err != nil {
			t.Errorf("open: %v", err)
			return
		}
		defer s.Close()
		if err := s.View(context.Background(), readClock); err != nil {
			t.Errorf("view: %v", err)
		}
		if err := s.Update(context.Background(), readClock); !errors.Is(err, ErrReadOnly) {
			t.Errorf("update: %v", err)
		}
	})
	wantOnly(t, filepath.Dir(path), "recallbox.db")
}

// What cannot be read is not replaced: nobody knows what it is.
func TestReplacesNothingUnread(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "it.db")
	try(t, os.WriteFile(path, []byte("precious"), 0))
	try(t, os.Chmod(dir, 0o777))
	try(t, os.Chmod(filepath.Dir(dir), 0o755))
	asNobodySpecial(t, func() {
		if err := Create(path, 300, true, Options{}); !errors.Is(err, ErrDisk) {
			t.Errorf("got %v", err)
		}
	})
	if held, err := os.ReadFile(path); string(held) != "precious" {
		t.Errorf("it holds %.40q, %v", held, err)
	}
}

// asNobodySpecial runs f without root's rights to files. They belong to a thread, and the thread ends with f.
func asNobodySpecial(t *testing.T, f func()) {
	done := make(chan struct{})
	go func() {
		defer close(done)
		runtime.LockOSThread()
		if os.Geteuid() == 0 {
			if err := syscall.Setfsuid(65534); err != nil {
				t.Log(err)
			}
		}
		f()
	}()
	<-done
}

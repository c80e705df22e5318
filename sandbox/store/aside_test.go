package store

import (
	"os"
	"path/filepath"
	"testing"
	"time"
)

// What a killed process has left is removed by the next, what a living one is at work on stays, and so does all else.
func TestAside(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	working, done, err := Aside(dir)
	try(t, err)
	for _, name := range []string{".recallbox-1", ".recallbox-new", ".recallbox-old", "recallbox-2", ".other"} {
		try(t, os.Mkdir(filepath.Join(dir, name), 0o700))
		try(t, os.WriteFile(filepath.Join(dir, name, "it.db"), nil, 0o600))
	}
	try(t, os.WriteFile(asideLock(filepath.Join(dir, ".recallbox-1")), nil, 0o600))
	try(t, os.WriteFile(filepath.Join(dir, ".recallbox-folders"), nil, 0o600))
	long := time.Now().Add(-longLeft - time.Hour)
	try(t, os.Chtimes(filepath.Join(dir, ".recallbox-old"), long, long))

	_, another, err := Aside(dir)
	try(t, err)
	another()
	for name, want := range map[string]bool{
		filepath.Base(working): true, ".recallbox-1": false, ".recallbox-new": true, ".recallbox-old": false,
		"recallbox-2": true, ".other": true, ".recallbox-folders": true,
	} {
		if _, err := os.Stat(filepath.Join(dir, name)); (err == nil) != want {
			t.Errorf("%s: %v", name, err)
		}
	}
	done()
	if _, err := os.Stat(working); err == nil {
		t.Error("what was done is there")
	}
}

// Many at once take nothing from each other.
func TestAsideAtOnce(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	ended := make(chan error)
	for range 8 {
		go func() {
			for range 100 {
				path, done, err := Aside(dir)
				if err == nil {
					err = os.WriteFile(filepath.Join(path, "it"), nil, 0o600)
					done()
				}
				if err != nil {
					ended <- err
					return
				}
			}
			ended <- nil
		}()
	}
	for range 8 {
		if err := <-ended; err != nil {
			t.Error(err)
		}
	}
	wantOnly(t, dir, "")
}

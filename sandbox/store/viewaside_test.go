package store

import (
	"os"
	"path/filepath"
	"testing"
	"time"
)

// Somebody who looks aside keeps nobody from writing, sees the file as it was, and leaves nothing behind.
func TestViewAside(t *testing.T) {
	t.Parallel()
	temp, path := t.TempDir(), create(t)
	reader, err := Open(path, Options{Temp: temp})
	try(t, err)
	defer reader.Close()
	writer, err := Open(path, Options{Wait: time.Nanosecond})
	try(t, err)
	defer writer.Close()
	before := int64(0)
	try(t, reader.ViewAside(t.Context(), func(tx *Tx) (err error) {
		before, err = tx.Now()
		try(t, err)
		try(t, writer.Update(t.Context(), func(tx *Tx) error { return tx.SetNow(before + 60) }))
		now, err := tx.Now()
		if now != before {
			t.Errorf("it is %d, and was %d", now, before)
		}
		return err
	}))
	try(t, reader.View(t.Context(), func(tx *Tx) error {
		now, err := tx.Now()
		if now != before+60 {
			t.Errorf("it is %d afterwards, want %d", now, before+60)
		}
		return err
	}))
	left, err := os.ReadDir(temp)
	try(t, err)
	if len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

// Where nothing can be copied to, it looks at the file itself.
func TestViewAsideWithoutRoom(t *testing.T) {
	t.Parallel()
	s, err := Open(create(t), Options{})
	try(t, err)
	defer s.Close()
	s.temps = []string{filepath.Join(t.TempDir(), "missing")}
	seen := false
	try(t, s.ViewAside(t.Context(), func(tx *Tx) error {
		seen = true
		_, err := tx.Now()
		return err
	}))
	if !seen {
		t.Error("nothing was looked at")
	}
}

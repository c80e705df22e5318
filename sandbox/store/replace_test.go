package store

import (
	"errors"
	"path/filepath"
	"testing"
)

// A writer whose sandbox was replaced writes to the one that is there now.
func TestWriterFollows(t *testing.T) {
	t.Parallel()
	path := create(t)
	s := open(t, path)
	try(t, Create(path, 300, true, Options{}))
	for range 2 {
		try(t, s.Update(t.Context(), func(tx *Tx) error {
			now, err := tx.Now()
			if err != nil {
				return err
			}
			return tx.SetNow(now + 1)
		}))
	}
	wantClock(t, path, 302)
	wantOnly(t, filepath.Dir(path), "recallbox.db")
}

// A sandbox is replaced in the writers' turn, and only if that is still wanted then.
func TestReplaceIf(t *testing.T) {
	t.Parallel()
	path, no := create(t), errors.New("no")
	s := open(t, path)
	asked := make(chan bool)
	done := make(chan error)
	try(t, s.Update(t.Context(), func(tx *Tx) error {
		go func() {
			done <- Make(t.Context(), path, New{Start: 300, Replace: true, If: func(there *Store) error {
				close(asked)
				wantClock(t, path, 200)
				return no
			}}, Options{})
		}()
		select {
		case <-asked:
			t.Error("it was asked while another wrote")
		default:
		}
		return tx.SetNow(200)
	}))
	if err := <-done; !errors.Is(err, no) {
		t.Error(err)
	}
	wantClock(t, path, 200)
	wantOnly(t, filepath.Dir(path), "recallbox.db")
}

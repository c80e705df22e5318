package sandbox_test

import (
	"errors"
	"path/filepath"
	"testing"
	"time"

	"recallbox/sandbox"
)

func TestSavepoint(t *testing.T) {
	file := filepath.Join(t.TempDir(), "box.db")
	if err := sandbox.Create(t.Context(), file, sandbox.Start, false, sandbox.Options{}); err != nil {
		t.Fatal(err)
	}
	box, err := sandbox.Open(file, sandbox.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer box.Close()
	no := errors.New("no")
	err = box.Update(t.Context(), func(tx *sandbox.Tx) error {
		change := func(name string, by time.Duration, end error) func() error {
			return func() error {
				_, err := tx.AddOrganisation(name, name+".example", "", nil)
				_, late := tx.Advance(by)
				return errors.Join(err, late, end)
			}
		}
		if failed, err := tx.Savepoint(change("kept", time.Hour, nil)); failed != nil || err != nil {
			t.Errorf("got %v, %v", failed, err)
		}
		if failed, err := tx.Savepoint(change("failed", time.Minute, no)); !errors.Is(failed, no) || err != nil {
			t.Errorf("got %v, %v", failed, err)
		}
		if err := tx.DryRun(change("tried", time.Minute, nil)); err != nil {
			t.Error(err)
		}
		if err := tx.DryRun(change("tried", time.Minute, no)); !errors.Is(err, no) {
			t.Errorf("got %v", err)
		}
		if now := tx.Clock().Now; !now.Equal(sandbox.Start.Add(time.Hour)) {
			t.Errorf("the clock stands at %v", now)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	err = box.View(t.Context(), func(tx *sandbox.Tx) error {
		list, err := tx.Organisations()
		if len(list) != 1 || list[0].Name != "kept" {
			t.Errorf("got %+v", list)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

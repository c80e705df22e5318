package sandbox_test

import (
	"os"
	"path/filepath"
	"testing"

	"recallbox/sandbox"
)

func TestKept(t *testing.T) {
	path := filepath.Join(t.TempDir(), "kept.db")
	kept := &sandbox.Kept{}
	t.Cleanup(func() { kept.Close() })
	with, without := sandbox.Options{Throwaway: true, Kept: kept}, sandbox.Options{Throwaway: true}
	wantOrganisations(t, path, with, -1)
	for range 2 { // the second time it is replaced while it is kept
		if err := sandbox.Create(t.Context(), path, sandbox.Start, true, without); err != nil {
			t.Fatal(err)
		}
		wantOrganisations(t, path, with, 0)
		addOrganisation(t, path, without, "acme")
		wantOrganisations(t, path, with, 1)
		addOrganisation(t, path, with, "globex")
		wantOrganisations(t, path, without, 2)
		wantOrganisations(t, path, with, 2)
	}
	if err := os.Truncate(path, 0); err != nil {
		t.Fatal(err)
	}
	wantOrganisations(t, path, with, -1)
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	wantOrganisations(t, path, with, -1)
}

func addOrganisation(t *testing.T, path string, o sandbox.Options, name string) {
	t.Helper()
	box, err := sandbox.Open(path, o)
	if err != nil {
		t.Fatal(err)
	}
	defer box.Close()
	err = box.Update(t.Context(), func(tx *sandbox.Tx) error {
		_, err := tx.AddOrganisation(name, name+".example", "outlook", nil)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// wantOrganisations wants so many of them, or a sandbox that cannot be opened where it is negative.
func wantOrganisations(t *testing.T, path string, o sandbox.Options, want int) {
	t.Helper()
	box, err := sandbox.Open(path, o)
	if want < 0 || err != nil {
		if (err == nil) == (want < 0) {
			t.Fatalf("opening: %v", err)
		}
		return
	}
	defer box.Close()
	err = box.View(t.Context(), func(tx *sandbox.Tx) error {
		list, err := tx.Organisations()
		if len(list) != want {
			t.Errorf("%d organisations, want %d", len(list), want)
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}

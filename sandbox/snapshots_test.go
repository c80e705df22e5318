package sandbox_test

import (
	"context"
	"errors"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"recallbox/sandbox"
	"recallbox/sandbox/store"
)

// twoProcesses opens one sandbox twice. It was saved as A, and then got the organisation acme. The second does not wait
// for the first.
func twoProcesses(t *testing.T) (one, other *sandbox.Box) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "box.db")
	if err := sandbox.Create(t.Context(), file, sandbox.New{Start: sandbox.Start}, sandbox.Options{}); err != nil {
		t.Fatal(err)
	}
	open := func(o sandbox.Options) *sandbox.Box {
		box, err := sandbox.Open(file, o)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { box.Close() })
		return box
	}
	one, other = open(sandbox.Options{}), open(sandbox.Options{Wait: 10 * time.Millisecond})
	if _, err := one.SaveSnapshot(t.Context(), "A", false); err != nil {
		t.Fatal(err)
	}
	err := one.Update(t.Context(), func(tx *sandbox.Tx) error {
		_, err := tx.AddOrganisation("acme", "acme.example", "", nil)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return one, other
}

// between does something before the nth transaction that reads begins, and says whether there was one.
func between(ctx context.Context, n int, do func()) (traced context.Context, done func() bool) {
	begun := 0
	return store.WithTrace(ctx, func(query string, _ []any) {
		if query != "BEGIN" {
			return
		}
		if begun++; begun == n {
			do()
		}
	}), func() bool { return begun >= n }
}

// replaceA removes A and saves what is there now as B, as far as it comes to that.
func replaceA(ctx context.Context, box *sandbox.Box) {
	if _, err := box.RemoveSnapshot(ctx, "A"); err == nil {
		box.SaveSnapshot(ctx, "B", false)
	}
}

// Whatever others do with snapshots meanwhile, A is restored as it was saved, or is not there.
func TestRestoreBesideSaver(t *testing.T) {
	t.Parallel()
	for n, more := 1, true; more; n++ {
		one, other := twoProcesses(t)
		ctx, done := between(t.Context(), n, func() { replaceA(t.Context(), other) })
		_, err := one.RestoreSnapshot(ctx, "A")
		more = done()
		var known *sandbox.Error
		if err != nil && !(errors.As(err, &known) && known.Kind == sandbox.NotFound) {
			t.Errorf("before transaction %d: %v", n, err)
		}
		if made := organisations(t, one); err == nil && len(made) > 0 {
			t.Errorf("before transaction %d: A was restored, and there is %v", n, made)
		}
	}
}

// A sound sandbox is sound, whatever others do with its snapshots while it is checked.
func TestCheckBesideSaver(t *testing.T) {
	t.Parallel()
	for n, more := 1, true; more; n++ {
		one, other := twoProcesses(t)
		if _, err := one.SaveSnapshot(t.Context(), "B", false); err != nil {
			t.Fatal(err)
		}
		ctx, done := between(t.Context(), n, func() { other.RemoveSnapshot(t.Context(), "A") })
		h, err := one.Check(ctx)
		more = done()
		if err != nil || !h.OK {
			t.Errorf("before transaction %d: %+v, %v", n, h, err)
		}
	}
}

// Two snapshots are compared as they are at one time, or one of them is not there.
func TestDiffBesideSaver(t *testing.T) {
	t.Parallel()
	for n, more := 1, true; more; n++ {
		one, other := twoProcesses(t)
		if _, err := one.SaveSnapshot(t.Context(), "acme", false); err != nil {
			t.Fatal(err)
		}
		ctx, done := between(t.Context(), n, func() {
			if _, err := other.SaveSnapshot(t.Context(), "A", true); err == nil {
				err = other.Update(t.Context(), func(tx *sandbox.Tx) error {
					_, err := tx.AddOrganisation("globex", "globex.example", "", nil)
					return err
				})
				_, again := other.SaveSnapshot(t.Context(), "acme", true)
				if err != nil || again != nil {
					t.Error(err, again)
				}
			}
		})
		var names []string
		err := one.Diff(ctx, "A", "acme", func(d sandbox.Diff) error {
			setup, err := d.Setup.List()
			for _, s := range setup {
				names = append(names, s.Name)
			}
			return err
		})
		more = done()
		slices.Sort(names)
		names = slices.Compact(names)
		isOne := slices.Equal(names, []string{"acme"}) || slices.Equal(names, []string{"globex"})
		if err != nil || !isOne {
			t.Errorf("before transaction %d: %v, %v", n, names, err)
		}
	}
}

// organisations are the names of those that there are.
func organisations(t *testing.T, box *sandbox.Box) (names []string) {
	t.Helper()
	err := box.View(t.Context(), func(tx *sandbox.Tx) error {
		list, err := tx.Organisations()
		for _, o := range list {
			names = append(names, o.Name)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return names
}

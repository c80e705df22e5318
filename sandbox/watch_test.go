package sandbox_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"recallbox/sandbox"
)

// watched is a sandbox with somebody who watches it.
type watched struct {
	*testing.T
	path string
	seen chan sandbox.Seen
}

func watch(t *testing.T, w sandbox.Watching) watched {
	t.Helper()
	it := watched{t, filepath.Join(t.TempDir(), "watched.db"), make(chan sandbox.Seen, 1000)}
	it.make(it.path, false)
	w.Tell = func(s sandbox.Seen) error { it.seen <- s; return nil }
	ctx, end := context.WithCancel(t.Context())
	ended := make(chan error)
	go func() { ended <- sandbox.Watch(ctx, it.path, sandbox.Options{}, w) }()
	t.Cleanup(func() {
		end()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
	if first := it.next(); first.Replaced || len(first.Events) > 0 {
		t.Errorf("at first: %+v", first)
	}
	return it
}

func (w watched) make(path string, replace bool) {
	w.Helper()
	err := sandbox.Create(w.Context(), path, sandbox.New{Replace: replace}, sandbox.Options{})
	if err != nil {
		w.Fatal(err)
	}
}

func (w watched) box() *sandbox.Box {
	w.Helper()
	box, err := sandbox.Open(w.path, sandbox.Options{})
	if err != nil {
		w.Fatal(err)
	}
	w.Cleanup(func() { box.Close() })
	return box
}

func (w watched) do(box *sandbox.Box, do func(*sandbox.Tx) error) {
	w.Helper()
	if err := box.Update(w.Context(), do); err != nil {
		w.Fatal(err)
	}
}

// next is what is told next.
func (w watched) next() sandbox.Seen {
	w.Helper()
	select {
	case s := <-w.seen:
		return s
	case <-time.After(10 * time.Second):
		w.Fatal("nothing was told")
		return sandbox.Seen{}
	}
}

// nothing demands that nothing is told.
func (w watched) nothing() {
	w.Helper()
	select {
	case s := <-w.seen:
		w.Errorf("told for nothing: %+v", s)
	case <-time.After(150 * time.Millisecond):
	}
}

func watchedPeople(tx *sandbox.Tx) error {
	if _, err := tx.AddOrganisation("acme", "acme.example", "", nil); err != nil {
		return err
	}
	_, err := tx.AddUsers([]string{"alice@acme.example", "bob@acme.example"}, nil)
	return err
}

func sendBudget(tx *sandbox.Tx) error {
	_, err := tx.Send(sandbox.SendRequest{As: "alice", To: []string{"bob"}, Subject: "Budget"})
	return err
}

func TestWatch(t *testing.T) {
	t.Parallel()
	w := watch(t, sandbox.Watching{})
	box := w.box()
	w.do(box, watchedPeople)
	if s := w.next(); len(s.Events) > 0 || s.Last != 0 || s.Replaced {
		t.Errorf("settings: %+v", s)
	}
	w.do(box, sendBudget)
	if s := w.next(); len(s.Events) != 2 || s.Events[0].Seq != 1 || s.Last != 2 || s.Replaced {
		t.Errorf("a message: %+v", s)
	}
	w.nothing()
	if err := box.DryRun(t.Context(), sendBudget); err != nil {
		t.Fatal(err)
	}
	w.nothing()
	if _, err := box.SaveSnapshot(t.Context(), "one", false); err != nil {
		t.Fatal(err)
	}
	w.next()
	w.do(box, sendBudget)
	if s := w.next(); s.Last != 4 {
		t.Errorf("another: %+v", s)
	}
	if _, err := box.RestoreSnapshot(t.Context(), "one"); err != nil {
		t.Fatal(err)
	}
	if s := w.next(); !s.Replaced || len(s.Events) > 0 || s.Last != 2 {
		t.Errorf("restored: %+v", s)
	}
	w.make(w.path, true)
	if s := w.next(); !s.Replaced || s.Last != 0 {
		t.Errorf("made anew: %+v", s)
	}
	w.make(w.path, false) // nothing has been made in it
	if s := w.next(); !s.Replaced || s.Last != 0 {
		t.Errorf("made anew where nothing was: %+v", s)
	}
	w.nothing()
}

// The file may go, and another one come.
func TestWatchAnotherFile(t *testing.T) {
	t.Parallel()
	w := watch(t, sandbox.Watching{Past: true})
	w.do(w.box(), watchedPeople)
	w.next()
	w.do(w.box(), sendBudget)
	w.next()
	if err := os.Remove(w.path); err != nil {
		t.Skip(err) // where files that are open stay
	}
	w.nothing()
	if err := os.WriteFile(w.path, []byte("on its way"), 0o600); err != nil {
		t.Fatal(err)
	}
	w.nothing()
	other := w.path + "-other"
	w.make(other, false)
	if err := os.Rename(other, w.path); err != nil {
		t.Fatal(err)
	}
	if s := w.next(); !s.Replaced || s.Last != 0 {
		t.Errorf("another file: %+v", s)
	}
	w.do(w.box(), watchedPeople)
	w.next()
	w.do(w.box(), sendBudget)
	if s := w.next(); s.Replaced || len(s.Events) != 2 {
		t.Errorf("after it: %+v", s)
	}
}

// Much is told in steps, whole and in order; and who tells ends it.
func TestWatchMuch(t *testing.T) {
	t.Parallel()
	w := watch(t, sandbox.Watching{Past: true})
	box := w.box()
	w.do(box, watchedPeople)
	w.next()
	w.do(box, func(tx *sandbox.Tx) error {
		for range 600 {
			if err := sendBudget(tx); err != nil {
				return err
			}
		}
		return nil
	})
	for seq, more := int64(1), true; more; {
		s := w.next()
		for _, e := range s.Events {
			if e.Seq != seq {
				t.Fatalf("%d in the place of %d", e.Seq, seq)
			}
			seq++
		}
		if more = s.More; !more && (s.Last != 1200 || seq != 1201) {
			t.Errorf("it ends with %d: %d", s.Last, seq)
		}
	}
	enough := errors.New("enough")
	err := sandbox.Watch(t.Context(), w.path, sandbox.Options{}, sandbox.Watching{
		Past: true, Filter: sandbox.LogFilter{Mailbox: "bob"},
		Tell: func(s sandbox.Seen) error {
			if len(s.Events) == 0 || s.Events[0].Mailbox != "bob@acme.example" {
				t.Errorf("%+v", s)
			}
			return enough
		},
	})
	if err != enough {
		t.Error(err)
	}
	err = sandbox.Watch(t.Context(), w.path, sandbox.Options{}, sandbox.Watching{
		Filter: sandbox.LogFilter{Mailbox: "bbo"}, Tell: func(sandbox.Seen) error { return nil },
	})
	if err == nil {
		t.Error("nobody is called so")
	}
}

// No writer fails because of those who watch, even if it waits for nobody long.
func TestWatchedWriters(t *testing.T) {
	t.Parallel()
	w := watch(t, sandbox.Watching{})
	w.do(w.box(), watchedPeople)
	for range 4 {
		go func() {
			for range w.seen {
			}
		}()
	}
	for i := range 100 {
		box, err := sandbox.Open(w.path, sandbox.Options{Wait: 500 * time.Millisecond})
		if err == nil {
			err = box.Update(t.Context(), sendBudget)
			box.Close()
		}
		if err != nil {
			t.Fatal(fmt.Errorf("%d: %w", i, err))
		}
	}
}

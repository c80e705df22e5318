package sandbox

import (
	"context"
	"errors"
	"time"

	"recallbox/sandbox/store"
)

// Snapshot is an earlier state of the sandbox, stored in the sandbox.
type Snapshot struct {
	Name     string    `json:"name"`
	SavedAt  time.Time `json:"saved_at"` // the time of the sandbox's clock
	Messages int64     `json:"messages"` // how many there are
}

// Snapshots lists the snapshots by name.
func (tx *Tx) Snapshots() ([]Snapshot, error) {
	all, err := tx.store.Snapshots()
	out := []Snapshot{}
	for _, s := range all {
		out = append(out, showSnapshot(s))
	}
	return out, err
}

func showSnapshot(s store.Snapshot) Snapshot { return Snapshot{s.Name, at(s.SavedAt), s.Messages} }

// Saving, restoring and removing a snapshot is no event in the sandbox, so the same commands do the same before and
// after a restore. They are methods of Box with a transaction of their own, because they are about the whole
// sandbox. What is to be seen of them is shown before they take effect: what cannot be shown has not happened.

// Show shows what is about to take effect, unless that fails.
type Show func(Snapshot) error

// showTo shows it in each way.
func (s Snapshot) showTo(all []Show) error {
	for _, show := range all {
		if err := show(s); err != nil {
			return err
		}
	}
	return nil
}

// SaveSnapshot stores the sandbox under a name. It fails if there is a snapshot with that name, unless replace is
// true.
func (b *Box) SaveSnapshot(ctx context.Context, name string, replace bool, show ...Show) (Snapshot, error) {
	if err := checkName("snapshot", name); err != nil {
		return Snapshot{}, err
	}
	var saved store.Snapshot
	err := b.store.TakeSnapshot(ctx, func(now store.Snapshot, path string) error {
		saved, saved.Name = now, name
		return b.store.Update(ctx, func(t *store.Tx) error {
			old, exists, err := optional(t.SnapshotNamed(name))
			switch {
			case err != nil:
				return err
			case exists && !replace:
				return conflict(try(ReplaceSnapshot, "name", name), "there is a snapshot %q already", name)
			case exists:
				err = t.DeleteSnapshot(old.ID)
			}
			if err != nil {
				return err
			}
			if err := t.PutSnapshot(saved, path); err != nil {
				return err
			}
			return showSnapshot(saved).showTo(show)
		})
	})
	return showSnapshot(saved), fromStore(b.path, err)
}

// RestoreSnapshot turns the sandbox into what it was when the snapshot was saved. All snapshots stay.
func (b *Box) RestoreSnapshot(ctx context.Context, name string, show ...Show) (Snapshot, error) {
	var found Snapshot
	err := b.withSnapshots(ctx, []string{name}, func(all []Snapshot, then []*store.Store) error {
		found = all[0]
		if err := found.showTo(show); err != nil {
			return err
		}
		return b.store.Become(ctx, then[0])
	})
	return found, fromStore(b.path, err)
}

// RemoveSnapshot removes a snapshot. The sandbox stays as it is.
func (b *Box) RemoveSnapshot(ctx context.Context, name string, show ...Show) (Snapshot, error) {
	var found store.Snapshot
	err := b.store.Update(ctx, func(t *store.Tx) (err error) {
		if found, err = findSnapshot(t, name); err != nil {
			return err
		}
		if err := t.DeleteSnapshot(found.ID); err != nil {
			return err
		}
		return showSnapshot(found).showTo(show)
	})
	return showSnapshot(found), fromStore(b.path, err)
}

// withSnapshots opens snapshots as sandboxes, all from one moment, while fn runs.
func (b *Box) withSnapshots(ctx context.Context, names []string, fn func([]Snapshot, []*store.Store) error) error {
	var shown []Snapshot
	find := func(t *store.Tx) (all []store.Snapshot, err error) {
		for _, name := range names {
			found, err := findSnapshot(t, name)
			if err != nil {
				return nil, err
			}
			all, shown = append(all, found), append(shown, showSnapshot(found))
		}
		return all, nil
	}
	err := b.store.OpenSnapshots(ctx, find, func(then []*store.Store) error { return fn(shown, then) })
	if errors.Is(err, store.ErrSnapshotDamaged) {
		return &Error{Kind: Damaged, Message: err.Error(), Hint: try(RemoveSnapshot)}
	}
	return err
}

// findSnapshot finds a snapshot by its name.
func findSnapshot(t *store.Tx, name string) (store.Snapshot, error) {
	found, ok, err := optional(t.SnapshotNamed(name))
	if ok || err != nil {
		return found, err
	}
	all, err := t.Snapshots()
	var names []string
	for _, s := range all {
		names = append(names, s.Name)
	}
	hint := try(ListSnapshots)
	if near := Nearest(name, names); near != "" {
		hint = say("did you mean " + near + "?")
	} else if len(names) == 0 {
		hint = try(SaveSnapshot)
	}
	return found, errors.Join(err, notFound(hint, "no snapshot %q in this sandbox", name))
}

package sandbox

import (
	"context"
	"io/fs"
	"os"

	"recallbox/sandbox/store"
)

// Kept keeps a sandbox's file open from one Box to the next, for many short transactions on it in one goroutine. Another process may write to
// the file meanwhile, or replace it, but does not do so all the time.
type Kept struct {
	store *store.Store
	path  string
	file  fs.FileInfo // what was there when it was opened
}

// open gives the file if it is still the one that was kept, and opens it if not.
func (k *Kept) open(ctx context.Context, path string, o store.Options) (*store.Store, error) {
	now, err := os.Stat(path)
	if err != nil {
		return store.OpenContext(ctx, path, o) // which says what is wrong
	}
	if k.store != nil && k.path == path && os.SameFile(now, k.file) && now.Mode() == k.file.Mode() {
		k.store.WaitAs(o)
		return k.store, k.store.Recognise(ctx)
	}
	if err := k.Close(); err != nil {
		return nil, err
	}
	o.Alone = true
	s, err := store.OpenContext(ctx, path, o)
	if err == nil {
		*k = Kept{s, path, now}
	}
	return s, err
}

// Close closes the file.
func (k *Kept) Close() error {
	s := k.store
	*k = Kept{}
	if s == nil {
		return nil
	}
	return s.Close()
}

package sandbox

import (
	"context"
	"errors"
	"time"

	"recallbox/sandbox/store"
)

// Watching says what is to be told of a sandbox, and to whom.
type Watching struct {
	Filter LogFilter // which events are told; its After is not looked at
	Past   bool      // also those that happened before, and those of a sandbox that takes the place of this one

	Tell func(Seen) error // is told what was seen, first of all how things stand; its error ends the watching
	Wake <-chan struct{}  // makes Watch look at once, where the caller knows of a change; may be nil
}

// Seen is what has happened since Watch told last. Of much it tells in steps.
type Seen struct {
	Replaced bool    // the sandbox was made anew or restored, or another one is in its place: all may be otherwise
	Events   []Event // in order; none where only a setting has changed, or the clock
	Last     int64   // the number of the last event up to which all has been told
	More     bool    // the next step follows at once
}

const (
	// watchPause is between two looks at the file. SQLite tells no other process of a change, and a look takes some
	// microseconds.
	watchPause = 50 * time.Millisecond
	// watchStep is how many events are read in one transaction: writers wait for its end.
	watchStep = 500
	// watchPatience is how many looks long a file may be no sandbox, as it is while another is copied into its place.
	watchPatience = 100
)

// Watch tells of every change of a sandbox, by whatever process, within 250 ms, until the context ends or what it tells
// fails. It holds up no writer for longer than it takes to read some hundred events.
func Watch(ctx context.Context, path string, o Options, w Watching) error {
	o.OpenFile = nil
	box, err := OpenContext(ctx, path, o)
	if err != nil {
		return err
	}
	defer box.Close()
	it := watcher{Watching: w, box: box}
	told := tellError{}
	if err := it.begin(ctx); errors.As(err, &told) {
		return told.error
	} else if err != nil {
		return err
	}
	strange := 0 // for how many looks the file has been no sandbox
	for it.pause(ctx) {
		err := it.look(ctx)
		switch {
		case errors.As(err, &told):
			return told.error
		case ctx.Err() != nil:
			return nil
		case err == nil || mayPass(err):
			strange = 0
		case strange == watchPatience:
			return fromStore(path, err)
		default:
			strange++
		}
	}
	return nil
}

// watcher watches one sandbox.
type watcher struct {
	Watching
	box     *Box
	edition store.Edition // of the file, as it was told
	last    int64         // event that was told, or left out
}

// tellError is an error of who was told.
type tellError struct{ error }

// pause waits until it is time to look, and says whether the watching goes on.
func (w *watcher) pause(ctx context.Context) bool {
	timer := time.NewTimer(watchPause)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-timer.C:
	case <-w.Wake:
	}
	return true
}

// begin tells how things stand. A filter must name what is there.
func (w *watcher) begin(ctx context.Context) error {
	err := w.box.View(ctx, func(tx *Tx) (err error) {
		if w.edition, err = tx.store.Edition(); err != nil {
			return err
		}
		if w.last, err = w.beginning(tx); err != nil {
			return err
		}
		filter := w.Filter
		filter.After = noMore
		return tx.Log(filter, func(Event) error { return nil })
	})
	if err != nil {
		return err
	}
	if err = w.tellAll(ctx, false); mayPass(err) {
		return nil
	}
	return err
}

// noMore comes after every event.
const noMore = 1<<63 - 1

// beginning is the number of the event behind which the telling begins.
func (w *watcher) beginning(tx *Tx) (int64, error) {
	if w.Past {
		return 0, nil
	}
	return tx.store.LastEvent()
}

// look tells what has changed since, if anything has.
func (w *watcher) look(ctx context.Context) error {
	another, err := w.box.store.Follow(ctx)
	if err != nil {
		return err
	}
	now, err := w.box.store.Edition(ctx)
	switch {
	case err != nil:
		return err
	case !another && now == w.edition:
		return nil
	case now.MadeAnew(w.edition):
		if err := w.box.store.Recognise(ctx); err != nil {
			return err
		}
	}
	return w.tellAll(ctx, another)
}

// tellAll tells in steps what is new.
func (w *watcher) tellAll(ctx context.Context, another bool) error {
	for more := true; more; {
		seen, err := w.step(ctx, another)
		if err != nil {
			return err
		}
		if err := w.Tell(seen); err != nil {
			return tellError{err}
		}
		another, more = false, seen.More
	}
	return nil
}

// step reads the next events.
func (w *watcher) step(ctx context.Context, another bool) (seen Seen, err error) {
	err = w.box.View(ctx, func(tx *Tx) error {
		now, err := tx.store.Edition()
		if err != nil {
			return err
		}
		newest, err := tx.store.LastEvent()
		if err != nil {
			return err
		}
		seen.Last = w.last
		if seen.Replaced = another || now.MadeAnew(w.edition) || newest < w.last; seen.Replaced {
			if seen.Last, err = w.beginning(tx); err != nil {
				return err
			}
		}
		if err := w.read(tx, &seen, newest); err != nil {
			return err
		}
		w.edition, w.last = now, seen.Last
		return nil
	})
	return seen, err
}

// read reads events behind the last one that was told.
func (w *watcher) read(tx *Tx, seen *Seen, newest int64) error {
	filter := w.Filter
	filter.After = seen.Last
	err := tx.Log(filter, func(e Event) error {
		if len(seen.Events) == watchStep {
			seen.More = true
			return errEnough
		}
		seen.Events = append(seen.Events, e)
		return nil
	})
	switch {
	case seen.More:
		seen.Last = seen.Events[watchStep-1].Seq
		return nil
	case isNotFound(err): // what the filter names is not there, where it was replaced
	case err != nil:
		return err
	}
	seen.Last = newest
	return nil
}

// mayPass says whether an error is none, or one that another process causes as long as it is at work.
func mayPass(err error) bool {
	return err == nil || isNotFound(err) || errors.Is(err, store.ErrMissing) || errors.Is(err, store.ErrBusy)
}

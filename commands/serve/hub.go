package serve

import (
	"context"
	"crypto/rand"
	"sync"
	"time"

	"recallbox/sandbox"
)

// hub watches the sandbox once for all streams. It keeps the last events; a stream that is further behind reads the
// others from the sandbox.
type hub struct {
	program Program
	wake    chan struct{} // makes it look at the sandbox at once

	mutex      sync.Mutex
	generation string // of the sandbox: another one after each replacement
	last       int64  // event that was seen
	changes    int64  // how many changes were seen that are no event
	events     []told // the last ones, one number after the other
	news       chan struct{}
	streams    int
}

// told is an event as it is told.
type told struct {
	seq  int64
	data []byte
}

// maxKept is how many events are kept.
const maxKept = 4096

// again is how long it takes until the sandbox is watched again where that was not possible.
const again = 500 * time.Millisecond

func newHub(p Program) *hub {
	return &hub{program: p, wake: make(chan struct{}, 1), news: make(chan struct{})}
}

// watch watches the sandbox until the context ends. It tells once how that has begun; later errors pass, such as those
// of a file that is gone for a while.
func (h *hub) watch(ctx context.Context, begun chan<- error) {
	first := true
	for ctx.Err() == nil {
		anew := true
		err := h.program.Watch(ctx, sandbox.Watching{Wake: h.wake, Tell: func(seen sandbox.Seen) error {
			seen.Replaced = seen.Replaced || anew
			h.add(seen)
			if first {
				begun <- nil
			}
			first, anew = false, false
			return nil
		}})
		if first {
			begun <- err
			return
		}
		select {
		case <-ctx.Done():
		case <-time.After(again):
		}
	}
}

// look makes the hub look at the sandbox at once.
func (h *hub) look() {
	select {
	case h.wake <- struct{}{}:
	default:
	}
}

// add takes in what was seen, and wakes the streams.
func (h *hub) add(seen sandbox.Seen) {
	var fresh []told
	for _, e := range seen.Events {
		fresh = append(fresh, told{e.Seq, h.encode(e)})
	}
	h.mutex.Lock()
	defer h.mutex.Unlock()
	if seen.Replaced {
		h.generation, h.events = rand.Text()[:8], nil
	}
	if len(seen.Events) == 0 {
		h.changes++
	}
	if h.events = append(h.events, fresh...); len(h.events) > maxKept {
		h.events = append([]told(nil), h.events[len(h.events)-maxKept/2:]...)
	}
	h.last = seen.Last
	close(h.news)
	h.news = make(chan struct{})
}

// position is up to where a stream has told.
type position struct {
	generation string
	last       int64
	changes    int64
}

// noChanges makes a stream begin with a change: what the page knows may be old.
const noChanges = -1

// next is what a stream at a position has to tell, and where it stands then. Where that is nothing, wait is closed once
// there is more.
func (h *hub) next(ctx context.Context, at position) (frames []byte, now position, wait <-chan struct{}) {
	h.mutex.Lock()
	now, wait = position{h.generation, h.last, h.changes}, h.news
	kept, oldest := h.events, h.last+1
	if len(kept) > 0 {
		oldest = kept[0].seq
	}
	h.mutex.Unlock()
	switch {
	case at.generation != now.generation || at.last > now.last:
		return frame("replaced", now, nil), now, wait
	case at.last+1 < oldest:
		return h.older(ctx, at, oldest)
	}
	for _, e := range kept {
		if e.seq > at.last {
			frames = append(frames, frame("", position{now.generation, e.seq, 0}, e.data)...)
		}
	}
	if at.changes != now.changes {
		frames = append(frames, frame("changed", now, nil)...)
	}
	return frames, now, wait
}

// older reads events that are not kept.
func (h *hub) older(ctx context.Context, at position, until int64) (frames []byte, now position, wait <-chan struct{}) {
	events, err := h.program.Events(ctx, at.last)
	now = at
	for _, e := range events {
		if e.Seq >= until {
			break
		}
		now.last = e.Seq
		frames = append(frames, frame("", now, h.encode(e))...)
	}
	if err != nil || now.last == at.last { // it was replaced meanwhile, or cannot be read: the page shows all anew
		h.mutex.Lock()
		defer h.mutex.Unlock()
		now = position{h.generation, h.last, h.changes}
		return frame("replaced", now, nil), now, h.news
	}
	return frames, now, nil
}

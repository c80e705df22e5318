package sandbox

import (
	"time"

	"recallbox/sandbox/store"
)

// Clock is the sandbox's time, and what fell due on the way there.
type Clock struct {
	Now    time.Time `json:"now"`
	Events []Event   `json:"events"`
}

// Clock tells the time.
func (tx *Tx) Clock() Clock { return Clock{Now: at(tx.now), Events: []Event{}} }

// Advance moves the clock on by whole seconds. What falls due happens in order, each at its own time.
func (tx *Tx) Advance(d time.Duration) (Clock, error) {
	if d < 0 {
		return Clock{}, invalid(try(AdvanceClock), "the clock never goes back: %s is negative", FormatDuration(d))
	}
	if d%time.Second != 0 {
		return Clock{}, invalid(say("the clock moves in whole seconds"), "%s is not in whole seconds", FormatDuration(d))
	}
	return tx.moveClock(at(tx.now).Add(d))
}

// SetClock moves the clock to a time that is not past, or to any time while nothing has been made in the sandbox.
func (tx *Tx) SetClock(to time.Time) (Clock, error) {
	fresh, err := tx.store.IsFresh()
	if err != nil {
		return Clock{}, err
	}
	if to.Unix() < tx.now && !fresh {
		return Clock{}, invalid(say("the clock never goes back"), "%s is before %s, the sandbox's time", to.UTC().Format(time.RFC3339), at(tx.now).Format(time.RFC3339))
	}
	return tx.moveClock(to)
}

// latest is the end of the year 9999, behind which RFC 3339 has no times.
var latest = time.Date(9999, 12, 31, 23, 59, 59, 0, time.UTC)

func (tx *Tx) moveClock(to time.Time) (Clock, error) {
	if to.After(latest) {
		return Clock{}, invalid(try(TellTime), "the clock ends with the year 9999")
	}
	before, err := tx.store.LastEvent()
	if err != nil {
		return Clock{}, err
	}
	if err := tx.passTime(to.Unix()); err != nil {
		return Clock{}, err
	}
	out := tx.Clock()
	err = tx.store.EachEvent(store.EventFilter{After: before}, func(e store.Event) error {
		out.Events = append(out.Events, tx.showEvent(e))
		return nil
	})
	return out, err
}

// passTime moves the clock on and stops wherever something falls due, so that it happens at its own time.
func (tx *Tx) passTime(to int64) error {
	for {
		m, due, err := optional(tx.store.FirstDue(to))
		if err != nil {
			return err
		}
		next := to
		if due {
			next = m.Due
		}
		if err := tx.store.SetNow(next); err != nil {
			return err
		}
		tx.now = next
		if !due {
			return nil
		}
		if err := tx.leave(m); err != nil {
			return err
		}
	}
}

package sandbox

import (
	"errors"
	"slices"
	"strings"
	"time"

	"recallbox/sandbox/mail"
	"recallbox/sandbox/store"
)

// Event is one event in the log.
type Event struct {
	Seq        int64     `json:"seq"` // the number, from 1
	At         time.Time `json:"at"`
	Who        string    `json:"who"`  // an address, or "mail system"
	What       mail.What `json:"what"` // what happened: sent, delivered, opened, recalled, …
	Message    string    `json:"message,omitempty"`
	Recall     string    `json:"recall,omitempty"`
	Mailbox    string    `json:"mailbox,omitempty"`
	Folder     string    `json:"folder,omitempty"`
	Behaviours []string  `json:"behaviours"` // the behaviours behind it
	Detail     string    `json:"detail"`     // more about it

	Later string      `json:"later,omitempty"` // the later act that did it
	Error *LaterError `json:"error,omitempty"` // why a later act was not carried out

	Class   mail.Class `json:"-"` // of the message, for people
	Subject string     `json:"-"` // of the message, if somebody wrote it
}

// LaterError says why a later act was not carried out.
type LaterError struct {
	Kind    string `json:"kind"`    // refused, not-found, invalid, conflict or usage
	Message string `json:"message"` // what is wrong
}

// LogFilter picks events. An empty field picks all.
type LogFilter struct {
	Mailbox, Message, Recall string
	After                    int64 // only those with a greater number
}

// Log visits the events in order.
func (tx *Tx) Log(f LogFilter, visit func(Event) error) error {
	filter := store.EventFilter{After: f.After}
	if f.Mailbox != "" {
		m, err := tx.findMailbox(f.Mailbox)
		if err != nil {
			return err
		}
		filter.Mailbox = m.ID
	}
	if f.Message != "" {
		m, err := tx.findMessage(f.Message)
		if err != nil {
			return err
		}
		filter.Message = m.ID
	}
	if f.Recall != "" {
		r, err := tx.findRecall(f.Recall)
		if err != nil {
			return err
		}
		filter.Recall = r.ID
	}
	return tx.store.EachEvent(filter, func(e store.Event) error { return visit(tx.showEvent(e)) })
}

// Events lists what Log visits.
func (tx *Tx) Events(f LogFilter) Rows[Event] {
	return rowsFrom(func(visit func(Event) error) error { return tx.Log(f, visit) })
}

// EventRun is an event, and how many come behind it that are like it: the same later act let others do the same to the
// same message, or failed.
type EventRun struct {
	Event
	More   int64
	Failed int64 // of them
}

// EventRuns lists what Log visits. Of a long run of events of a later act that differ in nothing but who did it, when,
// and whether it failed, it reads only so many, and counts the others. What picks events by more than their numbers is
// read in full.
func (tx *Tx) EventRuns(f LogFilter, most int) Rows[EventRun] {
	if f != (LogFilter{After: f.After}) {
		most = 0
	}
	return rowsFrom(func(visit func(EventRun) error) error {
		for rest := f; ; {
			end, err := tx.visitRun(rest, most, visit)
			if err != nil || end == 0 {
				return err
			}
			rest.After = end
		}
	})
}

// isLike says whether an event of a later act differs from another in nothing but who did it, when, and whether it
// failed.
func (e Event) isLike(other Event) bool {
	if e.Later == "" || e.Later != other.Later || e.Who != e.Mailbox || other.Who != other.Mailbox {
		return false
	}
	return e.Error != nil || other.Error != nil || e.What == other.What && e.Message == other.Message &&
		e.Recall == other.Recall && e.Detail == other.Detail && slices.Equal(e.Behaviours, other.Behaviours)
}

// visitRun visits events up to the last one of a long run, and gives its number; 0 for the end of all.
func (tx *Tx) visitRun(f LogFilter, most int, visit func(EventRun) error) (end int64, err error) {
	var like, last Event // what a run is like: one that did not fail, if there is one
	alike := 0
	errRun := errors.New("a long run")
	err = tx.Log(f, func(e Event) error {
		if alike++; !e.isLike(like) {
			alike = 1
		}
		if alike == 1 || like.Error != nil {
			like = e
		}
		if last = e; most == 0 || alike < most || e.Later == "" {
			return visit(EventRun{Event: e})
		}
		return errRun
	})
	if !errors.Is(err, errRun) {
		return 0, err
	}
	end, failed, err := tx.store.EndOfRun(like.Seq, last.Seq)
	if err != nil {
		return 0, err
	}
	return end, visit(EventRun{last, end - last.Seq, failed})
}

func (tx *Tx) showEvent(e store.Event) Event {
	out := Event{
		Seq:        e.Seq,
		At:         at(e.At),
		Who:        e.Who,
		What:       e.What,
		Message:    makeID(messagePrefix, e.Message),
		Recall:     makeID(recallPrefix, e.Recall),
		Mailbox:    e.Mailbox,
		Folder:     e.Folder,
		Behaviours: e.Behaviours,
		Detail:     e.Detail,
		Later:      makeID(actPrefix, e.Act),
		Class:      e.Class,
		Subject:    e.Subject,
	}
	if e.Failed != nil {
		out.Error, out.Detail = &LaterError{e.Failed.String(), e.Detail}, ""
	}
	if out.Who == "" {
		out.Who = "mail system"
	}
	if out.Behaviours == nil {
		out.Behaviours = []string{}
	}
	return out
}

// joined are behaviours as an event cites them. Empty ones are left out.
func joined(behaviours ...string) string {
	return strings.Join(strings.Fields(strings.Join(behaviours, " ")), " ")
}

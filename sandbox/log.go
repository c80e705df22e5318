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
	filter, err := tx.eventFilter(f)
	if err != nil {
		return err
	}
	return tx.eachEvent(filter, visit)
}

func (tx *Tx) eventFilter(f LogFilter) (store.EventFilter, error) {
	filter := store.EventFilter{After: f.After}
	if f.Mailbox != "" {
		m, err := tx.findMailbox(f.Mailbox)
		if err != nil {
			return filter, err
		}
		filter.Mailbox = m.ID
	}
	if f.Message != "" {
		m, err := tx.findMessage(f.Message)
		if err != nil {
			return filter, err
		}
		filter.Message = m.ID
	}
	if f.Recall != "" {
		r, err := tx.findRecall(f.Recall)
		if err != nil {
			return filter, err
		}
		filter.Recall = r.ID
	}
	return filter, nil
}

func (tx *Tx) eachEvent(f store.EventFilter, visit func(Event) error) error {
	return tx.store.EachEvent(f, func(e store.Event) error { return visit(tx.showEvent(e)) })
}

// Events lists what Log visits.
func (tx *Tx) Events(f LogFilter) Rows[Event] {
	return rowsFrom(func(visit func(Event) error) error { return tx.Log(f, visit) })
}

// EventRun is an event, and how many come behind it that go on with its run.
type EventRun struct {
	Event
	More   int64
	Failed int64 // of them
}

// EventRuns lists what Log visits. Of a long run it reads only so many events, and counts the others; 0 for all.
func (tx *Tx) EventRuns(f LogFilter, most int) Rows[EventRun] {
	return rowsFrom(func(visit func(EventRun) error) error {
		rest, err := tx.eventFilter(f)
		for err == nil {
			if rest.After, err = tx.visitRun(rest, most, visit); rest.After == 0 {
				break
			}
		}
		return err
	})
}

// Run is of events of one step: many people did the same, or the same happened to many. What many do later, each alone,
// is one step too, with those who could not.
type Run struct {
	like Event // the first that did not fail, or just the first
	n    int
}

// Add adds an event, and says whether it goes on with the run. If it does not, it begins another one.
func (r *Run) Add(e Event) (goesOn bool) {
	goesOn = r.n > 0 && e.isLike(r.like)
	if !goesOn {
		r.n = 0
	}
	if r.n == 0 || r.like.Error != nil {
		r.like = e
	}
	r.n++
	return goesOn
}

func (e Event) isLike(other Event) bool {
	sameWho := e.Who == other.Who || e.Who == e.Mailbox && other.Who == other.Mailbox
	sameLater := e.Later != "" && e.Later == other.Later
	if sameWho && sameLater && (e.Error != nil || other.Error != nil) {
		return true
	}
	together := e.At.Equal(other.At) || sameLater && e.Message == other.Message
	return sameWho && e.What == other.What && together && e.Recall == other.Recall && e.Class == other.Class &&
		slices.Equal(e.Behaviours, other.Behaviours)
}

// visitRun visits events up to the last one of a long run, and gives its number; 0 for the end of all.
func (tx *Tx) visitRun(f store.EventFilter, most int, visit func(EventRun) error) (end int64, err error) {
	var run Run
	var last Event
	errRun := errors.New("a long run")
	err = tx.eachEvent(f, func(e Event) error {
		if run.Add(e); run.n != most {
			return visit(EventRun{Event: e})
		}
		last = e
		return errRun
	})
	if last.Seq == 0 || !errors.Is(err, errRun) {
		return 0, err
	}
	f.After = last.Seq
	rest, err := tx.store.RestOfRun(f, run.like.Seq)
	if err != nil {
		return 0, err
	}
	return rest.Last, visit(EventRun{last, rest.Events, rest.Failed})
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

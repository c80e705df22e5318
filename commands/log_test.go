package commands

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"recallbox/sandbox"
	"recallbox/sandbox/mail"
)

func TestStory(t *testing.T) {
	at := time.Date(2026, 1, 5, 23, 59, 0, 0, time.UTC)
	events := []sandbox.Event{
		{
			At:      at,
			Who:     "alice@acme.example",
			What:    mail.WasSent,
			Message: "m1",
			Subject: "a\x1b[2J",
			Mailbox: "alice@acme.example",
		},
		{At: at, Who: "mail system", What: mail.HasBounced, Message: "m1", Mailbox: "x@acme.example"},
		{
			At:      at.Add(time.Hour),
			Who:     "bob@acme.example",
			What:    mail.WasOpened,
			Message: "m2",
			Class:   mail.RecallMessage,
			Mailbox: "news@acme.example",
		},
		{
			At:         at.Add(time.Hour),
			Who:        "bob@acme.example",
			What:       mail.TakenBack,
			Message:    "m1",
			Recall:     "r1",
			Mailbox:    "bob@acme.example",
			Behaviours: []string{"a/b", "a/c"},
		},
		{At: at.Add(time.Hour), Who: "bob@acme.example", What: mail.What(200), Message: "m1", Recall: "r1", Detail: "why"},
	}
	want := `  2026-01-05
  23:59:00    alice@acme.example  sent m1 "a\x1b[2J"
  23:59:00    mail system         returned m1: nobody has the address x@acme.example
  2026-01-06
  00:59:00    bob@acme.example    opened the recall message m2 in news@acme.example
  00:59:00    bob@acme.example    r1 took m1 back from bob@acme.example  [a/b, a/c]
  00:59:00    bob@acme.example    event(200) m1, why (r1)
`
	if got, _ := printed(Terminal{}, func(p *printer) { tell(p, events) }); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestStoryOfMany(t *testing.T) {
	many := func(n int) []sandbox.Event {
		list := []sandbox.Event{{What: mail.WasSent, Message: "m1"}}
		for i := range n {
			who := fmt.Sprintf("user%d@acme.example", i)
			list = append(list, sandbox.Event{What: mail.WasOpened, Who: who, Mailbox: who, Message: "m1"})
		}
		return append(list, sandbox.Event{What: mail.WasDelivered, Message: "m2"})
	}
	for _, test := range []struct {
		events      int
		all         bool
		lines, more int
	}{{50, false, 53, 0}, {51, false, 24, 31}, {1000, false, 24, 980}, {1000, true, 1003, 0}} {
		out, _ := printed(Terminal{}, func(p *printer) { p.All = test.all; tell(p, many(test.events)) })
		if n := strings.Count(out, "\n"); n != test.lines ||
			strings.Contains(out, fmt.Sprintf(" %d more like these", test.more)) != (test.more > 0) {
			t.Errorf("%+v: %d lines\n%s", test, n, out)
		}
	}
}

// Those who could not are told with those who could, in one step.
func TestStoryOfManyActs(t *testing.T) {
	var list []sandbox.Event
	for i := range 200 {
		who := fmt.Sprintf("user%d@acme.example", i)
		e := sandbox.Event{What: mail.WasOpened, Who: who, Mailbox: who, Message: "m1", Later: "a1"}
		if i%10 == 0 {
			e.What, e.Message, e.Error = mail.LaterFailed, "", &sandbox.LaterError{Message: "it is off"}
		}
		list = append(list, e)
	}
	out, _ := printed(Terminal{}, func(p *printer) { tell(p, list) })
	for word, want := range map[string]int{
		" opened m1\n": 18, " could not do a1: it is off\n": 2, " 180 more like these, 18 failed: ": 1, "\n": 22,
	} {
		if n := strings.Count(out, word); n != want {
			t.Errorf("%q: %d times, want %d\n%s", word, n, want, out)
		}
	}
}

// tell prints events as a story.
func tell(p *printer, events []sandbox.Event) {
	var runs []sandbox.EventRun
	for _, e := range events {
		runs = append(runs, sandbox.EventRun{Event: e})
	}
	if s, err := p.events(sandbox.RowsOf(runs...)); err == nil {
		s.end()
	}
}

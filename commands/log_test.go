package commands

import (
	"fmt"
	"regexp"
	"strconv"
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

// longRuns are commands by which many do the same, or the same happens to many.
var longRuns = map[string]string{
	"two acts take turns": `
org add acme --domain acme.example
user add --count 300 --pattern u%03d@acme.example
user set u001 role=admin
group add all@acme.example --all acme
hold add --as u001 --org acme --for 30m --senders u001
rule add --as u??7@acme.example --class note --move-to Archive
send --as u001 --to all --subject Budget
clock advance 1h
send --as u002 --to all --subject Other
open --as u1??@acme.example m1
open --as u1??@acme.example m2
client stop --as u2??@acme.example
at +0s --spread uniform:1m:6d -- open --as u*@acme.example m2
at +1h --spread uniform:1m:6d -- open --as u*@acme.example m1
clock advance 7d
client start --as u2??@acme.example
recall --as u002 m2`,
	"act after act": `
org add acme --domain acme.example
user add --count 300 --pattern u%03d@acme.example
group add all@acme.example --all acme
send --as u001 --to all --subject Budget
client stop --as u??9@acme.example
at +0s --spread uniform:0s:6h -- open --as u*@acme.example m1
at +5h --spread uniform:0s:6h -- open --as u*@acme.example m1
at +12h --spread fixed:0s -- open --as u??9@acme.example m1
at +13h --spread uniform:0s:6h -- preview --as u*@acme.example m1
clock advance 1d
send --as u002 --to all --subject Other
recall --as u002 m2`,
}

// Of many events that are alike only the first are read, and the story is the same as of all.
func TestLongRunsAreCounted(t *testing.T) {
	t.Parallel()
	for name, script := range longRuns {
		t.Run(name, func(t *testing.T) { testLongRuns(t, script) })
	}
}

func testLongRuns(t *testing.T, script string) {
	dir := t.TempDir()
	mustRun(t, dir, "", "init")
	mustRun(t, dir, script, "batch")
	box, err := sandbox.Open(dir+"/recallbox.db", sandbox.Options{Throwaway: true})
	if err != nil {
		t.Fatal(err)
	}
	defer box.Close()
	for _, f := range []sandbox.LogFilter{
		{}, {After: 200}, {Message: "m1"}, {Message: "m2"}, {Recall: "r1"}, {Mailbox: "u001"}, {Mailbox: "u150"},
	} {
		err := box.View(t.Context(), func(tx *sandbox.Tx) error {
			want, all := storyOf(tx, f, 0)
			got, few := storyOf(tx, f, 51)
			if got != want || few.events != all.events {
				t.Errorf("%+v: %d of %d events\n%s\nwant\n%s", f, few.events, all.events, got, want)
			}
			unread := 0
			for _, found := range moreLike.FindAllStringSubmatch(want, -1) {
				more, _ := strconv.Atoi(found[1])
				unread += more - 31 // of those that are not shown
			}
			if few.read != all.read-unread {
				t.Errorf("%+v: %d events are read of %d, %d of which are not needed", f, few.read, all.read, unread)
			}
			return nil
		})
		if err != nil {
			t.Error(err)
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

var moreLike = regexp.MustCompile(` (\d+) more like these`)

type eventsTold struct{ read, events int }

// storyOf tells a log, of whose long runs so many events are read.
func storyOf(tx *sandbox.Tx, f sandbox.LogFilter, most int) (out string, n eventsTold) {
	out, said := printed(Terminal{}, func(p *printer) {
		runs := tx.EventRuns(f, most)
		for range runs {
			n.read++
		}
		events, err := p.events(runs)
		if err != nil {
			p.Done(err.Error())
		}
		n.events = events
	})
	return out + said, n
}

// tell prints events as a story.
func tell(p *printer, events []sandbox.Event) {
	var runs []sandbox.EventRun
	for _, e := range events {
		runs = append(runs, sandbox.EventRun{Event: e})
	}
	if _, err := p.events(sandbox.RowsOf(runs...)); err != nil {
		p.Done(err.Error())
	}
}

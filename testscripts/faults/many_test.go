//go:build linux

package faults_test

import (
	"encoding/json"
	"flag"
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

var (
	processes = flag.Int("processes", 8, "how many work at once in TestManyProcesses and TestManyInit")
	each      = flag.Int("each", 15, "how many commands each of them runs")
)

// town is where all of them work.
const town = `
org add acme --domain acme.example
user add --count 16 --pattern user%02d@acme.example
user add carol@acme.example role=admin
`

// worker runs commands one after another, and notes what they print.
type worker struct {
	box
	user     string
	random   *rand.Rand
	made     []string // IDs that were printed
	messages []string // those that it has not recalled yet
	seconds  int      // by which it has moved the clock
	longest  time.Duration
}

// Many write to one sandbox at once: nobody is turned away, and what each was told is there. No ID was given
// twice or left out.
func TestManyProcesses(t *testing.T) {
	t.Parallel()
	b := newBox(t)
	b.must(t, "init")
	b.batch(t, town)
	workers, all := make([]*worker, *processes), sync.WaitGroup{}
	for i := range workers {
		w := &worker{box: b, user: fmt.Sprintf("user%02d", 1+i%16), random: rand.New(rand.NewPCG(uint64(i), 4))}
		workers[i] = w
		all.Go(func() {
			for range *each {
				w.act(t)
			}
		})
	}
	all.Wait()
	var made []string
	longest, now := time.Duration(0), time.Date(2026, 1, 5, 9, 0, 0, 0, time.UTC)
	for _, w := range workers {
		made = append(made, w.made...)
		longest, now = max(longest, w.longest), now.Add(time.Duration(w.seconds)*time.Second)
	}
	if clock := b.must(t, "clock"); clock != now.Format(time.RFC3339) {
		t.Errorf("the clock stands at %s, want %s", clock, now.Format(time.RFC3339))
	}
	t.Logf(
		"%d processes at a time, %d commands; the longest took %s", *processes, *processes**each,
		longest.Round(time.Millisecond),
	)
	b.wantAll(t, made)
	b.wantAtRest(t, "many processes")
}

// act runs a command; most write.
func (w *worker) act(t *testing.T) {
	other := fmt.Sprintf("user%02d", 1+w.random.IntN(16))
	switch n := w.random.IntN(10); {
	case n < 4 || len(w.messages) == 0:
		w.messages = append(w.messages, w.do(t, "send", "--as", w.user, "--to", other+",carol", "--subject", "Hello"))
	case n < 5:
		var made struct{ ID string }
		m := w.messages[0]
		w.messages = w.messages[1:]
		if err := json.Unmarshal([]byte(w.do(t, "recall", "--as", w.user, m, "--json")), &made); err != nil {
			t.Error(err)
		}
		w.made = append(w.made, made.ID)
	case n < 6:
		w.do(t, "rule", "add", "--as", w.user, "--subject-contains", "Spam", "--delete")
	case n < 7:
		w.do(t, "hold", "add", "--as", "carol", "--org", "acme", "--for", "1m", "--senders", "carol")
	case n < 8:
		if r := w.run(t, "clock", "advance", "1s"); r.code != 0 {
			t.Error(r)
		}
		w.seconds++
	case n < 9:
		w.do(t, "inspect", "mailbox", w.user)
	default:
		w.do(t, "check")
	}
}

// do runs a command that has to succeed, and notes the ID that it prints.
func (w *worker) do(t *testing.T, args ...string) string {
	r := w.run(t, args...)
	if r.code != 0 {
		t.Error(r)
	}
	w.longest = max(w.longest, r.took)
	printed := strings.TrimSpace(r.out)
	if !strings.ContainsAny(printed, " \n") {
		w.made = append(w.made, printed)
	}
	return printed
}

// wantAll demands that the IDs are all that there are: those of recalls, rules and holds follow on each other
// from 1, and messages have besides only those that recalls made.
func (b box) wantAll(t *testing.T, made []string) {
	t.Helper()
	b.must(t, "check")
	byKind := map[string][]int{}
	for _, id := range made {
		kind := strings.TrimRight(id, "0123456789")
		n, err := strconv.Atoi(id[len(kind):])
		try(t, err)
		byKind[kind] = append(byKind[kind], n)
	}
	for kind, numbers := range byKind {
		slices.Sort(numbers)
		if len(slices.Compact(slices.Clone(numbers))) != len(numbers) {
			t.Errorf("an ID %s… was given twice: %v", kind, numbers)
		}
		if kind != "m" && numbers[len(numbers)-1] != len(numbers) {
			t.Errorf("an ID %s… is missing: %v", kind, numbers)
		}
	}
	var log struct {
		Events []struct{ What, Message, Who string }
	}
	try(t, json.Unmarshal([]byte(b.must(t, "log", "--json", "--all")), &log))
	var sent []int
	for _, e := range log.Events {
		n, err := strconv.Atoi(strings.TrimPrefix(e.Message, "m"))
		if e.What == "sent" && err == nil && !slices.Contains(sent, n) {
			sent = append(sent, n)
		}
	}
	for _, n := range byKind["m"] {
		if !slices.Contains(sent, n) {
			t.Errorf("m%d was printed, and was not sent", n)
		}
	}
	if recalls := len(byKind["r"]); len(sent) != len(byKind["m"])+recalls {
		t.Errorf(
			"%d messages were sent, of which %d were printed and %d are recall messages", len(sent),
			len(byKind["m"]), recalls,
		)
	}
}

// Many make the sandbox at once and go to work in it: there is one, and nothing that was done in it is lost.
func TestManyInit(t *testing.T) {
	t.Parallel()
	for range max(1, *processes/4) {
		b, all := newBox(t), sync.WaitGroup{}
		for i := range *processes {
			all.Go(func() {
				if r := b.run(t, "init"); r.code != 0 && !(r.code == 1 && r.clear() && strings.Contains(r.err, "already")) {
					t.Error(r)
				}
				b.must(t, "org", "add", fmt.Sprintf("org%d", i), "--domain", fmt.Sprintf("org%d.example", i))
			})
		}
		all.Wait()
		var list struct{ Organisations []any }
		try(t, json.Unmarshal([]byte(b.must(t, "org", "list", "--json")), &list))
		if len(list.Organisations) != *processes {
			t.Errorf("%d organisations were made, %d are there", *processes, len(list.Organisations))
		}
		b.must(t, "check")
		b.wantAtRest(t, "many that init")
	}
}

// Who reads while a long command writes sees what was before it, or all that it did.
func TestReaderSeesAWhole(t *testing.T) {
	t.Parallel()
	v := measured(t, "recall", []string{"recall", "--as", "alice", "m1", "--json"}, makeKillWorld(t))
	b := newBox(t)
	b.start(t, v.before)
	before := b.must(t, "check")
	cmd := b.command(t.Context(), v.args...)
	try(t, cmd.Start())
	seen := map[string]int{}
	for seen[before] < 1000 && len(seen) < 2 {
		seen[b.must(t, "check")]++
	}
	try(t, cmd.Wait())
	seen[b.must(t, "check")]++
	if len(seen) != 2 {
		t.Errorf("%d states were seen: %v", len(seen), seen)
	}
	t.Logf("%d looks before the recall was done", seen[before])
}

//go:build unix

package commands

import (
	"fmt"
	"maps"
	"strings"
	"testing"

	"recallbox/sandbox"
	"recallbox/testscripts/speed"
)

// laterScene is a company whose users open a message, each at a moment of their own; of ten of them so many have
// stopped their mail program.
func (c company) laterScene(s *speedBox, stopped bool) {
	s.commands([][]string{
		argv("org add acme --domain acme.example"),
		argv(fmt.Sprintf("user add --count %d --pattern u%%07d@acme.example", c.size)),
		argv("group add all@acme.example --all acme"),
		argv("send --as u0000001 --to all --subject Budget --body Wrong."),
	})
	if stopped {
		s.commands([][]string{argv("client stop --as u??????9@acme.example")})
	}
}

// laterSteps are what is measured, one after the other.
func (c company) laterSteps(stopped bool) []massStep {
	opened, failed := `t.mailbox % 10 <> 9`, `t.mailbox % 10 = 9`
	if !stopped {
		opened, failed = `1`, `0`
	}
	return []massStep{
		{"at, for all", argv("at +0s --spread uniform:0s:6d -- open --as u*@acme.example m1"), floor(
			write(`INSERT INTO acts (command, spread, seed, left) VALUES ('["open"]', 'uniform:0s:6d', 1, 0)`),
			write(`INSERT INTO turns (due, act, position, mailbox)
				SELECT 1767603600 + (id * 48271) % 518400, 1, id, id
				FROM mailboxes
				ORDER BY 1`),
			write(`UPDATE acts SET left = (SELECT count(*) FROM turns)`),
		), nil},
		{"clock advance, all open", argv("clock advance 7d"), floor(
			write(`UPDATE copies SET seen = 3
				WHERE message = 1 AND NOT sent AND mailbox IN (SELECT mailbox FROM turns t WHERE `+opened+`)`),
			write(`INSERT INTO events (at, who, what, message, mailbox, folder)
				SELECT t.due, t.mailbox, iif(`+opened+`, 4, 27), 1, t.mailbox, c.folder
				FROM turns t
				JOIN copies c ON c.message = 1 AND c.mailbox = t.mailbox AND NOT c.sent
				ORDER BY t.due, t.act, t.position`),
			write(`INSERT INTO act_events (first, last, act)
				SELECT max(seq) - `+fmt.Sprint(c.size-1)+`, max(seq), 1 FROM events WHERE `+failedNone(stopped)+`
				HAVING max(seq) > 0`),
			write(`INSERT INTO act_events (first, last, act, failed)
				SELECT seq, seq, 1, 2 FROM events e WHERE what = 27 AND `+failedSome(stopped)),
			write(`INSERT INTO act_events (first, last, act)
				SELECT seq, seq, 1
				FROM (SELECT seq, what, lag(what) OVER (ORDER BY seq) AS before FROM events)
				WHERE what = 4 AND before <> 4 AND `+failedSome(stopped)),
			write(`DELETE FROM turns AS t WHERE `+opened+` OR `+failed),
			write(`DELETE FROM acts`),
			write(`UPDATE clock SET now = now + 604800`),
		), nil},
	}
}

func failedNone(stopped bool) string { return map[bool]string{false: `1`, true: `0`}[stopped] }
func failedSome(stopped bool) string { return map[bool]string{false: `0`, true: `1`}[stopped] }

// BenchmarkLaterOf100000 measures a hundred thousand people who open a message, each at a moment of their own: first
// nobody's mail program is stopped, then a tenth of them.
func BenchmarkLaterOf100000(b *testing.B) {
	c := company{100_000, 100_000}
	for _, stopped := range []bool{false, true} {
		s := newSpeedBox(b, b.TempDir(), sandbox.Options{Throwaway: true})
		c.laterScene(s, stopped)
		for _, step := range c.laterSteps(stopped) {
			before := s.save()
			name := step.name
			if stopped {
				name += ", a tenth of them stopped"
			}
			b.Run(name, func(b *testing.B) {
				speed.Compare(
					b,
					s.measure(before, func() { s.transaction(step.floor) }),
					s.measure(before, func() { s.commands([][]string{step.command}) }),
				)
			})
			s.restore(before)
			s.commands([][]string{step.command})
		}
	}
}

// The floors write as many rows as the program does.
func TestLaterFloorsWriteTheSameRows(t *testing.T) {
	t.Parallel()
	c := company{200, 200}
	for _, stopped := range []bool{false, true} {
		s := newSpeedBox(t, t.TempDir(), sandbox.Options{Throwaway: true})
		c.laterScene(s, stopped)
		for _, step := range c.laterSteps(stopped) {
			before := s.save()
			s.transaction(step.floor)
			floor := s.rows()
			s.restore(before)
			s.commands([][]string{step.command})
			rows := s.rows()
			for _, counts := range []map[string]int{rows, floor} {
				if stopped {
					delete(counts, "act_events") // how many follow one another is by chance
				}
			}
			if !maps.Equal(floor, rows) {
				t.Errorf("%s: rows\n\t%v with recallbox\n\t%v with its floor", step.name, rows, floor)
			}
		}
	}
}

// Long runs of events that are counted are told as those that are read.
func TestLongRunsAreCounted(t *testing.T) {
	t.Parallel()
	c := company{300, 300}
	s := newSpeedBox(t, t.TempDir(), sandbox.Options{Throwaway: true})
	c.laterScene(s, true)
	s.commands([][]string{
		argv("at +0s --spread uniform:0s:6h -- open --as u*@acme.example m1"),
		argv("at +5h --spread uniform:0s:6h -- open --as u*@acme.example m1"),
		argv("at +12h --spread fixed:0s -- open --as u??????9@acme.example m1"),
		argv("at +13h --spread uniform:0s:6h -- preview --as u*@acme.example m1"),
		argv("clock advance 1d"),
	})
	box, err := sandbox.Open(s.file, s.options)
	s.must(err)
	defer box.Close()
	s.must(box.View(t.Context(), func(tx *sandbox.Tx) error {
		tell := func(most int) string {
			out, _ := printed(Terminal{}, func(p *printer) {
				told, err := p.events(tx.EventRuns(sandbox.LogFilter{}, most))
				s.must(err)
				told.end()
			})
			return out
		}
		read, counted := tell(0), tell(51)
		if read != counted || strings.Count(read, "like these") < 4 {
			t.Errorf("read\n%s\ncounted\n%s", read, counted)
		}
		return nil
	}))
}

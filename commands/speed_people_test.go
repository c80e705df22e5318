//go:build unix

package commands

import (
	"fmt"
	"maps"
	"slices"
	"testing"

	"recallbox/sandbox"
	"recallbox/testscripts/speed"
)

// people are a company in which everybody of the first half forwards to somebody of the second, ten lists are members
// of a list, somebody acts for the first user, and a journal is kept. The users are numbered from 1; the journal is the
// mailbox behind them.
type people struct{ size int }

// peopleStep is a command with what must be there before, and its floor.
type peopleStep struct {
	name    string
	before  [][]string
	scene   []statement
	command []string
	floor   []statement
}

func (p people) setUp() [][]string {
	return [][]string{
		argv("org add acme --domain acme.example"),
		argv(fmt.Sprintf("user add --count %d --pattern u%%07d@acme.example", p.size)),
		argv("user add vault@archive.example"),
		argv("group add all@acme.example --all acme"),
		argv("group add half@acme.example --members u0000001"),
		argv("group add nested@acme.example --members half"),
	}
}

func (p people) steps() []peopleStep {
	forwards := []statement{
		write(`UPDATE mailboxes SET forward_to = id + ?1 WHERE id <= ?1`, p.size/2),
		write(`DELETE FROM members`),
		write(`INSERT INTO members SELECT 2, id, id FROM mailboxes WHERE id <= ?`, p.size/2),
	}
	nests := []statement{
		write(`WITH RECURSIVE n (i) AS (SELECT 11 UNION ALL SELECT i + 1 FROM n WHERE i < 20)
			INSERT INTO groups (id, address) SELECT i, printf('g%d@acme.example', i) FROM n`),
		write(`DELETE FROM members`),
		write(`INSERT INTO members SELECT 11 + id % 10, id, id FROM mailboxes WHERE id <= ? ORDER BY 1, 2`, p.size),
		write(`INSERT INTO member_groups SELECT 3, id, id FROM groups WHERE id > 10`),
	}
	const toHalf = "send --as u0000001 --to half@acme.example --subject Budget --body Wrong."
	const toAll = "send --as u0000001 --to all@acme.example --subject Budget --body Wrong."
	return []peopleStep{
		{"send, to who forwards", nil, forwards, argv(toHalf), p.sendForwarded()},
		{"recall, from where it was forwarded", [][]string{argv(toHalf)}, forwards, argv("recall --as u0000001 m1"),
			p.recallForwarded()},
		{"send, to lists in a list", nil, nests,
			argv("send --as u0000001 --to nested@acme.example --subject Budget --body Wrong."), p.send(3, nil)},
		{"send, with a journal", [][]string{argv("org set acme journal=vault@archive.example")}, nil, argv(toAll),
			p.send(1, p.report())},
		{"send, by a delegate", [][]string{
			argv("delegate add --as u0000001 u0000002"), argv("user set u0000001 sent-copies=both"),
		}, nil, argv("send --as u0000002 --for u0000001 --to all@acme.example --subject Budget --body Wrong."),
			p.send(1, p.ownersCopy())},
	}
}

// note is message 1 with its sender's copy.
func (p people) note() []statement {
	return []statement{
		write(`INSERT INTO contents (sha256, size, packed, data) VALUES (zeroblob(32), 0, 0, zeroblob(400))`),
		write(`INSERT INTO messages (id, class, sender, sent_at, content, subject) VALUES (1, 0, 1, 0, 1, 'Budget')`),
		write(`INSERT INTO folders (mailbox, kind, path) VALUES (1, 3, 'Sent Items')`),
		write(`INSERT INTO copies (message, mailbox, sent, folder, received_at, seen, placed_by)
			VALUES (1, 1, 1, last_insert_rowid(), 0, 3, 0)`),
		write(`INSERT INTO events (at, who, what, message, mailbox) VALUES (0, 1, 0, 1, 1)`),
	}
}

// arrive writes a message into the Inboxes of users from one number on.
func (p people) arrive(message, from int) []statement {
	return []statement{
		write(`INSERT INTO copies (message, mailbox, sent, folder, received_at, seen, placed_by)
			SELECT ?1, id, 0, id, 0, 0, 0
			FROM mailboxes
			WHERE id BETWEEN ?2 AND ?3`, message, from, p.size),
		write(`INSERT INTO events (at, who, what, message, mailbox, folder)
			SELECT 0, 1, 1, message, mailbox, folder
			FROM copies
			WHERE message = ? AND NOT sent`, message),
	}
}

// send writes message 1 to everybody by way of a group, and more behind it.
func (p people) send(group int, more []statement) []statement {
	return floor(slices.Concat(p.note(), []statement{
		write(`INSERT INTO recipients (message, mailbox, position, line, bounced, via)
			SELECT 1, id, id, 0, 0, ?
			FROM mailboxes
			WHERE id <= ?`, group, p.size),
	}, p.arrive(1, 1), more)...)
}

func (p people) report() []statement {
	return []statement{
		write(`INSERT INTO messages (id, class, sent_at, about, party) VALUES (2, 7, 0, 1, ?)`, p.size+1),
		write(`INSERT INTO copies (message, mailbox, sent, folder, received_at, seen, placed_by)
			VALUES (2, ?1, 0, ?1, 0, 0, 0)`, p.size+1),
		write(`INSERT INTO events (at, what, message, mailbox, folder) VALUES (0, 1, 2, ?1, ?1)`, p.size+1),
	}
}

func (p people) ownersCopy() []statement {
	return []statement{
		write(`INSERT INTO folders (mailbox, kind, path) VALUES (2, 3, 'Sent Items')`),
		write(`INSERT INTO copies (message, mailbox, sent, folder, received_at, seen, placed_by)
			VALUES (1, 2, 1, last_insert_rowid(), 0, 3, 0)`),
		write(`INSERT INTO events (at, who, what, message, mailbox) VALUES (0, 2, 0, 1, 2)`),
	}
}

// sendForwarded writes message 1 to the first half, whose mailboxes pass it on to the second.
func (p people) sendForwarded() []statement {
	return floor(slices.Concat(p.note(), []statement{
		write(`INSERT INTO recipients (message, mailbox, position, line, bounced, via)
			SELECT 1, id, id, 0, 0, 2
			FROM mailboxes
			WHERE id <= ?`, p.size/2),
		write(`INSERT INTO forwardings SELECT 1, id, forward_to, 0 FROM mailboxes WHERE id <= ?`, p.size/2),
	}, p.arrive(1, p.size/2+1))...)
}

// recallForwarded takes message 1 back from the second half, and tells everybody.
func (p people) recallForwarded() []statement {
	return floor(slices.Concat([]statement{
		write(`INSERT INTO citations (id, behaviours) VALUES (91, 'outlook/some-behaviour')`),
		write(`INSERT INTO recalls (id, message, sender, asked_at, system, no_report, facts)
			VALUES (1, 1, 1, 0, 'outlook', 0, 0)`),
		write(`INSERT INTO messages (id, class, sender, sent_at, about, recall) VALUES (2, 1, 1, 0, 1, 1)`),
		write(`UPDATE recalls SET request = 2`),
		write(`INSERT INTO events (at, who, what, message, recall, mailbox) VALUES (0, 1, 12, 1, 1, 1), (0, 1, 0, 2, 1, 1)`),
		write(`INSERT INTO recipients (message, mailbox, position, line, bounced)
			SELECT 2, id, id, 0, 0
			FROM mailboxes
			WHERE id BETWEEN ?1 + 1 AND 2 * ?1`, p.size/2),
	}, p.arrive(2, p.size/2+1), []statement{
		write(`INSERT INTO outcomes (recall, mailbox, position, reach, answer, behaviour, decided_at, facts)
			SELECT 1, id, id, 0, 2, 91, 0, 123456789012
			FROM mailboxes
			WHERE id BETWEEN ?1 + 1 AND 2 * ?1`, p.size/2),
		write(`INSERT INTO events (at, what, message, recall, mailbox, cites)
			SELECT 0, 14, 1, 1, mailbox, 91
			FROM outcomes`),
		write(`DELETE FROM copies WHERE message IN (1, 2) AND NOT sent`),
		write(`INSERT INTO messages (class, sent_at, about, party, recall, notice)
			SELECT 2, 0, 1, mailbox, 1, 1
			FROM outcomes`),
		write(`INSERT INTO copies (message, mailbox, sent, folder, received_at, seen, placed_by)
			SELECT id, party, 0, party, 0, 0, 0
			FROM messages
			WHERE class = 2`),
		write(`INSERT INTO events (at, what, message, recall, mailbox, folder)
			SELECT 0, 1, id, 1, party, party
			FROM messages
			WHERE class = 2`),
	}, company{}.reports())...)
}

// played is a sandbox as it is before a step.
func (p people) played(s *speedBox, begin string, step peopleStep) {
	s.restore(begin)
	if step.scene != nil {
		s.transaction(floor(step.scene...))
	}
	s.commands(step.before)
}

// BenchmarkPeopleOf100000 measures what people do for each other, each command with its floor.
func BenchmarkPeopleOf100000(b *testing.B) {
	p := people{100_000}
	s := newSpeedBox(b, b.TempDir(), sandbox.Options{Throwaway: true})
	s.commands(p.setUp())
	begin := s.save()
	for _, step := range p.steps() {
		p.played(s, begin, step)
		before := s.save()
		b.Run(step.name, func(b *testing.B) {
			speed.Compare(
				b,
				s.measure(before, func() { s.transaction(step.floor) }),
				s.measure(before, func() { s.commands([][]string{step.command}) }),
			)
		})
		s.forget(before)
	}
}

// The floors of what people do for each other write the same rows too.
func TestPeoplesFloorsWriteTheSameRows(t *testing.T) {
	t.Parallel()
	p := people{200}
	s := newSpeedBox(t, t.TempDir(), sandbox.Options{Throwaway: true})
	s.commands(p.setUp())
	begin := s.save()
	for _, step := range p.steps() {
		p.played(s, begin, step)
		before := s.save()
		s.transaction(step.floor)
		floor := s.rows()
		s.restore(before)
		s.commands([][]string{step.command})
		if rows := s.rows(); !maps.Equal(floor, rows) {
			t.Errorf("%s: rows\n\t%v with recallbox\n\t%v with its floor", step.name, rows, floor)
		}
	}
}

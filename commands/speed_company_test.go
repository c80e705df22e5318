//go:build unix

package commands

import (
	"bytes"
	"flag"
	"fmt"
	"iter"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"recallbox/sandbox"
	"recallbox/testscripts/speed"
)

// A company is a message to everybody and its recall, one command after the other. The recipients are users,
// whose last digit says what they do, a twentieth of them people outside, and a public folder.
//
//	0 2      have read it               5  has moved it
//	1        has read it, and processes recall messages by hand
//	3 4      have read and moved it     8  has a rule that moves notes
//	6 7      have not touched it        9  has stopped the mail program
type company struct {
	size, users int
}

func newCompany(size int) company { return company{size, size - size/20} }

// massStep is a command that everybody is a part of, and its floor: plain statements that write the same rows,
// by somebody who knows what comes out. A step without a floor sets the scene.
type massStep struct {
	name    string
	command []string
	floor   []statement
	fuller  []statement // the same for whoever must find out first who is meant; may be nil
}

// steps are all that happens. The users are numbered from 1, those outside follow, then the public folder.
func (c company) steps() []massStep {
	return []massStep{
		{"", argv("org add acme --domain acme.example"), nil, nil},
		{"user add --count", argv(fmt.Sprintf("user add --count %d --pattern u%%07d@acme.example", c.users)),
			c.addUsers(), nil},
		{"", argv(fmt.Sprintf("user add --count %d --pattern o%%07d@outside.example", c.size-c.users)), nil, nil},
		{"", argv("group add all@acme.example --all acme"), nil, nil},
		{"", append(argv("group add outside@acme.example --members"), c.outsiders()), nil, nil},
		{"", argv("public-folder add board@acme.example"), nil, nil},
		{"rule add, by a tenth", argv("rule add --as u??????8@acme.example --class note --move-to Archive"),
			c.addRules(), nil},
		{"user set, for a tenth", argv("user set u??????1@acme.example auto-process=off"), c.setUsers(), c.setFound()},
		{"send, to all", argv("send --as u0000001 --to all,outside,board --subject Budget --body Wrong."), c.send(), nil},
		{"open, by half", argv("open --as u??????[01234]@acme.example m1"), c.open(), c.openFound()},
		{"move, by a third", argv("move --as u??????[345]@acme.example m1 Archive"), c.move(), nil},
		{"client stop, by a tenth", argv("client stop --as u??????9@acme.example"), c.stop(), nil},
		{"recall", argv("recall --as u0000001 m1"), c.recall(nil), nil},
	}
}

// instead is another way to do the last step: with a new message in place of the first.
func (c company) instead() massStep {
	return massStep{
		"recall --replace",
		argv("recall --as u0000001 m1 --replace --subject Budget --body Right."),
		c.recall(c.replace()),
		nil,
	}
}

func argv(line string) []string { return strings.Fields(line) }

func (c company) outsiders() string {
	var all []string
	for i := range c.size - c.users {
		all = append(all, fmt.Sprintf("o%07d@outside.example", i+1))
	}
	return strings.Join(all, ",")
}

// BenchmarkCompanyOf100000 measures what everybody in a company is a part of, each command with its floor.
func BenchmarkCompanyOf100000(b *testing.B) {
	c := newCompany(100_000)
	s := newSpeedBox(b, b.TempDir(), sandbox.Options{Throwaway: true})
	for step := range c.story(s) {
		before := s.save()
		var fuller []func() speed.Cost
		if step.fuller != nil {
			fuller = append(fuller, s.measure(before, func() { s.transaction(step.fuller) }))
		}
		b.Run(step.name, func(b *testing.B) {
			speed.Compare(
				b,
				s.measure(before, func() { s.transaction(step.floor) }),
				s.measure(before, func() { s.commands([][]string{step.command}) }),
				fuller...,
			)
			b.ReportMetric(float64(s.size(s.file)-s.size(before))/float64(c.size), "B/recipient")
		})
		s.restore(before)
	}
}

// story gives the steps that are measured, each when all before it has happened.
func (c company) story(s *speedBox) iter.Seq[massStep] {
	return func(yield func(massStep) bool) {
		for _, step := range c.steps() {
			if step.name == "recall" && !yield(c.instead()) || step.name != "" && !yield(step) {
				return
			}
			s.commands([][]string{step.command})
		}
	}
}

func (s *speedBox) size(file string) int64 {
	info, err := os.Stat(file)
	s.must(err)
	return info.Size()
}

// measure runs something on the sandbox as it was.
func (s *speedBox) measure(before string, run func()) func() speed.Cost {
	return func() speed.Cost {
		s.restore(before)
		return speed.Of(run)
	}
}

// A floor that writes less than the program does proves nothing: after both, every table has the same number of rows.
func TestFloorsWriteTheSameRows(t *testing.T) {
	t.Parallel()
	c := newCompany(200)
	s := newSpeedBox(t, t.TempDir(), sandbox.Options{Throwaway: true})
	for step := range c.story(s) {
		before := s.save()
		s.commands([][]string{step.command})
		rows := s.rows()
		for _, statements := range [][]statement{step.floor, step.fuller} {
			if s.restore(before); statements == nil {
				continue
			}
			s.transaction(statements)
			if floor := s.rows(); !maps.Equal(floor, rows) {
				t.Errorf("%s: rows\n\t%v with recallbox\n\t%v with its floor", step.name, rows, floor)
			}
		}
	}
}

// rows counts the rows of every table, but for commands as they were typed and names of behaviours, of which a
// floor knows nothing.
func (s *speedBox) rows() map[string]int {
	db := s.open()
	defer db.Close()
	counts := map[string]int{}
	for _, table := range s.list(db, `SELECT name
		FROM sqlite_master
		WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND name NOT IN ('history', 'inputs', 'citations')`) {
		var n int
		s.must(db.QueryRow(fmt.Sprintf(`SELECT count(*) FROM %q`, table)).Scan(&n))
		counts[table] = n
	}
	return counts
}

// The floors of a company's commands. Whoever wrote them knows the answers: users are told apart by the last
// digit of their number, and nothing is looked up, decided or checked.

func floor(statements ...statement) []statement {
	return append(append([]statement{{"BEGIN IMMEDIATE", nil}}, statements...), statement{"COMMIT", nil})
}

func write(text string, args ...any) statement { return statement{text, args} }

func (c company) addUsers() []statement {
	return floor(
		write(`WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)
			INSERT INTO mailboxes (id, address, kind, organisation)
			SELECT i, printf('u%07d@acme.example', i), 0, 1 FROM n`, c.users),
		write(`INSERT INTO folders (id, mailbox, kind, path) SELECT id, id, 0, 'Inbox' FROM mailboxes`))
}

func (c company) addRules() []statement {
	return floor(
		write(`INSERT INTO folders (mailbox, kind, path)
			SELECT id, 5, 'Archive'
			FROM mailboxes
			WHERE id <= ? AND id % 10 = 8`, c.users),
		write(`INSERT INTO rules (mailbox, class, folder) SELECT mailbox, 0, id FROM folders WHERE kind = 5`),
		write(`UPDATE mailboxes SET rules = 1 WHERE id <= ? AND id % 10 = 8`, c.users),
	)
}

func (c company) setUsers() []statement {
	return floor(write(`UPDATE mailboxes SET manual = 1 WHERE id <= ? AND id % 10 = 1`, c.users))
}

// send writes message 1 into everybody's Inbox, or Archive where a rule wants that.
func (c company) send() []statement {
	return floor(append([]statement{
		write(`INSERT INTO contents (sha256, size, packed, data) VALUES (zeroblob(32), 0, 0, zeroblob(400))`),
		write(`INSERT INTO messages (id, class, sender, sent_at, content, subject) VALUES (1, 0, 1, 0, 1, 'Budget')`),
		write(`INSERT INTO folders (mailbox, kind, path) VALUES (1, 3, 'Sent Items')`),
		write(`INSERT INTO copies (message, mailbox, sent, folder, received_at, seen, placed_by)
			VALUES (1, 1, 1, last_insert_rowid(), 0, 3, 0)`),
		write(`INSERT INTO events (at, who, what, message, mailbox) VALUES (0, 1, 0, 1, 1)`),
		write(`INSERT INTO recipients (message, mailbox, position, line, bounced, via)
			SELECT 1, id, id, 0, 0, CASE kind WHEN 0 THEN 1 END
			FROM mailboxes`),
	}, c.deliverNote(1)...)...)
}

// deliverNote writes a note into everybody's Inbox, or Archive where a rule wants that.
func (c company) deliverNote(message int) []statement {
	return []statement{
		write(`INSERT INTO copies (message, mailbox, sent, folder, received_at, seen, placed_by)
			SELECT ?, id, 0, id, 0, 0, 0
			FROM mailboxes
			WHERE rules = 0`, message),
		write(`INSERT INTO copies (message, mailbox, sent, folder, received_at, seen, placed_by)
			SELECT ?, mailbox, 0, folder, 0, 0, 1
			FROM rules`, message),
		write(`INSERT INTO events (at, who, what, message, mailbox, folder)
			SELECT 0, 1, 1, message, mailbox, folder
			FROM copies
			WHERE message = ? AND NOT sent`, message),
	}
}

func (c company) open() []statement {
	return floor(
		write(`UPDATE copies SET seen = 3 WHERE message = 1 AND NOT sent AND mailbox <= ? AND mailbox % 10 <= 4`, c.users),
		write(`INSERT INTO events (at, who, what, message, mailbox, folder)
			SELECT 0, mailbox, 4, 1, mailbox, folder
			FROM copies
			WHERE message = 1 AND NOT sent AND mailbox <= ? AND mailbox % 10 <= 4`, c.users),
	)
}

// Whoever does not know who is meant finds them once by their addresses, and keeps their numbers.

func find(digits string) statement {
	return write(`CREATE TEMP TABLE found AS SELECT id FROM mailboxes WHERE kind = 0 AND address GLOB ?`,
		"u??????"+digits+"@acme.example")
}

func (c company) openFound() []statement {
	return floor(
		find("[01234]"),
		write(`UPDATE copies SET seen = 3 WHERE message = 1 AND NOT sent AND mailbox IN (SELECT id FROM found)`),
		write(`INSERT INTO events (at, who, what, message, mailbox, folder)
			SELECT 0, mailbox, 4, 1, mailbox, folder
			FROM copies
			WHERE message = 1 AND NOT sent AND mailbox IN (SELECT id FROM found)`),
	)
}

func (c company) setFound() []statement {
	return floor(find("1"), write(`UPDATE mailboxes SET manual = 1 WHERE id IN (SELECT id FROM found)`))
}

func (c company) move() []statement {
	return floor(
		write(`INSERT INTO folders (mailbox, kind, path)
			SELECT id, 5, 'Archive'
			FROM mailboxes
			WHERE id <= ? AND id % 10 IN (3, 4, 5)`, c.users),
		write(`UPDATE copies SET folder = f.id, placed_by = 2 FROM folders f
			WHERE f.kind = 5 AND f.mailbox % 10 IN (3, 4, 5) AND copies.message = 1
				AND copies.mailbox = f.mailbox AND NOT copies.sent`),
		write(`INSERT INTO events (at, who, what, message, mailbox, folder)
			SELECT 0, mailbox, 7, 1, mailbox, id
			FROM folders
			WHERE kind = 5 AND mailbox % 10 IN (3, 4, 5)`))
}

func (c company) stop() []statement {
	return floor(
		write(`UPDATE mailboxes SET stopped = 1 WHERE id <= ? AND id % 10 = 9`, c.users),
		write(`INSERT INTO events (at, who, what, mailbox)
			SELECT 0, id, 11, id
			FROM mailboxes
			WHERE id <= ? AND id % 10 = 9`, c.users),
	)
}

// recall writes what comes of the recall of message 1, with or without a new message.
func (c company) recall(replace []statement) []statement {
	var all []statement
	for _, part := range [][]statement{c.request(), replace, c.outcomes(), c.notices(), c.reports()} {
		all = append(all, part...)
	}
	return floor(all...)
}

// request is message 2, the recall message, which comes to everybody.
func (c company) request() []statement {
	return []statement{
		write(`INSERT INTO citations (id, behaviours) VALUES (1, 'outlook/some-behaviour')`),
		write(`INSERT INTO recalls (id, message, sender, asked_at, system, no_report, facts)
			VALUES (1, 1, 1, 0, 'outlook', 0, 0)`),
		write(`INSERT INTO messages (id, class, sender, sent_at, about, recall) VALUES (2, 1, 1, 0, 1, 1)`),
		write(`UPDATE recalls SET request = 2`),
		write(`INSERT INTO events (at, who, what, message, recall, mailbox) VALUES (0, 1, 12, 1, 1, 1), (0, 1, 0, 2, 1, 1)`),
		write(`INSERT INTO recipients (message, mailbox, position, line, bounced, via)
			SELECT 2, id, id, 0, 0, CASE kind WHEN 0 THEN 1 END
			FROM mailboxes`),
		write(`INSERT INTO copies (message, mailbox, sent, folder, received_at, seen, placed_by)
			SELECT 2, id, 0, id, 0, 0, 0
			FROM mailboxes`),
		write(`INSERT INTO events (at, who, what, message, recall, mailbox, folder)
			SELECT 0, 1, 1, 2, 1, id, id
			FROM mailboxes`),
	}
}

// replace is message 3, the new one.
func (c company) replace() []statement {
	return append([]statement{
		write(`INSERT INTO contents (sha256, size, packed, data) VALUES (zeroblob(31), 0, 0, zeroblob(400))`),
		write(`INSERT INTO messages (id, class, sender, sent_at, content, subject) VALUES (3, 0, 1, 0, 2, 'Budget')`),
		write(`UPDATE recalls SET replacement = 3`),
		write(`INSERT INTO copies (message, mailbox, sent, folder, received_at, seen, placed_by)
			SELECT 3, 1, 1, id, 0, 3, 0
			FROM folders
			WHERE mailbox = 1 AND kind = 3`),
		write(`INSERT INTO events (at, who, what, message, mailbox) VALUES (0, 1, 0, 3, 1)`),
		write(`INSERT INTO recipients (message, mailbox, position, line, bounced, via)
			SELECT 3, id, id, 0, 0, CASE kind WHEN 0 THEN 1 END
			FROM mailboxes`),
	}, c.deliverNote(3)...)
}

// outcomes are for good but where the mail program is stopped, or processes by hand, and in the public folder.
// Two in ten give up the message.
func (c company) outcomes() []statement {
	return []statement{
		write(`INSERT INTO outcomes (recall, mailbox, position, reach, answer, behaviour, decided_at, facts, via)
			SELECT 1, id, id, 0, CASE WHEN id % 10 IN (6, 7) THEN 2 ELSE 3 END, 1, 0, 123456789012,
				CASE kind WHEN 0 THEN 1 END
			FROM mailboxes
			WHERE id <= ?1 AND id % 10 NOT IN (1, 9) OR kind = 0 AND id > ?1`, c.users),
		write(`INSERT INTO outcomes (recall, mailbox, position, reach, via)
			SELECT 1, id, id, 0, CASE kind WHEN 0 THEN 1 END
			FROM mailboxes
			WHERE id <= ? AND id % 10 IN (1, 9) OR kind = 1`, c.users),
		write(`INSERT INTO events (at, what, message, recall, mailbox, cites)
			SELECT 0, 14, 1, 1, mailbox, 1
			FROM outcomes
			WHERE answer > 0`),
		write(`DELETE FROM copies WHERE message IN (1, 2) AND NOT sent AND mailbox <= ? AND mailbox % 10 IN (6, 7)`, c.users),
	}
}

// notices tell each recipient.
func (c company) notices() []statement {
	return []statement{
		write(`INSERT INTO messages (class, sent_at, about, party, recall, notice)
			SELECT 2, 0, 1, mailbox, 1, 1
			FROM outcomes
			WHERE answer > 0 AND mailbox <= ?`, c.users),
		write(`INSERT INTO copies (message, mailbox, sent, folder, received_at, seen, placed_by)
			SELECT id, party, 0, party, 0, 0, 0
			FROM messages
			WHERE class = 2`),
		write(`INSERT INTO events (at, what, message, recall, mailbox, folder)
			SELECT 0, 1, id, 1, party, party
			FROM messages
			WHERE class = 2`),
	}
}

// reports tell the sender of each recipient.
func (c company) reports() []statement {
	return []statement{
		write(`INSERT INTO messages (class, sent_at, about, party, recall, succeeded, form)
			SELECT 3, 0, 1, mailbox, 1, answer = 2, 1
			FROM outcomes
			WHERE answer > 0`),
		write(`INSERT INTO copies (message, mailbox, sent, folder, received_at, seen, placed_by)
			SELECT id, 1, 0, 1, 0, 0, 0
			FROM messages
			WHERE class = 3`),
		write(`INSERT INTO events (at, what, message, recall, mailbox, folder)
			SELECT 0, 1, id, 1, 1, 1
			FROM messages
			WHERE class = 3`),
	}
}

var huge = flag.Bool("huge", false,
	"measure a million recipients and ten million copies, which takes minutes and some gigabytes")

// program is recallbox as others run it; each command is a process of its own.
func program(b *testing.B) string {
	if !*huge {
		b.Skip("only with -huge")
	}
	exe := filepath.Join(b.TempDir(), "recallbox")
	buildProgram(b, exe, "..")
	return exe
}

// BenchmarkCompanyOf1000000 measures whether cost grows as the company does: the floor is ten times the cost in
// one of a hundred thousand.
func BenchmarkCompanyOf1000000(b *testing.B) {
	exe := program(b)
	throwaway := sandbox.Options{Throwaway: true}
	tenth, whole := newSpeedBox(b, b.TempDir(), throwaway), newSpeedBox(b, b.TempDir(), throwaway)
	var peak int64 // or less: what this process has in memory when it starts another counts for both
	run := func(s *speedBox, before string, args []string) speed.Cost {
		s.restore(before)
		cost := s.process(nil, exe, append(slices.Clone(args), "--sandbox", s.file)...)
		peak = max(peak, cost.Peak)
		return cost
	}
	compare := func(name string, few, many []string) {
		beforeTenth, before := tenth.save(), whole.save()
		b.Run(name, func(b *testing.B) {
			peak = 0
			speed.Compare(
				b,
				func() speed.Cost { return run(tenth, beforeTenth, few).Times(10) },
				func() speed.Cost { return run(whole, before, many) },
			)
			b.ReportMetric(float64(peak)/(1<<20), "MiB")
		})
		tenth.restore(beforeTenth)
		whole.restore(before)
		tenth.forget(beforeTenth)
		whole.forget(before)
	}
	few, stop := iter.Pull(newCompany(100_000).story(tenth))
	defer stop()
	for step := range newCompany(1_000_000).story(whole) {
		same, _ := few()
		compare(step.name, same.command, step.command)
	}
	few() // the last step happens there too
	for _, line := range []string{"inspect recall r1", "inspect recall r1 --json", "inspect --json"} {
		compare(line, argv(line), argv(line))
	}
}

// BenchmarkTenMillionCopies measures what is done to one message in a sandbox that holds a hundred more in a
// hundred thousand mailboxes; the floor is the same in one that holds nothing else.
func BenchmarkTenMillionCopies(b *testing.B) {
	exe := program(b)
	peopled := func(people string) *speedBox {
		s := newSpeedBox(b, b.TempDir(), sandbox.Options{Throwaway: true})
		s.commands(
			[][]string{
				argv("org add acme --domain acme.example"),
				argv("user add --count " + people + " --pattern u%06d@acme.example"),
				argv("group add all@acme.example --all acme"),
			},
		)
		return s
	}
	empty, full := peopled("50"), peopled("100000")
	for range 100 {
		full.commands([][]string{argv("send --as u000001 --to all@acme.example --subject Budget --body Wrong.")})
	}
	const send = "send --as u000001 --to u000002 --subject Budget --body Wrong."
	for _, line := range []string{
		send, "open --as u000002 ID", "mark-read --as u000002 ID", "recall --as u000001 ID", "inspect",
		"inspect mailbox u000002", "inspect message ID",
	} {
		on := func(s *speedBox) func() speed.Cost {
			return func() speed.Cost {
				var id bytes.Buffer
				s.process(&id, exe, append(argv(send), "--sandbox", s.file)...)
				return s.process(nil, exe, append(argv(strings.ReplaceAll(line, "ID", id.String())), "--sandbox", s.file)...)
			}
		}
		name, _, _ := strings.Cut(line, " --")
		b.Run(name, func(b *testing.B) { speed.Compare(b, on(empty), on(full)) })
	}
}

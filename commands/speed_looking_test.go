//go:build unix

package commands

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"recallbox/sandbox"
	"recallbox/testscripts/speed"
)

// glance is a command that looks, and its floor: statements that bring the same rows. DIR is a new folder. Where the
// command writes much, a fuller floor writes that too.
type glance struct {
	name    string
	command []string
	floor   []string
}

// glances look at a company in which a message to all was recalled.
func glances() []glance {
	const headlines = `SELECT c.folder, c.received_at, c.seen, m.id, m.class, o.subject, b.address, b.name
		FROM copies c
		JOIN messages m ON m.id = c.message
		LEFT JOIN messages o ON o.id = m.about
		LEFT JOIN mailboxes b ON b.id = m.party
		WHERE c.folder = 1`
	tab := func(line string) []string {
		return append(argv("completion candidates --"), strings.Split(line, " ")...)
	}
	return []glance{
		{"Tab, on open --as u0000001 m", tab("open --as u0000001 m"), []string{headlines + ` LIMIT 400`}},
		{"Tab, on inspect m", tab("inspect m"), []string{headlines + ` LIMIT 400`}},
		{"Tab, on user show", tab("user show "), []string{`SELECT address, name FROM mailboxes WHERE kind = 0 LIMIT 400`}},
		{"Tab, on rule remove", tab("rule remove "), []string{`SELECT r.id, b.address
			FROM rules r
			JOIN mailboxes b ON b.id = r.mailbox
			LIMIT 400`}},
		{"user list --json", argv("user list --json"), []string{`SELECT b.*, o.name
			FROM mailboxes b
			LEFT JOIN organisations o ON o.id = b.organisation
			WHERE b.kind = 0
			ORDER BY b.address`}},
		{"inspect mailbox --json", argv("inspect mailbox u0000001 --json"), []string{headlines}},
		{"explain --json", argv("explain r1 --json"), []string{`SELECT o.*, b.address
			FROM outcomes o
			JOIN mailboxes b ON b.id = o.mailbox
			WHERE o.recall = 1
			ORDER BY o.position`}},
		{"export", argv("export --as u0000001 --format mbox DIR"), []string{headlines}},
		{"check", argv("check"), []string{`PRAGMA integrity_check`, `PRAGMA foreign_key_check`}},
		{"history --script", argv("history --script"), []string{`SELECT line FROM history`, `SELECT name, data
			FROM inputs
			JOIN contents ON contents.id = inputs.content`}},
	}
}

// lookedAt is the sandbox of a company of that size after its recall, with some files that commands have read.
func (c company) lookedAt(s *speedBox) {
	for _, step := range c.steps() {
		s.commands([][]string{step.command})
	}
	const files = 50
	file := filepath.Join(s.b.TempDir(), "letter.txt")
	for i := range files {
		s.must(os.WriteFile(file, []byte(strings.Repeat(strconv.Itoa(i)+"\n", 100_000)), 0o600))
		s.commands([][]string{append(argv("send --as u0000001 --to u0000002 --subject File --attach"), file)})
	}
}

// look runs a command that looks and prints there. It gives the folder that the command wrote.
func (s *speedBox) look(g glance, out io.Writer) (folder string) {
	args := append([]string(nil), g.command...)
	for i, word := range args {
		if word == "DIR" {
			folder = filepath.Join(s.b.TempDir(), "out")
			args[i] = folder
		}
	}
	s.commandTo(out, args)
	return folder
}

// muchWritten is from how many bytes on writing them takes longer than the statement.
const muchWritten = 1 << 20

// BenchmarkLookingAt100000 measures looking around in a company, each command with its floor. Nobody keeps what is
// printed.
func BenchmarkLookingAt100000(b *testing.B) {
	c := newCompany(100_000)
	s := newSpeedBox(b, b.TempDir(), sandbox.Options{Throwaway: true})
	c.lookedAt(s)
	for _, g := range glances() {
		var floor []statement
		for _, text := range g.floor {
			floor = append(floor, write(text))
		}
		var printed bytes.Buffer
		folder := s.look(g, &printed)
		var fuller []func() speed.Cost
		if printed.Len() > muchWritten || folder != "" {
			write := s.written(printed.Bytes(), folder)
			fuller = append(fuller, func() speed.Cost {
				return speed.Of(func() {
					s.transaction(floor)
					write()
				})
			})
		}
		b.Run(g.name, func(b *testing.B) {
			speed.Compare(
				b,
				func() speed.Cost { return speed.Of(func() { s.transaction(floor) }) },
				func() speed.Cost { return speed.Of(func() { s.look(g, io.Discard) }) },
				fuller...,
			)
		})
	}
}

// Whatever is measured works.
func TestGlancesWork(t *testing.T) {
	t.Parallel()
	s := newSpeedBox(t, t.TempDir(), sandbox.Options{Throwaway: true})
	newCompany(200).lookedAt(s)
	for _, g := range glances() {
		var printed, again bytes.Buffer
		s.look(g, &printed)
		for _, text := range g.floor {
			s.transaction([]statement{write(text)})
		}
		if v, err := document(printed.Bytes()); err == nil {
			if err := writeDocument(&again, v); err != nil || again.String() != printed.String() {
				t.Errorf("%s: the floor writes another document, %v:\n%s", g.name, err, again.String())
			}
		}
	}
}

// BenchmarkClockOf100000 lets a message to a hundred thousand fall due, each of whom gets it then; the floor is plain
// statements that deliver it.
func BenchmarkClockOf100000(b *testing.B) {
	const size = 100_000
	s := newSpeedBox(b, b.TempDir(), sandbox.Options{Throwaway: true})
	s.commands([][]string{
		argv("org add acme --domain acme.example"),
		argv(fmt.Sprintf("user add --count %d --pattern u%%07d@acme.example", size)),
		argv("user set u0000001 role=admin"),
		argv("group add all@acme.example --all acme"),
		argv("hold add --as u0000001 --org acme --for 30m --senders u0000001"),
		argv("send --as u0000001 --to all --subject Budget --body Wrong."),
	})
	before, c := s.save(), company{size, size}
	due := floor(append(c.deliverNote(1), write(`UPDATE messages SET due = NULL`), write(`UPDATE clock SET now = 1`))...)
	speed.Compare(
		b,
		s.measure(before, func() { s.transaction(due) }),
		s.measure(before, func() { s.commands([][]string{argv("clock advance 1h")}) }),
	)
}

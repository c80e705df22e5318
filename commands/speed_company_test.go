package commands

import (
	"fmt"
	"iter"
	"maps"
	"os"
	"strings"
	"testing"

	"recallbox/sandbox"
	"recallbox/testscripts/speed"
)

// A company is a message to everybody and its recall, one command after the other. The recipients are users, whose last digit says what they
// do, a twentieth of them people outside, and a public folder.
//
//	0 2      have read it               5  has moved it
//	1        has read it, and processes recall messages by hand
//	3 4      have read and moved it     8  has a rule that moves notes
//	6 7      have not touched it        9  has stopped the mail program
type company struct {
	size, users int
}

func newCompany(size int) company { return company{size, size - size/20} }

// massStep is a command that everybody is a part of, and its floor: plain statements that write the same rows, by somebody who knows what
// comes out. A step without a floor sets the scene.
type massStep struct {
	name    string
	command []string
	floor   []statement
}

// steps are all that happens. The users are numbered from 1, those outside follow, then the public folder.
func (c company) steps() []massStep {
	return []massStep{
		{"", argv("org add acme --domain acme.example"), nil},
		{"user add --count", argv(fmt.Sprintf("user add --count %d --pattern u%%07d@acme.example", c.users)), c.addUsers()},
		{"", argv(fmt.Sprintf("user add --count %d --pattern o%%07d@outside.example", c.size-c.users)), nil},
		{"", argv("group add all@acme.example --all acme"), nil},
		{"", append(argv("group add outside@acme.example --members"), c.outsiders()), nil},
		{"", argv("public-folder add board@acme.example"), nil},
		{"rule add, by a tenth", argv("rule add --as u??????8@acme.example --class note --move-to Archive"), c.addRules()},
		{"user set, for a tenth", argv("user set u??????1@acme.example auto-process=off"), c.setUsers()},
		{"send, to all", argv("send --as u0000001 --to all,outside,board --subject Budget --body Wrong."), c.send()},
		{"open, by half", argv("open --as u??????[01234]@acme.example m1"), c.open()},
		{"move, by a third", argv("move --as u??????[345]@acme.example m1 Archive"), c.move()},
		{"client stop, by a tenth", argv("client stop --as u??????9@acme.example"), c.stop()},
		{"recall", argv("recall --as u0000001 m1"), c.recall(nil)},
	}
}

// instead is another way to do the last step: with a new message in place of the first.
func (c company) instead() massStep {
	return massStep{"recall --replace", argv("recall --as u0000001 m1 --replace --subject Budget --body Right."), c.recall(c.replace())}
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
		b.Run(step.name, func(b *testing.B) {
			speed.Compare(b, s.timed(before, func() { s.transaction(step.floor) }), s.timed(before, func() { s.commands([][]string{step.command}) }))
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

// timed runs something on the sandbox as it was.
func (s *speedBox) timed(before string, run func()) func() speed.Cost {
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
		s.transaction(step.floor)
		floor := s.rows()
		s.restore(before)
		s.commands([][]string{step.command})
		if rows := s.rows(); !maps.Equal(floor, rows) {
			t.Errorf("%s: rows\n\t%v with recallbox\n\t%v with its floor", step.name, rows, floor)
		}
		s.restore(before)
	}
}

// rows counts the rows of every table, but for commands as they were typed and names of behaviours, of which a floor knows nothing.
func (s *speedBox) rows() map[string]int {
	db := s.open()
	defer db.Close()
	counts := map[string]int{}
	for _, table := range s.list(db, `SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND name NOT IN ('history', 'inputs', 'citations')`) {
		var n int
		s.must(db.QueryRow(fmt.Sprintf(`SELECT count(*) FROM %q`, table)).Scan(&n))
		counts[table] = n
	}
	return counts
}

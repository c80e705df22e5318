//go:build unix

package commands

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"recallbox/sandbox"
	"recallbox/testscripts/speed"
)

// aloneWorks are what people do one by one: lines of a batch that are not measured, and lines that are. One in which a
// number stands is there for each of them.
var aloneWorks = []struct{ name, before, lines string }{
	{"open, with a receipt", "", "open --as u%04d m1"},
	{"open, each by a later act", "at +1h -- open --as u%04d m1", "clock advance 2h"},
	{
		"open later what was taken back",
		"recall --as boss m1 --yes\nat +1h --share 1 -- open --as u*@acme.example m1", "clock advance 2h",
	},
}

// aloneScene is a company whose head has sent all others a message that asks for read receipts.
func aloneScene(s *speedBox, people int) {
	s.commands([][]string{
		argv("org add acme --domain acme.example"),
		argv(fmt.Sprintf("user add --count %d --pattern u%%04d@acme.example", people)),
		argv("user add boss@acme.example"),
		argv("group add all@acme.example --all acme"),
		argv("send --as boss --to all --subject Budget --body Wrong. --read-receipt"),
	})
}

// aloneBatch is the command that carries lines out.
func (s *speedBox) aloneBatch(lines string, people int) [][]string {
	var all strings.Builder
	for line := range strings.Lines(lines + "\n") {
		if !strings.Contains(line, "%") {
			all.WriteString(line)
			continue
		}
		for i := range people {
			fmt.Fprintf(&all, line, i+1)
		}
	}
	file := filepath.Join(s.b.TempDir(), "lines")
	s.must(os.WriteFile(file, []byte(all.String()), 0o600))
	return [][]string{{"batch", file}}
}

// BenchmarkAlone measures whether what each person costs grows as the company does: the floor is ten times the cost in
// one of a tenth.
func BenchmarkAlone(b *testing.B) {
	for _, w := range aloneWorks {
		cost := func(people int) func() speed.Cost {
			s := newSpeedBox(b, b.TempDir(), sandbox.Options{Throwaway: true})
			aloneScene(s, people)
			s.commands(s.aloneBatch(w.before, people))
			batch := s.aloneBatch(w.lines, people)
			return s.measure(s.save(), func() { s.commands(batch) })
		}
		b.Run(w.name, func(b *testing.B) {
			tenth, whole := cost(800), cost(8000)
			speed.Compare(b, func() speed.Cost { return tenth().Times(10) }, whole)
		})
	}
}

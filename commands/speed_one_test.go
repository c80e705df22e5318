package commands

import (
	"bytes"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"recallbox/sandbox"
	"recallbox/sandbox/store"
	"recallbox/testscripts/speed"
)

// BenchmarkOneCommand runs `recallbox send` as a process; the floor is the smallest program that writes the same rows.
func BenchmarkOneCommand(b *testing.B) {
	dir := b.TempDir()
	for name, pkg := range map[string]string{"recallbox": "recallbox", "floor": "recallbox/commands/testdata/floor"} {
		buildProgram(b, filepath.Join(dir, name), pkg)
	}
	s := newSpeedBox(b, dir, sandbox.Options{})
	s.commands(setUp)
	before := s.save()
	timed := func(program string, args ...string) speed.Cost {
		s.restore(before)
		return s.process(nil, filepath.Join(dir, program), args...)
	}
	send := append(slices.Clone(setUp[len(setUp)-1]), "--sandbox", s.file)
	timed("recallbox", send...)
	rows := s.written(before)
	speed.Compare(b, func() speed.Cost { return timed("floor", s.file, rows) }, func() speed.Cost { return timed("recallbox", send...) })
}

func buildProgram(b *testing.B, file, pkg string) {
	if said, err := exec.Command("go", "build", "-o", file, pkg).CombinedOutput(); err != nil {
		b.Fatalf("go build: %v\n%s", err, said)
	}
}

// process runs a program, which prints to out, or to nobody.
func (s *speedBox) process(out io.Writer, program string, args ...string) speed.Cost {
	var said bytes.Buffer
	cmd := exec.Command(program, args...)
	cmd.Stdout, cmd.Stderr = out, &said
	cost, err := speed.OfProcess(cmd)
	if err != nil {
		s.b.Fatalf("%s %q: %v\n%s", program, args, err, said.String())
	}
	return cost
}

// setUp makes a small organisation; its last line is the command that is measured alone.
var setUp = [][]string{
	{"org", "add", "acme", "--domain", "acme.example"},
	{"user", "add", "alice@acme.example", "bob@acme.example", "carol@acme.example"},
	{"send", "--as", "alice", "--to", "bob,carol", "--subject", "Budget", "--body", "See the list."},
}

// script is what people do in a lesson.
var script = append(setUp[:3:3], [][]string{
	{"rule", "add", "--as", "carol", "--subject-contains", "Budget", "--move-to", "Archive"},
	{"send", "--as", "alice", "--to", "bob,carol", "--subject", "Budget 2", "--body", "See the other list."},
	{"open", "--as", "bob", "m1"},
	{"clock", "advance", "5m"},
	{"recall", "--as", "alice", "m1"},
	{"recall", "--as", "alice", "m2"},
	{"explain", "r1", "bob"},
}...)

// BenchmarkScriptOf10Commands runs ten commands in this process, as a script does; the floor is the same transactions, statement by statement, with the
// bare driver.
func BenchmarkScriptOf10Commands(b *testing.B) {
	s := newSpeedBox(b, b.TempDir(), sandbox.Options{Throwaway: true})
	empty := s.save()
	floor := s.replayed(empty, script)
	speed.Compare(b, floor, s.timed(empty, func() { s.commands(script) }))
}

// replayed is the floor of commands: their statements, transaction by transaction, with the bare driver.
func (s *speedBox) replayed(before string, lines [][]string) func() speed.Cost {
	var transactions [][]statement
	s.context = store.WithTrace(s.b.Context(), func(query string, args []any) {
		if strings.HasPrefix(query, "BEGIN") {
			transactions = append(transactions, nil)
		}
		last := &transactions[len(transactions)-1]
		*last = append(*last, statement{query, args})
	})
	s.commands(lines)
	s.context = s.b.Context()
	return s.timed(before, func() {
		for _, statements := range transactions {
			s.transaction(statements)
		}
	})
}

// BenchmarkBatchOf10000 runs a batch of small commands in this process; the floor is its statements with the bare driver.
func BenchmarkBatchOf10000(b *testing.B) {
	s := newSpeedBox(b, b.TempDir(), sandbox.Options{})
	s.commands(setUp[:2])
	file := filepath.Join(b.TempDir(), "lines")
	s.must(os.WriteFile(file, []byte(strings.Repeat("send --as alice --to bob --subject Budget\n", 10_000)), 0o600))
	before, batch := s.save(), [][]string{{"batch", file}}
	speed.Compare(b, s.replayed(before, batch), s.timed(before, func() { s.commands(batch) }))
}

package commands_test

import (
	"bytes"
	"flag"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"recallbox/commands"
	"recallbox/sandbox"
	"recallbox/sandbox/reference"
)

var (
	sequences     = flag.Int("sequences", 15, "play so many random sequences of commands beside the reference")
	firstSequence = flag.Uint64("sequence", 0, "begin with the one of this number")
)

// Random commands, wrong ones among them, are typed to the program and played by the reference. After each of them exit code, what was
// printed and what can be seen are compared, and the sandbox is checked; at the end the whole log is, and that the history makes it again.
func TestModel(t *testing.T) {
	t.Parallel()
	for seed := *firstSequence; seed < *firstSequence+uint64(*sequences); seed++ {
		lines := sequence(seed)
		if typeAll(t, lines) == "" {
			continue
		}
		for i := len(lines) - 1; i >= 0; i-- { // leave out what the difference does not need
			if fewer := slices.Delete(slices.Clone(lines), i, i+1); typeAll(t, fewer) != "" {
				lines = fewer
			}
		}
		t.Fatalf("sequence %d: %s", seed, typeAll(t, lines))
	}
}

// line is a command that is typed, and at what to look after it.
type line struct {
	reference.Step
	json bool
	look int
}

// sequence makes up commands, with some that nobody could understand.
func sequence(seed uint64) (lines []line) {
	random := rand.New(rand.NewPCG(seed, 1))
	for _, s := range reference.Generate(random.IntN, 5+random.IntN(20)) {
		if random.IntN(12) == 0 {
			lines = append(lines, line{reference.Garbled{Of: s, How: random.IntN(reference.Garblings)}, false, random.IntN(1000)})
		}
		lines = append(lines, line{s, random.IntN(3) == 0, random.IntN(1000)})
	}
	return lines
}

// session is a sandbox and what the reference makes of the same commands.
type session struct {
	t     *testing.T
	dir   string
	kept  *sandbox.Kept
	world *reference.World
	typed []string
}

// typeAll types a sequence, and tells the first difference, with what was typed until then, or "".
func typeAll(t *testing.T, lines []line) (found string) {
	t.Helper()
	s := session{t: t, dir: t.TempDir(), kept: &sandbox.Kept{}, world: reference.New(sandbox.Start.Unix())}
	defer s.kept.Close()
	s.run("init")
	for i := 0; i < len(lines) && found == ""; i++ {
		found = s.enter(lines[i])
	}
	if found == "" {
		found = s.atTheEnd()
	}
	if found != "" {
		found += "\n\n" + strings.Join(s.typed, "\n")
	}
	return found
}

// run runs the program.
func (s *session) run(args ...string) (code int, out, said string) {
	var stdout, stderr bytes.Buffer
	code = commands.Run(commands.Process{Context: s.t.Context(), Args: args, Dir: s.dir, Out: &stdout, Err: &stderr, Options: sandbox.Options{Throwaway: true, Kept: s.kept}})
	return code, stdout.String(), stderr.String()
}

// enter types one command, and looks round.
func (s *session) enter(l line) string {
	id, refused := s.world.Play(l)
	if refused != nil && refused.Kind == reference.Unmodelled {
		return ""
	}
	args := l.Words()
	if l.json {
		args = append(args, "--json")
	}
	s.typed = append(s.typed, fmt.Sprintf("%q", args))
	code, out, said := s.run(args...)
	if want := exitCode(refused); code != want {
		return fmt.Sprintf("exit %d, want %d: %s", code, want, said)
	}
	if found := printed(id, refused, l.json, out, said); found != "" {
		return found
	}
	return s.lookRound(l.look)
}

func exitCode(refused *reference.Refusal) int {
	switch {
	case refused == nil:
		return 0
	case refused.Kind == "usage":
		return 2
	case refused.Kind == "refused":
		return 3
	}
	return 1
}

package sandbox_test

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"recallbox/sandbox"
	"recallbox/sandbox/reference"
)

var (
	worlds     = flag.Int("worlds", 200, "play so many random worlds beside the reference")
	firstWorld = flag.Uint64("world", 0, "begin with the one of this number")
)

// What a command does to any number of mailboxes is set-based work in the store. Here random worlds are played once more by the reference,
// one recipient after the other, and everything is compared: all tables, the log, and every ID.
func TestReference(t *testing.T) {
	t.Parallel()
	stage := newStage(t)
	for seed := *firstWorld; seed < *firstWorld+uint64(*worlds); seed++ {
		random := rand.New(rand.NewPCG(seed, 0))
		steps := reference.Generate(random.IntN, 10+random.IntN(30))
		if stage.difference(t, steps) == "" {
			continue
		}
		steps = stage.shrink(t, steps)
		t.Fatalf("world %d: the sandbox and the reference differ after\n\n%s\n%s", seed, asBatch(steps), stage.difference(t, steps))
	}
}

// stage is where worlds are played: one file after the other, each as a new sandbox is.
type stage struct {
	path  string
	fresh []byte
}

func newStage(t *testing.T) *stage {
	t.Helper()
	s := &stage{path: filepath.Join(t.TempDir(), "world.db")}
	if err := sandbox.Create(t.Context(), s.path, sandbox.Start, false, sandbox.Options{Throwaway: true}); err != nil {
		t.Fatal(err)
	}
	var err error
	if s.fresh, err = os.ReadFile(s.path); err != nil {
		t.Fatal(err)
	}
	return s
}

// difference plays the steps in a new sandbox and in the reference, and tells the first thing in which they differ, or "".
func (s *stage) difference(t *testing.T, steps []reference.Step) (found string) {
	t.Helper()
	if err := os.WriteFile(s.path, s.fresh, 0o600); err != nil {
		t.Fatal(err)
	}
	box, err := sandbox.Open(s.path, sandbox.Options{Throwaway: true})
	if err != nil {
		t.Fatal(err)
	}
	w := reference.New(sandbox.Start.Unix())
	err = box.Update(t.Context(), func(tx *sandbox.Tx) error {
		for _, step := range steps {
			if found = differs(w, tx, step); found != "" {
				return nil
			}
		}
		return nil
	})
	if err != nil {
		t.Fatalf("%v\n%s", err, asBatch(steps))
	}
	box.Close()
	if found != "" {
		return found
	}
	return compare(w.Tables(), readTables(t, s.path))
}

// differs plays one step on both sides, and compares the ID that it printed, or how it was refused.
func differs(w *reference.World, tx *sandbox.Tx, step reference.Step) string {
	wantID, refused := w.Play(step)
	if refused != nil && refused.Kind == reference.Unmodelled {
		return ""
	}
	var id string
	failed, err := tx.Savepoint(func() (err error) {
		id, err = drive(tx, step)
		return err
	})
	if err != nil {
		return err.Error()
	}
	want, got := "done, ID "+wantID, "done, ID "+id
	if refused != nil {
		want = refused.Error()
	}
	if failed != nil {
		got = kindOf(failed)
	}
	if want == got {
		return ""
	}
	return fmt.Sprintf("%s\n  reference: %s\n  sandbox:   %s (%v)", strings.Join(step.Words(), " "), want, got, failed)
}

// compare tells the first row in which two sets of tables differ.
func compare(want []reference.Table, got map[string][]string) string {
	for _, table := range want {
		if !slices.Equal(table.Rows, got[table.Name]) {
			return table.Name + rowDifference(table.Rows, got[table.Name])
		}
	}
	return ""
}

func rowDifference(want, got []string) string {
	i := 0
	for i < min(len(want), len(got)) && want[i] == got[i] {
		i++
	}
	at := func(rows []string) string {
		return strings.Join(rows[min(i, len(rows)):min(i+3, len(rows))], "\n             ")
	}
	return fmt.Sprintf(", row %d (%d and %d rows)\n  reference: %s\n  sandbox:   %s", i+1, len(want), len(got), at(want), at(got))
}

// shrink leaves out what the difference does not need.
func (s *stage) shrink(t *testing.T, steps []reference.Step) []reference.Step {
	for smaller := true; smaller; {
		smaller = false
		for i := len(steps) - 1; i >= 0; i-- {
			if fewer := slices.Delete(slices.Clone(steps), i, i+1); s.difference(t, fewer) != "" {
				steps, smaller = fewer, true
			}
		}
	}
	return steps
}

func asBatch(steps []reference.Step) string {
	var b strings.Builder
	for _, s := range steps {
		for i, word := range s.Words() {
			if strings.ContainsAny(word, " *") || word == "" {
				word = "'" + word + "'"
			}
			if i > 0 {
				word = " " + word
			}
			b.WriteString(word)
		}
		b.WriteString("\n")
	}
	return b.String()
}

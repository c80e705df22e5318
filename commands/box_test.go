package commands

import (
	"errors"
	"path/filepath"
	"testing"

	"recallbox/sandbox"
)

// inBox runs a command on the sandbox file that is named.
func inBox(t *testing.T, file string, argv []string, run func(*call) error) error {
	t.Helper()
	p := Process{Context: t.Context(), Dir: filepath.Dir(file), Getenv: func(name string) string {
		return map[string]string{"RECALLBOX_SANDBOX": filepath.Base(file), "RECALLBOX_AS": "alice"}[name]
	}}.complete()
	in, err := readArgs(sample(run), argv)
	if err != nil {
		t.Fatal(err)
	}
	return in.run(p, newPrinter(p))
}

func TestBox(t *testing.T) {
	file := filepath.Join(t.TempDir(), "box.db")
	if err := sandbox.Create(t.Context(), file, sandbox.Start, false, sandbox.Options{}); err != nil {
		t.Fatal(err)
	}
	for _, argv := range [][]string{{"send"}, {"send", "--dry-run"}, {"recall", "m1", "--sandbox", file}} {
		ran := 0
		use := func(tx *sandbox.Tx) error { ran++; return nil }
		err := inBox(t, file, argv, func(c *call) error { return errors.Join(c.update(use), c.view(use)) })
		if err != nil || ran != 2 {
			t.Errorf("%v: ran %d times, %v", argv, ran, err)
		}
	}
}

func TestBoxThatIsMissing(t *testing.T) {
	err := inBox(t, filepath.Join(t.TempDir(), "none.db"), []string{"send"}, func(c *call) error {
		return c.view(func(*sandbox.Tx) error { t.Error("ran"); return nil })
	})
	if f := asFailure(err); f.Kind != sandbox.NotFound || f.Hint == "" {
		t.Errorf("got %+v", f)
	}
}

func TestLineOfABatchUsesItsTransaction(t *testing.T) {
	tx := &sandbox.Tx{}
	c := &call{command: &command{}, process: Process{within: tx}}
	c.update(func(got *sandbox.Tx) error {
		if got != tx {
			t.Error("another transaction")
		}
		return nil
	})
}

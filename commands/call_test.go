package commands

import (
	"context"
	"errors"
	"path/filepath"
	"testing"
	"time"

	"github.com/urfave/cli/v2"

	"recallbox/sandbox"
)

// inBox runs a command on the sandbox file that is named.
func inBox(t *testing.T, file string, argv []string, run func(*call) error) error {
	t.Helper()
	p := Process{Context: t.Context(), Dir: filepath.Dir(file), Getenv: func(name string) string {
		return map[string]string{"RECALLBOX_SANDBOX": filepath.Base(file), "RECALLBOX_AS": "alice"}[name]
	}}.complete()
	in, err := readLine(sample(run), argv)
	if err != nil {
		t.Fatal(err)
	}
	return in.run(p, newPrinter(p))
}

func TestBox(t *testing.T) {
	file := filepath.Join(t.TempDir(), "box.db")
	if err := sandbox.Create(t.Context(), file, sandbox.New{Start: sandbox.Start}, sandbox.Options{}); err != nil {
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

func TestWhatTakesEffect(t *testing.T) {
	file := filepath.Join(t.TempDir(), "box.db")
	if err := sandbox.Create(t.Context(), file, sandbox.New{Start: sandbox.Start}, sandbox.Options{}); err != nil {
		t.Fatal(err)
	}
	add := func(tx *sandbox.Tx) error {
		_, err := tx.AddOrganisation("acme", "acme.example", "", nil)
		return err
	}
	tests := []struct {
		name string
		argv []string
		do   func(*call) error
		want bool
	}{
		{"dry run", []string{"send", "-n"}, func(c *call) error { return c.update(add) }, false},
		{"view", []string{"send"}, func(c *call) error { return c.view(add) }, false},
		{"failure", []string{"send"}, func(c *call) error {
			return c.update(func(tx *sandbox.Tx) error { return errors.Join(add(tx), errors.New("no")) })
		}, false},
		{"interrupt", []string{"send"}, func(c *call) error {
			ctx, cancel := context.WithCancel(c.process.Context)
			c.process.Context = ctx
			return c.update(func(tx *sandbox.Tx) error { defer cancel(); return add(tx) })
		}, false},
		{"what cannot be shown", []string{"send"}, func(c *call) error {
			made := func(tx *sandbox.Tx) (time.Time, error) {
				return time.Date(12000, 1, 1, 0, 0, 0, 0, time.UTC), add(tx)
			}
			c.print.JSON = true
			return change(c, made, func(at time.Time) error { return c.print.Show(at, func() {}) })
		}, false},
		{"update", []string{"send"}, func(c *call) error { return c.update(add) }, true},
	}
	for _, test := range tests {
		err := inBox(t, file, test.argv, test.do)
		there := inBox(t, file, []string{"send"}, func(c *call) error {
			return c.view(func(tx *sandbox.Tx) error { _, err := tx.Organisation("acme"); return err })
		}) == nil
		if there != test.want {
			t.Errorf("%s: took effect: %t, want %t (%v)", test.name, there, test.want, err)
		}
	}
}

func TestBoxThatIsMissing(t *testing.T) {
	err := inBox(t, filepath.Join(t.TempDir(), "none.db"), []string{"send"}, func(c *call) error {
		return c.view(func(*sandbox.Tx) error { t.Error("ran"); return nil })
	})
	if f := asFailure(err); f.Kind != sandbox.NotFound || f.Hint.text("") == "" {
		t.Errorf("got %+v", f)
	}
}

func TestLineOfABatchUsesItsTransaction(t *testing.T) {
	tx := &sandbox.Tx{}
	c := &call{line: &line{root: &cli.Command{}, command: &cli.Command{}}, process: Process{within: tx}}
	c.view(func(got *sandbox.Tx) error {
		if got != tx {
			t.Error("another transaction")
		}
		return nil
	})
}

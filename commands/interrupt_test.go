package commands

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"recallbox/sandbox"
)

// onceThere is a context that ends as soon as a file is there, however soon that is looked for.
type onceThere struct {
	context.Context
	file string
}

func (c onceThere) Err() error {
	if _, err := os.Lstat(c.file); err == nil {
		return context.Canceled
	}
	return nil
}

// writing does something before what is written is.
type writing struct {
	to     io.Writer
	before func(data string) error
}

func (w writing) Write(data []byte) (int, error) {
	if err := w.before(string(data)); err != nil {
		return 0, err
	}
	return w.to.Write(data)
}

// An interrupted update says of all scripts that it rewrote that it did, and of no others.
func TestInterruptedUpdate(t *testing.T) {
	dir := t.TempDir()
	before := []byte("recallbox clock\ncmp stdout time\n-- time --\nnever\n")
	for i := range 9 {
		if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("%d.txtar", i)), before, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	ctx, stop := context.WithCancel(t.Context())
	out := writing{io.Discard, func(line string) error {
		if strings.Contains(line, "1.txtar") {
			stop()
		}
		return nil
	}}
	var said bytes.Buffer
	code := Run(Process{Context: ctx, Dir: dir, Out: out, Err: &said,
		Args: []string{"run", "--update", "--junit", "report.xml", "--parallel=1", "."}})
	var rewritten []string
	for i := range 9 {
		name := fmt.Sprintf("%d.txtar", i)
		if now, err := os.ReadFile(filepath.Join(dir, name)); err != nil {
			t.Fatal(err)
		} else if !bytes.Equal(now, before) {
			rewritten = append(rewritten, name)
		}
	}
	want := fmt.Sprintf("recallbox: interrupted, %d scripts were rewritten: %s\n",
		len(rewritten), strings.Join(rewritten, ", "))
	if code != 130 || len(rewritten) < 2 || said.String() != want {
		t.Errorf("exit %d, %q, not %q", code, said.String(), want)
	}
	report, err := os.ReadFile(filepath.Join(dir, "report.xml"))
	if want := fmt.Sprintf(`tests="%d"`, len(rewritten)); err != nil || !bytes.Contains(report, []byte(want)) {
		t.Errorf("no %s in the report: %v\n%s", want, err, report)
	}
}

// What has taken effect when the interrupt comes is not denied.
func TestInterruptedTooLate(t *testing.T) {
	start := [][]string{{"init"}, {"org", "add", "acme", "--domain", "acme.example"},
		{"user", "add", "alice@acme.example", "bob@acme.example"},
		{"send", "--as", "alice", "--to", "bob", "--subject", "Budget"}}
	tests := []struct {
		args []string
		in   string
		once string // what is there when the interrupt comes; or else it comes when the command prints
		full bool   // nothing can be printed
		code int
		said string
	}{
		{args: []string{"init", "--sandbox", "new.db", "--json"}, once: "new.db"},
		{args: []string{"export", "--as", "bob", "--format", "eml", "mail"}, once: "mail"},
		{args: []string{"export", "--fixture", "lesson"}, once: "lesson"},
		{args: []string{"batch"}, in: strings.Repeat("clock advance 1m\nclock\n", 999), full: true, code: 1,
			said: "recallbox: stdout is full\n"},
		{args: []string{"batch", "--keep-going"}, in: "clock advance 1m\nclock advance -1m\n", code: 1,
			said: "recallbox: line 2: the clock never goes back: -1m is negative\n" +
				"hint: recallbox clock advance 31m moves it on\n"},
	}
	for _, test := range tests {
		dir := t.TempDir()
		for _, args := range start {
			if code, _, said := runIn(t.Context(), dir, args...); code != 0 {
				t.Fatal(said)
			}
		}
		ctx, stop := context.WithCancel(t.Context())
		var said bytes.Buffer
		printing := func(string) error {
			if test.once == "" {
				stop()
			}
			return nil
		}
		p := Process{Context: ctx, Dir: dir, Args: test.args, In: strings.NewReader(test.in),
			Out: writing{io.Discard, printing}, Err: writing{&said, printing}, Options: sandbox.Options{Throwaway: true}}
		if test.full {
			p.Out = writing{brokenWriter{}, printing}
		}
		if test.once != "" {
			p.Context = onceThere{ctx, filepath.Join(dir, test.once)}
		}
		if code := Run(p); code != test.code || said.String() != test.said {
			t.Errorf("%q: exit %d, %q, not %d, %q", test.args, code, said.String(), test.code, test.said)
		}
		stop()
	}
}

// Where there is no room for what is written, that is what the error is about, and not the sandbox.
func TestNoRoomForExport(t *testing.T) {
	b := newLimitBox(t)
	full := &fs.PathError{Op: "write", Path: "mail", Err: syscall.ENOSPC}
	err := inBox(t, filepath.Join(b.dir, "recallbox.db"), []string{"send"}, func(c *call) error {
		return c.export("mail", "", func(*sandbox.Tx, *os.Root) error { return full })
	})
	if !errors.Is(err, full) {
		t.Errorf("got %v", err)
	}
}

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
	"sync"
	"syscall"
	"testing"

	"recallbox/sandbox"
)

func TestExitCodes(t *testing.T) {
	tests := []struct {
		err  error
		want int
	}{
		{nil, 0},
		{usageError("x"), 2},
		{&sandbox.Error{Kind: sandbox.Refused}, 3},
		{fmt.Errorf("line: %w", &sandbox.Error{Kind: sandbox.Refused}), 3},
		{&sandbox.Error{Kind: "not-found"}, 1},
		{errInterrupted, 130},
		{exitError(1), 1},
		{io.ErrUnexpectedEOF, 1},
	}
	for _, test := range tests {
		if got := exitCode(test.err); got != test.want {
			t.Errorf("%v: got %d, want %d", test.err, got, test.want)
		}
	}
}

func TestFail(t *testing.T) {
	_, missing := os.ReadFile("/nowhere")
	tests := []struct {
		err       error
		out, said string
	}{
		{
			&sandbox.Error{Kind: sandbox.Refused, Message: "m1: not in Sent Items", Behaviour: "outlook/sent-items"},
			`{"error":{"kind":"refused","message":"m1: not in Sent Items [outlook/sent-items]",` +
				`"behaviour":"outlook/sent-items"}}`,
			"recallbox: m1: not in Sent Items [outlook/sent-items]\n",
		},
		{
			&lineError{
				line: 3,
				err: &sandbox.Error{
					Kind:    "not-found",
					Message: `no user "bbo" in this sandbox`,
					Hint:    sandbox.Hint{Words: "did you mean bob@acme.example?"},
				},
			},
			`{"error":{"kind":"not-found","message":"line 3: no user \"bbo\" in this sandbox",` +
				`"hint":"did you mean bob@acme.example?","line":3}}`,
			"recallbox: line 3: no user \"bbo\" in this sandbox\nhint: did you mean bob@acme.example?\n",
		},
		{
			missing,
			`{"error":{"kind":"io","message":"/nowhere: no such file or directory"}}`,
			"recallbox: /nowhere: no such file or directory\n",
		},
	}
	for _, test := range tests {
		out, said := printed(Terminal{}, func(p *printer) { p.JSON, p.Compact = true, true; p.fail(test.err) })
		if strings.TrimSpace(out) != test.out || said != test.said {
			t.Errorf("got\n%s%s\nwant\n%s\n%s", out, said, test.out, test.said)
		}
	}
	if got := renamed(missing, "x"); !errors.Is(got, fs.ErrNotExist) ||
		plainMessage(got) != "x: no such file or directory" {
		t.Errorf("renamed: %v", got)
	}
}

func TestRunReportsBrokenStdout(t *testing.T) {
	var said bytes.Buffer
	code := Run(Process{Args: []string{"help"}, Out: brokenWriter{}, Err: &said})
	if code != 1 || said.String() != "recallbox: stdout is full\n" {
		t.Errorf("exit %d, %q", code, said.String())
	}
}

type brokenWriter struct{}

func (brokenWriter) Write([]byte) (int, error) { return 0, errors.New("stdout is full") }

func TestInterruptedRun(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	var said bytes.Buffer
	code := Run(Process{Context: ctx, Args: []string{"help", "xyzzy"}, Err: &said})
	if code != 130 || said.String() != "recallbox: interrupted, nothing was changed\n" {
		t.Errorf("exit %d, %q", code, said.String())
	}
	if code := Run(Process{Context: ctx, Args: []string{"help"}}); code != 0 {
		t.Errorf("what was done before the interrupt: exit %d", code)
	}
}

func TestInterruptReachesStdin(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	waits, _ := io.Pipe()
	p := Process{Context: ctx, In: waits}.complete()
	cancel()
	if _, err := io.ReadAll(p.In); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

// TestManyRunsAtOnce is for the race detector, and for streams that get mixed up.
func TestManyRunsAtOnce(t *testing.T) {
	var all sync.WaitGroup
	for i := range 50 {
		all.Go(func() {
			var out, said bytes.Buffer
			word := fmt.Sprintf("nothing%d", i)
			code := Run(Process{
				Args:     []string{"help", word, "--json", "--color=always"},
				Out:      &out,
				Err:      &said,
				Terminal: Terminal{Err: true},
			})
			if code != 2 || !strings.Contains(out.String(), word) || !strings.Contains(said.String(), word) {
				t.Errorf("%s: exit %d\n%s%s", word, code, out.String(), said.String())
			}
			if code := Run(Process{Args: []string{"--color=always", "help", "-h"}, Out: io.Discard}); code != 0 {
				t.Errorf("help: exit %d", code)
			}
		})
	}
	all.Wait()
}

// printed is what print gives on stdout and stderr.
func printed(terminal Terminal, print func(*printer)) (out, err string) {
	var stdout, stderr bytes.Buffer
	p := newPrinter(Process{Out: &stdout, Err: &stderr, Terminal: terminal}.complete())
	print(p)
	p.Flush()
	return stdout.String(), stderr.String()
}

// runIn runs the program in a folder and gives what it printed.
func runIn(ctx context.Context, dir string, args ...string) (code int, out, said string) {
	var stdout, stderr strings.Builder
	code = Run(Process{Context: ctx, Args: args, Dir: dir, Out: &stdout, Err: &stderr})
	return code, stdout.String(), stderr.String()
}

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
			said: "recallbox: done, but could not be printed: stdout is full\nhint: recallbox log tells what was done\n"},
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
		shown := func() error { return nil }
		return c.export("mail", "", func(*sandbox.Tx, *os.Root) error { return full }, shown)
	})
	if !errors.Is(err, full) {
		t.Errorf("got %v", err)
	}
}

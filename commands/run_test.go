package commands

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"
	"sync"
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
			`{"error":{"kind":"refused","message":"m1: not in Sent Items [outlook/sent-items]","behaviour":"outlook/sent-items"}}`,
			"recallbox: m1: not in Sent Items [outlook/sent-items]\n",
		},
		{
			&lineError{line: 3, err: &sandbox.Error{Kind: "not-found", Message: `no user "bbo" in this sandbox`, Hint: sandbox.Hint{Words: "did you mean bob@acme.example?"}}},
			`{"error":{"kind":"not-found","message":"line 3: no user \"bbo\" in this sandbox","hint":"did you mean bob@acme.example?","line":3}}`,
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
	if got := renamed(missing, "x"); !errors.Is(got, fs.ErrNotExist) || plainMessage(got) != "x: no such file or directory" {
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
	code := Run(Process{Context: ctx, Args: []string{"help", "nothing"}, Err: &said})
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
			code := Run(Process{Args: []string{"help", word, "--json", "--color=always"}, Out: &out, Err: &said, Terminal: Terminal{Err: true}})
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

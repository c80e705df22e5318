package commands

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"testing"

	"recallbox/sandbox"
)

// batched runs commands on one sandbox.
type batchBox struct {
	t    testing.TB
	file string
	opts sandbox.Options
}

func newBatchBox(t testing.TB, opts sandbox.Options) batchBox {
	b := batchBox{t, filepath.Join(t.TempDir(), "box.db"), opts}
	for _, line := range []string{
		"init", "org add acme --domain acme.example", "user add alice@acme.example bob@acme.example",
	} {
		if code, _, said := b.run(t.Context(), nil, strings.Fields(line)...); code != 0 {
			t.Fatalf("%s: %s", line, said)
		}
	}
	return b
}

func (b batchBox) run(ctx context.Context, in io.Reader, args ...string) (code int, out, said string) {
	b.t.Helper()
	var stdout, stderr bytes.Buffer
	code = Run(Process{
		Context: ctx,
		Args:    append([]string{"--sandbox", b.file}, args...),
		In:      in,
		Out:     &stdout,
		Err:     &stderr,
		Options: b.opts,
	})
	return code, stdout.String(), stderr.String()
}

func TestKeepGoing(t *testing.T) {
	b := newBatchBox(t, sandbox.Options{Throwaway: true})
	lines := `send --to bob --subject One
clock advance 1h
clock set 2026-01-01T00:00:00Z
org add other --domain other.example
org add again --domain other.example
user add dora@other.example nobody@
send --to bob --subject Two
send --to bob --subject 'Three
user add --count 2 --pattern u%d@other.example
clock
`
	code, out, said := b.run(t.Context(), strings.NewReader(lines), "batch", "--as", "alice", "--keep-going")
	if want := "m1\nother\nm2\nu1@other.example\nu2@other.example\n2026-01-05T10:00:00Z\n"; code != 1 || out != want {
		t.Errorf("exit %d, stdout\n%swant\n%s", code, out, want)
	}
	for _, line := range []int{3, 5, 6, 8} {
		if !strings.Contains(said, fmt.Sprintf("recallbox: line %d: ", line)) {
			t.Errorf("line %d is not named", line)
		}
	}
	if strings.Count(said, "recallbox: ") != 4 {
		t.Errorf("stderr\n%s", said)
	}
	if code, _, _ := b.run(t.Context(), nil, "user", "show", "dora@other.example"); code != 1 {
		t.Error("half a line took effect")
	}
}

func TestBatchLeavesNothing(t *testing.T) {
	b := newBatchBox(t, sandbox.Options{Throwaway: true})
	for lines, want := range map[string]int{
		"send --as alice --to bob\nsend --as alice --to":                   2,
		"send --as alice --to bob\nsend --as alice --to bob 'x":            2,
		"send --as alice --to bob\nrecall --as bob m1":                     3,
		"send --as alice --to bob\nopen --as bob m7":                       1,
		"send --as alice --to bob\nsend --as alice --to bob --body-file -": 2,
	} {
		code, out, said := b.run(t.Context(), strings.NewReader(lines), "batch")
		if code != want || out != "" || !strings.HasPrefix(said, "recallbox: line 2: ") ||
			strings.Count(said, "line 2") != 1 {
			t.Errorf("%q: exit %d, want %d\n%s%s", lines, code, want, out, said)
		}
		if code, _, _ := b.run(t.Context(), nil, "inspect", "message", "m1"); code != 1 {
			t.Fatalf("%q: something took effect", lines)
		}
	}
}

func TestLinesThatCannotStandInABatch(t *testing.T) {
	b := newBatchBox(t, sandbox.Options{Throwaway: true})
	lines := append(
		[]string{"recallbox inspect", "inspect --sandbox other.db", "inspect -s other.db", "inspect --color always"},
		notInBatch...)
	for _, line := range lines {
		code, out, said := b.run(t.Context(), strings.NewReader(line), "batch")
		if code != 2 || out != "" || !strings.HasPrefix(said, "recallbox: line 1: ") || !strings.Contains(said, "\nhint: ") {
			t.Errorf("%s: exit %d\n%s%s", line, code, out, said)
		}
	}
	if code, _, said := b.run(t.Context(), strings.NewReader("inspect --sandbox "+b.file), "batch"); code != 0 {
		t.Errorf("the same sandbox: %s", said)
	}
	if code, _, _ := b.run(t.Context(), strings.NewReader("inspect --json=false"), "batch", "--json"); code != 2 {
		t.Error("--json=false")
	}
}

func TestInterruptedBatch(t *testing.T) {
	for _, flag := range []string{"--keep-going=false", "--keep-going"} {
		b := newBatchBox(t, sandbox.Options{Throwaway: true})
		ctx, cancel := context.WithCancel(t.Context())
		b.opts.Cite = func(string) { cancel() } // in the middle of the second line
		code, out, said := b.run(
			ctx,
			strings.NewReader("send --as alice --to bob\nrecall --as alice m1\nsend --as alice --to bob\n"),
			"batch",
			flag,
		)
		if code != 130 || out != "" || said != "recallbox: interrupted, nothing was changed\n" {
			t.Errorf("%s: exit %d\n%s%s", flag, code, out, said)
		}
		if code, _, _ := b.run(t.Context(), nil, "inspect", "message", "m1"); code != 1 {
			t.Errorf("%s: something took effect", flag)
		}
	}
}

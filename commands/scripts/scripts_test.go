package scripts_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"recallbox/commands"
)

// runIn runs the program in a folder and gives what it printed.
func runIn(ctx context.Context, dir string, args ...string) (code int, out, said string) {
	var stdout, stderr strings.Builder
	code = commands.Run(commands.Process{Context: ctx, Args: args, Dir: dir, Out: &stdout, Err: &stderr})
	return code, stdout.String(), stderr.String()
}

// Whatever runs first, results come by path, and a failure that ends it hides what was begun behind it.
func TestRunReportsInOrder(t *testing.T) {
	dir := t.TempDir()
	for i := range 20 {
		line := "recallbox clock\n"
		if i == 7 || i == 11 {
			line = "# Back.\nrecallbox clock advance -1s\n"
		}
		if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("%02d.txtar", i)), []byte(line), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	for _, flags := range [][]string{nil, {"--fail-fast"}} {
		var want string
		for parallel := range 8 {
			args := append([]string{"run", ".", "--no-times", "--parallel", fmt.Sprint(parallel + 1)}, flags...)
			code, out, said := runIn(t.Context(), dir, args...)
			if code != 1 || said != "" || parallel > 0 && out != want {
				t.Fatalf("%q: exit %d\n%s%s\nand with --parallel 1\n%s", args, code, out, said, want)
			}
			want = out
		}
		last := "20 scripts: 18 passed, 2 failed\n"
		if flags != nil {
			last = "20 scripts: 7 passed, 1 failed, 12 not run\n"
		}
		if !strings.HasSuffix(want, last) {
			t.Errorf("%q: got\n%s", flags, want)
		}
	}
}

func TestRunIsInterrupted(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	stop()
	if code, out, _ := runIn(ctx, t.TempDir(), "run", "undo"); code != 130 || out != "" {
		t.Errorf("exit %d\n%s", code, out)
	}
}

// A phase of a log stands apart from what was done before it.
func TestRunLogSeparatesPhases(t *testing.T) {
	code, out, _ := runIn(t.Context(), t.TempDir(), "run", "--verbose", "--no-times", "undo/not-recall")
	if code != 0 || strings.Count(out, "\n\n  # ") != 4 || strings.Count(out, "\n  # ") != 5 {
		t.Errorf("exit %d\n%s", code, out)
	}
}

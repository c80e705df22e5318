package demo_test

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"recallbox/commands"
	"recallbox/commands/demo"
	"recallbox/commands/term"
)

// runDemo demonstrates a script in a folder, and gives what is printed.
func runDemo(ctx context.Context, dir string, args ...string) (code int, out, said string) {
	var stdout, stderr strings.Builder
	args = append([]string{"demo"}, args...)
	code = commands.Run(commands.Process{Context: ctx, Args: args, Dir: dir, Out: &stdout, Err: &stderr})
	return code, stdout.String(), stderr.String()
}

// asked plays a built-in script to somebody at a terminal who types what is in.
func asked(t *testing.T, in string, terminal term.Terminal, args ...string) (code int, out, said string) {
	t.Helper()
	var stdout, stderr strings.Builder
	code = commands.Run(commands.Process{
		Args:     append([]string{"--color=never", "demo"}, args...),
		Dir:      t.TempDir(),
		In:       strings.NewReader(in),
		Out:      &stdout,
		Err:      &stderr,
		Terminal: terminal,
	})
	return code, stdout.String(), stderr.String()
}

func screensIn(out string) int { return strings.Count("\n"+out, "\n── ") }

// Somebody at a terminal goes on with Enter, and ends with q or the end of input.
func TestDemoWaits(t *testing.T) {
	t.Parallel()
	person := term.Terminal{In: true, Out: true, Err: true, Width: 80}
	const name = "outlook/auto-unread"
	_, whole, _ := asked(t, "", term.Terminal{Out: true}, name)
	all := screensIn(whole)
	tests := []struct {
		in      string
		screens int
	}{
		{strings.Repeat("\n", all-1), all},
		{"\n\nq\n\n\n", 3},
		{"Q\n", 1},
		{"\n", 2},
		{"", 1},
		{"\n\nq", 3},
		{"b\n\nb\nB\n\nq\n", 6}, // 1 1 2 1 1 2
	}
	for _, test := range tests {
		code, out, said := asked(t, test.in, person, name, "--pause")
		if got := screensIn(out); code != 0 || got != test.screens {
			t.Errorf("%q: exit %d, %d screens of %d", test.in, code, got, all)
		}
		if want := min(test.screens, all-1); strings.Count(said, "Enter goes on, b goes back, q ends ") != want {
			t.Errorf("%q: asked %q", test.in, said)
		}
	}
	for _, terminal := range []term.Terminal{{}, {In: true, Err: true}, {Out: true, Err: true}} {
		if code, out, _ := asked(t, "\n\n\n", terminal, name, "--pause"); code != 2 || out != "" {
			t.Errorf("%v: exit %d, %s", terminal, code, out)
		}
	}
}

// Who predicts and pauses answers questions too; one that no number answers is asked again.
func TestDemoAsks(t *testing.T) {
	t.Parallel()
	person := term.Terminal{In: true, Out: true, Err: true, Width: 80}
	const name = "outlook/auto-unread"
	p := play(t, name)
	right := demo.RightAnswers(p)
	if len(right) == 0 {
		t.Fatal("nothing is asked")
	}
	answers := strings.Join(right, "\n") + "\n"
	tests := []struct{ in, score string }{
		{answers, "N of N right"},
		{"x\n0\n6\n" + answers, "N of N right"},
		{strings.Repeat("\n", 99), "0 of N right"},
		{"q\n", ""},
	}
	for _, test := range tests {
		_, out, _ := asked(t, test.in, person, name, "--predict")
		want := strings.ReplaceAll(test.score, "N", string(rune('0'+len(right))))
		if !strings.Contains(out, want) || want == "" && strings.Contains(out, " right\n") {
			t.Errorf("%q: no %q in\n%s", test.in, want, out)
		}
	}
}

// An empty line stands above every screen, also where nobody answers the question above it.
func TestDemoSeparatesScreens(t *testing.T) {
	t.Parallel()
	code, out, _ := runDemo(t.Context(), t.TempDir(), "outlook/auto-read", "--predict")
	if screens := screensIn(out); code != 0 || screens < 2 || strings.Count(out, "\n\n── ") != screens-1 {
		t.Errorf("exit %d, %d screens\n%s", code, screens, out)
	}
}

// An interrupt ends it while it waits.
func TestDemoIsInterrupted(t *testing.T) {
	t.Parallel()
	ctx, stop := context.WithCancel(t.Context())
	stop()
	if code, _, _ := runDemo(ctx, t.TempDir(), "undo/not-recall"); code != 130 {
		t.Errorf("exit %d", code)
	}
}

// What does not fit is cut or broken, whatever a script prints, and no line steers the terminal.
func TestDemoFitsWhateverItShows(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	long := strings.Repeat("verylongwordwithoutanyspace", 9)
	script := "# " + strings.Repeat("A long story about mail. ", 20) + "\n" +
		"recallbox org add acme --domain acme.example\n" +
		"recallbox user add alice@acme.example " + strings.Repeat("x", 64) + "@acme.example\n" +
		"recallbox user add --count 200 --pattern 'user%03d@acme.example'\n" +
		"recallbox group add all@acme.example --all acme\n" +
		"recallbox send --as alice --to all@acme.example --subject '" + long + " 中文中文中文' --body-file body\n" +
		"recallbox open --as user001 m1\n" +
		"recallbox recall --as alice m1\n" +
		"recallbox inspect message m1 --raw\n" +
		"recallbox user list\n" +
		"-- body --\n" + strings.Repeat("\x1b[31m"+long+" \u202e\t中文\n", 40)
	if err := os.WriteFile(filepath.Join(dir, "long.txtar"), []byte(script), 0o666); err != nil {
		t.Fatal(err)
	}
	code, out, said := runDemo(t.Context(), dir, "long.txtar")
	if code != 0 || said != "" {
		t.Fatalf("exit %d\n%s%s", code, out, said)
	}
	for screen := range strings.SplitSeq("\n"+out, "\n── ") {
		if lines := strings.Split(strings.TrimSuffix(screen, "\n"), "\n"); len(lines) > demo.StageHeight {
			t.Errorf("%d lines:\n%s", len(lines), screen)
		}
	}
	for line := range strings.Lines(out) {
		line = strings.TrimSuffix(line, "\n")
		if term.Width(line) > demo.StageWidth || strings.ContainsAny(line, "\x1b\t\u202e") {
			t.Errorf("%d columns: %q", term.Width(line), line)
		}
	}
	for _, want := range []string{"  and 196 more mailboxes\n", "\n  and 199 more"} {
		if !strings.Contains(out, want) {
			t.Errorf("it does not say %q", want)
		}
	}
}

// Each of the choices is the right one somewhere.
func TestEveryFateHappens(t *testing.T) {
	t.Parallel()
	for i, name := range []string{
		"outlook/auto-unread", "outlook/auto-read", "zoho/fetched-by-pop", "outlook/manual-waits", "zoho/time-limit",
	} {
		if right := demo.RightAnswers(play(t, name)); !slices.Contains(right, string(rune('1'+i))) {
			t.Errorf("%s: %v", name, right)
		}
	}
}

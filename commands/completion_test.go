package commands

import (
	"context"
	"path/filepath"
	"strings"
	"testing"

	"github.com/urfave/cli/v2"

	"recallbox/commands/complete"
	"recallbox/sandbox"
)

// everyPlace calls visit for each argument and each flag with a value that there is.
func everyPlace(visit func(c *cli.Command, flag, placeholder string)) {
	everyCommand(tree(), func(c *cli.Command) {
		for _, p := range parameters(c.ArgsUsage) {
			visit(c, "", p.name)
		}
		for _, flag := range c.Flags {
			if takesValue(flag) {
				visit(c, nameOf(flag), placeholder(flag))
			}
		}
	})
}

// TestEverythingCanBeCompleted: whoever adds an argument or a flag says in package complete what may stand for
// it, if only that anything may.
func TestEverythingCanBeCompleted(t *testing.T) {
	used := map[string]bool{}
	everyPlace(func(c *cli.Command, flag, name string) {
		if !complete.Knows(title(c), flag, name) {
			t.Errorf("%s: complete.PlaceNames() says nothing about %s", strings.TrimSpace(c.HelpName+" "+flag), name)
		}
		for _, name := range append(strings.Split(name, "|"), name) {
			for _, place := range []string{name, title(c) + " " + name, "--" + flag, title(c) + " --" + flag} {
				used[place] = true
			}
		}
	})
	for _, place := range complete.PlaceNames() {
		if !used[place] {
			t.Errorf("complete.PlaceNames() has %q, which stands nowhere", place)
		}
	}
}

// TestCompletingNeverFails tries every place, with a sandbox and without one, behind as little as possible.
func TestCompletingNeverFails(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "is.db")
	start := sandbox.New{Start: sandbox.Start}
	if err := sandbox.Create(context.Background(), file, start, sandbox.Options{}); err != nil {
		t.Fatal(err)
	}
	for _, file := range []string{file, filepath.Join(dir, "none.db"), dir} {
		everyPlace(func(c *cli.Command, flag, name string) {
			line := strings.Fields(title(c))
			if flag != "" {
				line = append(line, "--"+flag)
			}
			code, _, errs := runProgram(
				append([]string{"completion", "candidates", "--", "--sandbox", file}, append(line, "")...)...)
			if code != 0 || errs != "" {
				t.Errorf("%s: exit %d, %s", line, code, errs)
			}
		})
	}
}

func runProgram(args ...string) (code int, out, errs string) {
	var stdout, stderr strings.Builder
	code = Run(Process{Args: args, Out: &stdout, Err: &stderr})
	return code, stdout.String(), stderr.String()
}

func TestParametersWhileTyping(t *testing.T) {
	tests := []struct{ line, want string }{
		{"move ", "ID"},
		{"move m1 ", "ID FOLDER"},
		{"user add ", "ADDRESS KEY=VALUE"},
		{"user add a@b.example ", "ADDRESS KEY=VALUE"},
		{"user set ", "ADDRESS"},
		{"user set bob ", "KEY=VALUE"},
		{"explain r1 ", "RECIPIENT"},
		{"explain r1 bob ", ""},
		{"open --as bob -- ", "ID"},
	}
	for _, tt := range tests {
		typed, _ := readTyping(tree(), strings.Split(tt.line, " "))
		if got := strings.Join(typed.Arguments, " "); got != tt.want {
			t.Errorf("%q: got %s, want %s", tt.line, got, tt.want)
		}
	}
}

func TestTheFlagWhoseValueIsTyped(t *testing.T) {
	tests := []struct{ line, flag, part string }{
		{"send --as al", "as", "al"},
		{"send --as=al", "as", "al"},
		{"send -a al", "as", "al"},
		{"recall -ya al", "as", "al"},
		{"recall -n al", "", "al"},
		{"send -- --as al", "", "al"},
		{"-s x send --subject --as al", "as", "al"},
		{"send --nonsense al", "", "al"},
	}
	for _, tt := range tests {
		typed, _ := readTyping(tree(), strings.Split(tt.line, " "))
		if typed.Flag != tt.flag || typed.Part != tt.part {
			t.Errorf("%q: got --%s and %q", tt.line, typed.Flag, typed.Part)
		}
	}
}

func TestBashLine(t *testing.T) {
	tests := []struct {
		line, words, word, insert string
	}{
		{"recallbox ", "", "send", "send"},
		{"recallbox send --as al", "send --as al", "alice@acme.example", "alice@acme.example"},
		{"recallbox send --as alice@", "send --as alice@", "alice@acme.example", "@acme.example"},
		{
			"recallbox send --to=alice@acme.example,bo",
			"send --to=alice@acme.example,bo",
			"--to=alice@acme.example,bob",
			"@acme.example,bob",
		},
		{"recallbox clock set 2026-01-05T09:", "clock set 2026-01-05T09:", "2026-01-05T09:00:00Z", "00:00Z"},
		{"recallbox move m1 Sent", "move m1 Sent", "Sent Items", `Sent\ Items`},
		{`recallbox move m1 Sent\ `, "move m1 Sent ", "Sent Items", `Sent\ Items`},
		{"recallbox move m1 'Sent ", "move m1 Sent ", "Sent Items", "Sent Items"},
		{`recallbox move m1 "it's `, "move m1 it's ", "it's $5", `it's \$5`},
		{`recallbox move m1 --in='Sent `, "move m1 --in=Sent ", "--in=Sent Items", "Sent Items"},
		{"recallbox send # comm", "", "x", "x"},
	}
	for _, tt := range tests {
		l := complete.ReadBashLine(tt.line, "\"'@><=;|&(: \t\n", wordsOfLine)
		if got := strings.Join(l.Words, " "); got != tt.words {
			t.Errorf("%s: words %q", tt.line, l.Words)
		}
		if got := l.Insert(tt.word); got != tt.insert {
			t.Errorf("%s: bash gets %s, want %s", tt.line, got, tt.insert)
		}
	}
}

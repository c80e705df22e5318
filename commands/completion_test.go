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
		{`recallbox move m1 a\:`, "move m1 a:", "a:b", "a:b"},
		{`recallbox move m1 'a:b' c`, "move m1 a:b c", "c", "c"},
		{`recallbox move m1 'a:'b`, "move m1 a:b", "a:bc", "a:bc"},
		{"recallbox move m1 'Sent ", "move m1 Sent ", "Sent Items", "Sent Items"},
		{"recallbox move m1 'it", "move m1 it", "it's", `it'\''s`},
		{`recallbox move m1 "it's `, "move m1 it's ", "it's $5", `it's \$5`},
		{`recallbox move m1 "a`, "move m1 a", "a!", `a"\!""`},
		{`recallbox move m1 --in='Sent `, "move m1 --in=Sent ", "--in=Sent Items", "Sent Items"},
		{"recallbox run ~/a", "run ~/a", "~/a b", `~/a\ b`},
		{`recallbox run \~/a`, "run ~/a", "~/a b", `\~/a\ b`},
	}
	for _, tt := range tests {
		l := complete.ReadBashLine(tt.line, breaks)
		if got := strings.Join(l.Words, " "); got != tt.words {
			t.Errorf("%s: words %q", tt.line, l.Words)
		}
		if got, more := l.Insert([]string{tt.word}); len(got) != 1 || got[0] != tt.insert || more {
			t.Errorf("%s: bash gets %s, want %s", tt.line, got, tt.insert)
		}
	}
	for _, line := range []string{
		"", "recallbox", "recallbox send # comm", "recallbox move m1 $HO", "recallbox move m1 \"$HO", "recallbox move m1 `da",
		"recallbox move m1 $'a", `recallbox move m1 a\`, "recallbox log > fi",
		"recallbox log; ls", "recallbox log <(", "recallbox $(ls) ",
	} {
		if l := complete.ReadBashLine(line, breaks); len(l.Words) > 0 {
			t.Errorf("%s: words %q", line, l.Words)
		}
	}
}

// breaks are where bash breaks words.
const breaks = "\"'@><=;|&(: \t\n"

// Whatever mark is in a name, and whatever quotation mark is open: what bash puts in is that name, as one word, and so
// is what it puts in for two names.
func TestBashInsertsOneWord(t *testing.T) {
	for mark := rune('!'); mark <= '~'; mark++ {
		name := "ab" + string(mark) + "c d"
		for _, quote := range []string{"", "'", `"`} {
			begin := "recallbox move m1 " + quote
			for _, typed := range []string{"", "a", "ab"} {
				l := complete.ReadBashLine(begin+typed, breaks)
				inserts, _ := l.Insert([]string{name})
				closed := inserts[0]
				if !strings.HasSuffix(closed, quote) { // which bash sees to
					closed += quote
				}
				wantWord(t, begin+closed, name)
				for other := rune('!'); other <= '~'; other++ {
					names := []string{name, "ab" + string(other) + "e"}
					if inserts, more := l.Insert(names); len(inserts) > 0 {
						common := beginning(inserts)
						wantWord(t, begin+common+quote, beginning(names))
						if more != (len(inserts) == 1) {
							t.Errorf("%s: %q, %t", begin, inserts, more)
						}
					}
				}
			}
		}
	}
}

// wantWord demands that a line ends with a word.
func wantWord(t *testing.T, line, word string) {
	t.Helper()
	l, _ := newWordReader(line).next()
	if l.err != nil || len(l.words) != 4 || l.words[3] != word {
		t.Errorf("%s: %q, %v, want %q", line, l.words, l.err, word)
	}
}

// beginning is what all words begin with.
func beginning(words []string) string {
	for n := len(words[0]); ; n-- {
		all := true
		for _, word := range words {
			all = all && strings.HasPrefix(word, words[0][:n])
		}
		if all {
			return words[0][:n]
		}
	}
}

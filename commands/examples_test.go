package commands

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/urfave/cli/v2"

	"recallbox/commands/term"
	"recallbox/sandbox"
)

// TestExamplesCanBeTyped: each command has one of its own, and none of them is a usage error.
func TestExamplesCanBeTyped(t *testing.T) {
	everyCommand(tree(), func(c *cli.Command) {
		if c.Action == nil {
			return
		}
		own := false
		for _, words := range typedLines(t, c.UsageText) {
			in, err := readLine(tree(), words)
			in.command.Action = action(nop)
			if err == nil {
				err = in.run(Process{}.complete(), nil)
			}
			if err != nil {
				t.Errorf("%s: %s: %v", c.HelpName, shellWords(words), err)
			}
			own = own || in.command.HelpName == c.HelpName
		}
		if !own {
			t.Errorf("%s: none of its examples is one", c.HelpName)
		}
	})
}

func TestHelpFits80Columns(t *testing.T) {
	check := func(what string, print func(p *printer)) {
		out, _ := printed(Terminal{Out: true, Width: 80}, func(p *printer) {
			p.SetColour("never")
			print(p)
		})
		for line := range strings.Lines(out) {
			if term.Width(strings.TrimSuffix(line, "\n")) > 80 {
				t.Errorf("%s: %s", what, line)
			}
		}
	}
	for _, name := range topicNames() {
		check("help "+name, func(p *printer) {
			short, page, _ := topic(name)
			p.topic(name, short, page)
		})
	}
	root := tree()
	everyCommand(root, func(c *cli.Command) { check("help "+title(c), func(p *printer) { p.help(root, c) }) })
}

// typedLines are the commands of an example, without the program's name.
func typedLines(t *testing.T, example string) (lines [][]string) {
	r := newWordReader(example)
	for l, ok := r.next(); ok; l, ok = r.next() {
		if l.err != nil || l.words[0] != "recallbox" {
			t.Fatalf("%q: %v", example, l.err)
		}
		if i := slices.IndexFunc(l.words, func(word string) bool { return word == "<" || word == ">" }); i > 0 {
			l.words = l.words[:i] // the shell's part
		}
		lines = append(lines, l.words[1:])
	}
	return lines
}

// before are the lines that make what the examples speak of. Each list goes on from the one that it names first.
var before = map[string]string{
	"company": "org add acme --domain acme.example\n",
	"people": "after company\nuser add alice@acme.example bob@acme.example carol@acme.example\n" +
		"user add admin@acme.example role=admin\nuser add --count 3 --pattern 'user%d@acme.example'\n",
	"folders":   "after people\nfolder add --as bob Projects/2026\npublic-folder add news@acme.example --name News\n",
	"mail":      "after folders\nsend --as alice --to bob,carol --subject Budget --attach list.pdf\n",
	"later":     "after mail\nat +7m -- open --as bob m1\n",
	"delegates": "after people\ndelegate add --as alice carol\ngroup add team@acme.example --members alice\n",
	"shared":    "after mail\nshare --as bob m1 --with carol\n",
	"gone":      "after mail\ndelete --as bob m1 --hard\n",
	"rules":     "after folders\nrule add --as bob --from alice --move-to Projects\n",
	"recalled":  "after mail\nrecall --as alice m1\n",
	"holds":     "after folders\nhold add --as admin --org acme --for 10m\n",
	"held":      "after holds\nsend --as alice --to bob --subject Budget --body x\n",
	"draft":     "after held\noutbox take-back --as alice m1\n",
	"snapshots": "after mail\nsnapshot save before\nsnapshot save unread\nsnapshot save opened\n",
}

// needed is what must be there before the examples of a command, where that is not mail.
var needed = map[string]string{
	"init": "", "org add": "", "systems": "", "batch": "", "org set": "company", "user add": "company",
	"public-folder add": "people", "folder add": "people", "public-folder grant": "folders",
	"delegate remove": "delegates", "delegate list": "delegates", "delegate add": "people", "group set": "delegates",
	"rule remove": "rules", "hold remove": "holds", "send": "draft", "preview": "shared", "recover": "gone",
	"explain":        "recalled",
	"at remove":      "later",
	"inspect recall": "recalled", "log": "recalled",
	"outbox take-back": "held", "outbox edit": "held", "outbox release": "held",
	"snapshot restore": "snapshots", "snapshot remove": "snapshots", "snapshot diff": "snapshots",
}

// exampleFiles are the files that examples name.
var exampleFiles = map[string]string{
	"list.pdf":            "x",
	"newsletter.eml":      "From: alice@acme.example\n\nNews.\n",
	"backup.mbox":         "From alice Mon Jan  5 09:00:00 2026\nFrom: alice@acme.example\n\nOld.\n",
	"Maildir/new/1.eml":   "From: alice@acme.example\n\nNew.\n",
	"lesson.txt":          "clock advance 1m\n",
	"scripts/clock.txtar": "# The clock stands.\nrecallbox clock\n",
	"waits/wait.txtar":    "# Time passes.\nparam WAIT 5m 5m,1h\nrecallbox clock advance $WAIT\n",
}

// exampleFolder is a folder with the files and the sandbox that a command's examples speak of.
func exampleFolder(t *testing.T, c *cli.Command) (dir string) {
	t.Helper()
	dir = t.TempDir()
	for name, text := range exampleFiles {
		writeFile(t, filepath.Join(dir, name), text)
	}
	if title(c) != "init" {
		succeeds(t, dir, []string{"init"})
	}
	state, listed := needed[title(c)]
	if !listed {
		state = "mail"
	}
	makeState(t, dir, state)
	return dir
}

// TestExamplesRun: what help tells to type works, line by line, in a sandbox that has what it speaks of.
func TestExamplesRun(t *testing.T) {
	everyCommand(tree(), func(c *cli.Command) {
		if c.Action == nil {
			return
		}
		t.Run(title(c), func(t *testing.T) {
			t.Parallel()
			dir := exampleFolder(t, c)
			for _, words := range typedLines(t, strings.ReplaceAll(c.UsageText, "~/", "")) {
				succeeds(t, dir, words)
			}
		})
	})
}

func writeFile(t *testing.T, file, text string) {
	t.Helper()
	if err := errors.Join(os.MkdirAll(filepath.Dir(file), 0o777), os.WriteFile(file, []byte(text), 0o666)); err != nil {
		t.Fatal(err)
	}
}

// makeState runs the lines that lead to a state.
func makeState(t *testing.T, dir, state string) {
	t.Helper()
	for line := range strings.Lines(before[state]) {
		l, _ := newWordReader(line).next()
		if l.words[0] == "after" {
			makeState(t, dir, l.words[1])
			continue
		}
		succeeds(t, dir, l.words)
	}
}

// succeeds runs a command that must succeed.
func succeeds(t *testing.T, dir string, words []string) {
	t.Helper()
	var out, errs strings.Builder
	ctx, end := endOf(words)
	defer end()
	code := Run(Process{
		Context:  ctx,
		Args:     words,
		Dir:      dir,
		In:       strings.NewReader("clock\n"),
		Out:      &out,
		Err:      &errs,
		Options:  sandbox.Options{Throwaway: true},
		Terminal: Terminal{In: true, Out: true, Err: true, Width: 80},
	})
	if code != 0 {
		t.Errorf("%s: exit %d\n%s%s", shellWords(words), code, &out, &errs)
	}
}

// endOf is the context of a command line that a test runs: one that goes on until it is interrupted is, soon.
func endOf(words []string) (context.Context, context.CancelFunc) {
	goesOn := func(word string) bool { return word == "serve" || strings.HasPrefix(word, "--follow") }
	if slices.ContainsFunc(words, goesOn) {
		return context.WithTimeout(context.Background(), time.Second)
	}
	return context.WithCancel(context.Background())
}

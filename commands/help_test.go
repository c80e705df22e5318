package commands

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/urfave/cli/v2"

	"recallbox/commands/term"
	"recallbox/sandbox"
	"recallbox/testscripts"
)

func TestHelpOfACommand(t *testing.T) {
	root := sample(nop)
	send := root.Command("send")
	send.Usage = "send a message"
	send.Description = "Longer than a line."
	send.UsageText = "recallbox send --as alice --to bob\nrecallbox send --as alice m1"
	out, _ := printed(Terminal{}, func(p *printer) { showHelp(p, root, send) })
	want := `recallbox send: send a message

usage
  recallbox send --as USER [ID…] [flags]

Longer than a line.

flags
  -a, --as USER    USER sends (RECALLBOX_AS)
  -t, --to B       to B
      --subject S  S
  -n, --dry-run    show what would happen, change nothing
  -y, --yes        do not ask first
      --count N    N

flags of every command
  -s, --sandbox FILE   the sandbox is in FILE (RECALLBOX_SANDBOX; else recallbox.db)
      --json           print one JSON document
      --jq EXPR        print what EXPR gives of that document, as jq -r does
      --color WHEN     in colour or not; WHEN is auto, always or never
      --wait DURATION  wait for other processes for a DURATION at most (60s)
  -h, --help           show how a command is used
      --version        show the program's version

examples
  recallbox send --as alice --to bob
  recallbox send --as alice m1
`
	if out != want {
		t.Errorf("got\n%s", out)
	}
}

func TestHelpFitsANarrowTerminal(t *testing.T) {
	out, _ := printed(Terminal{Out: true, Width: 30}, func(p *printer) {
		p.SetColour("never")
		p.Markdown(term.ReadMarkdown("A message opens in its own window, and\nnowhere else.\n\n" +
			"# settings\n  name=NAME  as mail shows it, however long\n\nOr:\n  none\n"))
	})
	want := "\nA message opens in its own\nwindow, and nowhere else.\n\n" +
		"settings\n  name=NAME  as mail shows it,\n             however long\n\nOr:\n\n  none\n"
	if out != want {
		t.Errorf("got\n%s", out)
	}
}

// TestEveryCommandExplainsItself keeps the help whole as commands are added.
func TestEveryCommandExplainsItself(t *testing.T) {
	everyCommand(tree(), func(c *cli.Command) {
		if c.Usage == "" || c.Action != nil && c.UsageText == "" {
			t.Errorf("%s: needs a short text, and an example if it does something", c.HelpName)
		}
		if first := title(c); first != "" && !strings.Contains(first, " ") && c.Category == "" {
			t.Errorf("%s: stands under no heading", c.HelpName)
		}
	})
}

// TestFlagNamesAreUnique: urfave/cli panics at run time on a name that is there twice.
func TestFlagNamesAreUnique(t *testing.T) {
	everyCommand(tree(), func(c *cli.Command) {
		seen := map[string]bool{}
		flags := c.Flags
		if title(c) != "" {
			flags = append(flags, globalFlags()...)
		}
		for _, flag := range flags {
			for _, name := range flag.Names() {
				if seen[name] {
					t.Errorf("%s: two flags are called %s", c.HelpName, name)
				}
				seen[name] = true
			}
		}
	})
}

func BenchmarkRun(b *testing.B) {
	for b.Loop() {
		p := Process{}.complete()
		in, _ := readLine(sample(nop), []string{"send", "m1", "--as", "alice", "--to", "bob", "--json"})
		if err := in.run(p, newPrinter(p)); err != nil {
			b.Fatal(err)
		}
	}
}

// TestEveryTopicIsListed: help lists each page once, and each says in its first line what it is about.
func TestEveryTopicIsListed(t *testing.T) {
	files, err := topicTexts.ReadDir("topics")
	if err != nil {
		t.Fatal(err)
	}
	var there []string
	for _, file := range files {
		name := strings.TrimSuffix(file.Name(), ".md")
		there = append(there, name)
		text, _ := topicTexts.ReadFile("topics/" + file.Name())
		if !strings.HasPrefix(string(text), "# "+name+": ") {
			t.Errorf("%s does not begin with # %s: what it is about", file.Name(), name)
		}
	}
	if listed := slices.Sorted(slices.Values(topicNames())); !slices.Equal(listed, there) {
		t.Errorf("help lists %q, and there are %q", listed, there)
	}
}

// TestTheScriptThatIsExplainedPasses runs the one in `help scripting`.
func TestTheScriptThatIsExplainedPasses(t *testing.T) {
	_, page, _ := topic("scripting")
	i := slices.IndexFunc(page, func(b term.Block) bool { return b.Kind == term.CodeBlock })
	script := testscripts.Script{Name: "budget", Data: []byte(strings.Join(page[i].Lines, "\n") + "\n")}
	runner := testscripts.Runner{Program: Program(sandbox.Options{})}
	result, err := runner.Run(context.Background(), script)
	if err != nil || result.Outcome != testscripts.Passed || len(result.Cited) == 0 {
		t.Error(result.Log, err)
	}
}

// TestTopicInTheManual: headings are subsections, and a table is a list of what its first column names.
func TestTopicInTheManual(t *testing.T) {
	page := "## In `short`\n\nA **message** is read in\n[`recallbox help class`](class.md).\n\n" +
		"- one that goes\n  on and on\n- two\n\n```console\n$ recallbox send \\\n  --as alice\n```\n\n" +
		"| word | what it means |\n|---|---|\n| `on\\|off` | a setting |\n\n" +
		"| a | b | c |\n|---|---|---|\n| x | one | two |\n"
	var m manPage
	m.section("x")
	m.page(term.ReadMarkdown(page))
	want := `.SH X
.SS "In short"
A \fBmessage\fR is read in \fBrecallbox help class\fR.
.TP
\-
one that goes on and on
.TP
\-
two
.PP
.RS 4
.nf
$ recallbox send \e
  \-\-as alice
.fi
.RE
.TP
\fBon|off\fR
a setting
.TP
\fBx\fR
one; two
`
	if got := m.String(); got != want {
		t.Errorf("got\n%s", got)
	}
}

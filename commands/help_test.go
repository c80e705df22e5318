package commands

import (
	"strings"
	"testing"

	"github.com/urfave/cli/v2"
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
		p.Prose("A message opens in its own window, and\nnowhere else.\n\nSettings:\n  name=NAME  as mail shows it, however long\n")
	})
	want := "A message opens in its own\nwindow, and nowhere else.\n\nSettings:\n  name=NAME  as mail shows it, however long\n"
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

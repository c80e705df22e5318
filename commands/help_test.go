package commands

import "testing"

func TestHelpOfACommand(t *testing.T) {
	root := sample(nop)
	send := root.sub("send")
	send.short = "send a message"
	send.long = "Longer than a line."
	send.example = "recallbox send --as alice --to bob\nrecallbox send --as alice m1"
	out, _ := printed(Terminal{}, func(p *printer) { showHelp(p, send) })
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
  -s, --sandbox FILE  the sandbox is in FILE (RECALLBOX_SANDBOX; else recallbox.db)
      --json          print one JSON document
      --color WHEN    in colour or not; WHEN is auto, always or never
  -h, --help          show how a command is used
      --version       show the program's version

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
		p.prose("A message opens in its own window, and\nnowhere else.\n\nSettings:\n  name=NAME  as mail shows it, however long\n")
	})
	want := "A message opens in its own\nwindow, and nowhere else.\n\nSettings:\n  name=NAME  as mail shows it, however long\n"
	if out != want {
		t.Errorf("got\n%s", out)
	}
}

// TestEveryCommandExplainsItself keeps the help whole as commands are added.
func TestEveryCommandExplainsItself(t *testing.T) {
	var visit func(c *command)
	visit = func(c *command) {
		if c.short == "" || c.run != nil && c.parent != nil && c.example == "" {
			t.Errorf("%s: needs a short text, and an example if it does something", c.path())
		}
		if c.parent != nil && c.parent.parent == nil && c.group == "" {
			t.Errorf("%s: stands under no heading", c.path())
		}
		for _, name := range c.needs {
			if c.flag(name) == nil {
				t.Errorf("%s: needs --%s, which it does not have", c.path(), name)
			}
		}
		for _, sub := range c.subs {
			visit(sub)
		}
	}
	visit(tree())
}

// TestFlagNamesAreUnique: urfave/cli panics at run time on a name that is there twice.
func TestFlagNamesAreUnique(t *testing.T) {
	var visit func(c *command)
	visit = func(c *command) {
		seen := map[string]bool{}
		for _, flag := range c.allFlags() {
			for _, name := range flag.Names() {
				if seen[name] {
					t.Errorf("%s: two flags are called %s", c.path(), name)
				}
				seen[name] = true
			}
		}
		for _, sub := range c.subs {
			visit(sub)
		}
	}
	visit(tree())
}

func BenchmarkRun(b *testing.B) {
	for b.Loop() {
		p := Process{}.complete()
		in, _ := readArgs(sample(nop), []string{"send", "m1", "--as", "alice", "--to", "bob", "--json"})
		if err := in.run(p, newPrinter(p)); err != nil {
			b.Fatal(err)
		}
	}
}

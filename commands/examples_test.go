package commands

import (
	"slices"
	"strings"
	"testing"

	"github.com/urfave/cli/v2"

	"recallbox/commands/term"
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

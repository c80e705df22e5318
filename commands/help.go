package commands

import (
	"cmp"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"recallbox/sandbox/recall"
)

func helpCommand() *command {
	return &command{
		name:    "help",
		group:   groupScripts,
		args:    "[COMMAND|TOPIC…]",
		short:   "show how the program, a command or a topic works",
		example: "recallbox help exit-codes",
		run:     runHelp,
	}
}

func runHelp(c *call) error {
	about := tree()
	for i, word := range c.args {
		if text, found := topics[word]; found && i == 0 && len(c.args) == 1 {
			return c.print.page(func() { c.print.body(text) })
		}
		in := &invocation{command: about}
		if about = about.sub(word); about == nil && slices.ContainsFunc(c.systems(), func(s recall.System) bool { return s.Name == word }) {
			return usageHint("recallbox behaviours "+word+" lists what is documented of it", "unknown topic %q", word)
		}
		if about == nil {
			return in.unknownTopic(word)
		}
	}
	return showHelp(c.print, about)
}

func (in *invocation) unknownTopic(word string) error {
	if in.command.parent == nil {
		for topic := range topics {
			if nearest(word, []string{topic}) != "" {
				return usageHint("did you mean "+topic+"?", "unknown topic %q", word)
			}
		}
	}
	return in.unknownCommand(word)
}

// showHelp prints how a command is used.
func showHelp(p *printer, c *command) error {
	return p.page(func() { p.help(c) })
}

func (p *printer) help(c *command) {
	p.line(heading(c.path()), plain(": "+c.short))
	p.section("usage")
	p.line(plain("  " + c.usage()))
	if c.long != "" {
		p.line()
		p.prose(c.long)
	}
	p.helpCommands(c)
	p.helpFlags("flags", c.flags)
	p.helpFlags("flags of every command", globalFlags())
	if c.example != "" {
		title := "example"
		if strings.Contains(strings.TrimSpace(c.example), "\n") {
			title = "examples"
		}
		p.section(title)
		for line := range strings.Lines(c.example) {
			p.line(plain("  " + strings.TrimSuffix(line, "\n")))
		}
	}
	if c.parent == nil {
		p.section("more")
		p.line(plain("  recallbox help COMMAND, recallbox help " + strings.Join(topicNames(), "|")))
	}
}

// prose prints sentences, whose lines are broken anew where the terminal is too narrow for them. Indented lines stay as they are.
func (p *printer) prose(s string) {
	if !p.terminal.Out || p.terminal.Width < narrowest || p.terminal.Width >= proseWidth {
		p.body(s)
		return
	}
	var paragraph []string
	end := func() {
		for _, line := range p.fitting(plain(strings.Join(paragraph, " ")), 0) {
			p.line(line)
		}
		paragraph = nil
	}
	for _, line := range strings.Split(strings.TrimSuffix(s, "\n"), "\n") {
		if line != "" && !strings.HasPrefix(line, " ") {
			paragraph = append(paragraph, line)
			continue
		}
		if len(paragraph) > 0 {
			end()
		}
		p.line(plain(line))
	}
	if len(paragraph) > 0 {
		end()
	}
}

// proseWidth is how wide the prose of help is written.
const proseWidth = 80

func (p *printer) section(title string) {
	p.line()
	p.line(heading(title))
}

// helpCommands lists the commands below c, under their headings.
func (p *printer) helpCommands(c *command) {
	group := "\x00"
	var list *table
	for _, sub := range c.subs {
		if sub.hidden {
			continue
		}
		if sub.group != group {
			list.print(true)
			group = sub.group
			list = p.table()
			p.section(cmp.Or(group, "commands"))
		}
		list.row(plain(sub.name), plain(sub.short))
	}
	list.print(true)
}

// helpFlags lists flags with their short names, values and meaning.
func (p *printer) helpFlags(title string, flags []cli.Flag) {
	if len(flags) == 0 {
		return
	}
	p.section(title)
	list := p.table()
	for _, flag := range flags {
		value, sentence := describe(flag)
		name := "    --" + flag.Names()[0]
		for _, alias := range flag.Names()[1:] {
			name = "-" + alias + ", " + name[4:]
		}
		if takesValue(flag) {
			name += " " + value
		}
		list.row(plain(name), plain(sentence))
	}
	list.print(true)
}

func topicNames() []string {
	var names []string
	for name := range topics {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

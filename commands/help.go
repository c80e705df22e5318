package commands

import (
	"cmp"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"recallbox/commands/term"
	"recallbox/sandbox/recall"
)

func helpCommand() *command {
	return &command{
		name:    "help",
		group:   groupScripts,
		args:    "[COMMAND|TOPIC…]",
		short:   "show how the program, a command or a topic works",
		long:    "With --man it is the whole manual, as a page for man.\n",
		example: "recallbox help send\nrecallbox help scripting\nrecallbox help --man > recallbox.1",
		flags:   []cli.Flag{switchFlag("man", "print the manual page, with all commands")},
		run:     runHelp,
	}
}

func runHelp(c *call) error {
	about := tree()
	if c.Bool("man") {
		if len(c.args) > 0 {
			return usageHint("recallbox help --man", "help: the manual is one page, not one for %s", c.arg(0))
		}
		return c.print.Page(func() { c.print.Body(manual(about)) })
	}
	if short, page, found := topic(strings.Join(c.args, " ")); found {
		command := about.sub(c.arg(0)) // systems is both
		return c.print.Page(func() {
			if command != nil {
				c.print.help(command)
				c.print.Line()
			}
			c.print.topic(c.arg(0), short, page)
		})
	}
	for _, word := range c.args {
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
		if near := nearest(word, topicNames()); near != "" {
			return usageHint("did you mean "+near+"?", "unknown topic %q", word)
		}
	}
	return in.unknownCommand(word)
}

// showHelp prints how a command is used.
func showHelp(p *printer, c *command) error {
	return p.Page(func() { p.help(c) })
}

func (p *printer) help(c *command) {
	p.title(c.path(), c.short)
	p.section("usage")
	p.Line(term.Plain("  " + c.usage()))
	if c.long != "" {
		p.Line()
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
			p.Line(term.Plain("  " + strings.TrimSuffix(line, "\n")))
		}
	}
	if c.parent == nil {
		p.helpTopics()
		p.section("more")
		p.Line(term.Plain("  recallbox help COMMAND, recallbox help TOPIC"))
	}
}

// title says what is explained.
func (p *printer) title(name, short string) {
	for _, line := range p.Fit(term.Join(term.Heading(name), term.Plain(": "+short)), 0) {
		p.Line(line)
	}
}

// prose prints paragraphs, whose lines are broken anew where the terminal is too narrow for one of them. Indented lines and those of tables
// stay as they are.
func (p *printer) prose(s string) {
	var paragraph []string
	end := func() {
		p.paragraph(paragraph)
		paragraph = nil
	}
	for line := range strings.Lines(s) {
		if line = strings.TrimSuffix(line, "\n"); line != "" && !strings.Contains(" "+line, "  ") {
			paragraph = append(paragraph, line)
			continue
		}
		end()
		p.Line(term.Plain(line))
	}
	end()
}

func (p *printer) paragraph(lines []string) {
	tooLong := func(line string) bool { return len(p.Fit(term.Plain(line), 0)) > 1 }
	if slices.ContainsFunc(lines, tooLong) {
		lines = []string{strings.Join(lines, " ")}
	}
	for _, line := range lines {
		for _, part := range p.Fit(term.Plain(line), 0) {
			p.Line(part)
		}
	}
}

func (p *printer) section(title string) {
	p.Line()
	p.Line(term.Heading(title))
}

// helpCommands lists the commands below c, under their headings.
func (p *printer) helpCommands(c *command) {
	group := "\x00"
	var list *term.Table
	for _, sub := range c.subs {
		if sub.hidden {
			continue
		}
		if sub.group != group {
			list.Print(true)
			group = sub.group
			list = p.Table()
			p.section(cmp.Or(group, "commands"))
		}
		list.Row(term.Plain(sub.name), term.Plain(sub.short))
	}
	list.Print(true)
}

// helpFlags lists flags with their short names, values and meaning.
func (p *printer) helpFlags(title string, flags []cli.Flag) {
	if len(flags) == 0 {
		return
	}
	p.section(title)
	list := p.Table()
	for _, flag := range flags {
		value, sentence := describe(flag)
		name := "    --" + flag.Names()[0]
		for _, alias := range flag.Names()[1:] {
			name = "-" + alias + ", " + name[4:]
		}
		if takesValue(flag) {
			name += " " + value
		}
		list.Row(term.Plain(name), term.Plain(sentence))
	}
	list.Print(true)
}

package commands

import (
	"embed"
	"io/fs"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"recallbox/sandbox/recall"
)

func helpCommand() *cli.Command {
	return &cli.Command{
		Name:        "help",
		Category:    groupScripts,
		ArgsUsage:   "[COMMAND|TOPIC…]",
		Usage:       "show how the program, a command or a topic works",
		Description: "With --man it is the whole manual, as a page for man.\n",
		UsageText:   "recallbox help send\nrecallbox help scripting\nrecallbox help --man > recallbox.1",
		Flags:       []cli.Flag{switchFlag("man", "print the manual page, with all commands")},
		Action:      action(runHelp),
	}
}

func runHelp(c *call) error {
	about := c.line.root
	if c.Bool("man") {
		if len(c.args) > 0 {
			return usageHint("recallbox help --man", "help: the manual is one page, not one for %s", c.arg(0))
		}
		return c.print.Page(func() { c.print.Body(manual(about)) })
	}
	if short, long, found := topic(strings.Join(c.args, " ")); found {
		return c.print.Page(func() { c.print.topic(c.arg(0), short, long) })
	}
	for _, word := range c.args {
		sub := about.Command(word)
		if sub == nil {
			return c.unknownTopic(about, word)
		}
		about = sub
	}
	return showHelp(c.print, c.line.root, about)
}

// unknownTopic is the error for a word that is neither a topic nor a command below about.
func (c *call) unknownTopic(about *cli.Command, word string) error {
	if slices.ContainsFunc(c.systems(), func(s recall.System) bool { return s.Name == word }) {
		return usageHint("recallbox behaviours "+word+" lists what is documented of it", "unknown topic %q", word)
	}
	if near := nearest(word, topicNames()); near != "" && about == c.line.root {
		return usageHint("did you mean "+near+"?", "unknown topic %q", word)
	}
	return (&line{root: c.line.root, command: about}).unknownCommand(word)
}

// helpTemplate is how urfave/cli prints a command's help. What begins with # is a heading; indented lines stay as
// they are.
const helpTemplate = `# usage
  {{usage .}}
{{with .Description}}
{{trim .}}
{{end}}
{{- template "commands" .VisibleCommands}}
{{- if ne . root}}{{with .VisibleFlags}}
# flags
{{template "flags" .}}{{end}}{{end}}
# flags of every command
{{template "flags" root.VisibleFlags}}
{{- with .UsageText}}
# {{if several .}}examples{{else}}example{{end}}
{{indent 2 (trim .)}}
{{end}}
{{- if eq . root}}
{{- template "commands" topics}}
# more
  recallbox help COMMAND, recallbox help TOPIC
{{end}}

{{- define "commands"}}{{$at := offsetCommands . 4}}{{$group := "none"}}{{range .}}
	{{- if ne .Category $group}}{{$group = .Category}}
# {{or .Category "commands"}}
{{end}}  {{join .Names ", "}}{{indent (subtract $at (offset (join .Names ", ") 2)) ""}}{{wrap .Usage $at}}
{{end}}{{end}}

{{- define "flags"}}{{$at := offsetFlags .}}{{range .}}  {{typed .}}
	{{- indent (subtract $at (offset (typed .) 2)) ""}}{{wrap (says .) $at}}
{{end}}{{end}}`

// showHelp prints how a command is used.
func showHelp(p *printer, root, c *cli.Command) error {
	return p.Page(func() { p.help(root, c) })
}

func (p *printer) help(root, c *cli.Command) {
	var page strings.Builder
	cli.HelpPrinterCustom(&page, helpTemplate, c, map[string]any{
		"root":        func() *cli.Command { return root },
		"usage":       usage,
		"several":     func(lines string) bool { return strings.Contains(strings.TrimSpace(lines), "\n") },
		"topics":      topics,
		"typed":       typedFlag,
		"says":        func(flag cli.Flag) string { _, says := describe(flag); return says },
		"offsetFlags": offsetFlags,
		"wrapAt":      p.wrapsAt,
	})
	p.Title(c.HelpName, c.Usage)
	p.Line()
	p.Prose(page.String())
}

// typedFlag is a flag with its short names and its value: "-a, --as USER".
func typedFlag(flag cli.Flag) string {
	long, short := names(flag)
	typed := "    --" + long
	for _, name := range short {
		typed = "-" + name + ", " + typed[4:]
	}
	return strings.TrimRight(typed+" "+placeholder(flag), " ")
}

// offsetFlags is where the sentences about flags begin.
func offsetFlags(flags []cli.Flag) int {
	widest := 0
	for _, flag := range flags {
		widest = max(widest, len(typedFlag(flag)))
	}
	return widest + 4
}

// wrapsAt is the width of the terminal, or of lines where there is none.
func (p *printer) wrapsAt() int {
	if p.Terminal.Out && p.Terminal.Width > 0 {
		return p.Terminal.Width
	}
	return 10_000
}

// topic prints what is explained beside the commands.
func (p *printer) topic(name, short, long string) {
	p.Title(name, short)
	p.Line()
	p.Prose(long)
}

// topics are listed as commands are.
func topics() []*cli.Command {
	var list []*cli.Command
	for _, name := range topicNames() {
		short, _, _ := topic(name)
		list = append(list, &cli.Command{Name: name, Usage: short, Category: "topics"})
	}
	return list
}

// topicTexts are what `recallbox help` explains beside the commands: each a line that says what it is about, an empty
// one, and the rest.
//
//go:embed topics/*.txt
var topicTexts embed.FS

// topic finds what is explained under a name.
func topic(name string) (short, long string, found bool) {
	text, err := topicTexts.ReadFile("topics/" + name + ".txt")
	short, long, _ = strings.Cut(string(text), "\n\n")
	return short, long, err == nil
}

func topicNames() []string {
	files, _ := fs.Glob(topicTexts, "topics/*.txt")
	var names []string
	for _, file := range files {
		names = append(names, strings.TrimSuffix(strings.TrimPrefix(file, "topics/"), ".txt"))
	}
	return names
}

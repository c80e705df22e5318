package commands

import (
	"embed"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"recallbox/commands/term"
	"recallbox/sandbox"
	"recallbox/sandbox/recall"
)

func helpCommand() *cli.Command {
	return &cli.Command{
		Name:        "help",
		Category:    groupScripts,
		ArgsUsage:   "[COMMAND|TOPIC…]",
		Usage:       "show how the program, a command or a topic works",
		Description: "With --man it is the whole manual, as a page for man.\n",
		UsageText: `recallbox help send
recallbox help scripting
recallbox help --man > recallbox.1`,
		Flags:  []cli.Flag{switchFlag("man", "print the manual page, with all commands")},
		Action: action(runHelp),
	}
}

func runHelp(c *call) error {
	about := c.line.root
	if c.Bool("man") {
		if len(c.args) > 0 {
			return usageHint(try("`help --man`"), "help: the manual is one page, not one for %s", c.arg(0))
		}
		return c.print.Page(func() { c.print.Body(manual(about)) })
	}
	if short, page, found := topic(strings.Join(c.args, " ")); found {
		command := about.Command(c.arg(0)) // systems is both
		return c.print.Page(func() {
			if command != nil {
				c.print.help(about, command)
				c.print.Line()
			}
			c.print.topic(c.arg(0), short, page)
		})
	}
	if _, _, isTopic := topic(c.arg(0)); isTopic && about.Command(c.arg(0)) == nil {
		return c.nothingBelow(1)
	}
	for i, word := range c.args {
		if len(about.Subcommands) == 0 {
			return c.nothingBelow(i)
		}
		sub := about.Command(word)
		if sub == nil {
			return c.unknownTopic(about, word)
		}
		about = sub
	}
	return showHelp(c.print, c.line.root, about)
}

// nothingBelow is the error for the ith word, where the words in front of it name all that there is to explain.
func (c *call) nothingBelow(i int) error {
	return usageHint(typing(append([]string{"help"}, c.args[:i]...)), "help: unexpected argument %q", c.arg(i))
}

// unknownTopic is the error for a word that is neither a topic nor a command below about.
func (c *call) unknownTopic(about *cli.Command, word string) error {
	if slices.ContainsFunc(c.systems(), func(s recall.System) bool { return s.Name == word }) {
		h := try("`behaviours {system}` lists what is documented of it", "system", word)
		return usageHint(h, "unknown topic %q", word)
	}
	near := sandbox.Nearest(word, topicNames())
	if word == "scripts" || word == "testscript" {
		near = "scripting"
	}
	if near != "" && about == c.line.root {
		return usageHint(say("did you mean "+near+"?"), "unknown topic %q", word)
	}
	return (&line{root: c.line.root, command: about}).unknownCommand(word)
}

// helpTemplate is how urfave/cli writes a command's help: a page of Markdown, as the topics are.
const helpTemplate = `# usage
  {{usage .}}
{{with .Aliases}}
It is also called {{join . ", "}}.
{{end}}{{with .Description}}
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

{{- define "commands"}}{{$at := offsetCommands .}}{{$group := "none"}}{{range .}}
	{{- if ne .Category $group}}{{$group = .Category}}
# {{or .Category "commands"}}
{{end}}  {{.Name}}{{indent (subtract $at (offset .Name 2)) ""}}{{.Usage}}
{{end}}{{end}}

{{- define "flags"}}{{$at := offsetFlags .}}{{range .}}  {{flag .}}
	{{- indent (subtract $at (offset (flag .) 2)) ""}}{{says .}}
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
		"flag":        flagUsage,
		"says":        func(flag cli.Flag) string { _, says := describe(flag); return says },
		"offsetFlags": offsetFlags,
		"offsetCommands": func(list []*cli.Command) int {
			widest := 0
			for _, c := range list {
				widest = max(widest, len(c.Name))
			}
			return widest + 4
		},
	})
	p.Title(c.HelpName, c.Usage)
	p.Markdown(term.ReadMarkdown(page.String()))
}

// flagUsage is a flag with its short names and its value: "-a, --as USER".
func flagUsage(flag cli.Flag) string {
	long, short := namesOf(flag)
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
		widest = max(widest, len(flagUsage(flag)))
	}
	return widest + 4
}

// topicGroups are the topics that `recallbox help` explains beside the commands, under what somebody wants of them.
var topicGroups = []struct {
	says  string
	names []string
}{
	{"topics: learn", []string{"tutorial", "class", "outcomes", "systems", "mailboxes", "ours", "myths"}},
	{"topics: look up", []string{"names", "time", "curves", "limits", "sources", "exit-codes", "environment"}},
	{"topics: automate", []string{"scripting", "experiments", "ci", "json", "library"}},
}

// topicTexts are their pages. The first line of each is a heading, "# NAME: what it is about".
//
//go:embed topics/*.md
var topicTexts embed.FS

// topic finds what is explained under a name.
func topic(name string) (short string, page []term.Block, found bool) {
	text, err := topicTexts.ReadFile("topics/" + name + ".md")
	title, rest, _ := strings.Cut(string(text), "\n")
	return strings.TrimPrefix(title, "# "+name+": "), term.ReadMarkdown(rest), err == nil
}

// topicNames are the names of the topics, in the order in which help lists them.
func topicNames() []string {
	var names []string
	for _, group := range topicGroups {
		names = append(names, group.names...)
	}
	return names
}

// topics are listed as commands are.
func topics() []*cli.Command {
	var list []*cli.Command
	for _, group := range topicGroups {
		for _, name := range group.names {
			short, _, _ := topic(name)
			list = append(list, &cli.Command{Name: name, Usage: short, Category: group.says})
		}
	}
	return list
}

// topic prints what is explained beside the commands.
func (p *printer) topic(name, short string, page []term.Block) {
	p.Title(name, short)
	p.Markdown(page)
}

package commands

import (
	"embed"
	"strings"

	"github.com/urfave/cli/v2"

	"recallbox/commands/term"
)

// topicGroups are the topics that `recallbox help` explains beside the commands, under what somebody wants of them.
var topicGroups = []struct {
	says  string
	names []string
}{
	{"topics: learn", []string{"tutorial", "class", "outcomes", "systems", "mailboxes", "ours"}},
	{"topics: look up", []string{"names", "time", "limits", "sources", "exit-codes", "environment"}},
	{"topics: automate", []string{"scripting", "ci", "json"}},
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

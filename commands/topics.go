package commands

import (
	"embed"
	"strings"
)

// The headings of the overview, in its order.
const (
	groupSetUp   = "setting up"
	groupMail    = "mail"
	groupRecall  = "recall"
	groupLooking = "looking"
	groupScripts = "scripts"
	groupMoving  = "moving data"
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
func topic(name string) (short string, page []block, found bool) {
	text, err := topicTexts.ReadFile("topics/" + name + ".md")
	title, rest, _ := strings.Cut(string(text), "\n")
	return strings.TrimPrefix(title, "# "+name+": "), readMarkdown(rest), err == nil
}

// topicNames are the names of the topics, in the order in which help lists them.
func topicNames() []string {
	var names []string
	for _, group := range topicGroups {
		names = append(names, group.names...)
	}
	return names
}

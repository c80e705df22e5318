package commands

import (
	"embed"
	"io/fs"
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

// topicTexts are what `recallbox help` explains beside the commands: each a line that says what it is about, an empty one, and the rest.
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

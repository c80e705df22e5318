package commands

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"recallbox/commands/serve"
)

// What the live page may run: what a batch may, less all that reads or writes files or stdin, or is about other
// sandboxes. A command or a flag that is named nowhere here is refused, and a test finds it.

// allowance is which flags of a command the page may give, and which it may not.
type allowance struct {
	flags   string
	refused string
	looks   bool // the command changes nothing
}

// filesStay are the flags by which commands read files.
const filesStay = "body-file html-file attach"

// letter are the flags that a message is written with.
const letter = "to cc bcc subject body in-reply-to sensitivity read-receipt appointment delivery-receipt protected"

// allowed are the commands that the page may run.
var allowed = map[string]allowance{
	"org add":               {flags: "domain system"},
	"org set":               {},
	"org list":              {flags: "all", looks: true},
	"org show":              {looks: true},
	"user add":              {flags: "count pattern"},
	"user set":              {},
	"user list":             {flags: "all", looks: true},
	"user show":             {looks: true},
	"group add":             {flags: "members all"},
	"group set":             {flags: "members"},
	"group list":            {flags: "all", looks: true},
	"delegate add":          {flags: "as"},
	"delegate remove":       {flags: "as"},
	"delegate list":         {looks: true},
	"folder add":            {flags: "as"},
	"folder list":           {flags: "all", looks: true},
	"folder share":          {flags: "as with"},
	"public-folder add":     {flags: "name read-state"},
	"public-folder grant":   {},
	"public-folder list":    {flags: "all", looks: true},
	"rule add":              {flags: "as from subject-contains class move-to delete mark-read"},
	"rule list":             {flags: "all", looks: true},
	"rule remove":           {},
	"hold add":              {flags: "as org for senders take-back"},
	"hold list":             {flags: "all", looks: true},
	"hold remove":           {flags: "as"},
	"send":                  {flags: "as for draft " + letter, refused: filesStay + " eml"},
	"preview":               {flags: "as in all"},
	"open":                  {flags: "as in client receipt all"},
	"mark-read":             {flags: "as in"},
	"mark-unread":           {flags: "as in"},
	"move":                  {flags: "as in"},
	"delete":                {flags: "as in hard"},
	"recover":               {flags: "as in"},
	"forward":               {flags: "as to cc bcc body in", refused: filesStay},
	"share":                 {flags: "as in with"},
	"fetch":                 {flags: "as via"},
	"ask":                   {flags: "as to note"},
	"client start":          {flags: "as"},
	"client stop":           {flags: "as"},
	"recall":                {flags: recallFlags, refused: filesStay},
	"explain":               {flags: "all", looks: true},
	"outbox list":           {flags: "all", looks: true},
	"outbox take-back":      {flags: "as"},
	"outbox edit":           {flags: "as " + letter, refused: filesStay + " eml"},
	"outbox release":        {flags: "as"},
	"at":                    {flags: "spread share seed"}, // of which the command behind it can do no more
	"at list":               {flags: "all", looks: true},
	"at remove":             {},
	"purge":                 {flags: "as subject hard dry-run yes all"},
	"inspect":               {flags: "all folder recoverable as mailbox", refused: "raw attachment", looks: true},
	"inspect mailbox":       {flags: "folder recoverable as all", looks: true},
	"inspect public-folder": {flags: "all", looks: true},
	"inspect message":       {flags: "mailbox all", refused: "raw attachment", looks: true},
	"inspect recall":        {flags: "all", looks: true},
	"inspect delivery":      {flags: "all", looks: true},
	"log":                   {flags: "mailbox message recall all", refused: "follow", looks: true},
	"history":               {refused: "script expect", looks: true},
	"clock":                 {looks: true},
	"clock advance":         {flags: "all"},
	"clock set":             {flags: "all"},
	"check":                 {looks: true},
	"behaviours":            {looks: true},
	"behaviours show":       {looks: true},
	"sources":               {looks: true},
	"systems":               {flags: "compare", looks: true},
	"help":                  {flags: "man", looks: true},
}

const recallFlags = "as replace subject body no-report from comment view client dry-run yes all"

// refusedCommands are those that the page may not run, with the reason.
var refusedCommands = map[string]string{
	"init":       "it makes another sandbox",
	"batch":      "it reads files; type its lines one by one",
	"run":        "it reads files",
	"demo":       "it reads files; Play shows what is built in",
	"snapshot":   "it replaces the whole sandbox, or copies it",
	"completion": "it is for shells",
	"import":     "it reads files",
	"export":     "it writes files",
	"serve":      "it runs already",
	"experiment": "it reads and writes files",
}

// ofEveryCommand are the flags of every command that the page may give, and notOfEvery those that it may not.
const (
	ofEveryCommand = "json help version"
	notOfEvery     = "sandbox wait color jq"
)

// mayRun fails for words that the page may not run, or that change something where it may only look. What cannot be
// understood may be run: it ends before it does anything.
func mayRun(tree *cli.Command, words []string, looks bool) error {
	l, err := readLine(tree, words)
	if err != nil {
		return nil
	}
	name := title(l.command)
	for _, f := range l.flags {
		if slices.Contains(strings.Fields(notOfEvery), f.name) {
			return notHere("--%s is not for the page", f.name)
		}
	}
	if l.command.Action == nil || l.has("help") || l.has("version") {
		return nil
	}
	may, ok := allowed[name]
	if !ok {
		first, _, _ := strings.Cut(name, " ")
		why := cmp.Or(refusedCommands[first], "type it in a terminal")
		if first == "init" {
			why += ", so type it in a terminal: recallbox " + shellWords(words[slices.Index(words, "init"):])
		}
		return notHere("%s is not for the page: %s", name, why)
	}
	if looks && !may.looks {
		return notHere("%s changes something, and this only looks", name)
	}
	for _, f := range l.flags {
		readsFile := f.name == "spread" && strings.HasPrefix(f.value, "file:")
		if readsFile || !slices.Contains(strings.Fields(may.flags+" "+ofEveryCommand), f.name) {
			return notHere("%s --%s is not for the page: type it in a terminal", name, f.name)
		}
	}
	return nil
}

func notHere(format string, args ...any) error {
	return serve.Refused{Why: fmt.Sprintf(format, args...)}
}

// isOffered says whether a word that may come next in a line is one that the page may run: command is what the line
// names in front of it, or "".
func isOffered(command, word string) bool {
	name, isFlag := strings.CutPrefix(word, "--")
	name, _, _ = strings.Cut(name, "=")
	if isFlag {
		return !slices.Contains(strings.Fields(allowed[command].refused+" "+notOfEvery), name)
	}
	_, refused := refusedCommands[word]
	return command != "" || !refused
}

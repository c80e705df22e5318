// Package complete finds what the last word of a command line may become, and holds the scripts with which shells ask
// for it.
//
// It knows the places of a command line by their names (a flag, or a word such as ID), and looks into the sandbox for
// what can stand there. It must never change a sandbox, print, or return an error: at worst there are no candidates.
package complete

import (
	"context"
	"embed"
	"io/fs"
	"strings"

	"recallbox/sandbox"
	"recallbox/sandbox/recall"
)

// Line is a command line of which the last word is still being typed.
type Line struct {
	Command    string              // that it names, without the program's name: "user add"
	FlagValues map[string][]string // the values of the flags in front of the word
	Args       []string            // the arguments in front of it
	First      string              // what the command calls its first argument: "USER"
	Head       string              // the word up to the part that is completed: "--to="
	Part       string              // that part, as far as it is typed

	// What the word may be: the value of a flag, or else a command, an argument, or a flag.
	Flag      string      // whose value it is, or ""
	Value     string      // what that flag calls its value
	Commands  []Candidate // that may follow
	Arguments []string    // what the command calls those that may follow: "ID", "FOLDER"
	Flags     []Candidate // that may follow, the required ones first; none behind --
}

// World is what candidates come from.
type World struct {
	Context  context.Context
	Sandbox  string // the file
	Options  sandbox.Options
	As       string // who acts where the line does not say it
	Systems  []recall.System
	Subjects func(words []string) []Candidate // what help can explain below these words

	// These describe a thing in words.
	Hold     func(sandbox.Hold) string
	Snapshot func(sandbox.Snapshot) string
	Messages func(total, unread int64) string
}

// shellScripts are what the shells run. They know nothing of the commands, but ask the program.
//
//go:embed completion.*
var shellScripts embed.FS

// Script is what a shell runs: bash, zsh or fish.
func Script(shell string) (string, error) {
	text, err := fs.ReadFile(shellScripts, "completion."+shell)
	return string(text), err
}

// completer looks for what the word being typed may become.
type completer struct {
	Line
	World
	letters int // of each word that are wanted
	box     *openBox
}

// openBox is the sandbox once something has been looked up in it.
type openBox struct {
	box *sandbox.Box
	err error
}

// Find finds what the word being typed may become.
func Find(line Line, world World) Candidates {
	var head string
	var box openBox
	defer box.close()
	find := func(letters int) (Candidates, string) {
		c := &completer{line, world, letters, &box}
		all := c.all().startingWith(c.Part)
		head = c.Head
		return all, c.Part
	}
	return shorten(find).withHead(head)
}

// all are the candidates; some may not begin with the part.
func (c *completer) all() Candidates {
	flags := Candidates{List: c.Flags}
	switch {
	case c.Flag != "":
		return c.values(c.Flag, c.Value)
	case len(c.Flags) > 0 && strings.HasPrefix(c.Part, "-"):
		return flags
	}
	all := Candidates{List: c.Commands}
	for _, name := range c.Arguments {
		all.add(c.values("", name).without(c.Args))
	}
	if c.Part == "" && len(all.List) == 0 && !all.Files {
		return flags
	}
	return all
}

// values are what may stand for a flag's value or an argument that is called so.
func (c *completer) values(flag, name string) Candidates {
	find, _ := sourceOf(c.Command, flag, name)
	return c.union(find)
}

// moveToHead moves n bytes from the part to the head.
func (c *completer) moveToHead(n int) {
	c.Head, c.Part = c.Head+c.Part[:n], c.Part[n:]
}

// arg is the first argument, or "".
func (c *completer) arg() string {
	if len(c.Args) == 0 {
		return ""
	}
	return c.Args[0]
}

// flagValue is the first value of a flag, or "".
func (c *completer) flagValue(flag string) string {
	if values := c.FlagValues[flag]; len(values) > 0 {
		return values[0]
	}
	return ""
}

// owner is whose mailbox the line is about, or "".
func (c *completer) owner() string {
	for _, name := range []string{"mailbox", "as"} {
		if len(c.FlagValues[name]) > 0 {
			return c.flagValue(name)
		}
	}
	if c.First == "USER" && len(c.Args) > 0 {
		return c.arg()
	}
	return c.As
}

// view looks into the sandbox, if there is one that can be read, and changes nothing.
func (c *completer) view(do func(*sandbox.Tx) error) {
	if c.box.box == nil && c.box.err == nil {
		options := c.Options
		options.ReadOnly = true
		c.box.box, c.box.err = sandbox.Open(c.Sandbox, options)
	}
	if c.box.err == nil {
		_ = c.box.box.View(c.Context, do)
	}
}

func (b *openBox) close() {
	if b.box != nil {
		_ = b.box.Close()
	}
}

package commands

import (
	"errors"
	"io"
	"slices"
	"strings"
	"sync"

	"github.com/urfave/cli/v2"

	"recallbox/sandbox"
)

// acting is a command that is carried out later: it is read when it is typed, and carried out when it is due, inside
// the transaction that moves the clock. It reads no file, prints nothing, and is no part of the history.
type acting struct {
	tx   *sandbox.Tx // in which it is carried out; nil while it is only read
	read *call       // the command, once it has been read
}

var (
	errRead  = errors.New("the command was read")
	errLooks = usageHint(say("only what changes something can be done later"), "the command changes nothing")
)

// update is what a command does to the sandbox.
func (a *acting) update(c *call, do func(*sandbox.Tx) error) error {
	if a.tx == nil {
		a.read = c
		return errRead
	}
	return do(a.tx)
}

// notLater are the commands that a batch may hold, and that cannot be done later.
var notLater = []string{"at", "clock", "help"}

// readActing reads the words of a command that is to be carried out later, and gives the call that it is.
func (p Process) readActing(tree *cli.Command, words []string) (*call, error) {
	l, err := readBatchLine(tree, words)
	if err == nil {
		err = l.mayWait()
	}
	a := &acting{}
	if err == nil {
		p.acting = a
		p = p.silent()
		out := newPrinter(p)
		out.command = l.command
		if err = l.execute(p, out); err == nil {
			err = errLooks
		}
	}
	if errors.Is(err, errRead) {
		return a.read, nil
	}
	if f := asFailure(err); f.Kind == misused && f.Hint.template == "" {
		err = withHint(err, say(usage(l.command)))
	}
	return nil, err
}

// mayWait refuses a command, or a flag of it, that makes no sense later.
func (l *line) mayWait() error {
	name := title(l.command)
	if first, _, _ := strings.Cut(name, " "); slices.Contains(notLater, first) {
		return usageHint(say("run it by itself"), "%s cannot be done later", first)
	}
	if files := l.files(); len(files) > 0 {
		return readsFile(name, files[0])
	}
	for _, f := range l.flags {
		if isGlobal(f.name) || f.name == "dry-run" {
			return usageHint(say("leave it out"), "--%s makes no sense in a command that is done later", f.name)
		}
	}
	return nil
}

// readsFile refuses a command that reads a file, or stdin.
func readsFile(command, file string) error {
	return usageHint(say("only what needs no file and no stdin can be done later"), "%s: it reads %s", command, file)
}

// silent is the process of a command that prints to nobody and asks nobody.
func (p Process) silent() Process {
	p.In, p.Out, p.Err, p.Terminal, p.transcript = eof{}, io.Discard, io.Discard, Terminal{}, nil
	return p
}

// deedReader reads the commands that wait in a sandbox.
func (p Process) deedReader() sandbox.ReadDeed {
	commands := sync.OnceValue(tree)
	return func(words []string) (sandbox.Deed, error) {
		p := p
		getenv := p.Getenv
		p.Getenv = func(name string) string { // who acts stands in the command
			if name == "RECALLBOX_AS" {
				return ""
			}
			return getenv(name)
		}
		c, err := p.readActing(commands(), words)
		if err != nil {
			return sandbox.Deed{}, err
		}
		p = p.silent()
		out := newPrinter(p)
		deed := sandbox.Deed{As: c.as(), Do: func(tx *sandbox.Tx, as string) error {
			p.within, p.acting = tx, &acting{tx: tx}
			err := c.line.by(as).execute(p, out)
			out.Flush()
			return asSandboxError(err)
		}}
		deed.Reads, deed.How = c.reads()
		return deed, nil
	}
}

// reads is the message that the command reads and how, where it does nothing else; "" for any other command.
func (c *call) reads() (id string, how sandbox.ReadHow) {
	ways := map[string]sandbox.ReadHow{
		"open": sandbox.ByOpening, "preview": sandbox.ByPreviewing,
		"mark-read": sandbox.ByMarkingRead, "mark-unread": sandbox.ByMarkingUnread,
	}
	how, ok := ways[c.title()]
	says := func(f flagValue) bool { return f.name != "as" && f.name != "all" }
	if !ok || len(c.args) != 1 || slices.ContainsFunc(c.line.flags, says) {
		return "", 0
	}
	return c.arg(0), how
}

// by is the line with somebody else who acts, unless as is "".
func (l *line) by(as string) *line {
	other := *l
	other.flags = slices.Clone(l.flags)
	for i, f := range other.flags {
		if f.name == "as" && as != "" {
			other.flags[i].value = as
		}
	}
	return &other
}

// asSandboxError is an error of a command that is carried out later, as the sandbox logs it.
func asSandboxError(err error) error {
	var own *failure
	if !errors.As(err, &own) {
		return err
	}
	return &sandbox.Error{Kind: own.Kind, Message: own.Message, Behaviour: own.Behaviour}
}

// absent are the words of a command that may mean nothing yet.
func (c *call) absent() sandbox.Absent {
	a := sandbox.Absent{As: c.as()}
	if a.As != "" && c.line.flag("as") != nil {
		a.Users = append(a.Users, a.As)
	}
	for _, f := range c.line.flags {
		if f.name != "as" {
			c.mayMeanNothing(&a, placeholder(c.line.flag(f.name)), f.value)
		}
	}
	all := parameters(c.line.command.ArgsUsage)
	for i, word := range c.args {
		c.mayMeanNothing(&a, parameterOf(all, i, len(c.args)), word)
	}
	return a
}

// mayMeanNothing puts a word where it belongs, by what the command calls it.
func (c *call) mayMeanNothing(a *sandbox.Absent, name, word string) {
	switch c.title() + " " + name {
	case "user add ADDRESS", "group add ADDRESS", "public-folder add ADDRESS": // which is new
		return
	case "group set ADDRESS":
		name = "GROUP"
	case "public-folder grant ADDRESS":
		name = "PUBLIC-FOLDER"
	case "org set NAME", "hold add NAME":
		name = "ORG"
	case "folder share PATH":
		name = "FOLDER"
	}
	list := map[string]*[]string{
		"USER": &a.Users, "ADMIN": &a.Users, "ADDRESS": &a.Users, "USERS": &a.Users,
		"ADDRESSES": &a.Recipients, "A,B": &a.Recipients, "SENDER": &a.Recipients,
		"GROUP": &a.Groups, "PUBLIC-FOLDER": &a.PublicFolders, "ORG": &a.Organisations,
		"ID": &a.Messages, "FOLDER": &a.Folders, "PLACE": &a.Places,
	}[name]
	switch {
	case list == nil:
	case name == "USERS":
		*list = append(*list, splitList([]string{word})...)
	default:
		*list = append(*list, word)
	}
}

// parameterOf is what the argument with a number is called, of so many.
func parameterOf(all []parameter, i, of int) string {
	repeated := slices.IndexFunc(all, func(p parameter) bool { return p.repeated })
	if repeated >= 0 && i > repeated {
		i = max(repeated, i-max(0, of-len(all)))
	}
	return all[min(i, len(all)-1)].name
}

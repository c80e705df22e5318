package commands

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/urfave/cli/v2"

	"recallbox/commands/term"
	"recallbox/sandbox"
)

// call is one run of one command: its parsed flags (c.String, c.Bool, c.StringSlice, c.Int, c.IsSet), its arguments,
// and what it may use of the world.
type call struct {
	*cli.Context
	process Process
	print   *printer
	args    []string
	line    *line
	inputs  []inputFile // that it has read
	behind  []string    // the command behind --, as the history keeps it; nil for none

	toStdout func([]byte) error // writes an output that has stdout for itself
}

// check demands what the command's definition says it needs.
func (c *call) check() error {
	for _, flag := range c.line.command.Flags {
		name := nameOf(flag)
		if !isRequired(flag) || name == "as" && c.process.Getenv("RECALLBOX_AS") != "" {
			continue
		}
		if !c.IsSet(name) {
			return c.missing(name)
		}
	}
	err := checkArgs(c.line.command, c.args)
	if err != nil && c.forgotAs() {
		err = withHint(err, c.actingAs())
	}
	if err != nil {
		return err
	}
	return c.checkOutputs()
}

// forgotAs is true where a user was named behind a command that takes no argument, but --as.
func (c *call) forgotAs() bool {
	return c.line.command.ArgsUsage == "" && c.line.flag("as") != nil && len(c.args) == 1 && !c.IsSet("as")
}

// actingAs is the command with --as in front of who was named.
func (c *call) actingAs() hint { return try("`"+c.title()+" --as {user}`", "user", c.arg(0)) }

func (c *call) missing(name string) error {
	if name == "as" && c.forgotAs() {
		return usageHint(c.actingAs(), "%s: --as is missing", c.title())
	}
	if name == "as" {
		return usageHint(say("add --as USER, or set RECALLBOX_AS"), "%s: --as is missing", c.title())
	}
	return usageError("%s: --%s is missing", c.title(), name)
}

// title is what the user types to name the command, without the program's name, and path with it.
func (c *call) title() string { return title(c.line.command) }
func (c *call) path() string  { return c.line.command.HelpName }

// arg is an argument, or "" where fewer were given.
func (c *call) arg(i int) string {
	if i < len(c.args) {
		return c.args[i]
	}
	return ""
}

// as is who acts: --as, else RECALLBOX_AS, else "".
func (c *call) as() string {
	if c.line.flag("as") != nil && c.IsSet("as") {
		return c.String("as")
	}
	return c.process.Getenv("RECALLBOX_AS")
}

// file is the path that a name on the command line means.
func (c *call) file(name string) string { return pathIn(c.process.Dir, name) }

// pathIn is the path that a name means in a folder. On Windows \letter.txt lies on the folder's drive, and D:letter.txt
// in the folder that Windows keeps for drive D.
func pathIn(folder, name string) string {
	switch {
	case filepath.IsAbs(name):
		return name
	case filepath.VolumeName(name) != "":
		if path, err := filepath.Abs(name); err == nil {
			return path
		}
	case name != "" && os.IsPathSeparator(name[0]):
		return filepath.VolumeName(folder) + name
	}
	return filepath.Join(folder, name)
}

// sandboxFile is where the sandbox is.
func (c *call) sandboxFile() string {
	switch named := c.process.Getenv("RECALLBOX_SANDBOX"); {
	case c.IsSet("sandbox"):
		return c.file(c.String("sandbox"))
	case named != "":
		return c.file(named)
	default:
		return c.file("recallbox.db")
	}
}

// read is the content of a file, which goes into the history if the command does; "-" is stdin.
func (c *call) read(name string) ([]byte, error) {
	data, err := c.content(name)
	if err == nil {
		c.inputs = append(c.inputs, inputFile{name, data})
	}
	return data, err
}

func (c *call) content(name string) ([]byte, error) {
	if c.process.noFiles {
		return nil, usageHint(say("type it in a terminal"), "%s: no files are read here", c.title())
	}
	if c.process.acting != nil {
		return nil, readsFile(c.title(), name)
	}
	if name == "-" {
		return readLimited(c.process.In, "stdin")
	}
	read := func() ([]byte, error) { return readFile(c.file(name), name) }
	if inside := c.process.inside; inside != "" {
		read = func() ([]byte, error) { return readInside(inside, name) }
	}
	data, err := read()
	if err == nil {
		return data, nil
	}
	return nil, c.noFile(err, name)
}

// noFile is the error for a file that cannot be read, under the name that was typed.
func (c *call) noFile(err error, name string) error {
	err = renamed(err, name)
	if errors.Is(err, fs.ErrNotExist) && !filepath.IsAbs(name) {
		where := "you are in"
		if c.process.beside != "" {
			where = "of " + c.process.beside
		}
		err = withHint(err, say("the path is relative to the folder "+where))
	}
	return err
}

// historyLine is the command line as the history keeps it, in the order that reads best: who acts, on what, how. It
// leaves out the flags that say where and how to print. The files that were read have the names under which they are
// kept.
func (c *call) historyLine(kept map[string]string) []string {
	words := strings.Fields(c.title())
	if who := c.as(); who != "" && c.line.flag("as") != nil {
		words = append(words, flagWords(flagValue{"as", who}, true)...)
	}
	var how []string
	for _, f := range c.line.flags {
		if !isGlobal(f.name) && f.name != "as" {
			how = append(how, flagWords(f.readsFrom(kept), takesValue(c.line.flag(f.name)))...)
		}
	}
	if c.behind != nil {
		return slices.Concat(words, c.args[:1], how, []string{"--"}, c.behind)
	}
	if slices.ContainsFunc(c.args, isFlag) {
		return append(append(append(words, how...), "--"), c.args...)
	}
	return append(append(words, c.args...), how...)
}

func flagWords(f flagValue, hasValue bool) []string {
	switch {
	case !hasValue && f.value == "true":
		return []string{"--" + f.name}
	case !hasValue || strings.HasPrefix(f.value, "-"):
		return []string{"--" + f.name + "=" + f.value}
	default:
		return []string{"--" + f.name, f.value}
	}
}

// update runs use cases in one transaction on the sandbox: all of it takes effect and goes into the history, or
// nothing. With --dry-run the same happens and is taken back.
func (c *call) update(do func(*sandbox.Tx) error) error {
	if a := c.process.acting; a != nil {
		return a.update(c, do)
	}
	if c.line.flag("dry-run") == nil || !c.Bool("dry-run") {
		return c.transact(c.commit, c.withHistory(do))
	}
	if tx := c.process.within; tx != nil {
		return tx.DryRun(func() error { return do(tx) })
	}
	return c.transact((*sandbox.Box).DryRun, do)
}

// commit is a transaction whose end is the effect of the command.
func (c *call) commit(box *sandbox.Box, ctx context.Context, do func(*sandbox.Tx) error) error {
	err := box.Update(ctx, do)
	if err == nil {
		c.tookEffect()
		*c.process.logged = true
	}
	return err
}

// tookEffect notes that the command has done its work. From then on an interrupt comes too late, and nobody is told
// that nothing was changed.
func (c *call) tookEffect() {
	*c.process.effective = true
	c.process.Context = context.WithoutCancel(c.process.Context)
}

// view looks at one state of the sandbox.
func (c *call) view(do func(*sandbox.Tx) error) error {
	return c.transact((*sandbox.Box).View, do)
}

// transaction is a way to run use cases on a sandbox: to look, to change it, or to try.
type transaction func(*sandbox.Box, context.Context, func(*sandbox.Tx) error) error

// transact runs one transaction on the sandbox. It holds back what is printed until the transaction is over: so nobody
// waits for a slow reader, and nothing is told that did not happen.
func (c *call) transact(how transaction, do func(*sandbox.Tx) error) error {
	if c.process.acting != nil {
		return errLooks
	}
	if c.process.within != nil {
		return do(c.process.within)
	}
	return c.print.Hold(c.spoolFolders(), func() error {
		return c.inBox(func(box *sandbox.Box) error { return how(box, c.process.Context, do) })
	})
}

// spoolFolders are those that may take output which is held back and does not fit into memory; "" is the system's.
func (c *call) spoolFolders() []string {
	return []string{filepath.Dir(c.sandboxFile()), c.temp(), c.process.Dir}
}

// setWait says how long other processes are waited for. Whoever waits for more than a moment is told once, in a
// log too.
func (c *call) setWait() error {
	options, told := &c.process.Options, false
	if c.IsSet("wait") {
		limit, err := sandbox.ParseDuration(c.String("wait"))
		if err != nil || limit < 0 {
			return usageHint(say("--wait 90s, --wait 10m, or --wait 0s to fail at once"),
				"--wait: %q is no duration", c.String("wait"))
		}
		options.Wait = max(limit, time.Nanosecond) // none at all is as long as usual
	}
	options.Waiting = func() {
		if !told {
			c.print.Announce(term.Faint("waiting for another process that uses the sandbox"))
		}
		told = true
	}
	return nil
}

// inBox opens the sandbox for as long as do runs, and tells a person who has to wait that it goes on.
func (c *call) inBox(do func(*sandbox.Box) error) error {
	if c.process.acting != nil {
		return errLooks
	}
	defer c.print.StartProgress(c.title())()
	options := c.process.Options
	options.Temp, options.Deed = c.temp(), c.process.deedReader()
	options.Turned = func(n int64) {
		c.print.Advance(int(n), "later acts")
		if told := c.process.Options.Turned; told != nil {
			told(n)
		}
	}
	box, err := sandbox.OpenContext(c.process.Context, c.sandboxFile(), options)
	if err != nil {
		return c.orNoFolder(err)
	}
	defer box.Close()
	return do(box)
}

// tempAside makes a folder for files that are there for a while. Done removes it.
func (c *call) tempAside() (path string, done func(), err error) {
	folder, err := c.tempFolder()
	if err != nil {
		return "", nil, err
	}
	return sandbox.Aside(folder)
}

// temp is the folder for temporary files that the user names; "" is the system's.
func (c *call) temp() string {
	if name := c.process.Getenv("TMPDIR"); name != "" {
		return c.file(name)
	}
	return ""
}

// tempFolder is where files go that are there for a while.
func (c *call) tempFolder() (string, error) {
	return sandbox.TempFolder(c.temp(), filepath.Dir(c.sandboxFile()), c.process.Dir)
}

// look gives what a use case sees in one state of the sandbox.
func look[T any](c *call, see func(*sandbox.Tx) (T, error)) (seen T, err error) {
	err = c.view(func(tx *sandbox.Tx) error {
		seen, err = see(tx)
		return err
	})
	return seen, err
}

// change runs a use case in a transaction of its own, and shows what it made or changed before that takes effect: what
// cannot be shown has not happened.
func change[T any](c *call, do func(*sandbox.Tx) (T, error), show func(T) error) error {
	return c.update(func(tx *sandbox.Tx) error {
		made, err := do(tx)
		if err != nil {
			return err
		}
		return show(made)
	})
}

// meansOne says whether a word that may be a pattern or a group is just one user.
func meansOne(tx *sandbox.Tx, word string) bool {
	one, err := tx.MeansOne(word)
	return one && err == nil
}

// messageList is the JSON of a command that acted on several messages. Of one it prints the message itself.
type messageList struct {
	Messages []sandbox.Message `json:"messages"`
}

// messagesLong is in the help of each command that uses onMessages.
const messagesLong = "Nothing is printed. " + messagesJSON

const messagesJSON = "With --json: the message as inspect message shows it, or " +
	`{"messages": […]} where several were named.
`

// removed is the JSON of what removed a thing.
type removed struct {
	ID string `json:"id"`
}

// remove removes what the argument names.
func (c *call) remove(do func(*sandbox.Tx) error) error {
	return change(c, func(tx *sandbox.Tx) (removed, error) { return removed{c.arg(0)}, do(tx) }, func(gone removed) error {
		return c.print.Show(gone, func() { c.print.Done("removed " + gone.ID) })
	})
}

// onMessages does the same to each message, in the order given, to all of them or to none. It prints nothing but a word
// to a person; its JSON is each message as `inspect message` gives it afterwards.
func (c *call) onMessages(ids []string, done string, do func(tx *sandbox.Tx, id string) error) error {
	return c.onMessagesSaying(ids, func() { c.print.Done(c.as() + " " + done) }, do)
}

// onMessagesSaying is onMessages for what prints something of its own.
func (c *call) onMessagesSaying(ids []string, say func(), do func(tx *sandbox.Tx, id string) error) error {
	return c.update(func(tx *sandbox.Tx) error {
		for _, id := range ids {
			if err := do(tx, id); err != nil {
				return err
			}
		}
		var after messageList
		for _, id := range ids {
			if !c.print.JSON {
				break
			}
			m, err := tx.InspectMessage(id, "")
			if err != nil {
				return err
			}
			after.Messages = append(after.Messages, m)
		}
		var result any = after
		if len(after.Messages) == 1 {
			result = after.Messages[0]
		}
		return c.print.ShowRows(result, func() error {
			say()
			return nil
		})
	})
}

// onUsers changes the users that a word names, all of them or none. It prints nothing but a word to a person; its JSON
// is the user as `user show` gives it, or a list where the word is a pattern or a group.
func (c *call) onUsers(word, done string, do func(*sandbox.Tx) error) error {
	return c.update(func(tx *sandbox.Tx) error {
		if err := do(tx); err != nil {
			return err
		}
		var result any
		if c.print.JSON {
			result = allUsers{tx.MatchingUsers(word)}
			if meansOne(tx, word) {
				one, err := tx.User(word)
				if err != nil {
					return err
				}
				result = one
			}
		}
		return c.print.Show(result, func() { c.print.Done(done) })
	})
}

// inputFile is a file that a command read, under the name that was typed.
type inputFile struct {
	typed string
	data  []byte
}

// fileFlags name files that commands read.
var fileFlags = []string{"body-file", "html-file", "attach", "eml"}

// files are the names of files that the line's command reads.
func (l *line) files() []string {
	var names []string
	for _, flag := range fileFlags {
		names = append(names, l.values(flag)...)
	}
	for _, f := range l.flags {
		if name := f.table(); name != "" {
			names = append(names, name)
		}
	}
	if title(l.command) == "import" {
		names = append(names, l.args...)
	}
	return names
}

// withHistory runs use cases and puts the command line that asked for them into the history, with the files that
// it read. A command that reads a folder keeps that by itself, with sandbox.InputFolder, and puts its name
// where the path stands in c.args.
func (c *call) withHistory(do func(*sandbox.Tx) error) func(*sandbox.Tx) error {
	return func(tx *sandbox.Tx) error {
		if err := do(tx); err != nil {
			return err
		}
		kept := map[string]string{}
		for _, in := range c.inputs {
			name, err := tx.KeepInput(in.typed, in.data)
			if err != nil {
				return err
			}
			kept[in.typed] = name
		}
		return tx.Record(shellWords(c.historyLine(kept)))
	}
}

// readsFrom is a flag as it reads a file that has another name now.
func (f flagValue) readsFrom(kept map[string]string) flagValue {
	if name, has := kept[f.value]; has && slices.Contains(fileFlags, f.name) {
		f.value = name
	}
	if name, has := kept[f.table()]; has && f.table() != "" {
		f.value = tablePrefix + name
	}
	return f
}

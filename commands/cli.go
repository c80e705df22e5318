package commands

import (
	"flag"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/urfave/cli/v2"
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

// tree is the program with all its commands, in the order in which help lists them. It is built anew for every run,
// as nothing is shared between runs. Of a command, ArgsUsage says how many arguments it takes, and UsageText is its
// examples: lines that can be typed as they are. One without an Action only holds others.
func tree() *cli.Command {
	return newRoot(&cli.Command{
		Name:  "recallbox",
		Usage: "a sandbox for mail in which you can see what recalling a message does",
		Description: `A sandbox is one file with made-up organisations, the people in them, and their
mailboxes. Mail is sent, read and recalled in it by commands, and each outcome
is explained by the documented behaviour of the mail system that decided it.
`,
		UsageText: `recallbox init
recallbox org add acme --domain acme.example
recallbox user add alice@acme.example bob@acme.example
recallbox send --as alice --to bob --subject Budget --body 'Not yet final.'
recallbox recall --as alice m1
recallbox explain r1`,
		Subcommands: []*cli.Command{
			initCommand(), orgCommand(), userCommand(), groupCommand(), delegateCommand(), folderCommand(),
			publicFolderCommand(),
			ruleCommand(), holdCommand(),

			sendCommand(), previewCommand(), openCommand(), markReadCommand(), markUnreadCommand(), moveCommand(),
			deleteCommand(), recoverCommand(), forwardCommand(), shareCommand(), fetchCommand(), askCommand(), clientCommand(),
			atCommand(),

			recallCommand(), explainCommand(), outboxCommand(), purgeCommand(),

			inspectCommand(), logCommand(), historyCommand(), clockCommand(), checkCommand(), behavioursCommand(),
			sourcesCommand(), systemsCommand(), serveCommand(),

			runCommand(), experimentCommand(), demoCommand(), batchCommand(), snapshotCommand(),
			completionCommand(), helpCommand(),

			importCommand(), exportCommand(),
		},
	})
}

// newRoot gives a tree the flags of every command, and each command below it the name that a user types:
// "recallbox user add".
func newRoot(root *cli.Command) *cli.Command {
	root.Flags = globalFlags()
	nameBelow(root, root.Name)
	return root
}

func nameBelow(c *cli.Command, name string) {
	c.HelpName = name
	for _, sub := range c.Subcommands {
		nameBelow(sub, name+" "+sub.Name)
	}
}

// title is what a user types to name a command, without the program's name; "" for the program itself.
func title(c *cli.Command) string {
	_, title, _ := strings.Cut(c.HelpName, " ")
	return title
}

// usage is a command's usage line, which is also the hint where nothing better is known.
func usage(c *cli.Command) string {
	switch {
	case title(c) == "":
		return c.HelpName + " [flags] COMMAND [flags] [ARGUMENTS]"
	case c.Action == nil:
		return c.HelpName + " COMMAND [flags] [ARGUMENTS]"
	}
	words := []string{c.HelpName}
	optional := false
	for _, flag := range c.Flags {
		if isRequired(flag) {
			words = append(words, "--"+nameOf(flag)+" "+placeholder(flag))
		} else {
			optional = true
		}
	}
	args, behind, _ := strings.Cut(c.ArgsUsage, "-- ")
	if args != "" {
		words = append(words, strings.TrimSpace(args))
	}
	if optional {
		words = append(words, "[flags]")
	}
	if behind != "" {
		words = append(words, "--", behind)
	}
	return strings.Join(words, " ")
}

// execute finds the command that p asks for and runs it.
func execute(p Process, out *printer) error {
	l, err := readLine(tree(), p.Args)
	out.command, out.sandbox = l.command, l.sandbox()
	out.JSON = l.has("json") || len(l.values("jq")) > 0 || err != nil && asksForJSON(p.Args)
	if err != nil {
		return err
	}
	return l.execute(p, out)
}

// execute runs the command that the line names, or shows its help.
func (l *line) execute(p Process, out *printer) error {
	out.All = l.has("all")
	for _, f := range l.flags {
		if f.name == "color" && !out.SetColour(f.value) {
			return usageHint(say("--color auto, always or never"), "--color: %q is unknown", f.value)
		}
	}
	if err := l.setFilter(p, out); err != nil {
		return err
	}
	switch {
	case l.has("version"):
		return showVersion(out)
	case l.has("help") || l.command.Action == nil:
		return showHelp(out, l.root, l.command)
	}
	return l.run(p, out)
}

// run lets urfave/cli parse the values of the flags, and call the command. The line has found the command already, so
// urfave/cli gets that one, with the flags that were given: that takes 0.03 ms for a `send`, which the whole tree would
// take 0.35 ms for, in every line of a batch. A flag that was not given reads as its zero value anyhow.
func (l *line) run(p Process, out *printer) error {
	app := &cli.App{
		Name:                      "recallbox",
		Flags:                     l.usedFlags(),
		HideHelp:                  true,            // parallel runs race on its flag for help,
		HideVersion:               true,            // and on the one for the version
		Compiled:                  time.Unix(0, 0), // else it looks at its own file
		Reader:                    p.In,
		Writer:                    io.Discard,
		ErrWriter:                 io.Discard,
		DisableSliceFlagSeparator: true,
		ExitErrHandler:            func(*cli.Context, error) {},
		OnUsageError:              func(_ *cli.Context, err error, _ bool) error { return l.badValue(err) },
		InvalidFlagAccessHandler: func(_ *cli.Context, name string) {
			if l.flag(name) == nil {
				panic(title(l.command) + " has no flag --" + name)
			}
		},
		Metadata: map[string]any{"call": &call{process: p, print: out, args: l.args, line: l}},
		Action:   l.command.Action,
	}
	return app.RunContext(p.Context, l.words())
}

// action makes what a command does out of a function that takes the call.
func action(run func(*call) error) cli.ActionFunc {
	return func(values *cli.Context) error {
		c := values.App.Metadata["call"].(*call)
		c.Context = values
		if err := c.keepInside(); err != nil {
			return err
		}
		if err := c.check(); err != nil {
			return err
		}
		if err := c.setWait(); err != nil {
			return err
		}
		return run(c)
	}
}

// badValue rewrites Go's `invalid value "x" for flag -count: parse error`.
func (l *line) badValue(err error) error {
	value, rest, found := strings.Cut(strings.TrimPrefix(err.Error(), "invalid value "), " for flag -")
	if !found {
		value, rest, found = strings.Cut(strings.TrimPrefix(err.Error(), "invalid boolean value "), " for -")
	}
	if !found {
		return usageError("%s: %v", title(l.command), err)
	}
	name, why, _ := strings.Cut(rest, ":")
	if strings.HasSuffix(why, "out of range") {
		return usageError("--%s: %s is too large", name, value)
	}
	wanted := "a whole number"
	if flag := l.flag(name); flag != nil && !takesValue(flag) {
		wanted = "true or false"
	}
	return usageError("--%s: %s is not %s", name, value, wanted)
}

// globalFlags work in front of every command and behind it.
func globalFlags() []cli.Flag {
	return []cli.Flag{
		textFlag("sandbox", "the sandbox is in `FILE` (RECALLBOX_SANDBOX; else recallbox.db)", "s"),
		switchFlag("json", "print one JSON document"),
		textFlag("jq", "print what `EXPR` gives of that document, as jq -r does"),
		textFlag("color", "in colour or not; `WHEN` is auto, always or never"),
		textFlag("wait", "wait for other processes for a `DURATION` at most (60s)"),
		switchFlag("help", "show how a command is used", "h"),
		switchFlag("version", "show the program's version"),
	}
}

// Flags that several commands share, so that they are called the same everywhere. The word in backquotes names the
// value. None has a default: one that was not given reads as its zero value.

func asFlag(usage string) *cli.StringFlag {
	return textFlag("as", usage+" (RECALLBOX_AS)", "a")
}

func dryRunFlag() cli.Flag {
	return switchFlag("dry-run", "show what would happen, change nothing", "n")
}

func yesFlag() cli.Flag {
	return switchFlag("yes", "do not ask first", "y")
}

func allFlag() cli.Flag {
	return switchFlag("all", "print all rows, however many")
}

func textFlag(name, usage string, aliases ...string) *cli.StringFlag {
	return &cli.StringFlag{Name: name, Aliases: aliases, Usage: usage}
}

func switchFlag(name, usage string, aliases ...string) cli.Flag {
	return &cli.BoolFlag{Name: name, Aliases: aliases, Usage: usage}
}

func numberFlag(name, usage string) cli.Flag {
	return &cli.IntFlag{Name: name, Usage: usage}
}

// listFlag may be repeated; a value is never split, at commas or anywhere else.
func listFlag(name, usage string, aliases ...string) cli.Flag {
	return &cli.StringSliceFlag{Name: name, Aliases: aliases, Usage: usage, KeepSpace: true}
}

// required is a flag that must be given; --as may stand in RECALLBOX_AS instead.
func required(flag *cli.StringFlag) cli.Flag {
	flag.Required = true
	return flag
}

func isRequired(flag cli.Flag) bool {
	text, isText := flag.(*cli.StringFlag)
	return isText && text.Required
}

func takesValue(flag cli.Flag) bool {
	_, isSwitch := flag.(*cli.BoolFlag)
	return !isSwitch
}

// namesOf are a flag's name and its short ones. (Its Names does the same, and searches each with a regexp: a
// microsecond.)
func namesOf(flag cli.Flag) (name string, short []string) {
	switch f := flag.(type) {
	case *cli.StringFlag:
		return f.Name, f.Aliases
	case *cli.BoolFlag:
		return f.Name, f.Aliases
	case *cli.IntFlag:
		return f.Name, f.Aliases
	case *cli.StringSliceFlag:
		return f.Name, f.Aliases
	}
	panic(fmt.Sprintf("%T: a kind of flag that no command has", flag))
}

func nameOf(flag cli.Flag) string {
	name, _ := namesOf(flag)
	return name
}

// flagNamed is the flag of a list that has this name, or nil.
func flagNamed(list []cli.Flag, name string) cli.Flag {
	for _, flag := range list {
		if long, short := namesOf(flag); long == name || slices.Contains(short, name) {
			return flag
		}
	}
	return nil
}

// describe splits a flag's usage into its value's name and its sentence.
func describe(f cli.Flag) (value, sentence string) {
	return flag.UnquoteUsage(&flag.Flag{Usage: f.(cli.DocGenerationFlag).GetUsage()})
}

// placeholder names the value of a flag; "" for a switch.
func placeholder(f cli.Flag) string {
	if !takesValue(f) {
		return ""
	}
	value, _ := describe(f)
	return value
}

// isGlobal is true for the flags that every command has.
func isGlobal(name string) bool { return flagNamed(globalFlags(), name) != nil }

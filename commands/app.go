package commands

import (
	"io"
	"slices"
	"strings"
	"time"

	"github.com/urfave/cli/v2"

	"recallbox/commands/term"
)

// version is what --version prints, and released the day that the manual tells.
const (
	version  = "0.1.0"
	released = "2026-11-20"
)

// tree is the program with all its commands, in the order in which help lists them. It is built anew for every run,
// as nothing is shared between runs.
func tree() *command {
	root := &command{
		name:  "recallbox",
		short: "a sandbox for mail in which you can see what recalling a message does",
		long: `A sandbox is one file with made-up organisations, the people in them, and their
mailboxes. Mail is sent, read and recalled in it by commands, and each outcome
is explained by the documented behaviour of the mail system that decided it.
`,
		example: `recallbox init
recallbox org add acme --domain acme.example
recallbox user add alice@acme.example bob@acme.example
recallbox send --as alice --to bob --subject Budget --body 'Not yet final.'
recallbox recall --as alice m1
recallbox explain r1`,
		subs: slices.Concat(setupCommands(), mailCommands(), recallCommands(), lookCommands(), scriptCommands(), movingCommands()),
	}
	return root.adopt()
}

// execute finds the command that p asks for and runs it.
func execute(p Process, out *printer) error {
	root := tree()
	in, err := readArgs(root, p.Args)
	out.command = in.command
	out.JSON = in.has("json") || err != nil && asksForJSON(p.Args)
	if err != nil {
		return err
	}
	return in.execute(p, out)
}

// execute runs the command that was found, or shows its help.
func (in *invocation) execute(p Process, out *printer) error {
	out.All = in.has("all")
	for _, f := range in.flags {
		if f.name == "color" && !out.SetColour(f.value) {
			return usageHint("--color auto, always or never", "--color: %q is unknown", f.value)
		}
	}
	switch {
	case in.has("version"):
		return showVersion(out)
	case in.has("help") || in.command.run == nil:
		return showHelp(out, in.command)
	}
	return in.run(p, out)
}

// run lets urfave/cli parse the values of the flags that were given, and calls the command. (It takes a time that grows
// with the square of all flags; one that was not given reads as its zero value anyhow.)
func (in *invocation) run(p Process, out *printer) error {
	app := &cli.App{
		Name:                      "recallbox",
		Flags:                     in.given(),
		HideHelp:                  true, // its flags for help and version are package variables: parallel runs race on them
		HideVersion:               true,
		Compiled:                  time.Unix(0, 0), // else it looks at its own file
		Reader:                    p.In,
		Writer:                    io.Discard,
		ErrWriter:                 io.Discard,
		DisableSliceFlagSeparator: true,
		ExitErrHandler:            func(*cli.Context, error) {},
		OnUsageError:              func(_ *cli.Context, err error, _ bool) error { return badValue(in.command, err) },
		InvalidFlagAccessHandler: func(_ *cli.Context, name string) {
			if in.command.flag(name) == nil {
				panic(in.command.title() + " has no flag --" + name)
			}
		},
		Action: func(values *cli.Context) error {
			c := &call{Context: values, process: p, print: out, command: in.command, args: in.args, line: in}
			if err := c.check(); err != nil {
				return err
			}
			return in.command.run(c)
		},
	}
	return app.RunContext(p.Context, in.canonical())
}

// badValue rewrites Go's `invalid value "x" for flag -count: parse error`.
func badValue(c *command, err error) error {
	value, rest, found := strings.Cut(strings.TrimPrefix(err.Error(), "invalid value "), " for flag -")
	if !found {
		value, rest, found = strings.Cut(strings.TrimPrefix(err.Error(), "invalid boolean value "), " for -")
	}
	if !found {
		return usageError("%s: %v", c.title(), err)
	}
	name, _, _ := strings.Cut(rest, ":")
	wanted := "a number"
	if flag := c.flag(name); flag != nil && !takesValue(flag) {
		wanted = "true or false"
	}
	return usageError("--%s: %s is not %s", name, value, wanted)
}

// asksForJSON is for command lines that cannot be understood: their error must still be readable by a script.
func asksForJSON(argv []string) bool {
	for _, word := range argv {
		if word == "--" {
			return false
		}
		if word == "--json" {
			return true
		}
	}
	return false
}

func showVersion(out *printer) error {
	if out.JSON {
		return out.WriteJSON(struct {
			Version string `json:"version"`
		}{version})
	}
	out.Line(term.Plain("recallbox " + version))
	return nil
}

package commands

import (
	"errors"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"
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
	if err != nil && c.meantAs() {
		err = withHint(err, c.actingAs())
	}
	return err
}

// meantAs is true where a user was named behind a command that takes no argument, but --as.
func (c *call) meantAs() bool {
	return c.line.command.ArgsUsage == "" && c.line.flag("as") != nil && len(c.args) == 1 && !c.IsSet("as")
}

// actingAs is the command with --as in front of who was named.
func (c *call) actingAs() hint { return try("`"+c.title()+" --as {user}`", "user", c.arg(0)) }

func (c *call) missing(name string) error {
	if name == "as" && c.meantAs() {
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
func (c *call) file(name string) string {
	if filepath.IsAbs(name) {
		return name
	}
	return filepath.Join(c.process.Dir, name)
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
	if name == "-" {
		return readLimited(c.process.In, "stdin")
	}
	data, err := readFile(c.file(name), name)
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

// typed is the command line as the history has it, and as it is best read: who acts, on what, how. The flags that
// only say where and how to print are left out; files that the command read have the names under which they are kept.
func (c *call) typed(kept map[string]string) []string {
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

package commands

import (
	"slices"
	"strings"

	"github.com/urfave/cli/v2"
)

// command is one entry of the command tree: what it is called, what it takes, and what it does.
type command struct {
	name    string
	aliases []string
	group   string // the heading it stands under in the overview; first level only
	args    string // as in "ID… [FOLDER]": brackets are optional, … is one or more
	short   string // one line, lower case, no full stop
	long    string // what else a user must know
	example string // lines that can be typed as they are
	flags   []cli.Flag
	needs   []string // flags that must be given
	run     func(*call) error
	subs    []*command
	hidden  bool

	parent *command   // set by the tree
	known  []cli.Flag // its own flags and the global ones, once somebody asked
	named  map[string]cli.Flag
}

// adopt sets the parents below c.
func (c *command) adopt() *command {
	for _, sub := range c.subs {
		sub.parent = c
		sub.adopt()
	}
	return c
}

// path is what a user types to name the command: "recallbox user add".
func (c *command) path() string {
	if c.parent == nil {
		return c.name
	}
	return c.parent.path() + " " + c.name
}

// title is the path without the program's name; "" for the program itself.
func (c *command) title() string {
	_, title, _ := strings.Cut(c.path(), " ")
	return title
}

// sub finds a subcommand by its name or an alias.
func (c *command) sub(name string) *command {
	for _, sub := range c.subs {
		if sub.name == name || slices.Contains(sub.aliases, name) {
			return sub
		}
	}
	return nil
}

// allFlags are the command's own flags and the global ones.
func (c *command) allFlags() []cli.Flag {
	if c.known == nil {
		c.known = append(append(c.known, c.flags...), globalFlags()...)
	}
	return c.known
}

// flag finds a flag by any of its names.
func (c *command) flag(name string) cli.Flag {
	if c.named == nil {
		c.named = map[string]cli.Flag{}
		for _, flag := range slices.Backward(c.allFlags()) {
			for _, n := range flag.Names() { // takes its time: urfave/cli searches each name with a regexp
				c.named[n] = flag
			}
		}
	}
	return c.named[name]
}

// usage is the command's usage line, which is also the hint where nothing better is known.
func (c *command) usage() string {
	words := []string{c.path()}
	if c.parent == nil {
		return c.name + " [flags] COMMAND [flags] [ARGUMENTS]"
	}
	if c.run == nil {
		return c.path() + " COMMAND [flags] [ARGUMENTS]"
	}
	for _, name := range c.needs {
		if flag := c.flag(name); flag != nil {
			words = append(words, "--"+name+" "+placeholder(flag))
		}
	}
	if c.args != "" {
		words = append(words, c.args)
	}
	if len(c.flags) > len(c.needs) {
		words = append(words, "[flags]")
	}
	return strings.Join(words, " ")
}

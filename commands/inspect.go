package commands

import (
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"recallbox/sandbox"
)

func inspectCommand() *command {
	c := &command{
		name:  "inspect",
		group: groupLooking,
		args:  "[ARG]",
		short: "show the sandbox, a mailbox, a message, a recall, …",
		long: "Without ARG the sandbox at a glance. ARG is known by its form: m1 is a\n" +
			"message, r1 a recall, bob or bob@acme.example a mailbox or a public folder,\n" +
			"outlook/auto-unread a behaviour.\n",
		example: "recallbox inspect\nrecallbox inspect bob\nrecallbox inspect mailbox alice bob --folder Inbox\nrecallbox inspect m1 --raw",
		run:     runInspect,
		subs: []*command{inspectMailboxCommand(), inspectPublicFolderCommand(), inspectMessageCommand(), inspectRecallCommand(),
			inspectDeliveryCommand()},
	}
	c.flags = append(c.flags, allFlag())
	for _, sub := range c.subs {
		c.flags = append(c.flags, flagsBeside(c.flags, sub.flags)...)
	}
	return c
}

// flagsBeside are those of the flags whose names are not among the known ones.
func flagsBeside(known, flags []cli.Flag) []cli.Flag {
	return slices.DeleteFunc(slices.Clone(flags), func(f cli.Flag) bool {
		return slices.ContainsFunc(known, func(k cli.Flag) bool { return k.Names()[0] == f.Names()[0] })
	})
}

func runInspect(c *call) error {
	switch isBehaviour := strings.Contains(c.arg(0), "/") && !strings.Contains(c.arg(0), "@"); {
	case len(c.args) == 0:
		return c.showWith([]cli.Flag{allFlag()}, showOverview)
	case isBehaviour:
		return c.showWith(nil, runBehavioursShow)
	}
	what, err := c.formOf(c.arg(0))
	if err != nil {
		return err
	}
	c.command = c.command.sub(what)
	return c.showWith(c.command.flags, c.command.run)
}

// formOf is what an argument names, by the name of the command that shows it.
func (c *call) formOf(arg string) (string, error) {
	switch {
	case sandbox.IsMessageID(arg):
		return "message", nil
	case sandbox.IsRecallID(arg):
		return "recall", nil
	}
	isPublic, err := viewed(c, func(tx *sandbox.Tx) (bool, error) { return tx.IsPublicFolder(arg) })
	if isPublic {
		return "public-folder", err
	}
	return "mailbox", err
}

// showWith shows something, and refuses flags that say nothing about it.
func (c *call) showWith(known []cli.Flag, show func(*call) error) error {
	for _, given := range c.line.flags {
		if isGlobal(given.name) || slices.ContainsFunc(known, func(f cli.Flag) bool { return f.Names()[0] == given.name }) {
			continue
		}
		return usageHint(c.command.path()+" --help lists the flags", "%s: --%s does not go with it", c.command.title(), given.name)
	}
	return show(c)
}

package commands

import (
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"recallbox/sandbox"
)

func inspectCommand() *cli.Command {
	c := &cli.Command{
		Name:      "inspect",
		Category:  groupLooking,
		ArgsUsage: "[ARG]",
		Usage:     "show the sandbox, a mailbox, a message, a recall, …",
		Description: "Without ARG the sandbox at a glance. ARG is known by its form: m1 is a\n" +
			"message, r1 a recall, bob or bob@acme.example a mailbox or a public folder,\n" +
			"outlook/auto-unread a behaviour.\n",
		UsageText: `recallbox inspect
recallbox inspect bob
recallbox inspect mailbox alice bob --folder Inbox
recallbox inspect m1 --raw`,
		Action: action(runInspect),
		Subcommands: []*cli.Command{
			inspectMailboxCommand(), inspectPublicFolderCommand(), inspectMessageCommand(), inspectRecallCommand(),
			inspectDeliveryCommand(),
		},
	}
	c.Flags = append(c.Flags, allFlag())
	for _, sub := range c.Subcommands {
		c.Flags = append(c.Flags, flagsBeside(c.Flags, sub.Flags)...)
	}
	return c
}

// flagsBeside are those of the flags whose names are not among the known ones.
func flagsBeside(known, flags []cli.Flag) []cli.Flag {
	return slices.DeleteFunc(slices.Clone(flags), func(f cli.Flag) bool {
		return flagNamed(known, nameOf(f)) != nil
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
	c.line.command = c.line.command.Command(what)
	return c.showWith(c.line.command.Flags, func(c *call) error { return c.line.command.Action(c.Context) })
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
		if isGlobal(given.name) || flagNamed(known, given.name) != nil {
			continue
		}
		return usageHint(say(c.path()+" --help lists the flags"), "%s: --%s does not go with it", c.title(), given.name)
	}
	return show(c)
}

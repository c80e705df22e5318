package commands

import (
	"github.com/urfave/cli/v2"

	"recallbox/sandbox"
	"recallbox/sandbox/recall"
	"recallbox/sandbox/systems"
)

func behavioursCommand() *cli.Command {
	return &cli.Command{
		Name:      "behaviours",
		Aliases:   []string{"behaviors"},
		Category:  groupLooking,
		ArgsUsage: "[SYSTEM]",
		Usage:     "list what is documented, where, and on what basis",
		Description: "BASIS is doc where a source says it, inf where it follows from a source's\n" +
			"words, obs where it was seen in real messages or programs, ours where no\n" +
			"source says it and it was settled here. It needs no sandbox.\n",
		UsageText: `recallbox behaviours outlook
recallbox behaviours show outlook/auto-unread`,
		Action:      action(runBehaviours),
		Subcommands: []*cli.Command{behavioursShowCommand()},
	}
}

func runBehaviours(c *call) error {
	list, err := sandbox.Behaviours(c.systems(), c.arg(0))
	if err != nil {
		return err
	}
	result := struct {
		Behaviours []sandbox.Behaviour `json:"behaviours"`
	}{list}
	return c.print.Show(result, func() { c.print.behaviours(list) })
}

// systems are the mail systems that the program was started with.
func (c *call) systems() []recall.System {
	if c.process.Options.Systems != nil {
		return c.process.Options.Systems
	}
	return systems.All()
}

func behavioursShowCommand() *cli.Command {
	return &cli.Command{
		Name:      "show",
		ArgsUsage: "ID",
		Usage:     "show a behaviour with its sources and its script",
		UsageText: "recallbox behaviours show outlook/auto-unread",
		Action:    action(runBehavioursShow),
	}
}

func runBehavioursShow(c *call) error {
	b, err := sandbox.BehaviourByID(c.systems(), c.arg(0))
	if err != nil {
		return err
	}
	return c.print.Show(b, func() { c.print.behaviour(b) })
}

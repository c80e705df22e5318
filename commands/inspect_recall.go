package commands

import (
	"github.com/urfave/cli/v2"

	"recallbox/commands/term"
	"recallbox/sandbox"
)

func inspectRecallCommand() *cli.Command {
	return &cli.Command{
		Name:      "recall",
		ArgsUsage: "ID",
		Usage:     "show a recall as it stands",
		UsageText: "recallbox inspect recall r1",
		Flags:     []cli.Flag{allFlag()},
		Action:    action(runInspectRecall),
	}
}

func runInspectRecall(c *call) error {
	return c.view(func(tx *sandbox.Tx) error {
		r, err := tx.InspectRecall(c.arg(0))
		if err != nil {
			return err
		}
		return c.print.ShowRows(r, func() error {
			err := c.print.recall(r, c.print.All)
			if r.Request != "" && !r.Final { // somebody must open it still
				c.print.Line(term.Plain("  The recall message is " + r.Request + "."))
			}
			return err
		})
	})
}

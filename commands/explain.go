package commands

import (
	"github.com/urfave/cli/v2"

	"recallbox/sandbox"
)

func explainCommand() *cli.Command {
	return &cli.Command{
		Name:      "explain",
		Category:  groupRecall,
		ArgsUsage: "RECALL [RECIPIENT]",
		Usage:     "show how a recall was decided: the facts, what was passed over, what decided, and its source",
		UsageText: `recallbox explain r1 bob
recallbox explain r1 bob --all`,
		Flags:  []cli.Flag{switchFlag("all", "print also what was passed over, however many")},
		Action: action(runExplain),
	}
}

func runExplain(c *call) error {
	return c.view(func(tx *sandbox.Tx) error {
		e, err := tx.Explain(c.arg(0), c.arg(1))
		if err != nil {
			return err
		}
		return c.print.ShowRows(e, func() error { return c.print.explanation(e, c.print.All) })
	})
}

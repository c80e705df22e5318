package commands

import (
	"github.com/urfave/cli/v2"

	"recallbox/sandbox"
)

func snapshotDiffCommand() *cli.Command {
	return &cli.Command{
		Name:      "diff",
		ArgsUsage: "A [B]",
		Usage:     "show what differs between two snapshots, or between one and now",
		Description: "Messages that lie elsewhere, were read, came or went; recalls; outcomes, with the\n" +
			"reason on either side; the clock, and what was set up.\n",
		UsageText: `recallbox snapshot diff before
recallbox snapshot diff unread opened`,
		Flags:  []cli.Flag{allFlag()},
		Action: action(runSnapshotDiff),
	}
}

func runSnapshotDiff(c *call) error {
	var diff sandbox.Diff
	err := c.inBox(func(b *sandbox.Box) (err error) {
		diff, err = b.Diff(c.process.Context, c.arg(0), c.arg(1))
		return err
	})
	if err != nil {
		return err
	}
	return c.print.Show(diff, func() { c.print.diff(diff) })
}

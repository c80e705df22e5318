package commands

import (
	"github.com/urfave/cli/v2"

	"recallbox/sandbox"
)

func previewCommand() *cli.Command {
	return &cli.Command{
		Name:      "preview",
		Category:  groupMail,
		ArgsUsage: "ID",
		Usage:     "show a message in the reading pane, which is not reading it",
		UsageText: "recallbox preview --as bob m1",
		Flags:     []cli.Flag{required(asFlag("`USER` looks at it")), inFlag(), allFlag()},
		Action: action(func(c *call) error {
			return c.openEach(c.args, func(tx *sandbox.Tx, id string) (sandbox.Opened, error) {
				return tx.Preview(c.as(), id, c.String("in"))
			})
		}),
	}
}

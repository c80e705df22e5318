package commands

import (
	"github.com/urfave/cli/v2"

	"recallbox/sandbox"
)

func shareCommand() *cli.Command {
	return &cli.Command{
		Name:      "share",
		Category:  groupMail,
		ArgsUsage: "ID",
		Usage:     "let somebody see your copy of a message",
		Description: "It stays one copy: its read state is its owner's, whoever looks at it. The\n" +
			"other one reads it with --in and the owner's address.\n\n" + messagesLong,
		UsageText: `recallbox share --as bob m1 --with carol
recallbox preview --as carol m1 --in bob@acme.example`,
		Flags:  []cli.Flag{required(asFlag("it is `USER`'s copy")), inFlag(), required(withFlag())},
		Action: action(runShare),
	}
}

func withFlag() *cli.StringFlag {
	return textFlag("with", "who may see it: a `USER`")
}

func runShare(c *call) error {
	with := c.String("with")
	return c.onMessages(c.args, "shared "+c.arg(0)+" with "+with, func(tx *sandbox.Tx, id string) error {
		return tx.Share(c.as(), id, c.String("in"), with)
	})
}

package commands

import (
	"github.com/urfave/cli/v2"

	"recallbox/sandbox"
)

func shareCommand() *command {
	return &command{
		name:  "share",
		group: groupMail,
		args:  "ID",
		short: "let somebody see your copy of a message",
		long: "It stays one copy: its read state is its owner's, whoever looks at it. The\n" +
			"other one reads it with --in and the owner's address.\n\n" + messagesLong,
		example: "recallbox share --as bob m1 --with carol\nrecallbox preview --as carol m1 --in bob@acme.example",
		flags:   []cli.Flag{asFlag("it is `USER`'s copy"), inFlag(), withFlag()},
		needs:   []string{"as", "with"},
		run:     runShare,
	}
}

func withFlag() cli.Flag {
	return textFlag("with", "who may see it: a `USER`")
}

func runShare(c *call) error {
	with := c.String("with")
	return c.onMessages(c.args, "shared "+c.arg(0)+" with "+with, func(tx *sandbox.Tx, id string) error {
		return tx.Share(c.as(), id, c.String("in"), with)
	})
}

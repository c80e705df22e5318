package commands

import (
	"strings"

	"github.com/urfave/cli/v2"

	"recallbox/sandbox"
)

func moveCommand() *command {
	return &command{
		name:    "move",
		group:   groupMail,
		args:    "ID… FOLDER",
		short:   "move messages to another folder",
		long:    messagesLong,
		example: "recallbox move --as bob m1 Projects/2026",
		flags:   []cli.Flag{asFlag("`USER` moves them: a user, a pattern or a group"), inFlag()},
		needs:   []string{"as"},
		run:     runMove,
	}
}

func runMove(c *call) error {
	last := len(c.args) - 1
	ids, folder := c.args[:last], c.args[last]
	return c.onMessages(ids, "moved "+strings.Join(ids, ", ")+" to "+folder, func(tx *sandbox.Tx, id string) error {
		return tx.Move(c.as(), id, c.String("in"), folder)
	})
}

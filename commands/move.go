package commands

import (
	"strings"

	"github.com/urfave/cli/v2"

	"recallbox/sandbox"
)

func moveCommand() *cli.Command {
	return &cli.Command{
		Name:        "move",
		Category:    groupMail,
		ArgsUsage:   "ID… FOLDER",
		Usage:       "move messages to another folder",
		Description: messagesLong,
		UsageText:   "recallbox move --as bob m1 Projects/2026",
		Flags:       []cli.Flag{required(asFlag("`USER` moves them: a user, a pattern or a group")), inFlag()},
		Action:      action(runMove),
	}
}

func runMove(c *call) error {
	last := len(c.args) - 1
	ids, folder := c.args[:last], c.args[last]
	return c.onMessages(ids, "moved "+strings.Join(ids, ", ")+" to "+folder, func(tx *sandbox.Tx, id string) error {
		return tx.Move(c.as(), id, c.String("in"), folder)
	})
}

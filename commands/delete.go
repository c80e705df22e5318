package commands

import (
	"strings"

	"github.com/urfave/cli/v2"

	"recallbox/sandbox"
)

func deleteCommand() *cli.Command {
	return &cli.Command{
		Name:        "delete",
		Category:    groupMail,
		ArgsUsage:   "ID…",
		Usage:       "delete messages: to Deleted Items, and from there for good",
		Description: messagesLong,
		UsageText: `recallbox delete --as bob m1
recallbox delete --as bob m1 --hard`,
		Flags: []cli.Flag{
			required(asFlag("`USER` deletes them: a user, a pattern or a group")), inFlag(),
			switchFlag("hard", "for good at once"),
		},
		Action: action(runDelete),
	}
}

func runDelete(c *call) error {
	done := "deleted " + strings.Join(c.args, ", ")
	if c.Bool("hard") {
		done += " for good"
	}
	return c.onMessages(c.args, done, func(tx *sandbox.Tx, id string) error {
		return tx.Delete(c.as(), id, c.String("in"), c.Bool("hard"))
	})
}

package commands

import (
	"strings"

	"github.com/urfave/cli/v2"

	"recallbox/sandbox"
)

func markReadCommand() *cli.Command {
	return markCommand("mark-read", "mark messages read without opening them", "read", (*sandbox.Tx).MarkRead)
}

func markUnreadCommand() *cli.Command {
	return markCommand("mark-unread", "mark messages unread", "unread", (*sandbox.Tx).MarkUnread)
}

func markCommand(name, short, mark string, set func(tx *sandbox.Tx, as, id, in string) error) *cli.Command {
	return &cli.Command{
		Name:        name,
		Category:    groupMail,
		ArgsUsage:   "ID…",
		Usage:       short,
		Description: messagesLong,
		UsageText:   "recallbox " + name + " --as bob m1",
		Flags:       []cli.Flag{required(asFlag("`USER` does it: a user, a pattern or a group")), inFlag()},
		Action: action(func(c *call) error {
			return c.onMessages(c.args, "marked "+strings.Join(c.args, ", ")+" "+mark, func(tx *sandbox.Tx, id string) error {
				return set(tx, c.as(), id, c.String("in"))
			})
		}),
	}
}

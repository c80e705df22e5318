package commands

import (
	"github.com/urfave/cli/v2"

	"recallbox/sandbox"
)

func markReadCommand() *command {
	return markCommand("mark-read", "mark messages read without opening them", "marked read", (*sandbox.Tx).MarkRead)
}

func markUnreadCommand() *command {
	return markCommand("mark-unread", "mark messages unread", "marked unread", (*sandbox.Tx).MarkUnread)
}

func markCommand(name, short, done string, mark func(tx *sandbox.Tx, as, id, in string) error) *command {
	return &command{
		name:    name,
		group:   groupMail,
		args:    "ID…",
		short:   short,
		example: "recallbox " + name + " --as bob m1",
		flags:   []cli.Flag{asFlag("`USER` does it: a user, a pattern or a group"), inFlag()},
		needs:   []string{"as"},
		run: func(c *call) error {
			return c.onMessages(c.args, done, func(tx *sandbox.Tx, id string) error {
				return mark(tx, c.as(), id, c.String("in"))
			})
		},
	}
}

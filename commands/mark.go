package commands

import (
	"strings"

	"github.com/urfave/cli/v2"

	"recallbox/sandbox"
)

func markReadCommand() *command {
	return markCommand("mark-read", "mark messages read without opening them", "read", (*sandbox.Tx).MarkRead)
}

func markUnreadCommand() *command {
	return markCommand("mark-unread", "mark messages unread", "unread", (*sandbox.Tx).MarkUnread)
}

func markCommand(name, short, mark string, set func(tx *sandbox.Tx, as, id, in string) error) *command {
	return &command{
		name:    name,
		group:   groupMail,
		args:    "ID…",
		short:   short,
		long:    messagesLong,
		example: "recallbox " + name + " --as bob m1",
		flags:   []cli.Flag{asFlag("`USER` does it: a user, a pattern or a group"), inFlag()},
		needs:   []string{"as"},
		run: func(c *call) error {
			return c.onMessages(c.args, "marked "+strings.Join(c.args, ", ")+" "+mark, func(tx *sandbox.Tx, id string) error {
				return set(tx, c.as(), id, c.String("in"))
			})
		},
	}
}

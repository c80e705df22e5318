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

func shareCommand() *cli.Command {
	return &cli.Command{
		Name:      "share",
		Category:  groupMail,
		ArgsUsage: "ID",
		Usage:     "let somebody see your copy of a message",
		Description: "It stays one copy with one read mark, which in Outlook whoever opens it sets. The\n" +
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

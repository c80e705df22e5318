package commands

import (
	"github.com/urfave/cli/v2"

	"recallbox/sandbox"
)

func logCommand() *cli.Command {
	return &cli.Command{
		Name:     "log",
		Category: groupLooking,
		Usage:    "tell what happened, in order",
		Description: "Each line ends with the behaviours that were behind it. Of more than 50 equal\n" +
			"lines in a row the first are shown.\n",
		UsageText: `recallbox log
recallbox log --recall r1
recallbox log --mailbox bob --message m1`,
		Flags: []cli.Flag{
			textFlag("mailbox", "what happened in `USER`'s mailbox, or in a public folder"),
			textFlag("message", "what happened to the message `ID`"),
			textFlag("recall", "what the recall `ID` did"),
			allFlag(),
		},
		Action: action(runLog),
	}
}

func runLog(c *call) error {
	filter := sandbox.LogFilter{Mailbox: c.String("mailbox"), Message: c.String("message"), Recall: c.String("recall")}
	return c.view(func(tx *sandbox.Tx) error {
		events := tx.Events(filter)
		return c.print.ShowRows(eventList{events}, func() error {
			told := c.print.story()
			for e, err := range events {
				if err != nil {
					return err
				}
				told.add(e)
			}
			c.print.Empty(told.events, "nothing has happened yet")
			told.end()
			return nil
		})
	})
}

type eventList struct {
	Events sandbox.Rows[sandbox.Event] `json:"events"`
}

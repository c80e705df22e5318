package commands

import (
	"github.com/urfave/cli/v2"

	"recallbox/sandbox"
)

func logCommand() *command {
	return &command{
		name:  "log",
		group: groupLooking,
		short: "tell what happened, in order",
		long: "Each line ends with the behaviours that were behind it. Of more than 50 equal\n" +
			"lines in a row the first are shown.\n",
		example: "recallbox log\nrecallbox log --recall r1\nrecallbox log --mailbox bob --message m1",
		flags: []cli.Flag{
			textFlag("mailbox", "what happened in `USER`'s mailbox, or in a public folder"),
			textFlag("message", "what happened to the message `ID`"),
			textFlag("recall", "what the recall `ID` did"),
			allFlag(),
		},
		run: runLog,
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

package commands

import (
	"strings"

	"github.com/urfave/cli/v2"

	"recallbox/sandbox"
)

func openCommand() *cli.Command {
	return &cli.Command{
		Name:      "open",
		Category:  groupMail,
		ArgsUsage: "ID…",
		Usage:     "open messages, which marks them read and processes a recall message",
		Description: `A message opens in its own window. While the reader's mail program is stopped
nothing opens but in another one, with --client. A recall message does its work
when it is opened in Outlook; what that decided is printed below it.

With --json: {"message", "recall"?}, or {"opened": […]} where several were named.
`,
		UsageText: "recallbox open --as bob m1",
		Flags: []cli.Flag{
			required(asFlag("`USER` opens them: a user, a pattern or a group")), inFlag(),
			clientFlag("in this `CLIENT` instead of the reader's own, as in outlook-web"),
			textFlag("receipt", "`ANSWER` yes or no to a program that asks whether to send a read receipt"), allFlag(),
		},
		Action: action(runOpen),
	}
}

func runOpen(c *call) error {
	if answer := c.String("receipt"); answer != "" && answer != "yes" && answer != "no" {
		return usageHint(say("--receipt yes answers a program that asks"), "receipt %s: not one of yes, no", answer)
	}
	return c.openEach(c.args, func(tx *sandbox.Tx, id string) (sandbox.OpenResult, error) {
		return tx.Open(sandbox.OpenRequest{
			As:      c.as(),
			ID:      id,
			In:      c.String("in"),
			Client:  c.String("client"),
			Receipt: c.String("receipt"),
		})
	})
}

// openEach shows each message in the order given, as one transaction; as JSON one as it is, and several in a list.
func (c *call) openEach(ids []string, open func(tx *sandbox.Tx, id string) (sandbox.OpenResult, error)) error {
	var all openedList
	return c.update(func(tx *sandbox.Tx) error {
		for _, id := range ids {
			one, err := open(tx, id)
			if err != nil {
				return err
			}
			all.Opened = append(all.Opened, one)
		}
		var result any = all
		if len(ids) == 1 {
			result = all.Opened[0]
		}
		return c.print.ShowRows(result, func() error { return c.printOpened(all.Opened) })
	})
}

type openedList struct {
	Opened []sandbox.OpenResult `json:"opened"`
}

func (c *call) printOpened(all []sandbox.OpenResult) error {
	for i, one := range all {
		if i > 0 {
			c.print.Line()
		}
		if err := c.printOne(one); err != nil {
			return err
		}
	}
	return nil
}

func (c *call) printOne(one sandbox.OpenResult) error {
	if err := c.print.message(one.Message); err != nil {
		return err
	}
	if one.Recall != nil {
		c.print.Line()
		if err := c.print.recall(*one.Recall, c.print.All); err != nil {
			return err
		}
	}
	if one.ReceiptFor != "" {
		c.print.Done(c.print.suggest("{sender} asks for a read receipt: `open --as {as} {message} --receipt yes`",
			"sender", one.ReceiptFor, "as", c.as(), "message", one.Message.ID))
	}
	return nil
}

func previewCommand() *cli.Command {
	return &cli.Command{
		Name:      "preview",
		Category:  groupMail,
		ArgsUsage: "ID",
		Usage:     "show a message in the reading pane, which is not reading it",
		UsageText: "recallbox preview --as bob m1",
		Flags:     []cli.Flag{required(asFlag("`USER` looks at it")), inFlag(), allFlag()},
		Action: action(func(c *call) error {
			return c.openEach(c.args, func(tx *sandbox.Tx, id string) (sandbox.OpenResult, error) {
				return tx.Preview(c.as(), id, c.String("in"))
			})
		}),
	}
}

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

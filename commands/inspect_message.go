package commands

import (
	"github.com/urfave/cli/v2"

	"recallbox/sandbox"
)

func inspectMessageCommand() *cli.Command {
	return &cli.Command{
		Name:      "message",
		ArgsUsage: "ID",
		Usage:     "show a message: headers, text, attachments, where its copies are",
		Description: "It is shown as its sender has it, or with --mailbox as somebody else does.\n" +
			"--raw and --attachment give the exact bytes; a terminal gets them escaped.\n",
		UsageText: `recallbox inspect message m1
recallbox inspect message m1 --attachment list.pdf > list.pdf`,
		Flags: []cli.Flag{
			textFlag("mailbox", "as `USER` has it"),
			switchFlag("raw", "the message's bytes"),
			textFlag("attachment", "the bytes of the attachment `NAME`"),
			allFlag(),
		},
		Action: action(runInspectMessage),
	}
}

func runInspectMessage(c *call) error {
	switch raw, attachment := c.Bool("raw"), c.IsSet("attachment"); {
	case raw && attachment:
		return usageError("%s: --raw or --attachment, one of them", c.title())
	case (raw || attachment) && c.print.JSON:
		return usageError("%s: --json does not go with --raw and --attachment, which print bytes", c.title())
	case raw:
		return c.printBytes(func(tx *sandbox.Tx) ([]byte, error) { return tx.RawMessage(c.arg(0), c.String("mailbox")) })
	case attachment:
		return c.printBytes(func(tx *sandbox.Tx) ([]byte, error) {
			return tx.MessageAttachment(c.arg(0), c.String("mailbox"), c.String("attachment"))
		})
	}
	return c.view(func(tx *sandbox.Tx) error {
		m, err := tx.InspectMessage(c.arg(0), c.String("mailbox"))
		if err != nil {
			return err
		}
		return c.print.ShowRows(m, func() error { return c.print.message(m) })
	})
}

func (c *call) printBytes(read func(*sandbox.Tx) ([]byte, error)) error {
	data, err := viewed(c, read)
	if err == nil {
		c.print.Raw(data)
	}
	return err
}

package commands

import (
	"slices"

	"github.com/urfave/cli/v2"

	"recallbox/sandbox"
)

func forwardCommand() *cli.Command {
	return &cli.Command{
		Name:      "forward",
		Category:  groupMail,
		ArgsUsage: "ID",
		Usage:     "pass a message on, as a message of its own",
		UsageText: "recallbox forward --as bob m1 --to carol --body 'What do you think?'",
		Flags: slices.Concat(
			[]cli.Flag{required(asFlag("`USER` forwards it"))}, recipientFlags(), bodyFlags(), []cli.Flag{inFlag()},
		),
		Action: action(runForward),
	}
}

func runForward(c *call) error {
	request := sandbox.ForwardRequest{As: c.as(), ID: c.arg(0), In: c.String("in"), To: c.StringSlice("to"), Cc: c.StringSlice("cc"), Bcc: c.StringSlice("bcc")}
	var err error
	if request.Text, _, err = c.body(); err != nil {
		return err
	}
	sent, err := updated(c, func(tx *sandbox.Tx) (sandbox.Sent, error) { return tx.Forward(request) })
	if err != nil {
		return err
	}
	return c.print.sent(sent, c.as()+" forwarded "+c.arg(0)+c.recipients())
}

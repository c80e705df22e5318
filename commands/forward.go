package commands

import (
	"slices"

	"github.com/urfave/cli/v2"

	"recallbox/sandbox"
)

func forwardCommand() *command {
	return &command{
		name:    "forward",
		group:   groupMail,
		args:    "ID",
		short:   "pass a message on, as a message of its own",
		example: "recallbox forward --as bob m1 --to carol --body 'What do you think?'",
		flags:   slices.Concat([]cli.Flag{asFlag("`USER` forwards it")}, recipientFlags(), bodyFlags(), []cli.Flag{inFlag()}),
		needs:   []string{"as"},
		run:     runForward,
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

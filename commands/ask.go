package commands

import (
	"strings"

	"github.com/urfave/cli/v2"

	"recallbox/sandbox"
)

func askCommand() *cli.Command {
	return &cli.Command{
		Name:      "ask",
		Category:  groupMail,
		ArgsUsage: "ID",
		Usage:     "ask the recipients of a message to delete it",
		Description: "It is a message of its own, and nothing makes anybody obey: the request stays\n" +
			"open until the recipient deletes the message. inspect delivery ID shows it.\n",
		UsageText: `recallbox ask --as alice m1
recallbox ask --as alice m1 --to bob --note 'It was meant for Carol.'`,
		Flags: []cli.Flag{
			required(asFlag("`USER` sent the message and asks")),
			listFlag("to", "only these `ADDRESSES` among its recipients; may be repeated", "t"),
			textFlag("note", "what is added to the request: a `TEXT`"),
		},
		Action: action(runAsk),
	}
}

func runAsk(c *call) error {
	request := sandbox.AskRequest{As: c.as(), ID: c.arg(0), To: c.StringSlice("to"), Note: c.String("note")}
	sent, err := updated(c, func(tx *sandbox.Tx) (sandbox.Sent, error) { return tx.Ask(request) })
	if err != nil {
		return err
	}
	whom := "all its recipients"
	if to := c.StringSlice("to"); len(to) > 0 {
		whom = strings.Join(to, ", ")
	}
	return c.print.sent(sent, c.as()+" asked "+whom+" to delete "+c.arg(0))
}

package commands

import (
	"github.com/urfave/cli/v2"

	"recallbox/commands/term"
	"recallbox/sandbox"
)

func fetchCommand() *cli.Command {
	return &cli.Command{
		Name:     "fetch",
		Category: groupMail,
		Usage:    "let a mail program download what is in the Inbox",
		Description: "The messages stay in the Inbox, and the program has copies of its own, out of\n" +
			"reach for a recall in Zoho. What comes later has not been fetched.\n\n" +
			"Nothing is printed. With --json: {\"fetched\": 2}, how many messages it was.\n",
		UsageText: "recallbox fetch --as bob --via pop",
		Flags: []cli.Flag{
			required(asFlag("the mail program of `USER`: a user, a pattern or a group")),
			required(textFlag("via", "`HOW` it downloads: pop or imap")),
		},
		Action: action(runFetch),
	}
}

func runFetch(c *call) error {
	if via := c.String("via"); via != "pop" && via != "imap" {
		return usageHint(try("`fetch --as {as} --via pop`", "as", c.as()), "fetch: --via %q: not one of pop, imap", via)
	}
	n, err := updated(c, func(tx *sandbox.Tx) (int64, error) { return tx.Fetch(c.as(), c.String("via")) })
	if err != nil {
		return err
	}
	result := struct {
		Fetched int64 `json:"fetched"`
	}{n}
	return c.print.Show(result, func() {
		c.print.Done(c.as() + " fetched " + term.Count(int(n), "message", "messages") + " by " + c.String("via"))
	})
}

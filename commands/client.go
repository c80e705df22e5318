package commands

import (
	"github.com/urfave/cli/v2"

	"recallbox/commands/term"
	"recallbox/sandbox"
)

func clientCommand() *cli.Command {
	return &cli.Command{
		Name:     "client",
		Category: groupMail,
		Usage:    "start and stop mail programs",
		Subcommands: []*cli.Command{
			clientSwitch("start", "start a mail program: Outlook then processes what waits in the Inbox",
				"started", (*sandbox.Tx).StartClient),
			clientSwitch("stop", "stop a mail program: nothing is processed and nothing opened in it",
				"stopped", (*sandbox.Tx).StopClient),
		},
	}
}

func clientSwitch(name, short, done string, do func(tx *sandbox.Tx, as string) error) *cli.Command {
	return &cli.Command{
		Name:  name,
		Usage: short,
		Description: "Nothing is printed. With --json: the user as user show gives it, or " +
			`{"users": […]} where USER is a pattern or a group.` + "\n",
		UsageText: "recallbox client " + name + " --as bob",
		Flags:     []cli.Flag{required(asFlag("the mail program of `USER`: a user, a pattern or a group"))},
		Action: action(func(c *call) error {
			return c.onUsers(c.as(), done+" the mail program of "+c.as(), func(tx *sandbox.Tx) error { return do(tx, c.as()) })
		}),
	}
}

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

// fetched is the JSON of fetch.
type fetched struct {
	Fetched int64 `json:"fetched"` // how many messages
}

func runFetch(c *call) error {
	if via := c.String("via"); via != "pop" && via != "imap" {
		return usageHint(try("`fetch --as {as} --via pop`", "as", c.as()), "fetch: --via %q: not one of pop, imap", via)
	}
	fetch := func(tx *sandbox.Tx) (int64, error) { return tx.Fetch(c.as(), c.String("via")) }
	return change(c, fetch, func(n int64) error {
		result := fetched{n}
		return c.print.Show(result, func() {
			c.print.Done(c.as() + " fetched " + term.Count(int(n), "message", "messages") + " by " + c.String("via"))
		})
	})
}

package commands

import (
	"github.com/urfave/cli/v2"

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

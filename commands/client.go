package commands

import (
	"github.com/urfave/cli/v2"

	"recallbox/sandbox"
)

func clientCommand() *command {
	return &command{
		name:  "client",
		group: groupMail,
		short: "start and stop mail programs",
		subs: []*command{
			clientSwitch("start", "start a mail program: Outlook then processes what waits in the Inbox", "started", (*sandbox.Tx).StartClient),
			clientSwitch("stop", "stop a mail program: nothing is processed and nothing opened in it", "stopped", (*sandbox.Tx).StopClient),
		},
	}
}

func clientSwitch(name, short, done string, do func(tx *sandbox.Tx, as string) error) *command {
	return &command{
		name:    name,
		short:   short,
		long:    "Nothing is printed. With --json: the user as user show gives it, or {\"users\": […]} where USER is a pattern or a group.\n",
		example: "recallbox client " + name + " --as bob",
		flags:   []cli.Flag{asFlag("the mail program of `USER`: a user, a pattern or a group")},
		needs:   []string{"as"},
		run: func(c *call) error {
			return c.onUsers(c.as(), done+" the mail program of "+c.as(), func(tx *sandbox.Tx) error { return do(tx, c.as()) })
		},
	}
}

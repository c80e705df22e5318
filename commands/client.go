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
		example: "recallbox client " + name + " --as bob",
		flags:   []cli.Flag{asFlag("the mail program of `USER`: a user, a pattern or a group")},
		needs:   []string{"as"},
		run: func(c *call) error {
			return c.onUsers(done+" the mail program of "+c.as(), func(tx *sandbox.Tx) error { return do(tx, c.as()) })
		},
	}
}

// onUsers changes those whom --as means, and prints nothing; its JSON is the user as `user show` gives it, or a list where
// --as is a pattern or a group.
func (c *call) onUsers(done string, do func(*sandbox.Tx) error) error {
	var after struct {
		Users []sandbox.User `json:"users"`
	}
	err := c.update(func(tx *sandbox.Tx) error {
		if err := do(tx); err != nil || !c.print.json {
			return err
		}
		var err error
		after.Users, err = tx.UsersMeant(c.as())
		return err
	})
	if err != nil {
		return err
	}
	var result any = after
	if len(after.Users) == 1 {
		result = after.Users[0]
	}
	return c.print.show(result, func() { c.print.done(done) })
}

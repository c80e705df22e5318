package commands

import (
	"github.com/urfave/cli/v2"

	"recallbox/commands/term"
	"recallbox/sandbox"
)

func userAddCommand() *cli.Command {
	return &cli.Command{
		Name:      "add",
		ArgsUsage: "[ADDRESS…] [KEY=VALUE…]",
		Usage:     "add users",
		Description: "Prints the address of each. With --count it numbers from 1, and prints the\n" +
			"first address and the last. What is not set is as the mail system of the\n" +
			"organisation has it. Addresses in no organisation's domain need no user add:\n" +
			"their mailboxes are made when somebody first writes to them.\n\n" + userSettingsHelp,
		UsageText: "recallbox user add alice@acme.example bob@acme.example\n" +
			"recallbox user add carol@acme.example name='Carol Jones' client=outlook-web\n" +
			"recallbox user add --count 1000 --pattern 'user%04d@acme.example'",
		Flags: []cli.Flag{
			numberFlag("count", "add `N` users"),
			textFlag("pattern", "their addresses are `PATTERN`, with the number in place of %d or %06d"),
		},
		Action: action(runUserAdd),
	}
}

func runUserAdd(c *call) error {
	addresses, words := addressesAndSettings(c.args)
	set, err := c.settings(words)
	if err != nil {
		return err
	}
	many := c.IsSet("count") || c.IsSet("pattern")
	switch {
	case many && len(addresses) > 0:
		return usageError("user add: addresses or --count and --pattern, not both")
	case many && !(c.IsSet("count") && c.IsSet("pattern")):
		return usageHint(try("`user add --count 1000 --pattern 'user%04d@acme.example'`"), "user add: --count and --pattern go together")
	case many:
		return addNumberedUsers(c, set)
	case len(addresses) == 0:
		return usageError("user add: ADDRESS is missing")
	}
	return addUsers(c, addresses, set)
}

func addUsers(c *call, addresses []string, set []sandbox.Setting) error {
	made, err := updated(c, func(tx *sandbox.Tx) ([]sandbox.User, error) { return tx.AddUsers(addresses, set) })
	if err != nil {
		return err
	}
	result := any(userList{made})
	if len(made) == 1 {
		result = made[0]
	}
	return c.print.Show(result, func() {
		for _, u := range made {
			c.print.Made(u.Address, "added "+u.Name+": account "+u.Account.String()+", client "+u.Client.String())
		}
	})
}

func addNumberedUsers(c *call, set []sandbox.Setting) error {
	made, err := updated(c, func(tx *sandbox.Tx) (sandbox.NumberedUsers, error) {
		return tx.AddUserPattern(int64(c.Int("count")), c.String("pattern"), set)
	})
	if err != nil {
		return err
	}
	return c.print.Show(made, func() {
		c.print.Line(term.Plain(made.First))
		if made.Count > 1 {
			c.print.Line(term.Plain(made.Last))
		}
		c.print.Done("added " + term.Count(int(made.Count), "user", "users"))
	})
}

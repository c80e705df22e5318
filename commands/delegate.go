package commands

import (
	"github.com/urfave/cli/v2"

	"recallbox/commands/term"
	"recallbox/sandbox"
)

func delegateCommand() *cli.Command {
	return &cli.Command{
		Name:     "delegate",
		Category: groupSetUp,
		Usage:    "who acts for whom: add, remove, list",
		Subcommands: []*cli.Command{
			delegateChange("add", "let somebody act for an owner", " acts for ", (*sandbox.Tx).AddDelegate),
			delegateChange("remove", "let somebody act for an owner no more", " no longer acts for ",
				(*sandbox.Tx).RemoveDelegate),
			delegateListCommand(),
		},
	}
}

// delegateChange is a command that changes who acts for an owner.
func delegateChange(
	name, usage, done string,
	do func(tx *sandbox.Tx, owner, delegate string) (sandbox.Delegates, error),
) *cli.Command {
	return &cli.Command{
		Name:      name,
		ArgsUsage: "USER",
		Usage:     usage,
		Description: "A delegate sends for the owner, with send --for, and opens, moves and deletes in\n" +
			"the owner's mailbox, with --in and the owner.\n",
		UsageText: "recallbox delegate " + name + " --as alice carol",
		Flags:     []cli.Flag{required(asFlag("`USER` is the owner"))},
		Action: action(func(c *call) error {
			return change(c, func(tx *sandbox.Tx) (sandbox.Delegates, error) {
				return do(tx, c.as(), c.arg(0))
			}, func(now sandbox.Delegates) error {
				return c.print.Show(now, func() { c.print.Done(c.arg(0) + done + now.Owner) })
			})
		}),
	}
}

func delegateListCommand() *cli.Command {
	return &cli.Command{
		Name:      "list",
		ArgsUsage: "USER",
		Usage:     "list who acts for an owner",
		UsageText: "recallbox delegate list alice",
		Action:    action(runDelegateList),
	}
}

func runDelegateList(c *call) error {
	all, err := look(c, func(tx *sandbox.Tx) (sandbox.Delegates, error) { return tx.DelegatesOf(c.arg(0)) })
	if err != nil {
		return err
	}
	return c.print.Show(all, func() {
		for _, address := range all.Delegates {
			c.print.Line(term.Plain(address))
		}
		c.print.Empty(len(all.Delegates),
			c.print.suggest("nobody acts for {owner}: `delegate add --as {owner} USER`", "owner", c.arg(0)))
	})
}

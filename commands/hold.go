package commands

import (
	"strings"

	"github.com/urfave/cli/v2"

	"recallbox/commands/term"
	"recallbox/sandbox"
)

func holdCommand() *cli.Command {
	return &cli.Command{
		Name:        "hold",
		Category:    groupSetUp,
		Usage:       "delivery held back by an organisation: add, list, remove",
		Subcommands: []*cli.Command{holdAddCommand(), holdListCommand(), holdRemoveCommand()},
	}
}

type holdList struct {
	Holds []sandbox.Hold `json:"holds"`
}

func holdAddCommand() *cli.Command {
	return &cli.Command{
		Name:  "add",
		Usage: "hold an organisation's mail in the Outbox for a time",
		Description: "Everything that its senders send waits, recall messages and replacements too;\n" +
			"a recall in the cloud sends nothing, and acts at once.\n" +
			"Usually only companies have such rules, and not every mail server offers them:\n" +
			"without one, mail goes out at once.\n",
		UsageText: "recallbox hold add --as admin --org acme --for 10m --senders alice,bob",
		Flags: []cli.Flag{
			required(asFlag("`ADMIN` makes the rule")),
			required(textFlag("org", "the organisation's `NAME`")),
			required(textFlag("for", "how long: a `DURATION` like 90s, 10m or 1d")),
			listFlag("senders", "only mail from `USERS`, as in alice,bob; without it everybody's"),
			textFlag("take-back", "who may take back what it holds: `WHO` is senders or admins; senders unless given"),
		},
		Action: action(runHoldAdd),
	}
}

func runHoldAdd(c *call) error {
	n := sandbox.NewHold{As: c.as(), Organisation: c.String("org"), Senders: splitList(c.StringSlice("senders"))}
	switch who := c.String("take-back"); who {
	case "", "senders":
	case "admins":
		n.AdminsOnly = true
	default:
		return usageHint(say("--take-back senders or --take-back admins"), "hold add: --take-back %q is neither", who)
	}
	var err error
	if n.For, err = sandbox.ParseDuration(c.String("for")); err != nil {
		return err
	}
	return change(c, func(tx *sandbox.Tx) (sandbox.Hold, error) { return tx.AddHold(n) }, func(made sandbox.Hold) error {
		return c.print.Show(made, func() { c.print.Created(made.ID, holdWords(made)) })
	})
}

// holdWords say what a rule does.
func holdWords(h sandbox.Hold) string {
	whose := "everybody's mail in " + h.Organisation
	if len(h.Senders) > 0 {
		whose = "mail from " + strings.Join(h.Senders, ", ")
	}
	return "holds " + whose + " for " + h.For
}

func holdListCommand() *cli.Command {
	return &cli.Command{
		Name:      "list",
		Usage:     "list the rules that hold mail",
		UsageText: "recallbox hold list",
		Flags:     []cli.Flag{allFlag()},
		Action:    action(runHoldList),
	}
}

func runHoldList(c *call) error {
	list, err := look(c, (*sandbox.Tx).Holds)
	if err != nil {
		return err
	}
	return c.print.Show(holdList{list}, func() {
		rows := c.print.Table("ID", "TAKEN BACK BY", "DOES")
		for _, h := range list {
			rows.Row(term.Plain(h.ID), term.Plain(h.TakeBack), term.Plain(holdWords(h)))
		}
		rows.Print(c.print.All)
		c.print.Empty(len(list), "no mail is held back")
	})
}

func holdRemoveCommand() *cli.Command {
	return &cli.Command{
		Name:      "remove",
		ArgsUsage: "ID",
		Usage:     "remove a rule; what it holds stays held until it is due",
		UsageText: "recallbox hold remove --as admin@acme.example h1",
		Flags:     []cli.Flag{required(asFlag("`ADMIN` removes the rule"))},
		Action:    action(runHoldRemove),
	}
}

func runHoldRemove(c *call) error {
	return c.remove(func(tx *sandbox.Tx) error { return tx.RemoveHold(c.as(), c.arg(0)) })
}

package commands

import (
	"strconv"
	"strings"

	"github.com/urfave/cli/v2"

	"recallbox/commands/term"
	"recallbox/sandbox"
)

func groupCommand() *cli.Command {
	return &cli.Command{
		Name:        "group",
		Category:    groupSetUp,
		Usage:       "distribution lists: add, set, list",
		Subcommands: []*cli.Command{groupAddCommand(), groupSetCommand(), groupListCommand()},
	}
}

func groupAddCommand() *cli.Command {
	return &cli.Command{
		Name:      "add",
		ArgsUsage: "ADDRESS",
		Usage:     "add a distribution list",
		Description: "Whoever writes to it writes to its members, as they are when the message is\n" +
			"sent. A member may be a group, whose members get it too, each once, or an\n" +
			"address outside. A pattern stands for those whom it matches now; --all for\n" +
			"those too who come later.\n",
		UsageText: `recallbox group add team@acme.example --members bob,carol
recallbox group add others@acme.example --members 'user*@acme.example'
recallbox group add everybody@acme.example --all acme`,
		Flags: []cli.Flag{
			membersFlag(),
			textFlag("all", "its members are all users of the organisation `ORG`"),
		},
		Action: action(runGroupAdd),
	}
}

func runGroupAdd(c *call) error {
	members, all := splitList(c.StringSlice("members")), c.String("all")
	if (len(members) == 0) == (all == "") {
		return usageHint(say("--members bob,carol or --all ORGANISATION"), "group add: --members or --all, one of them")
	}
	return change(c, func(tx *sandbox.Tx) (sandbox.Group, error) {
		return tx.AddGroup(c.arg(0), members, all)
	}, func(made sandbox.Group) error {
		return c.print.Show(made, func() {
			members := term.Count(int(made.Count), "member", "members")
			c.print.Created(made.Address, "added the group "+made.Address+" with "+members)
		})
	})
}

func membersFlag() cli.Flag { return listFlag("members", "its members are `A,B`") }

func groupSetCommand() *cli.Command {
	return &cli.Command{
		Name:        "set",
		ArgsUsage:   "ADDRESS",
		Usage:       "give a distribution list other members",
		Description: "What was sent to it before stays with whom it reached.\n",
		UsageText:   "recallbox group set team@acme.example --members bob,carol",
		Flags:       []cli.Flag{membersFlag()},
		Action:      action(runGroupSet),
	}
}

func runGroupSet(c *call) error {
	members := splitList(c.StringSlice("members"))
	if len(members) == 0 {
		return usageHint(say("--members bob,carol"), "group set: --members is missing")
	}
	return change(c, func(tx *sandbox.Tx) (sandbox.Group, error) {
		return tx.SetGroup(c.arg(0), members)
	}, func(now sandbox.Group) error {
		return c.print.Show(now, func() {
			c.print.Done(now.Address + " has " + term.Count(int(now.Count), "member", "members"))
		})
	})
}

// splitList takes lists with commas apart.
func splitList(lists []string) []string {
	var words []string
	for _, list := range lists {
		for word := range strings.SplitSeq(list, ",") {
			if word = strings.TrimSpace(word); word != "" {
				words = append(words, word)
			}
		}
	}
	return words
}

func groupListCommand() *cli.Command {
	return &cli.Command{
		Name:      "list",
		Usage:     "list the distribution lists with their members",
		UsageText: "recallbox group list",
		Flags:     []cli.Flag{allFlag()},
		Action:    action(runGroupList),
	}
}

// groupList is the JSON of group list.
type groupList struct {
	Groups []sandbox.Group `json:"groups"`
}

func runGroupList(c *call) error {
	list, err := look(c, (*sandbox.Tx).Groups)
	if err != nil {
		return err
	}
	result := groupList{list}
	return c.print.Show(result, func() {
		rows := c.print.Table("ADDRESS", "COUNT", "MEMBERS")
		rows.Numbers = []int{1}
		for _, g := range list {
			rows.Row(term.Plain(g.Address), term.Plain(strconv.FormatInt(g.Count, 10)), groupMembers(g))
		}
		rows.Print(c.print.All)
		c.print.Empty(len(list), c.print.suggest("there is no group yet: `group add ADDRESS --members A,B`"))
	})
}

// groupMembers names the members, or the first of many.
func groupMembers(g sandbox.Group) term.Text {
	shown := g.Members
	if g.Count > term.ManyRows {
		shown = shown[:5]
	}
	names := term.Plain(strings.Join(shown, ", "))
	if left := int(g.Count) - len(shown); left > 0 {
		return term.Join(names, term.Faint(" and "+term.Count(left, "more", "more")))
	}
	return names
}

package commands

import (
	"strings"

	"github.com/urfave/cli/v2"

	"recallbox/commands/term"
	"recallbox/sandbox"
)

func ruleCommand() *cli.Command {
	return &cli.Command{
		Name:        "rule",
		Category:    groupSetUp,
		Usage:       "inbox rules: add, list, remove",
		Subcommands: []*cli.Command{ruleAddCommand(), ruleListCommand(), ruleRemoveCommand()},
	}
}

type ruleList struct {
	Rules []sandbox.Rule `json:"rules"`
}

func ruleListCommand() *cli.Command {
	return &cli.Command{
		Name:      "list",
		ArgsUsage: "USER",
		Usage:     "list the inbox rules of a mailbox",
		UsageText: "recallbox rule list bob",
		Flags:     []cli.Flag{allFlag()},
		Action:    action(runRuleList),
	}
}

func runRuleList(c *call) error {
	list, err := look(c, func(tx *sandbox.Tx) ([]sandbox.Rule, error) { return tx.Rules(c.arg(0)) })
	if err != nil {
		return err
	}
	return c.print.Show(ruleList{list}, func() {
		rows := c.print.Table("ID", "DOES")
		for _, r := range list {
			rows.Row(term.Plain(r.ID), term.Plain(ruleWords(r)))
		}
		rows.Print(c.print.All)
		c.print.Empty(len(list), c.arg(0)+" has no rule")
	})
}

// ruleWords say what a rule does: `moves mail from alice@acme.example with "budget" in its subject to Projects`.
func ruleWords(r sandbox.Rule) string {
	what := []string{map[string]string{"": "mail", "note": "notes", "recall": "recall messages"}[r.Class]}
	if r.From != "" {
		what = append(what, "from "+r.From)
	}
	if r.SubjectContains != "" {
		what = append(what, `with "`+r.SubjectContains+`" in the subject`)
	}
	mail := strings.Join(what, " ")
	switch {
	case r.MarkRead:
		return "marks " + mail + " as read"
	case r.Delete:
		return "moves " + mail + " to Deleted Items"
	default:
		return "moves " + mail + " to " + r.MoveTo
	}
}

func ruleRemoveCommand() *cli.Command {
	return &cli.Command{
		Name:      "remove",
		ArgsUsage: "ID",
		Usage:     "remove an inbox rule",
		UsageText: "recallbox rule remove rule1",
		Action:    action(runRuleRemove),
	}
}

func runRuleRemove(c *call) error {
	return c.remove(func(tx *sandbox.Tx) error { return tx.RemoveRule(c.arg(0)) })
}

func ruleAddCommand() *cli.Command {
	return &cli.Command{
		Name:  "add",
		Usage: "add an inbox rule to a mailbox, or to many",
		Description: "Rules run when something is delivered, on notes and recall messages, in the\n" +
			"order in which they were made; the first that moves or deletes ends the run.\n" +
			"--as may be a pattern, 'user*@acme.example', or a group: each of them gets a\n" +
			"rule, and the ID of each is printed.\n",
		UsageText: "recallbox rule add --as bob --from alice --move-to Projects\n" +
			"recallbox rule add --as bob --subject-contains budget --class note --mark-read",
		Flags: []cli.Flag{
			required(asFlag("it is `USER`'s rule")),
			textFlag("from", "what `SENDER` sent"),
			textFlag("subject-contains", "what has `TEXT` in its subject"),
			textFlag("class", "`CLASS` note or recall; without it both"),
			textFlag("move-to", "moves to `FOLDER`"),
			switchFlag("delete", "moves to Deleted Items"),
			switchFlag("mark-read", "marks as read"),
		},
		Action: action(runRuleAdd),
	}
}

func runRuleAdd(c *call) error {
	wanted := sandbox.NewRule{As: c.as(), Rule: sandbox.Rule{
		From:            c.String("from"),
		SubjectContains: c.String("subject-contains"),
		Class:           c.String("class"),
		MoveTo:          c.String("move-to"),
		Delete:          c.Bool("delete"),
		MarkRead:        c.Bool("mark-read"),
	}}
	if !doesOneThing(wanted.Rule) {
		return usageHint(try("`rule add --as {user} --subject-contains Budget --move-to Archive`", "user", c.as()),
			"rule add: --move-to, --delete or --mark-read, one of them")
	}
	return c.update(func(tx *sandbox.Tx) error {
		made, err := tx.AddRules(wanted)
		if err != nil {
			return err
		}
		if c.print.JSON && meansOne(tx, c.as()) {
			all, err := made.Rules.List()
			if err != nil {
				return err
			}
			return c.print.WriteJSON(all[0])
		}
		return c.print.ShowRows(newRules{made.Rules}, func() error { return c.print.addedRules(made, c.as(), wanted.Rule) })
	})
}

// addedRules prints the IDs of new rules, which all do the same.
func (p *printer) addedRules(made sandbox.AddedRules, whose string, does sandbox.Rule) error {
	for r, err := range made.Rules {
		if err != nil {
			return err
		}
		p.Line(term.Plain(r.ID))
	}
	p.Done("added " + term.Count(int(made.Number), "rule", "rules") + " for " + whose + ": " + ruleWords(does))
	return nil
}

type newRules struct {
	Rules sandbox.Rows[sandbox.Rule] `json:"rules"`
}

// doesOneThing is true for a rule with one of the three things that rules do.
func doesOneThing(r sandbox.Rule) bool {
	number := 0
	for _, does := range []bool{r.MoveTo != "", r.Delete, r.MarkRead} {
		if does {
			number++
		}
	}
	return number == 1
}

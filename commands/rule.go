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
	list, err := viewed(c, func(tx *sandbox.Tx) ([]sandbox.Rule, error) { return tx.Rules(c.arg(0)) })
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
	if err := c.update(func(tx *sandbox.Tx) error { return tx.RemoveRule(c.arg(0)) }); err != nil {
		return err
	}
	result := struct {
		ID string `json:"id"`
	}{c.arg(0)}
	return c.print.Show(result, func() { c.print.Done("removed " + c.arg(0)) })
}

package commands

import (
	"strings"

	"github.com/urfave/cli/v2"

	"recallbox/commands/term"
	"recallbox/sandbox"
)

func ruleCommand() *command {
	return &command{
		name:  "rule",
		group: groupSetUp,
		short: "inbox rules: add, list, remove",
		subs:  []*command{ruleAddCommand(), ruleListCommand(), ruleRemoveCommand()},
	}
}

type ruleList struct {
	Rules []sandbox.Rule `json:"rules"`
}

func ruleListCommand() *command {
	return &command{
		name:    "list",
		args:    "USER",
		short:   "list the inbox rules of a mailbox",
		example: "recallbox rule list bob",
		flags:   []cli.Flag{allFlag()},
		run:     runRuleList,
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

func ruleRemoveCommand() *command {
	return &command{
		name:    "remove",
		args:    "ID",
		short:   "remove an inbox rule",
		example: "recallbox rule remove rule1",
		run:     runRuleRemove,
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

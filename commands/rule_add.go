package commands

import (
	"github.com/urfave/cli/v2"

	"recallbox/sandbox"
)

func ruleAddCommand() *command {
	return &command{
		name:  "add",
		short: "add an inbox rule to a mailbox, or to many",
		long: "Rules run when something is delivered, on notes and recall messages, in the\n" +
			"order in which they were made; the first that moves or deletes ends the run.\n" +
			"--as may be a pattern, 'user*@acme.example', or a group: each of them gets a\n" +
			"rule, and the ID of each is printed.\n",
		example: "recallbox rule add --as bob --from alice --move-to Projects\n" +
			"recallbox rule add --as bob --subject-contains budget --class note --mark-read",
		flags: []cli.Flag{
			asFlag("it is `USER`'s rule"),
			textFlag("from", "what `SENDER` sent"),
			textFlag("subject-contains", "what has `TEXT` in its subject"),
			textFlag("class", "`CLASS` note or recall; without it both"),
			textFlag("move-to", "moves to `FOLDER`"),
			switchFlag("delete", "moves to Deleted Items"),
			switchFlag("mark-read", "marks as read"),
		},
		needs: []string{"as"},
		run:   runRuleAdd,
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
	made, err := updated(c, func(tx *sandbox.Tx) (many[sandbox.Rule], error) {
		all, err := tx.AddRules(wanted)
		return many[sandbox.Rule]{all, c.print.json && meansOne(tx, c.as())}, err
	})
	if err != nil {
		return err
	}
	result := any(ruleList{made.all})
	if made.one {
		result = made.all[0]
	}
	return c.print.show(result, func() {
		for _, r := range made.all {
			c.print.line(plain(r.ID))
		}
		c.print.done("added " + count(len(made.all), "rule", "rules") + " for " + c.as() + ": " + ruleWords(wanted.Rule))
	})
}

package commands

import (
	"fmt"
	"strings"

	"github.com/urfave/cli/v2"

	"recallbox/commands/term"
	"recallbox/sandbox"
)

func purgeCommand() *cli.Command {
	return &cli.Command{
		Name:      "purge",
		Category:  groupRecall,
		ArgsUsage: "[ID]",
		Usage:     "delete a message from all mailboxes of an organisation, as an administrator",
		Description: "What is left after a failed recall, in mail systems that have it. Where they keep what is\n" +
			"purged, owners can recover their copies, but not after --hard. --subject finds what was\n" +
			"forwarded too; it asks first. Prints how many copies went from which mailbox.\n",
		UsageText: `recallbox purge --as admin m1
recallbox purge --as admin --subject 'Q3 salaries' --dry-run`,
		Flags: []cli.Flag{
			required(asFlag("`ADMIN` of the organisation")),
			textFlag("subject", "in place of ID: all that has this `TEXT` in its subject"),
			switchFlag("hard", "for good: their owners cannot recover them"), dryRunFlag(), yesFlag(), allFlag(),
		},
		Action: action(runPurge),
	}
}

func runPurge(c *call) error {
	request := sandbox.PurgeRequest{As: c.as(), ID: c.arg(0), Subject: c.String("subject"), Hard: c.Bool("hard")}
	if (request.ID == "") == !c.IsSet("subject") {
		return usageHint(try("`purge --as {as} m1`", "as", request.As), "purge: ID or --subject, one of them")
	}
	if request.ID == "" && !c.Bool("yes") && !c.Bool("dry-run") {
		if err := c.confirmPurge(request); err != nil {
			return err
		}
	}
	purge := func(tx *sandbox.Tx) (sandbox.Purge, error) { return tx.Purge(request) }
	return change(c, purge, func(p sandbox.Purge) error {
		p.DryRun = c.Bool("dry-run")
		return c.print.Show(p, func() { c.print.purge(p) })
	})
}

// confirmPurge asks a person whether to purge what was found, but not in a batch, nor where nobody could answer.
func (c *call) confirmPurge(request sandbox.PurgeRequest) error {
	c.line.flags = append(c.line.flags, flagValue{"yes", "true"}) // what was typed, had it been confirmed at once
	if c.process.within == nil && c.process.Terminal.In && c.process.Terminal.Err {
		var p sandbox.Purge
		err := c.transact((*sandbox.Box).DryRun, func(tx *sandbox.Tx) (err error) {
			p, err = tx.Purge(request)
			return err
		})
		if err != nil {
			return err
		}
		if c.proceed("Purge " + purgedWords(p) + ".") {
			return nil
		}
	}
	return usageHint(typing(c.historyLine(nil)), "purge --subject: it needs a confirmation, and --yes gives it")
}

// purgedWords say how much goes: "3 copies from 2 mailboxes".
func purgedWords(p sandbox.Purge) string {
	copies := 0
	for _, m := range p.Purged {
		copies += int(m.Copies)
	}
	return term.Count(copies, "copy", "copies") + " from " + term.Count(len(p.Purged), "mailbox", "mailboxes")
}

// purge prints from where copies went, or only the first where they are many, and where they stay.
func (p *printer) purge(of sandbox.Purge) {
	rows := p.Table("COPIES", "MAILBOX")
	rows.Numbers = []int{0}
	for _, m := range of.Purged {
		rows.Row(term.Plain(fmt.Sprint(m.Copies)), term.Plain(m.Mailbox))
	}
	if len(of.Purged) > 0 {
		rows.Print(p.All)
		p.Line()
	}
	if of.DryRun {
		p.Line(term.Waiting("  dry run: "), term.Plain(purgedWords(of)+" would be purged"))
	} else {
		p.Line(term.Plain("  purged " + purgedWords(of)))
	}
	for _, words := range p.keptWords(of) {
		for _, part := range p.Fit(term.Plain(words), 2) {
			p.Line(term.Plain("  "), part)
		}
	}
	if n := len(of.Outside); n > 0 {
		whose := term.Count(n, "mailbox", "mailboxes")
		if n <= term.ManyRows || p.All {
			whose = strings.Join(of.Outside, ", ")
		}
		for _, part := range p.Fit(term.Waiting("out of reach, and stays: "+whose), 2) {
			p.Line(term.Plain("  "), part)
		}
	}
}

// keptWords say until when what was purged is kept, and who sees it: a line for all mailboxes of which it is true.
func (p *printer) keptWords(of sandbox.Purge) []string {
	if of.Recoverable > 0 {
		return []string{term.Count(int(of.Recoverable), "copy is", "copies are") +
			" in Recoverable Items, where owners can recover them: --hard purges those too"}
	}
	number := map[string]int{}
	var order []string
	for _, m := range of.Purged {
		words := "nothing is kept of them"
		switch {
		case m.Held && m.Hidden:
			words = "kept while the mailbox is on hold, where only administrators see them"
		case m.Held:
			words = "owners can recover them while the mailbox is on hold"
		case m.KeptUntil != nil && m.Hidden:
			words = "kept until " + moment(*m.KeptUntil) + ", where only administrators see them"
		case m.KeptUntil != nil:
			words = "owners can recover them until " + moment(*m.KeptUntil)
		}
		if number[words]++; number[words] == 1 {
			order = append(order, words)
		}
	}
	if len(order) > 1 {
		for i, words := range order {
			order[i] = term.Count(number[words], "mailbox", "mailboxes") + ": " + words
		}
	}
	return order
}

func recoverCommand() *cli.Command {
	return &cli.Command{
		Name:      "recover",
		Category:  groupMail,
		ArgsUsage: "ID…",
		Usage:     "bring messages back that were deleted for good",
		Description: "They are in Recoverable Items as long as the mail system keeps them, which\n" +
			"inspect mailbox --recoverable shows. They come back to the folder from which they were\n" +
			"deleted, and that is printed. With --in an administrator restores them, where the mail\n" +
			"system lets them.\n\n" + messagesJSON,
		UsageText: "recallbox recover --as bob m1",
		Flags: []cli.Flag{
			required(asFlag("`USER` whose copy it was, or an administrator")),
			textFlag("in", "as an administrator, in the mailbox of `USER`"),
		},
		Action: action(runRecover),
	}
}

func runRecover(c *call) error {
	var all []sandbox.Recovered
	say := func() {
		for _, one := range all {
			state := map[bool]string{true: "read", false: "unread"}[one.Read]
			c.print.Line(term.Plain("  " + one.Message + " is back in " + one.Folder + " of " + one.Mailbox + ", " + state))
		}
	}
	return c.onMessagesSaying(c.args, say, func(tx *sandbox.Tx, id string) error {
		one, err := tx.Recover(sandbox.RecoverRequest{As: c.as(), ID: id, In: c.String("in")})
		all = append(all, one)
		return err
	})
}

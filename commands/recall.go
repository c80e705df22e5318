package commands

import (
	"bufio"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"recallbox/commands/term"
	"recallbox/sandbox"
	"recallbox/sandbox/recall"
)

func recallCommand() *cli.Command {
	return &cli.Command{
		Name:      "recall",
		Category:  groupRecall,
		ArgsUsage: "ID",
		Usage:     "recall a message, and see for each recipient what happens and why",
		Description: `With --replace a new message goes to the same recipients; what is not given is
as in the original. --dry-run shows what would happen now and changes nothing.
Where the mail system wants a confirmation, somebody at a terminal is asked;
elsewhere --yes gives it.

The sooner, the likelier that it is still unread. No recall is sure to succeed,
least of all where the message was read. Replace only what really needs
correcting, as one recall behind another confuses people.
What went to a wrong address is better corrected at once, with an apology:
recallbox send --in-reply-to.

With --client api a program asks, through the interface that the mail system has
for programs; that of an admin may recall what others sent.

In Outlook choose Sent Items in the Folder Pane and open the message: in its
window Recall This Message stands under Message > Actions, in some versions
three dots, in Outlook 2007 Other Actions.
Without --replace it is "Delete unread copies of this message", with it "Delete
unread copies and replace with a new message". --no-report clears the box "Tell
me if recall succeeds or fails for each recipient".

In Zoho Mail this is the button Recall this email, which stands in the Mail
Delivery Status (MDS) of what was sent: recallbox inspect delivery. --yes is
Proceed. Beside the button the free plan has Upgrade: recallbox org set ORG
plan=paid. The response is Complete Success, Partial Success or Complete
Failure, of one recipient whether it succeeded; then what was sent bears the tag
Recalled. There is no --replace, --no-report or --view.
`,
		UsageText: `recallbox recall --as alice m1 --dry-run
recallbox recall --as alice m1
recallbox recall --as alice m1 --replace --attach list.pdf`,
		Flags: slices.Concat([]cli.Flag{
			required(asFlag("`USER` recalls it")),
			switchFlag("replace", "send a new message in its place"),
			textFlag("subject", "the new message's `SUBJECT`"),
		}, bodyFlags(), []cli.Flag{
			attachFlag(),
			switchFlag("no-report", "no report about each recipient"),
			textFlag("from", "whose copies go: `WHERE` is recipients, or all for your own too"),
			textFlag("comment", "what the recipients are told besides: a `TEXT`"),
			textFlag("view", "where the sender shows the message: `VIEW` is window or reading-pane"),
			clientFlag("in this `CLIENT` instead of the sender's own, as in outlook-web"),
			dryRunFlag(), yesFlag(), allFlag(),
		}),
		Action: action(runRecall),
	}
}

func runRecall(c *call) error {
	request, err := recallRequest(c)
	if err != nil {
		return err
	}
	return c.recallConfirmed(request, func(r sandbox.Recall) error {
		if c.Bool("dry-run") {
			r = r.AsDryRun()
		}
		c.print.Warn(r.Warnings...)
		return c.print.ShowRows(r, func() error {
			if err := c.print.recall(r, c.print.All); err != nil {
				return err
			}
			if r.Request != "" {
				c.print.Done("the recall message is " + r.Request)
			}
			if r.Accepted != "" && r.ID != "" {
				look := c.print.suggest(": `inspect recall {recall}`", "recall", r.ID)
				c.print.Line(term.Plain("  " + r.Accepted + look))
			}
			return nil
		})
	})
}

// recallRequest is the recall that the flags describe.
func recallRequest(c *call) (r sandbox.RecallRequest, err error) {
	r = sandbox.RecallRequest{
		As:       c.as(),
		ID:       c.arg(0),
		NoReport: c.Bool("no-report"),
		View:     c.String("view"),
		Client:   c.String("client"),
		From:     c.String("from"),
		Comment:  c.String("comment"),
	}
	if r.From != "" && r.From != "recipients" && r.From != "all" {
		return r, usageHint(say("--from recipients, which it is without the flag"),
			"--from %s: not one of recipients, all", r.From)
	}
	if r.View != "" && r.View != "window" && r.View != "reading-pane" {
		return r, usageHint(say("--view window, which it is without the flag"),
			"--view %s: not one of window, reading-pane", r.View)
	}
	if !c.Bool("replace") {
		for _, name := range []string{"subject", "body", "body-file", "attach"} {
			if c.IsSet(name) {
				return r, usageHint(say("add --replace to send a new message"), "recall: --%s needs --replace", name)
			}
		}
		return r, nil
	}
	r.Replace, err = replacement(c)
	return r, err
}

func replacement(c *call) (*sandbox.Replacement, error) {
	if err := c.oneStdin(); err != nil {
		return nil, err
	}
	r := &sandbox.Replacement{}
	if c.IsSet("subject") {
		subject := c.String("subject")
		r.Subject = &subject
	}
	body, given, err := c.body()
	if err != nil {
		return nil, err
	}
	if given {
		r.Text = &body
	}
	r.Attachments, err = c.attachments()
	return r, err
}

// recallConfirmed runs a recall and shows it. Where the mail system wants a confirmation, it asks the user and runs the
// recall again. It does not ask in a batch, since others wait for its transaction, nor where nobody could answer.
func (c *call) recallConfirmed(request sandbox.RecallRequest, show func(sandbox.Recall) error) error {
	request.Confirmed = c.Bool("yes") || c.Bool("dry-run")
	recall := func(tx *sandbox.Tx) error {
		r, err := tx.Recall(request)
		if err != nil {
			return err
		}
		return show(r)
	}
	err := c.update(recall)
	var refused *sandbox.Error
	if !errors.As(err, &refused) || !refused.Confirm {
		return err
	}
	c.line.flags = append(c.line.flags, flagValue{"yes", "true"}) // what was typed, had it been confirmed at once
	if c.process.within == nil && c.proceed(c.whatHappens(request)) {
		request.Confirmed = true
		return c.update(recall)
	}
	return withHint(err, typing(c.historyLine(nil)))
}

// whatHappens is what a person is asked to agree to: `Recall m1 "Oops" from 2 recipients.`
func (c *call) whatHappens(request sandbox.RecallRequest) string {
	d, err := look(c, func(tx *sandbox.Tx) (sandbox.Delivery, error) { return tx.InspectDelivery(request.ID) })
	if err != nil {
		return "Recall " + request.ID + "."
	}
	whom := term.Count(int(d.Total), "recipient", "recipients")
	what := fmt.Sprintf("Recall %s %q from %s", d.Message, d.Subject, whom)
	if request.Replace != nil {
		what += " and send a new message in its place"
	}
	return what + "."
}

// proceed asks a person on the terminal. Any other answer than yes is a no.
func (c *call) proceed(what string) bool {
	if !c.process.Terminal.In || !c.process.Terminal.Err {
		return false
	}
	c.print.Prompt(what + " Proceed? [y/N] ")
	answer, err := bufio.NewReader(c.process.In).ReadString('\n') // the end of stdin is no answer
	if err != nil {
		c.print.Prompt("\n")
	}
	switch strings.ToLower(strings.TrimSpace(answer)) {
	case "y", "yes":
		return true
	}
	return false
}

// recall prints a recall as it stands: a line for each recipient with outcome, reason and behaviour, and what
// they come to.
func (p *printer) recall(r sandbox.Recall, all bool) error {
	p.recallTitle(r)
	p.Line()
	if r.Number() > term.ManyRows {
		p.recallSummary(r)
	}
	if err := p.recallRows(r, all); err != nil {
		return err
	}
	if len(r.Lists) > 0 {
		p.Line()
		p.recalledLists(r.Lists)
	}
	p.Line()
	p.Line(term.Plain("  " + takenBack(r)))
	if err := p.whatIsLeft(r); err != nil {
		return err
	}
	for _, hint := range r.Hints {
		for _, line := range p.Fit(term.Faint(hint), 2) {
			p.Line(term.Plain("  "), line)
		}
	}
	return nil
}

// recalledLists prints what became of the members of each group.
func (p *printer) recalledLists(all []sandbox.RecalledList) {
	list := p.Table("LIST", "MEMBERS", "SUCCEEDED", "FAILED", "DONE")
	list.Numbers = []int{1, 2, 3, 4}
	for _, g := range all {
		cells := []term.Text{term.Plain(g.Address)}
		for _, n := range []int{g.Members, g.Succeeded, g.Failed} {
			cells = append(cells, term.Plain(fmt.Sprint(n)))
		}
		list.Row(append(cells, term.Plain(fmt.Sprintf("%d %%", g.Percent)))...)
	}
	list.Print(p.All)
}

func (p *printer) recallTitle(r sandbox.Recall) {
	title := term.Heading(r.ID + "  ")
	if r.DryRun {
		title = term.Waiting("dry run: ")
	}
	end := ""
	switch {
	case r.Replacement != "":
		end = ", replaced by " + r.Replacement
	case r.Mode == "replace":
		end = ", replaced by a new message"
	}
	p.Line(title, term.Plain("recall of "+r.Message+` "`+r.Subject+`"`+end))
}

// recallRows prints the recipients, and below a public folder the readers who tried. A group has a column of its own.
// Of many recipients it prints only those whom the sender must care about most, unless all are asked for.
func (p *printer) recallRows(r sandbox.Recall, all bool) error {
	head := []string{"RECIPIENT", "OUTCOME", "WHY"}
	if r.Grouped {
		head = slices.Insert(head, 1, "VIA")
	}
	shown, more := r.Recipients, 0
	if r.Number() > term.ManyRows && !all {
		shown, more = r.Urgent, r.Number()-sandbox.UrgentShown
	}
	return p.Table(head...).PrintRows(more, func(row func(...term.Text)) error {
		for one, err := range shown {
			if err != nil {
				return err
			}
			recipientRows(one, func(address, via string, rest ...term.Text) {
				cells := []term.Text{term.Plain(address)}
				if r.Grouped {
					cells = append(cells, term.Plain(via))
				}
				row(append(cells, rest...)...)
			})
		}
		return nil
	})
}

func recipientRows(one sandbox.Recipient, row func(address, via string, rest ...term.Text)) {
	why := because(withCode(one.Reason, one.Code), one.Behaviour)
	row(one.Address, one.Via, outcomeWords(one.Outcome, one.Final), why)
	for _, reader := range one.Readers {
		why := because("opened the recall message at "+moment(reader.At), reader.Behaviour)
		row("  "+reader.Address, "", outcomeWords(reader.Outcome, true), why)
	}
}

// outcomeWords are an outcome in its colour, and whether it can still change.
func outcomeWords(outcome string, final bool) term.Text {
	if !final && outcome != "pending" {
		outcome += ", not final"
	}
	return term.Outcome(outcome)
}

// withCode is a reason with what the mail system itself calls it, where it has a word.
func withCode(reason, code string) string {
	if code == "" {
		return reason
	}
	return reason + " (" + code + ")"
}

func because(reason, behaviour string) term.Text {
	return term.Join(term.Plain(reason+"  "), term.Faint("["+behaviour+"]"))
}

// recallSummary counts the recipients by outcome and behaviour, the most first.
func (p *printer) recallSummary(r sandbox.Recall) {
	list := p.Table("RECIPIENTS", "OUTCOME", "BEHAVIOUR")
	list.Numbers = []int{0}
	for _, a := range r.OutcomeCounts {
		list.Row(term.Plain(fmt.Sprint(a.Number)), outcomeWords(a.Outcome, a.Final), term.Plain(a.Behaviour))
	}
	list.Print(true)
	p.Line()
}

// takenBack sums the outcomes up: "1 of 3 taken back, 1 pending."
func takenBack(r sandbox.Recall) string {
	how := "taken back"
	if r.DryRun {
		how = "would be taken back"
	}
	sum := fmt.Sprintf("%d of %d %s", r.Counts.Succeeded, r.Number()-r.Counts.NotCounted, how)
	if n := r.Counts.Pending; n > 0 {
		sum += fmt.Sprintf(", %d pending", n)
	}
	return withCode(sum, r.Code) + "."
}

// whatIsLeft says what can still be done about copies that were not taken back.
func (p *printer) whatIsLeft(r sandbox.Recall) error {
	if r.DryRun {
		return nil
	}
	for _, left := range r.Left {
		var to []string
		if left.Number <= term.ManyRows {
			var err error
			if to, err = left.To.List(); err != nil {
				return err
			}
		}
		if left.Next == recall.Apologise {
			p.Line(term.Plain("  Opened there, so apologise: " + p.apologyCommandLine(r.ByWord, r.Message, to)))
		} else {
			p.Line(term.Plain("  Not opened, so ask: " + p.askCommandLine(r.ByWord, r.Message, to)))
		}
	}
	return nil
}

// longLine is how many bytes a command line may have. Some shells take no more.
const longLine = 8000

// askCommandLine asks recipients to delete a message: all of them, where none is named because they are too many.
func (p *printer) askCommandLine(by, message string, to []string) string {
	all := p.suggest("`ask --as {by} {message}`", "by", by, "message", message)
	named := p.suggest("`ask --as {by} {message} --to {to}`", "by", by, "message", message, "to", strings.Join(to, ","))
	if len(to) > 0 && len(named) <= longLine {
		return named
	}
	return all
}

// apologyCommandLine explains a message to recipients, or to a group of them where they are too many to name.
func (p *printer) apologyCommandLine(by, message string, to []string) string {
	const line = "`send --as {by} --in-reply-to {message} --to {to} --subject Sorry`"
	named := p.suggest(line, "by", by, "message", message, "to", strings.Join(to, ","))
	if len(to) > 0 && len(named) <= longLine {
		return named
	}
	return p.suggest(line, "by", by, "message", message, "to", "GROUP")
}

func inspectRecallCommand() *cli.Command {
	return &cli.Command{
		Name:      "recall",
		ArgsUsage: "ID",
		Usage:     "show a recall as it stands",
		UsageText: "recallbox inspect recall r1",
		Flags:     []cli.Flag{allFlag()},
		Action:    action(runInspectRecall),
	}
}

func runInspectRecall(c *call) error {
	return c.view(func(tx *sandbox.Tx) error {
		r, err := tx.InspectRecall(c.arg(0))
		if err != nil {
			return err
		}
		c.print.Warn(r.Warnings...)
		return c.print.ShowRows(r, func() error {
			err := c.print.recall(r, c.print.All)
			if r.Request != "" && !r.Final { // somebody must open it still
				c.print.Line(term.Plain("  The recall message is " + r.Request + "."))
			}
			return err
		})
	})
}

package commands

import (
	"slices"
	"time"

	"github.com/urfave/cli/v2"

	"recallbox/commands/term"
	"recallbox/sandbox"
)

func inspectDeliveryCommand() *cli.Command {
	return &cli.Command{
		Name:      "delivery",
		ArgsUsage: "ID",
		Usage:     "show what the sender can know of a message's delivery",
		UsageText: "recallbox inspect delivery m1",
		Flags:     []cli.Flag{allFlag()},
		Action:    action(runInspectDelivery),
	}
}

func runInspectDelivery(c *call) error {
	d, err := viewed(c, func(tx *sandbox.Tx) (sandbox.Delivery, error) { return tx.InspectDelivery(c.arg(0)) })
	if err != nil {
		return err
	}
	if r := d.RecallRefused; r != nil && r.Next.Step != "" {
		r.Message += ": " + hintOf(r.Next).text(c.print.sandbox)
	}
	return c.print.Show(d, func() { c.print.delivery(d) })
}

// delivery prints how far a message came, what is known of its being read, and what can be done.
func (p *printer) delivery(d sandbox.Delivery) {
	p.Line(term.Heading(d.Message), term.Plain(`  delivery of "`+d.Subject+`" to `+term.Count(len(d.Recipients), "recipient", "recipients")))
	p.Line()
	p.CountByKind("recipients", len(d.Recipients), func(i int) string { return d.Recipients[i].Status })
	p.deliveryRows(d)
	p.Line()
	if d.RecallRefused != nil {
		for _, part := range p.Fit(term.Join(term.Plain("recall is not offered: "), because(d.RecallRefused.Message, d.RecallRefused.Behaviour)), 2) {
			p.Line(term.Plain("  "), part)
		}
	} else {
		p.Line(term.Plain("  recall is offered: "+p.suggest("`recall --as {by} {message}`", "by", d.By, "message", d.Message)), byBehaviour(d.Starts))
	}
	if len(d.Suggest) > 0 {
		to := d.Suggest
		if len(to) > term.ManyRows && !p.All {
			to = nil
		}
		p.Line(term.Plain("  no receipt, so perhaps it is unread: " + p.askCommandLine(d.By, d.Message, to)))
	}
}

// deliveryRows lists the recipients. Where one was asked to delete the message, it says what became of the request.
func (p *printer) deliveryRows(d sandbox.Delivery) {
	asked := slices.ContainsFunc(d.Recipients, func(r sandbox.DeliveryRecipient) bool { return r.Asked != "" })
	head := []string{"RECIPIENT", "WHERE", "STATUS", "READ RECEIPT"}
	if asked {
		head = append(head, "REQUEST")
	}
	rows := p.Table(head...)
	for _, r := range d.Recipients {
		where := "outside"
		if r.Inside {
			where = "inside"
		}
		cells := []term.Text{term.Plain(r.Address), term.Plain(where), statusWord(r.Status), receiptWords(r, d.Now)}
		if asked {
			cells = append(cells, requestWord(r.Asked))
		}
		rows.Row(cells...)
	}
	rows.Print(p.All)
}

// byBehaviour is the behaviour's ID, where there is one.
func byBehaviour(id string) term.Text {
	if id == "" {
		return nil
	}
	return term.Faint("  [" + id + "]")
}

func statusWord(status string) term.Text {
	switch status {
	case "recalled":
		return term.Good(status)
	case "bounced":
		return term.Bad(status)
	case "held":
		return term.Waiting(status)
	}
	return term.Plain(status)
}

func requestWord(request string) term.Text {
	if request == "met" {
		return term.Good(request)
	}
	return term.Waiting(request)
}

// receiptWords are what is known of the reading: only what a receipt tells.
func receiptWords(r sandbox.DeliveryRecipient, now time.Time) term.Text {
	switch r.Receipt {
	case "sent":
		return term.Good("opened " + moment(r.OpenedAt))
	case "asked":
		return waitingFor(r, now)
	}
	return term.Plain("not asked for")
}

// waitingFor is for how long a receipt has not come; what was never delivered cannot be answered.
func waitingFor(r sandbox.DeliveryRecipient, now time.Time) term.Text {
	switch r.Status {
	case "held":
		return term.Waiting("asked for")
	case "bounced":
		return term.Plain("none")
	}
	if waited := now.Sub(r.ReceiptAskedAt); waited > 0 {
		return term.Waiting("none after " + sandbox.FormatDuration(waited))
	}
	return term.Waiting("none yet")
}

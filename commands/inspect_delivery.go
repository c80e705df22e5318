package commands

import (
	"slices"
	"time"

	"github.com/urfave/cli/v2"

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
	return c.print.show(d, func() { c.print.delivery(d) })
}

// delivery prints how far a message came, what is known of its being read, and what can be done.
func (p *printer) delivery(d sandbox.Delivery) {
	p.line(heading(d.Message), plain(`  delivery of "`+d.Subject+`" to `+count(len(d.Recipients), "recipient", "recipients")))
	p.line()
	p.tally("recipients", len(d.Recipients), func(i int) string { return d.Recipients[i].Status })
	p.deliveryRows(d)
	p.line()
	if d.RecallRefused != nil {
		for _, part := range p.fitting(join(plain("recall is not offered: "), because(d.RecallRefused.Message, d.RecallRefused.Behaviour)), 2) {
			p.line(plain("  "), part)
		}
	} else {
		p.line(plain("  recall is offered: recallbox recall --as "+shellWord(d.By)+" "+d.Message), byBehaviour(d.Starts))
	}
	if len(d.Suggest) > 0 {
		to := d.Suggest
		if len(to) > manyRows && !p.all {
			to = nil
		}
		p.line(plain("  no receipt, so perhaps it is unread: " + askCommandLine(d.By, d.Message, to)))
	}
}

// deliveryRows lists the recipients. Where one was asked to delete the message, it says what became of the request.
func (p *printer) deliveryRows(d sandbox.Delivery) {
	asked := slices.ContainsFunc(d.Recipients, func(r sandbox.DeliveryRecipient) bool { return r.Asked != "" })
	head := []string{"RECIPIENT", "WHERE", "STATUS", "READ RECEIPT"}
	if asked {
		head = append(head, "REQUEST")
	}
	rows := p.table(head...)
	for _, r := range d.Recipients {
		where := "outside"
		if r.Inside {
			where = "inside"
		}
		cells := []text{plain(r.Address), plain(where), statusWord(r.Status), receiptWords(r, d.Now)}
		if asked {
			cells = append(cells, requestWord(r.Asked))
		}
		rows.row(cells...)
	}
	rows.print(p.all)
}

// byBehaviour is the behaviour's ID, where there is one.
func byBehaviour(id string) text {
	if id == "" {
		return nil
	}
	return faint("  [" + id + "]")
}

func statusWord(status string) text {
	switch status {
	case "recalled":
		return good(status)
	case "bounced":
		return bad(status)
	case "held":
		return waiting(status)
	}
	return plain(status)
}

func requestWord(request string) text {
	if request == "met" {
		return good(request)
	}
	return waiting(request)
}

// receiptWords are what is known of the reading: only what a receipt tells.
func receiptWords(r sandbox.DeliveryRecipient, now time.Time) text {
	switch r.Receipt {
	case "sent":
		return good("opened " + moment(r.OpenedAt))
	case "asked":
		return waitingFor(r, now)
	}
	return plain("not asked for")
}

// waitingFor is for how long a receipt has not come; what was never delivered cannot be answered.
func waitingFor(r sandbox.DeliveryRecipient, now time.Time) text {
	switch r.Status {
	case "held":
		return waiting("asked for")
	case "bounced":
		return plain("none")
	}
	if waited := now.Sub(r.ReceiptAskedAt); waited > 0 {
		return waiting("none after " + sandbox.FormatDuration(waited))
	}
	return waiting("none yet")
}

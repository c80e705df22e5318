package commands

import (
	"github.com/urfave/cli/v2"

	"recallbox/sandbox"
)

func inspectDeliveryCommand() *command {
	return &command{
		name:    "delivery",
		args:    "ID",
		short:   "show what the sender can know of a message's delivery",
		example: "recallbox inspect delivery m1",
		flags:   []cli.Flag{allFlag()},
		run:     runInspectDelivery,
	}
}

func runInspectDelivery(c *call) error {
	d, err := viewed(c, func(tx *sandbox.Tx) (sandbox.Delivery, error) { return tx.InspectDelivery(c.arg(0)) })
	if err != nil {
		return err
	}
	return c.print.show(d, func() { c.print.delivery(d) })
}

func (p *printer) delivery(d sandbox.Delivery) {
	p.line(heading(d.Message), plain("  delivery to "+count(len(d.Recipients), "recipient", "recipients")))
	p.line()
	p.tally("recipients", len(d.Recipients), func(i int) string { return d.Recipients[i].Status })
	rows := p.table("RECIPIENT", "WHERE", "STATUS", "READ RECEIPT")
	for _, r := range d.Recipients {
		where := "outside"
		if r.Inside {
			where = "inside"
		}
		rows.row(plain(r.Address), plain(where), statusWord(r.Status), plain(r.Receipt))
	}
	rows.print(p.all)
	p.line()
	if d.RecallRefused != nil {
		p.line(plain("  recall is not offered: "), because(d.RecallRefused.Message, d.RecallRefused.Behaviour))
		return
	}
	p.line(plain("  recall is offered"))
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

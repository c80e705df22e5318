package sandbox

import (
	"time"

	"recallbox/sandbox/recall"
	"recallbox/sandbox/store"
)

// Delivery is what the sender can know of a message's delivery.
type Delivery struct {
	Message       string              `json:"message"`
	RecallOffered bool                `json:"recall_offered"`
	RecallRefused *Refusal            `json:"recall_refused,omitempty"`
	Recipients    []DeliveryRecipient `json:"recipients"`

	Now     time.Time `json:"-"`
	Subject string    `json:"-"` // of the message, for people
	By      string    `json:"-"` // the sender, as short as it is unambiguous
	Starts  string    `json:"-"` // the behaviour by which recall starts here, where one says so
	Suggest []string  `json:"-"` // whom to ask: no receipt has come, and nobody has asked them yet
}

// Refusal is why a recall would be refused.
type Refusal struct {
	Behaviour string `json:"behaviour"`
	Message   string `json:"message"`
	Next      Hint   `json:"-"` // what to do instead, if anything
}

// DeliveryRecipient is one recipient's status, and what is known of the reading.
type DeliveryRecipient struct {
	Address        string    `json:"address"`
	Inside         bool      `json:"inside"`
	Status         string    `json:"status"`  // held, delivered, recalled, bounced
	Receipt        string    `json:"receipt"` // none, asked, sent
	ReceiptAskedAt time.Time `json:"receipt_asked_at,omitzero"`
	OpenedAt       time.Time `json:"opened_at,omitzero"` // known from a receipt only
	Asked          string    `json:"asked,omitempty"`    // to delete it: open, met
}

// InspectDelivery shows what the sender can know of a message's delivery.
func (tx *Tx) InspectDelivery(id string) (Delivery, error) {
	m, err := tx.message(id)
	if err != nil {
		return Delivery{}, err
	}
	if isImported(m) {
		return Delivery{}, neverSent(id)
	}
	if m.Sender == 0 {
		return Delivery{}, invalid(try(InspectMessage, "message", id), "%s was made by a mail system, nobody sent it", id)
	}
	sender, err := tx.mailboxOf(m.Sender)
	if err != nil {
		return Delivery{}, err
	}
	out := Delivery{Message: id, Now: at(tx.now), Subject: m.Subject, By: tx.shortest(sender), Recipients: []DeliveryRecipient{}}
	req, err := tx.gather(RecallRequest{As: sender.Address, ID: id, Confirmed: true})
	if err != nil {
		return out, err
	}
	start := req.system.Decide(recall.WhereItStarts, recall.Facts{})
	tx.cite(start.ID())
	out.Starts = start.ID()
	d := req.system.Decide(recall.MayRecall, req.facts)
	if out.RecallOffered = d.Answer() != recall.Refused; !out.RecallOffered {
		tx.cite(d.ID())
		out.RecallRefused = tx.wouldRefuse(req, d)
	}
	return out, tx.track(&out, req.system, m, sender)
}

// track tells of each recipient how far the message came, and what is known of its being read.
func (tx *Tx) track(out *Delivery, sys recall.System, m store.Message, sender store.Mailbox) error {
	recalled, err := tx.store.RecalledFrom(m.ID, uint8(recall.Succeeded))
	if err != nil {
		return err
	}
	receipts, err := tx.store.Receipts(m.ID)
	if err != nil {
		return err
	}
	asks, err := tx.store.Asks(m.ID)
	if err != nil {
		return err
	}
	all, err := tx.store.Recipients(m.ID, -1)
	for _, r := range all {
		one := DeliveryRecipient{Address: r.Address, Inside: r.Organisation == sender.Organisation && sender.Organisation != 0, Status: "delivered"}
		switch {
		case m.Due != 0:
			one.Status = "held"
		case r.Bounced:
			one.Status = "bounced"
		case recalled[r.Mailbox]:
			one.Status = "recalled"
		}
		if ask, ok := asks[r.Mailbox]; ok {
			tx.trackAsk(sys, &one, ask)
		}
		opened, answered := receipts[r.Mailbox]
		tx.trackReceipt(out, sys, m, &one, opened, answered)
		out.Recipients = append(out.Recipients, one)
	}
	return err
}

func (tx *Tx) trackReceipt(out *Delivery, sys recall.System, m store.Message, one *DeliveryRecipient, opened int64, answered bool) {
	f := recall.Given(recall.ReceiptAskedFor.As(m.Receipt), recall.ReceiptCame.As(answered))
	d := sys.Decide(recall.WhatIsTracked, f)
	tx.cite(d.ID(), sys.Decide(recall.WhatAfterReceipt, f).ID())
	switch d.Answer() {
	case recall.Yes:
		one.Receipt, one.OpenedAt = "sent", at(opened)
	case recall.Pending:
		one.Receipt = "asked"
	default:
		one.Receipt = "none"
	}
	if m.Receipt {
		one.ReceiptAskedAt = at(m.SentAt)
	}
	then := sys.Decide(recall.WhatThen, f)
	if _, ok := then.Effect(recall.Suggest); ok && one.Status == "delivered" && one.Asked == "" {
		tx.cite(then.ID())
		out.Suggest = append(out.Suggest, one.Address)
	}
}

func (tx *Tx) trackAsk(sys recall.System, one *DeliveryRecipient, ask store.Ask) {
	d := sys.Decide(recall.WhatOfRequest, recall.Given(recall.DeletedOnRequest.As(ask.MetAt != 0)))
	tx.cite(d.ID())
	switch d.Answer() {
	case recall.Yes:
		one.Asked = "met"
	case recall.Pending:
		one.Asked = "open"
	}
}

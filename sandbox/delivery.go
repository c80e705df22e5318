package sandbox

import (
	"recallbox/sandbox/recall"
	"recallbox/sandbox/store"
)

// Delivery is what the sender can know of a message's delivery.
type Delivery struct {
	Message       string              `json:"message"`
	RecallOffered bool                `json:"recall_offered"`
	RecallRefused *Refusal            `json:"recall_refused,omitempty"`
	Recipients    []DeliveryRecipient `json:"recipients"`
}

// Refusal is why a recall would be refused.
type Refusal struct {
	Behaviour string `json:"behaviour"`
	Message   string `json:"message"`
}

// DeliveryRecipient is one recipient's status.
type DeliveryRecipient struct {
	Address string `json:"address"`
	Inside  bool   `json:"inside"`
	Status  string `json:"status"` // delivered, recalled, bounced
	Receipt string `json:"receipt"`
}

// InspectDelivery shows what the sender can know of a message's delivery.
func (tx *Tx) InspectDelivery(id string) (Delivery, error) {
	m, err := tx.message(id)
	if err != nil {
		return Delivery{}, err
	}
	if m.Sender == 0 {
		return Delivery{}, invalid("recallbox inspect message "+id+" shows it", "%s was made by a mail system, nobody sent it", id)
	}
	sender, _, err := tx.store.MailboxByID(m.Sender)
	if err != nil {
		return Delivery{}, err
	}
	out := Delivery{Message: id, Recipients: []DeliveryRecipient{}}
	a, err := tx.ask(RecallRequest{As: sender.Address, ID: id})
	if err != nil {
		return out, err
	}
	d := a.system.Decide(recall.MayRecall, a.facts)
	if out.RecallOffered = d.Answer() != recall.Refused; !out.RecallOffered {
		tx.cite(d.ID())
		out.RecallRefused = &Refusal{d.ID(), tx.askReason(a, d)}
	}
	out.Recipients, err = tx.deliveryRecipients(m, sender)
	return out, err
}

func (tx *Tx) deliveryRecipients(m store.Message, sender store.Mailbox) ([]DeliveryRecipient, error) {
	out := []DeliveryRecipient{}
	recalled, err := tx.store.RecalledFrom(m.ID, uint8(recall.Succeeded))
	if err != nil {
		return nil, err
	}
	all, err := tx.store.Recipients(m.ID, -1)
	for _, r := range all {
		one := DeliveryRecipient{Address: r.Address, Inside: r.Organisation == sender.Organisation && sender.Organisation != 0, Status: "delivered", Receipt: "none"}
		switch {
		case r.Bounced:
			one.Status = "bounced"
		case recalled[r.Mailbox]:
			one.Status = "recalled"
		}
		out = append(out, one)
	}
	return out, err
}

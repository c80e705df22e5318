package systems

import "recallbox/sandbox/recall"

// Hold is delivery that an organisation holds back: rules on its server keep messages in the Outbox for a set time.
// It is part of every mail system.
func Hold() recall.System {
	behaviours := []recall.Behaviour{
		{ID: "hold/recall-while-held", Basis: recall.Ours,
			Says:     "A held message has not been delivered, so there is nothing to recall.",
			Question: recall.MayRecall, When: when(isHeld), Answer: recall.Refused,
			Reason: "it is still held in the Outbox",
			Next:   recall.TakeBack},
		{ID: "hold/business-only", Source: "ES", Basis: recall.Documented,
			Says:     "Rules that hold mail are usually found in companies only.",
			Beyond:   []recall.Beyond{inf("“Usually” is left out: nobody outside, and no personal account, has them.")},
			Question: recall.MayHold, When: when(outsideOrPersonal), Answer: recall.Refused,
			Reason: "only organisations hold mail back, and {sender} is outside of it or has a personal account"},
		{ID: "hold/administrator", Source: "ES", Basis: recall.Documented,
			Says: "Getting a held message back usually needs the administrator.",
			Beyond: []recall.Beyond{
				inf("Only an administrator makes a rule that holds mail."),
				ours("A rule says who takes back: its senders, unless it says administrators."),
				ours("An administrator may release held mail early."),
			},
			Question: recall.MayAdminister, When: when(recall.Not(administers)), Answer: recall.Refused,
			Reason: "only an administrator of the organisation may do this, and {sender} is none"},
		{ID: "hold/business-only", Source: "ES", Basis: recall.Documented,
			Question: recall.IsHeld, When: when(outsideOrPersonal, heldByRule), Answer: recall.No,
			Reason: "a personal account, whose mail no rule holds: it goes out at once"},
		{ID: "hold/outbox", Source: "ES", Basis: recall.Documented,
			Says:     "A rule on the server keeps sent messages for a set time before they are delivered.",
			Beyond:   []recall.Beyond{ours("Recall messages and replacements are held like other mail.")},
			Question: recall.IsHeld, When: when(heldByRule), Answer: recall.Yes,
			Reason: "a rule holds it in the Outbox"},
		{ID: "hold/not-everyone", Source: "ES", Basis: recall.Documented,
			Says:     "Getting a held message back is not open to all users.",
			Beyond:   []recall.Beyond{inf("A rule may name the senders whose mail it holds: others' mail goes out at once.")},
			Question: recall.IsHeld, When: when(ruleForOthers), Answer: recall.No,
			Reason: "the rule names other senders: it goes out at once"},
		{ID: "hold/take-back", Source: "ES", Basis: recall.Documented,
			Says:     "Until then the sender can take the message back out of the Outbox.",
			Beyond:   []recall.Beyond{inf("Nobody receives it."), ours("The message goes back to Drafts.")},
			Question: recall.MayTakeBack, When: when(isHeld, heldByRule), Answer: recall.Yes,
			Reason: "it has not been delivered yet"},
		{ID: "hold/too-late", Source: "ES", Basis: recall.Inferred,
			Says:     "The chance lasts until the message is sent for good: then it can be neither taken back nor corrected.",
			Beyond:   []recall.Beyond{ours("Recall is named as what is left.")},
			Question: recall.MayTakeBack, When: when(recall.Not(isHeld), recall.Not(inUndoWindow)),
			Answer: recall.Refused,
			Reason: "it is out", Next: recall.RecallInstead},
		{ID: "hold/correct", Source: "ES", Basis: recall.Documented,
			Says:     "Until then the sender can correct it.",
			Beyond:   []recall.Beyond{ours("The time does not start anew.")},
			Question: recall.WhatIsDelivered, When: when(isHeld), Answer: recall.Yes,
			Reason: "the corrected message is delivered"},
	}
	return recall.System{Name: "hold", Says: "delivery held back by the organisation", Feature: true,
		Behaviours: behaviours, Rules: behaviours}
}

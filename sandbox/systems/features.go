package systems

import "recallbox/sandbox/recall"

// What is no mail system by itself, but part of every one.

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
			Says:     "Only companies have rules that hold mail.",
			Question: recall.MayHold, When: when(outsideOrPersonal), Answer: recall.Refused,
			Reason: "only organisations hold mail back, and {sender} is outside of it or has a personal account"},
		{ID: "hold/administrator", Source: "ES", Basis: recall.Documented,
			Says:     "Holding mail back usually needs the administrator.",
			Question: recall.MayAdminister, When: when(recall.Not(administers)), Answer: recall.Refused,
			Reason: "only an administrator of the organisation may do this, and {sender} is none"},
		{ID: "hold/business-only", Source: "ES", Basis: recall.Documented,
			Question: recall.IsHeld, When: when(outsideOrPersonal, heldByRule), Answer: recall.No,
			Reason: "a personal account, whose mail no rule holds: it goes out at once"},
		{ID: "hold/outbox", Source: "ES", Basis: recall.Documented,
			Says:     "A rule on the server keeps sent messages for a set time before they are delivered.",
			Question: recall.IsHeld, When: when(heldByRule), Answer: recall.Yes,
			Reason: "a rule holds it in the Outbox"},
		{ID: "hold/not-everyone", Source: "ES", Basis: recall.Documented,
			Says:     "Not all users have their mail held.",
			Question: recall.IsHeld, When: when(ruleForOthers), Answer: recall.No,
			Reason: "the rule names other senders: it goes out at once"},
		{ID: "hold/take-back", Source: "ES", Basis: recall.Documented,
			Says:     "Until then the sender can take the message back out of the Outbox.",
			Question: recall.MayTakeBack, When: when(isHeld, heldByRule), Answer: recall.Yes,
			Reason: "it has not been delivered yet"},
		{ID: "hold/too-late", Source: "ES", Basis: recall.Documented,
			Says:     "Once delivered, it is out.",
			Question: recall.MayTakeBack, When: when(recall.Not(isHeld), recall.Not(inUndoWindow)),
			Answer: recall.Refused,
			Reason: "it is out", Next: recall.RecallInstead},
		{ID: "hold/correct", Source: "ES", Basis: recall.Documented,
			Says:     "Until then the sender can correct it.",
			Question: recall.WhatIsDelivered, When: when(isHeld), Answer: recall.Yes,
			Reason: "the corrected message is delivered"},
	}
	return recall.System{Name: "hold", Says: "delivery held back by the organisation", Feature: true,
		Behaviours: behaviours, Rules: behaviours}
}

// Receipt is read receipts, delivery receipts and tracking, which are part of every mail system.
func Receipt() recall.System {
	behaviours := []recall.Behaviour{
		{ID: "receipt/organisation-setting", Source: "RU", Basis: recall.Documented,
			Says:     "Receipts work only where the organisation has set them up.",
			Question: recall.IsReceiptSent, When: when(receiptAskedFor, receiptsOff), Answer: recall.No,
			Reason: "the organisation has read receipts switched off: none will come"},
		{ID: "receipt/opened", Source: "ES", Basis: recall.Documented,
			Says:     "A notification comes when the recipient opens the message.",
			Question: recall.IsReceiptSent, When: when(receiptAskedFor, recall.Not(receiptDeclined)),
			Answer: recall.Yes,
			Reason: "opened: the sender gets a read receipt"},
		{ID: "receipt/delivered", Source: "ES", Basis: recall.Documented,
			Says:     "The sender can ask for a confirmation of the delivery too.",
			Question: recall.IsDeliveryTold, When: when(), Answer: recall.Yes,
			Reason: "delivered: the sender gets a delivery receipt"},
		{ID: "receipt/asked-when-composing", Source: "ES", Basis: recall.Documented,
			Says:     "The sender asks for a receipt when composing; only then is there one.",
			Question: recall.WhatIsTracked, When: when(recall.Not(receiptAskedFor)), Answer: recall.No,
			Reason: "no read receipt was asked for"},
		{ID: "receipt/opened", Source: "ES", Basis: recall.Documented,
			Question: recall.WhatIsTracked, When: when(receiptCame), Answer: recall.Yes,
			Reason: "the read receipt has come"},
		{ID: "receipt/none-yet", Source: "ES", Basis: recall.Documented,
			Says:     "No receipt in reasonable time: perhaps the message has not been read.",
			Question: recall.WhatIsTracked, When: when(), Answer: recall.Pending,
			Reason: "no read receipt yet: perhaps not read"},
		{ID: "receipt/no-recall", Source: "ES", Basis: recall.Documented,
			Says:     "A receipt takes nothing back.",
			Question: recall.WhatAfterReceipt, When: when(receiptCame), Answer: recall.No,
			Reason: "a receipt takes nothing back"},
		{ID: "receipt/then-ask", Source: "ES", Basis: recall.Documented,
			Says:     "Where no receipt comes, one may contact the recipient.",
			Question: recall.WhatThen, When: when(receiptAskedFor, recall.Not(receiptCame)), Answer: recall.Yes,
			Effects: []recall.Effect{{Do: recall.Suggest}},
			Reason:  "ask the recipient"},
	}
	return recall.System{Name: "receipt", Says: "read receipts, delivery receipts and tracking", Feature: true,
		Behaviours: behaviours, Rules: behaviours}
}

// Contact is what people do without any function: write to the recipient. It is possible in every mail system.
func Contact() recall.System {
	behaviours := []recall.Behaviour{
		{ID: "contact/ask-to-delete", Source: "ES RU", Basis: recall.Documented,
			Says:     "Write to the recipient and ask to delete or ignore the message.",
			Question: recall.MayAsk, When: when(), Answer: recall.Yes,
			Reason: "the recipient is asked to delete it",
			Form: &recall.Form{Subject: "Please delete: {subject}",
				Text: "Please delete the message \"{subject}\", which I sent you on {sent}."}},
		{ID: "contact/if-unopened", Source: "RU", Basis: recall.Documented,
			Says:     "Ask those who have not opened the message yet.",
			Question: recall.WhoHasOpened, When: when(openedFirst), Answer: recall.Yes,
			Effects: []recall.Effect{{Do: recall.Warn}},
			Reason:  "{recipient} has opened it already"},
		{ID: "contact/confidential", Source: "ES", Basis: recall.Documented,
			Says:     "Ask only if the content is not confidential or sensitive.",
			Question: recall.ShouldAsk, When: when(confidential), Answer: recall.Yes,
			Effects: []recall.Effect{{Do: recall.Warn}},
			Reason:  "{message} is marked confidential: asking draws attention to it"},
		{ID: "contact/recipient-deletes", Source: "ES RU", Basis: recall.Documented,
			Says:     "The recipient may delete it.",
			Question: recall.WhatOfRequest, When: when(deletedOnRequest), Answer: recall.Yes,
			Reason: "{recipient} has deleted it"},
		{ID: "contact/recipient-ignores", Source: "ES", Basis: recall.Documented,
			Says:     "The recipient may ignore it, which nobody can observe; nothing guarantees anything.",
			Question: recall.WhatOfRequest, When: when(), Answer: recall.Pending,
			Reason: "{recipient} has not deleted it"},
		{ID: "contact/apology", Source: "RU", Basis: recall.Documented,
			Says: "Write a new message with an explanation and the correction, better at once than hope for " +
				"recall.",
			Question: recall.WhatOfApology, When: when(), Answer: recall.Yes,
			Reason: "a new message, which changes nothing about the old one"},
	}
	return recall.System{Name: "contact", Says: "asking the recipient", Feature: true, Behaviours: behaviours,
		Rules: behaviours}
}

package systems

import "recallbox/sandbox/recall"

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

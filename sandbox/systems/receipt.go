package systems

import "recallbox/sandbox/recall"

// Receipt is read receipts, delivery receipts and tracking, which are part of every mail system.
func Receipt() recall.System {
	behaviours := []recall.Behaviour{
		{ID: "receipt/organisation-setting", Basis: recall.Ours,
			Says:     "Where the organisation has switched read receipts off, none comes.",
			Question: recall.IsReceiptSent, When: when(receiptAskedFor, receiptsOff), Answer: recall.No,
			Reason: "the organisation has read receipts switched off: none will come"},
		{ID: "receipt/opened", Source: "ES", Basis: recall.Documented,
			Says:     "A notification comes when the recipient opens the message.",
			Beyond:   []recall.Beyond{ours("The recipient may decline, where the user's settings say so or ask.")},
			Question: recall.IsReceiptSent, When: when(receiptAskedFor, recall.Not(receiptDeclined)),
			Answer: recall.Yes,
			Reason: "opened: the sender gets a read receipt"},
		{ID: "receipt/delivered", Source: "ES", Basis: recall.Documented,
			Says:     "Read receipt and tracking confirm delivery and reading.",
			Beyond:   []recall.Beyond{inf("The delivery can be asked for by itself, and a delivery report comes.")},
			Question: recall.IsDeliveryTold, When: when(), Answer: recall.Yes,
			Reason: "delivered: the sender gets a delivery receipt"},
		{ID: "receipt/asked-when-composing", Source: "ES", Basis: recall.Documented,
			Says:     "The sender asks for a receipt, or for tracking, when composing.",
			Beyond:   []recall.Beyond{inf("Where nobody asked there is none."), ours("Tracking is what receipts tell: no more is known of a copy.")},
			Question: recall.WhatIsTracked, When: when(recall.Not(receiptAskedFor)), Answer: recall.No,
			Reason: "no read receipt was asked for"},
		{ID: "receipt/opened", Source: "ES", Basis: recall.Documented,
			Question: recall.WhatIsTracked, When: when(receiptCame), Answer: recall.Yes,
			Reason: "the read receipt has come"},
		{ID: "receipt/none-yet", Source: "ES", Basis: recall.Documented,
			Says:     "No receipt in reasonable time: perhaps the message has not been read.",
			Beyond:   []recall.Beyond{ours("What is reasonable is left to the sender, who sees for how long none has come.")},
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

package systems

import "recallbox/sandbox/recall"

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
			Question: recall.ShouldAsk, When: when(markedSensitive), Answer: recall.Yes,
			Effects: []recall.Effect{{Do: recall.Warn}},
			Reason:  "{message} is marked {mark}: asking draws attention to it"},
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

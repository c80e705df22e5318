package systems

import "recallbox/sandbox/recall"

// Contact is what people do without any function: write to the recipient. It is possible in every mail system.
func Contact() recall.System {
	behaviours := []recall.Behaviour{
		{ID: "contact/ask-to-delete", Source: "ES RU", Basis: recall.Documented,
			Says:     "Write to the recipient and ask to delete or ignore the message.",
			Beyond:   []recall.Beyond{ours("Only mail is played; ES names the telephone and other ways too.")},
			Question: recall.MayAsk, When: when(), Answer: recall.Yes,
			Reason: "the recipient is asked to delete or ignore it",
			Form: &recall.Form{Subject: "Please delete: {subject}",
				Text: "Please delete or ignore the message \"{subject}\", which I sent you on {sent}."}},
		{ID: "contact/if-unopened", Source: "RU", Basis: recall.Documented,
			Says: "Ask those who have not opened the message yet.",
			Beyond: []recall.Beyond{
				ours("Those who have opened it are asked as well, with a warning."),
				ours("Opened and then marked unread, it counts as not opened."),
			},
			Question: recall.WhoHasOpened, When: when(openedFirst), Answer: recall.Yes,
			Effects: []recall.Effect{{Do: recall.Warn}},
			Reason:  "{recipient} has opened it already"},
		{ID: "contact/confidential", Source: "ES", Basis: recall.Documented,
			Says:     "Asking is for content that is neither confidential nor sensitive; ES also says only that it works better then.",
			Beyond:   []recall.Beyond{ours("A message marked personal, private or confidential warns, and is asked about all the same.")},
			Question: recall.ShouldAsk, When: when(markedSensitive), Answer: recall.Yes,
			Effects: []recall.Effect{{Do: recall.Warn}},
			Reason:  "{message} is marked {mark}: asking draws attention to it"},
		{ID: "contact/recipient-deletes", Source: "ES RU", Basis: recall.Inferred,
			Says:     "The recipient may delete it.",
			Question: recall.WhatOfRequest, When: when(deletedOnRequest), Answer: recall.Yes,
			Reason: "{recipient} has deleted it"},
		{ID: "contact/recipient-ignores", Source: "ES", Basis: recall.Inferred,
			Says:     "The recipient may ignore the message instead: nothing is sure to get it back.",
			Beyond:   []recall.Beyond{ours("Nobody can observe it: the request stays open.")},
			Question: recall.WhatOfRequest, When: when(), Answer: recall.Pending,
			Reason: "{recipient} has not deleted it"},
		{ID: "contact/apology", Source: "RU ES", Basis: recall.Documented,
			Says:     "Write a new message that explains and corrects; RU: after a wrong address, better at once than hope for recall.",
			Beyond:   []recall.Beyond{inf("It is told after every mistake, and changes nothing about the old message.")},
			Question: recall.WhatOfApology, When: when(), Answer: recall.Yes,
			Reason: "a new message, which changes nothing about the old one"},
		{ID: "contact/cancel-meeting", Basis: recall.Ours,
			Says: "A meeting request is recalled like mail, and what it put into calendars stays there: the organiser cancels the " +
				"meeting instead.",
			Question: recall.WhatOfMeeting, When: when(isAppointment), Answer: recall.Yes,
			Effects: []recall.Effect{{Do: recall.Warn}},
			Reason:  "{message} asks to a meeting: its entry in calendars stays, and the organiser should cancel the meeting"},
	}
	return recall.System{Name: "contact", Says: "asking the recipient", Feature: true, Behaviours: behaviours,
		Rules: behaviours}
}

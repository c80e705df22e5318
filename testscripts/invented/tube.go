package invented

import (
	"recallbox/sandbox/mail"
	"recallbox/sandbox/recall"
	"recallbox/sandbox/systems"
)

// Tube is a mail system that nobody has: pneumatic post. It pulls capsules back through the tube, and asks
// outsiders by courier.
func Tube() recall.System {
	own := tubeBehaviours()
	return recall.System{
		Name:    "tube",
		Says:    "pneumatic post",
		Account: mail.IMAP,
		Client:  mail.OtherClient,
		Settings: []recall.Setting{
			{Key: "opened", Values: []string{"pull", "leave"}, Fact: recall.UnreadOnly, Says: "what becomes of opened capsules"},
			{Key: "reach", Values: []string{"20m"}, Longest: "2h", Says: "how long the tube pulls"},
			{Key: "flap", Values: []string{"5s"}, Longest: "1m", Says: "how long the flap stays open"},
		},
		Behaviours: own,
		Rules:      append(own, *systems.Outlook().Find("outlook/never-delivered")),
		Request:    "tube/courier",
		Limits:     recall.Limits{Setting: "reach", Undo: "flap"},
	}
}

func tubeBehaviours() []recall.Behaviour {
	always := recall.Always
	on := func(p recall.Predicate) []recall.Predicate { return []recall.Predicate{p} }
	late := recall.MessageAge.IsNot(recall.Fresh, "the capsule is past the bend", "the capsule is near")
	outside := recall.Recipient.When(func(r recall.Reach) bool { return r == recall.Outside || r == recall.Allied },
		"another house", "this house")
	inside := recall.Recipient.When(func(r recall.Reach) bool { return r.IsInside() || r == recall.OtherAccount },
		"this house", "another house")
	left := recall.Both("it was opened, and opened ones are left", "it is closed, or opened ones are pulled",
		recall.UnreadOnly.Is(true, "", ""), recall.Seen.When(mail.Seen.Read, "", ""))
	gone := recall.OriginalIn.Is(recall.Gone, "the capsule is gone", "the capsule is there")
	held := recall.Both("behind the flap", "on its way",
		recall.MessageState.Is(recall.Held, "", ""), recall.HeldBy.Is(recall.UndoWindow, "", ""))
	return []recall.Behaviour{
		{
			ID:       "tube/out-of-reach",
			Says:     "The tube pulls for a while only.",
			Basis:    recall.Ours,
			Question: recall.MayRecall,
			When:     on(late),
			Answer:   recall.Refused,
			Reason:   "{age} ago is too long: the tube reaches {reach}",
		},
		{
			ID:       "tube/flap",
			Says:     "A capsule behind the flap can be taken out.",
			Basis:    recall.Ours,
			Question: recall.MayTakeBack,
			When:     on(held),
			Answer:   recall.Yes,
		},
		{
			ID:       "tube/courier",
			Says:     "A courier asks at other houses.",
			Basis:    recall.Ours,
			Question: recall.HowFar,
			When:     on(outside),
			Answer:   recall.Failed,
			Final:    always,
			Effects:  []recall.Effect{{Do: recall.DeliverAsMail, Form: "tube/courier"}},
			Reason:   "a courier asks",
			Form:     &recall.Form{Subject: "Please return: {subject}", Text: "{sender} wants the capsule back."},
		},
		{
			ID:       "tube/pulled",
			Says:     "Capsules are pulled back.",
			Basis:    recall.Ours,
			Question: recall.HowFar,
			When:     on(inside),
			Answer:   recall.Yes,
		},
		{
			ID:       "tube/empty",
			Says:     "There is nothing to pull.",
			Basis:    recall.Ours,
			Question: recall.WhatHappens,
			When:     on(gone),
			Answer:   recall.Failed,
			Final:    always,
		},
		{
			ID:       "tube/opened",
			Says:     "Opened capsules may be left.",
			Basis:    recall.Ours,
			Question: recall.WhatHappens,
			When:     on(left),
			Answer:   recall.Failed,
			Final:    always,
			Reason:   "{recipient} had opened it",
		},
		{ID: "tube/pulled", Basis: recall.Ours, Question: recall.WhatHappens, Answer: recall.Succeeded, Final: always,
			Effects: []recall.Effect{{Do: recall.RemoveOriginal}}, Reason: "pulled back from {recipient}"},
		{ID: "tube/bell", Says: "A bell rings.", Basis: recall.Ours, Question: recall.WhatRecipient, Answer: recall.Yes,
			Effects: []recall.Effect{{Do: recall.Notify, Notice: mail.Recalled}}},
		{
			ID:       "tube/slip",
			Says:     "The sender gets a slip.",
			Basis:    recall.Ours,
			Question: recall.HowSummedUp,
			Answer:   recall.Yes,
			Effects:  []recall.Effect{{Do: recall.TellSender, Form: "tube/slip", Class: mail.Response}},
			Form: &recall.Form{
				Subject:        "Slip: {subject}",
				Text:           "{taken} of {counted}\n{list}",
				FailureSubject: "Empty slip: {subject}",
				FailureText:    "{list}",
			},
		},
	}
}

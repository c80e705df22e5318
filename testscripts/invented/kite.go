package invented

import (
	"slices"

	"recallbox/sandbox/mail"
	"recallbox/sandbox/recall"
)

// Kite is a mail system that nobody has: letters on strings, flown by an office that has a code for everything. It has
// what Tube has not: codes, lists, rules that go first, accounts of its own, and an answer that promises nothing.
func Kite() recall.System {
	first, own := kiteFirst(), kiteBehaviours()
	return recall.System{
		Name:       "kite",
		Says:       "letters on strings",
		Account:    mail.Native,
		Client:     mail.Webmail,
		Reaches:    []mail.Account{mail.Native},
		Limits:     recall.Limits{Sender: 60 * 60},
		First:      first,
		Behaviours: slices.Concat(first, own),
		Rules:      own,
	}
}

// kiteFirst goes before what is part of every mail system: before hold/recall-while-held, and before
// contact/cancel-meeting.
func kiteFirst() []recall.Behaviour {
	held := recall.MessageState.Is(recall.Held, "it is not up yet", "it is up")
	meeting := recall.IsAppointment.Is(true, "it asks to a meeting", "it asks to none")
	return []recall.Behaviour{
		{ID: "kite/on-the-ground", Says: "What is not up yet is held by hand.", Basis: recall.Ours,
			Question: recall.MayRecall, When: []recall.Predicate{held}, Answer: recall.Refused, Code: "GROUND",
			Reason: "it is not up yet", Next: recall.TakeBack},
		{ID: "kite/no-calendars", Says: "There are no calendars up there.", Basis: recall.Ours,
			Question: recall.WhatOfMeeting, When: []recall.Predicate{meeting}, Answer: recall.No},
	}
}

func kiteBehaviours() []recall.Behaviour {
	on := func(ps ...recall.Predicate) []recall.Predicate { return ps }
	others := recall.MessageIn.Is(recall.SentByOthers, "another's kite", "one's own kite")
	again := recall.RecalledBefore.Is(true, "it was pulled before", "it was not pulled before")
	late := recall.MessageAge.IsNot(recall.Fresh, "it is too high", "it is low")
	lost := recall.NobodyGotIt.Is(true, "it reached nobody", "it reached somebody")
	bounced := recall.Recipient.When(func(r recall.Reach) bool { return !r.Delivered() }, "there is no such roof", "there is")
	outside := recall.Recipient.When(func(r recall.Reach) bool { return r == recall.Outside || r == recall.Allied },
		"another town", "this town")
	stranger := recall.Recipient.Is(recall.OtherAccount, "a roof without a string", "a roof with a string")
	read := recall.Seen.When(mail.Seen.Read, "it was unfolded", "it is folded")
	from := func(s recall.Share) recall.Predicate { return recall.TakenBackFrom.Is(s, "so many", "another number") }
	counted := recall.SomeNotCounted.Is(false, "each roof counts", "not each roof counts")
	grouped := recall.ThroughGroup.Is(true, "tied together", "on its own")
	refuse := func(name, says, code, reason string, when ...recall.Predicate) recall.Behaviour {
		return recall.Behaviour{ID: "kite/" + name, Says: says, Basis: recall.Ours, Question: recall.MayRecall, When: when,
			Answer: recall.Refused, Code: code, Reason: reason}
	}
	fail := func(q recall.Question, name, says, code string, when ...recall.Predicate) recall.Behaviour {
		return recall.Behaviour{ID: "kite/" + name, Says: says, Basis: recall.Ours, Question: q, When: when,
			Answer: recall.Failed, Final: recall.Always, Code: code, Reason: "the string is cut"}
	}
	sum := func(name, says, code string, share recall.Share) recall.Behaviour {
		return recall.Behaviour{ID: "kite/" + name, Says: says, Basis: recall.Ours, Question: recall.HowSummedUp,
			When: on(from(share)), Answer: recall.Yes, Code: code, Reason: code}
	}
	once := refuse("once", "A string is pulled once.", "TWICE", "{recall} pulled it", again)
	once.Next = recall.InspectFirst
	return []recall.Behaviour{
		{ID: "kite/stamp", Says: "A refusal is stamped.", Basis: recall.Ours, Question: recall.HowRefused,
			Answer: recall.Yes, Code: "NO"},
		refuse("own", "One pulls one's own strings.", "THEIRS", "it is {author}'s", others),
		once,
		refuse("high", "Too high is too high.", "HIGH", "it is up for {age}", late),
		refuse("lost", "What reached nobody is lost.", "LOST", "it reached nobody", lost),
		{ID: "kite/promise", Says: "The office promises nothing.", Basis: recall.Ours, Question: recall.WhatIsTold,
			Answer: recall.Yes, Effects: []recall.Effect{{Do: recall.OnlyAccept}}, Reason: "the office has it in hand"},
		fail(recall.HowFar, "no-roof", "There is no such roof.", "NO_ROOF", bounced),
		fail(recall.HowFar, "elsewhere", "Another town has other strings.", "TOWN", outside),
		fail(recall.HowFar, "no-string", "A roof without a string.", "NO_STRING", stranger),
		{ID: "kite/down", Says: "Folded letters come down.", Basis: recall.Ours, Question: recall.HowFar, Answer: recall.Yes},
		fail(recall.WhatHappens, "unfolded", "Unfolded letters stay up.", "UNFOLDED", read),
		{ID: "kite/down", Basis: recall.Ours, Question: recall.WhatHappens, Answer: recall.Succeeded, Final: recall.Always,
			Code: "DOWN", Effects: []recall.Effect{{Do: recall.RemoveOriginal}}, Reason: "pulled down"},
		{ID: "kite/each", Says: "Each roof counts.", Basis: recall.Ours, Question: recall.WhoCounts, When: on(counted),
			Answer: recall.Yes},
		sum("all", "All of them.", "ALL", recall.All),
		sum("some", "Some of them.", "SOME", recall.Some),
		sum("none", "None of them.", "NONE", recall.None),
		{ID: "kite/tied", Says: "What is tied together is told together.", Basis: recall.Ours, Question: recall.HowListed,
			When: on(grouped), Answer: recall.Yes, Effects: []recall.Effect{{Do: recall.ListGroups}}},
		{ID: "kite/tags", Says: "The office knows what was pulled down.", Basis: recall.Ours, Question: recall.HowTracked,
			When: on(recall.WasTakenBack.Is(true, "it was pulled down", "it is up")), Answer: recall.Yes, Code: "DOWN"},
	}
}

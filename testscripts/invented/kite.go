package invented

import (
	"slices"

	"recallbox/sandbox/mail"
	"recallbox/sandbox/recall"
)

// Kite is a mail system that nobody has: letters on strings, flown by an office that has a code for everything. It has
// what Tube has not: accounts of its own, a limit, codes, rules that go first, lists, and an answer that promises
// nothing; and its office purges. In package systems most of its conditions are in predicates.go, such as pastLimit.
func Kite() recall.System {
	first, own := kiteFirst(), kiteBehaviours()
	return recall.System{
		Name: "kite",
		Says: "letters on strings",
		// The account and program of a user who names none. recall.Inside means what it reaches; any other account inside
		// is recall.OtherAccount.
		Account: mail.Native,
		Client:  mail.Webmail,
		Reaches: []mail.Account{mail.Native},
		// What other systems refuse: --from and --comment.
		Options:    []recall.Option{recall.FromWhere, recall.Comment},
		Settings:   []recall.Setting{{Key: "strings", Values: onOff, Fact: recall.RecallOff, Says: "whether there are any"}},
		Limits:     recall.Limits{Sender: 60 * 60}, // seconds
		Status:     "Reel",                         // how inspect delivery is called
		Behaviours: slices.Concat(first, own),
		First:      first,
		Rules:      own, // others may be borrowed, such as outlook/forwarded-copy
	}
}

var onOff = []string{"on", "off"}

// kiteFirst goes before what every mail system has: hold/recall-while-held, contact/cancel-meeting and their like.
func kiteFirst() []recall.Behaviour {
	held := recall.MessageState.Is(recall.Held, "it is not up yet", "it is up")
	meeting := recall.IsAppointment.Is(true, "it asks to a meeting", "it asks to none")
	return []recall.Behaviour{
		{ID: "kite/on-the-ground", Says: "What is not up yet is held by hand.", Basis: recall.Ours,
			Question: recall.MayRecall, When: on(held), Answer: recall.Refused, Code: "GROUND",
			Reason: "it is not up yet", Next: recall.TakeBack},
		{ID: "kite/no-calendars", Says: "There are no calendars up there.", Basis: recall.Ours,
			Question: recall.WhatOfMeeting, When: on(meeting), Answer: recall.No},
	}
}

func kiteBehaviours() []recall.Behaviour {
	return slices.Concat(kiteRefusals(), kiteOutcomes(), kiteResults(), kiteOffice())
}

func on(ps ...recall.Predicate) []recall.Predicate { return ps }

// kiteRefusals have the code by which the office calls the reason: it is in the answer, and in JSON beside the reason.
func kiteRefusals() []recall.Behaviour {
	refuse := func(name, says, code, reason string, when recall.Predicate) recall.Behaviour {
		return recall.Behaviour{ID: "kite/" + name, Says: says, Basis: recall.Ours, Question: recall.MayRecall,
			When: on(when), Answer: recall.Refused, Code: code, Reason: reason}
	}
	others := recall.MessageIn.Is(recall.SentByOthers, "another's kite", "one's own kite")
	again := recall.RecalledBefore.Is(true, "it was pulled before", "it was not pulled before")
	once := refuse("once", "A string is pulled once.", "TWICE", "{recall} pulled it", again)
	once.Next = recall.InspectRecall // of the first recall, which {recall} is
	return []recall.Behaviour{
		// Its code is the status of every refusal.
		{ID: "kite/stamp", Says: "A refusal is stamped.", Basis: recall.Ours, Question: recall.HowRefused,
			Answer: recall.Yes, Code: "NO"},
		// Nothing asks for Administrator: so it holds for administrators too.
		refuse("own", "One pulls one's own strings.", "THEIRS", "it is {author}'s", others),
		once,
		refuse("wind", "There may be no strings.", "CALM", "there are no strings",
			recall.RecallOff.Is(true, "there are no strings", "there are strings")),
		refuse("high", "Too high is too high.", "HIGH", "it is up for {age}",
			recall.MessageAge.IsNot(recall.Fresh, "it is too high", "it is low")),
		// NoneDelivered is of those inside alone.
		refuse("lost", "What reached nobody is lost.", "LOST", "it reached nobody",
			recall.NobodyGotIt.Is(true, "it reached nobody", "it reached somebody")),
		// Asking comes to no more than this: recall ends with the line that shows the result.
		{ID: "kite/promise", Says: "The office promises nothing.", Basis: recall.Ours, Question: recall.WhatIsTold,
			Answer: recall.Yes, Effects: []recall.Effect{{Do: recall.OnlyAccept}}, Reason: "the office has it in hand"},
	}
}

// kiteOutcomes have codes too. Each value of recall.Reach needs an answer to HowFar.
func kiteOutcomes() []recall.Behaviour {
	fail := func(q recall.Question, name, says, code string, when recall.Predicate) recall.Behaviour {
		return recall.Behaviour{ID: "kite/" + name, Says: says, Basis: recall.Ours, Question: q, When: on(when),
			Answer: recall.Failed, Final: recall.Always, Code: code, Reason: "the string is cut"}
	}
	bounced := recall.Recipient.When(func(r recall.Reach) bool { return !r.Delivered() }, "no such roof", "a roof")
	outside := recall.Recipient.When(func(r recall.Reach) bool { return r == recall.Outside || r == recall.Allied },
		"another town", "this town")
	return []recall.Behaviour{
		fail(recall.HowFar, "no-roof", "There is no such roof.", "NO_ROOF", bounced),
		fail(recall.HowFar, "elsewhere", "Another town has other strings.", "TOWN", outside),
		fail(recall.HowFar, "no-string", "A roof without a string.", "NO_STRING",
			recall.Recipient.Is(recall.OtherAccount, "a roof without a string", "a roof with a string")),
		{ID: "kite/down", Says: "Folded letters come down.", Basis: recall.Ours, Question: recall.HowFar, Answer: recall.Yes},
		fail(recall.WhatHappens, "unfolded", "Unfolded letters stay up.", "UNFOLDED",
			recall.Seen.When(mail.Seen.Read, "it was unfolded", "it is folded")),
		{ID: "kite/down", Basis: recall.Ours, Question: recall.WhatHappens, Answer: recall.Succeeded, Final: recall.Always,
			Code: "DOWN", Effects: []recall.Effect{{Do: recall.RemoveOriginal}}, Reason: "pulled down"},
		// Without an effect nobody is told; with Notify the Form of a behaviour has the words, and {comment} in it is that
		// of the recall.
		{ID: "kite/silent", Says: "A kite makes no noise.", Basis: recall.Ours, Question: recall.WhatRecipient,
			Answer: recall.Yes},
	}
}

// kiteResults are without a report, since none has the effect TellSender. Their codes are in the recall.
func kiteResults() []recall.Behaviour {
	sum := func(name, says, code string, share recall.Share) recall.Behaviour {
		return recall.Behaviour{ID: "kite/" + name, Says: says, Basis: recall.Ours, Question: recall.HowSummedUp,
			When:   on(recall.TakenBackFrom.Is(share, "so many", "another number")),
			Answer: recall.Yes, Code: code, Reason: code}
	}
	return []recall.Behaviour{
		// How many succeeded, failed and are pending is in every recall.
		{ID: "kite/each", Says: "Each roof counts.", Basis: recall.Ours, Question: recall.WhoCounts, Answer: recall.Yes,
			When: on(recall.SomeNotCounted.Is(false, "each roof counts", "not each roof counts"))},
		sum("all", "All of them.", "ALL", recall.All),
		sum("some", "Some of them.", "SOME", recall.Some),
		sum("none", "None of them.", "NONE", recall.None),
		{ID: "kite/own-end", Says: "One's own end may be pulled in too.", Basis: recall.Ours,
			Question: recall.WhatOfOwnCopy, When: on(recall.FromOwn.Is(true, "it is to be", "it is not")),
			Answer: recall.Yes, Effects: []recall.Effect{{Do: recall.TakeOwn}}},
		// A line for each group: members, succeeded, failed, and the percentage that is decided.
		{ID: "kite/tied", Says: "What is tied together is told together.", Basis: recall.Ours, Question: recall.HowListed,
			When: on(recall.ThroughGroup.Is(true, "tied together", "on its own")), Answer: recall.Yes,
			Effects: []recall.Effect{{Do: recall.ListGroups}}},
		// The code is the status of a recipient in inspect delivery; where nothing answers, it is delivered or recalled.
		{ID: "kite/reel", Says: "The office knows what was pulled down.", Basis: recall.Ours, Question: recall.HowStands,
			When: on(recall.WasTakenBack.Is(true, "it was pulled down", "it is up")), Answer: recall.Yes, Code: "DOWN"},
	}
}

// kiteOffice is what administrators do. A purge, and what is kept, reach the accounts in Reaches; without these rules
// there is neither. Asked is the administrator's mail system: MayPurge, WhatIsPurged, MayRestore (of recover --in).
func kiteOffice() []recall.Behaviour {
	const week = 7 * 24 * 60 * 60
	office := recall.Administrator.Is(true, "it is the office that asks", "it is not the office that asks")
	purged := recall.RemovedBy.Is(recall.ByPurge, "the office shredded it", "the office did not shred it")
	onString := recall.Both("it is on a string", "it is on no string", recall.PublicFolder.Is(false, "", ""),
		recall.Recipient.When(recall.Reach.IsInside, "", ""))
	may := func(q recall.Question, name, says string, answer recall.Answer, when recall.Predicate) recall.Behaviour {
		return recall.Behaviour{ID: "kite/" + name, Says: says, Basis: recall.Ours, Question: q, When: on(when),
			Answer: answer, Reason: "{sender} is not the office"}
	}
	return []recall.Behaviour{
		may(recall.MayPurge, "office", "The office shreds, and glues together.", recall.Yes, office),
		may(recall.MayRestore, "office", "", recall.Yes, office),
		may(recall.MayPurge, "clerks", "Clerks do neither.", recall.Refused, recall.Not(office)),
		may(recall.MayRestore, "clerks", "", recall.Refused, recall.Not(office)),
		may(recall.WhatIsPurged, "on-strings", "What is on a string is shredded.", recall.Yes, onString),
		may(recall.WhatIsPurged, "on-strings", "", recall.No, recall.Not(onString)),
		// Hidden is what only administrators see: without it the owner recovers it too.
		{ID: "kite/shreds", Says: "Shreds are kept for a week.", Basis: recall.Ours, Question: recall.WhatIsKept,
			When: on(purged), Answer: recall.Yes, Effects: []recall.Effect{{Do: recall.Keep, For: week, Hidden: true}}},
	}
}

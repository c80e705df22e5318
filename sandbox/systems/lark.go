package systems

import (
	"slices"

	"recallbox/sandbox/mail"
	"recallbox/sandbox/recall"
)

// Lark is Lark Mail, in China Feishu Mail, as its interface for programs has it: a recall that may not be has a code, and
// so has each recipient from whom a message is not taken back. What was passed on fares as in Outlook.
func Lark(outlook recall.System) recall.System {
	first := larkFirst()
	own := slices.Concat(larkRefusals(), larkOutcomes(), larkResults(), larkAdministration())
	return recall.System{
		Name:       "lark",
		Says:       "Lark Mail (Feishu), with a reason for every recipient",
		Account:    mail.Native,
		Client:     mail.Lark,
		Reaches:    []mail.Account{mail.Native},
		Settings:   []recall.Setting{{Key: "recall", Values: []string{"on", "off"}, Fact: recall.RecallOff, Says: "whether recall is there"}},
		Limits:     recall.Limits{Sender: 24 * 60 * 60},
		Behaviours: slices.Concat(first, own),
		First:      first,
		Rules:      borrow(own, outlook, "forwarded-copy"),
	}
}

// What decides in Lark.
var (
	notOwned = recall.Either(
		"another's address sent it", "an address of the one who asks sent it",
		sentForAnother, recall.Both("", "", sentByOthers, recall.Not(sentByDelegate)))
	reachedNobody = recall.Either("it was delivered to nobody", "it was delivered to somebody",
		isDraft, recall.NobodyGotIt.Is(true, "", ""))
	notOnLark = recall.Either("the recipient does not use Lark Mail", "the recipient uses Lark Mail",
		recall.Recipient.Is(recall.OtherAccount, "", ""), inPublicFolder)
	inMemberMailbox = recall.Recipient.When(recall.Reach.IsInside,
		"the mailbox is one of Lark Mail", "the mailbox is not one of Lark Mail")
	deletedThere = recall.Either("an administrator or its owner deleted it", "neither an administrator nor its owner deleted it",
		purged, byOwner)
)

func larkFirst() []recall.Behaviour {
	return []recall.Behaviour{
		{ID: "lark/scheduled", Source: "Lark-CLI", Basis: recall.Documented,
			Says:     "A message that is scheduled cannot be recalled: its sending is cancelled instead.",
			Beyond:   []recall.Beyond{ours("Whatever holds a message back counts as a schedule.")},
			Question: recall.MayRecall, When: when(isHeld), Answer: recall.Refused,
			Reason: "it has not gone out yet, and its sending can be cancelled", Next: recall.TakeBack},
	}
}

// larkRefusals are in the order in which a sender would ask: mine, possible here, out, for the first time, in time?
func larkRefusals() []recall.Behaviour {
	return []recall.Behaviour{
		{ID: "lark/unavailable", Source: "Lark-recall Lark-SDK", Basis: recall.Documented,
			Says:     "A recall that may not be is an answer: its status is unavailable, and a code says why.",
			Beyond:   []recall.Beyond{ours("Here it is a refusal, with the exit code of every refusal.")},
			Question: recall.HowRefused, When: when(), Answer: recall.Yes, Code: "unavailable"},
		{ID: "lark/address-not-owned", Source: "Lark-SDK", Basis: recall.Documented,
			Says: "The address that sent it must be one's own.",
			Beyond: []recall.Beyond{
				inf("So an administrator cannot recall what others sent, and what a delegate sent for somebody is for that somebody to recall."),
			},
			Question: recall.MayRecall, When: when(notOwned), Answer: recall.Refused, Code: "sender_address_not_owned",
			Reason: "{sender} does not own the address that sent it"},
		{ID: "lark/switched-off", Source: "Lark-SDK", Basis: recall.Documented,
			Says:     "Where recall is not enabled there is none.",
			Beyond:   []recall.Beyond{ours("The organisation sets it, and has it on unless it says otherwise.")},
			Question: recall.MayRecall, When: when(recallIsOff), Answer: recall.Refused, Code: "recall_not_enabled",
			Reason: "{organisation} has not enabled recall", Next: recall.AskInstead},
		{ID: "lark/not-delivered", Source: "Lark-recall Lark-SDK", Basis: recall.Documented,
			Says:     "Only what was delivered can be recalled.",
			Beyond:   []recall.Beyond{inf("It is enough that one recipient got it, inside or outside; nobody got a draft.")},
			Question: recall.MayRecall, When: when(reachedNobody), Answer: recall.Refused, Code: "not_delivered",
			Reason: "it was delivered to nobody"},
		{ID: "lark/already-recalled", Source: "Lark-SDK", Basis: recall.Documented,
			Says:     "What has been recalled is not recalled again.",
			Beyond:   []recall.Beyond{inf("That is so whatever the first recall came to.")},
			Question: recall.MayRecall, When: when(recalledBefore), Answer: recall.Refused, Code: "already_recalled",
			Reason: "{recall} recalled it", Next: recall.InspectRecall},
		{ID: "lark/time-limit", Source: "Lark-recall Lark-SDK", Basis: recall.Documented,
			Says:     "A message can be recalled within 24 hours of its sending.",
			Question: recall.MayRecall, When: when(pastLimit), Answer: recall.Refused, Code: "exceeded_time_limit",
			Reason: "it was sent {age} ago, and the limit is 24 hours", Next: recall.AskInstead},
		{ID: "lark/silent", Basis: recall.Ours,
			Says:     "The recipient is told nothing, any folder will do, and a recall with a new message is refused: no document speaks of these.",
			Question: recall.MayRecall, When: when(replaces), Answer: recall.Refused,
			Reason: "no new message is sent with a recall", Next: recall.RecallPlainly},
	}
}

func larkOutcomes() []recall.Behaviour {
	return []recall.Behaviour{
		// Whose copies can go?
		{ID: "lark/invalid-address", Source: "Lark-SDK", Basis: recall.Documented,
			Says:     "Nothing is taken back from an invalid address.",
			Beyond:   []recall.Beyond{ours("An address is invalid where the message bounced, inside or outside.")},
			Question: recall.HowFar, When: when(neverDelivered), Answer: recall.Failed, Final: recall.Always, Code: "invalid_address",
			Reason: "the message never arrived there"},
		{ID: "lark/other-tenant", Source: "Lark-SDK", Basis: recall.Documented,
			Says:     "Nothing is taken back from recipients in another tenant.",
			Beyond:   []recall.Beyond{ours("Nothing arrives there, and the outcome is final.")},
			Question: recall.HowFar, When: when(outside), Answer: recall.Failed, Final: recall.Always, Code: "not_in_the_same_tenant",
			Reason: "outside the organisation: it stays"},
		{ID: "lark/not-lark-mail", Source: "Lark-SDK", Basis: recall.Documented,
			Says:     "Nothing is taken back from recipients who do not use Lark Mail.",
			Beyond:   []recall.Beyond{ours("Any account of another kind stands for that, and a public folder too.")},
			Question: recall.HowFar, When: when(notOnLark), Answer: recall.Failed, Final: recall.Always, Code: "not_using_lark_mail",
			Reason: "{recipient} does not use Lark Mail: it stays"},
		{ID: "lark/recalled", Source: "Lark-detail Lark-SDK", Basis: recall.Documented,
			Says: "A recipient from whom it was taken back has the status success.",
			Beyond: []recall.Beyond{
				ours("The copy is gone for good."),
				ours("Where its owner had removed it for good there is nothing to take back: that fails, and has no code."),
			},
			Question: recall.HowFar, When: when(), Answer: recall.Yes,
			Reason: "in Lark Mail: taken back from the mailbox itself"},

		// What happens to this copy?
		{ID: "lark/recalled", Source: "Lark-detail Lark-SDK", Basis: recall.Documented,
			Question: recall.WhatHappens, When: when(originalGone), Answer: recall.Failed, Final: recall.Always,
			Reason: "gone for good already: there was nothing to take back"},
		{ID: "lark/read", Source: "Lark-SDK", Basis: recall.Documented,
			Says:     "What has been read is not taken back.",
			Beyond:   []recall.Beyond{ours("What counts is the read mark: marked unread again, it is taken back.")},
			Question: recall.WhatHappens, When: when(read), Answer: recall.Failed, Final: recall.Always, Code: "message_has_been_read",
			Reason: "read already: it stays"},
		{ID: "lark/recalled", Source: "Lark-detail Lark-SDK", Basis: recall.Documented,
			Question: recall.WhatHappens, When: when(), Answer: recall.Succeeded, Final: recall.Always, Effects: takesAway, Code: "success",
			Reason: "unread: taken back"},
		{ID: "lark/silent", Basis: recall.Ours,
			Question: recall.WhatRecipient, When: when(), Answer: recall.Yes, Reason: "{recipient} is told nothing"},
	}
}

// larkResults are what the sender learns: no report, but a result that can be queried.
func larkResults() []recall.Behaviour {
	result := func(name, says, code string, share recall.Predicate, reason string) recall.Behaviour {
		return recall.Behaviour{ID: "lark/" + name, Source: "Lark-detail Lark-SDK", Basis: recall.Documented, Says: says,
			Question: recall.HowSummedUp, When: when(share), Answer: recall.Yes, Code: code, Reason: reason}
	}
	return []recall.Behaviour{
		{ID: "lark/accepted", Source: "Lark-recall Lark-CLI", Basis: recall.Documented,
			Says:     "An answer to the request only means that it was accepted: what became of it has to be queried.",
			Beyond:   []recall.Beyond{inf("No report is sent."), ours("It is done at once.")},
			Question: recall.WhatIsTold, When: when(), Answer: recall.Yes, Effects: []recall.Effect{{Do: recall.OnlyAccept}},
			Reason: "the recall was accepted, and its result can be queried"},
		{ID: "lark/counts", Source: "Lark-detail Lark-SDK", Basis: recall.Documented,
			Says:     "The result has the numbers of recipients with success, with failure, and in processing.",
			Question: recall.WhoCounts, When: when(recall.Not(someSkipped)), Answer: recall.Yes,
			Reason: "each recipient counts"},
		result("all-success", "Taken back from all, the result is all_success.", "all_success", fromAll, "taken back from all"),
		result("some-fail", "Where it fails for some, the result is some_fail.", "some_fail", fromSome, "taken back from some"),
		result("all-fail", "Where it fails for all, the result is all_fail.", "all_fail", fromNone, "taken back from nobody"),
		{ID: "lark/mailing-list", Source: "Lark-SDK", Basis: recall.Documented,
			Says:     "A mailing list is one line: how many of its members succeeded, how many failed, and the percentage that is done.",
			Beyond:   []recall.Beyond{ours("Members have outcomes of their own besides, and all is done at once: 100 %.")},
			Question: recall.HowListed, When: when(throughGroup), Answer: recall.Yes, Effects: []recall.Effect{{Do: recall.ListGroups}},
			Reason: "a line for the list as a whole"},
	}
}

// larkAdministration is what administrators do, recall or not.
func larkAdministration() []recall.Behaviour {
	may := func(q recall.Question, answer recall.Answer, condition recall.Predicate, reason string) recall.Behaviour {
		return recall.Behaviour{ID: "lark/administrator", Source: "Lark-admin", Basis: recall.Documented,
			Question: q, When: when(condition), Answer: answer, Reason: reason}
	}
	const onlyAdministrators = "only an administrator of the organisation may do this, and {sender} is none"
	first := may(recall.MayPurge, recall.Refused, recall.Not(administers), onlyAdministrators)
	first.Says = "An administrator can delete mail in members' mailboxes, and restore what administrators or members deleted."
	first.Beyond = []recall.Beyond{
		inf("Members do not restore it themselves."),
		ours("It can be restored for 14 days, unless it was purged for good or recalled."),
	}
	kept := may(recall.WhatIsKept, recall.Yes, deletedThere, "an administrator can restore it")
	kept.When = when(inMemberMailbox, deletedThere)
	kept.Effects = []recall.Effect{{Do: recall.Keep, For: 14 * 24 * 60 * 60, Hidden: true}}
	return []recall.Behaviour{
		first,
		may(recall.MayPurge, recall.Yes, administers, "an administrator may delete it in members' mailboxes"),
		may(recall.WhatIsPurged, recall.No, notSearched, "it lies in no member's mailbox"),
		may(recall.WhatIsPurged, recall.Yes, recall.Not(notSearched), "it lies in a member's mailbox"),
		kept,
		may(recall.MayRestore, recall.Refused, recall.Not(administers), onlyAdministrators),
		may(recall.MayRestore, recall.Yes, administers, "an administrator may restore it"),
	}
}

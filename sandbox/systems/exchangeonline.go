package systems

import (
	"recallbox/sandbox/mail"
	"recallbox/sandbox/recall"
)

// ExchangeOnline is Microsoft 365 with recall in the cloud, the default since 2023. Where the organisation has
// switched that off, Outlook's own rules decide.
func ExchangeOnline(outlook recall.System) recall.System {
	behaviours := exchangeOnlineBehaviours(outlook.Name)
	rules := append(borrow(nil, outlook, "delegator-no-copy", "disabled-in-organisation", "sender-account"), behaviours...) // what refuses goes before any-client
	return recall.System{
		Name:    "exchange-online",
		Says:    "Microsoft 365 with recall in the cloud, its default since 2023",
		Account: mail.Microsoft365,
		Client:  mail.Outlook,
		Settings: []recall.Setting{
			recallSwitch,
			{Key: "cloud-recall", Values: []string{"on", "off"}, Fact: recall.CloudRecallOff,
				Says: "whether messages are recalled in the cloud; off brings back Outlook's classic recall (MessageRecallEnabled)"},
			{Key: "recall-read", Values: []string{"on", "off"}, Fact: recall.UnreadOnly,
				Says: "whether read copies are recalled too (RecallReadMessagesEnabled)"},
			{Key: "alert-recipients", Values: []string{"off", "on", "read"}, Fact: recall.AlertsTo,
				Says: "which recipients are told: none, all, or those who had read it (MessageRecallAlertRecipientsEnabled)"},
			{Key: "max-age", Values: []string{"365d"}, Longest: "3650d", Says: "how old a message may be to be recalled (MessageRecallMaxRecallableAge)"},
			journal,
		},
		Behaviours: behaviours,
		Rules: borrow(rules, outlook, "repeated-recall", "never-delivered", "forwarded-copy", "what-is-left", "then-apologise", "outside-sees-request",
			"delegate-sent", "delegate-read", "nested-group", "forwarded-mailbox", "journal-copy"),
		Request: outlook.Request,
		Limits:  recall.Limits{Setting: "max-age"},
	}
}

func exchangeOnlineBehaviours(classic string) []recall.Behaviour {
	return []recall.Behaviour{
		// May the sender recall at all, and by whose rules?
		{ID: "exchange-online/switched-off", Source: "EXO-config", Basis: recall.Documented,
			Says:     "With MessageRecallEnabled set to false the classic recall comes back.",
			Question: recall.WhoseRules, When: when(cloudRecallOff), Answer: recall.Yes, Effects: []recall.Effect{{Do: recall.GoBy, System: classic}},
			Reason: "recall in the cloud is switched off: Outlook's rules decide"},
		{ID: "exchange-online/sent-items", Source: "EXO", Basis: recall.Documented,
			Says:     "Recall starts from one's own Sent Items.",
			Beyond:   []recall.Beyond{inf("What lies elsewhere, or in somebody else's Sent Items, cannot be recalled.")},
			Question: recall.MayRecall, When: when(draftOrNotInOwnSent), Answer: recall.Refused,
			Reason: "it does not lie in {sender}'s own Sent Items, where recall starts"},
		{ID: "exchange-online/max-age", Source: "EXO-config", Basis: recall.Documented,
			Says:     "Messages older than the organisation's maximum age cannot be recalled.",
			Question: recall.MayRecall, When: when(pastLimit), Answer: recall.Refused,
			Reason: "it was sent {age} ago, and the organisation recalls nothing that is older than {max-age}"},
		{ID: "exchange-online/any-client", Source: "EXO", Basis: recall.Documented,
			Says:     "Recall starts from Outlook for Windows, on the web and on mobile devices.",
			Question: recall.MayRecall, When: when(onWebOrMobile), Answer: recall.Yes,
			Reason: "recall starts from {client} too"},

		// Who can be reached, and what comes in place of the original?
		{ID: "exchange-online/outside", Source: "EXO", Basis: recall.Documented,
			Says:     "Outside recipients get the ordinary recall mail, and their copy stays.",
			Question: recall.HowFar, When: when(outside), Answer: recall.Failed, Final: recall.Always, Effects: comesAsMail,
			Reason: "outside the organisation: {got} the recall message as ordinary mail{waiting}"},
		{ID: "exchange-online/cloud-mailbox-only", Source: "EXO", Basis: recall.Documented,
			Says:     "Only mailboxes in the organisation's cloud can be recalled from.",
			Beyond:   []recall.Beyond{ours("An inside account that is neither Exchange nor Microsoft 365 counts as outside the cloud, and gets nothing.")},
			Question: recall.HowFar, When: when(otherAccount), Answer: recall.Failed, Final: recall.Always,
			Reason: "no mailbox in the organisation's cloud: it stays"},
		{ID: "exchange-online/in-transport", Source: "EXO", Basis: recall.Documented,
			Says:     "The recall message is taken out in transport and the original hard-deleted; nothing is delivered.",
			Question: recall.HowFar, When: when(inside), Answer: recall.Yes,
			Reason: "in the cloud: recalled from the mailbox itself, without a recall message"},
		{ID: "exchange-online/replace", Source: "EXO", Basis: recall.Documented,
			Says:     "The replacement is an independent new message.",
			Beyond:   []recall.Beyond{inf("It goes to the same recipients, whatever the outcome.")},
			Question: recall.WhatInstead, When: when(replaces), Answer: recall.Yes, Effects: []recall.Effect{{Do: recall.SendReplacement}},
			Reason: "a new message goes to the same recipients, whatever the outcome"},

		// What happens to this copy?
		{ID: "exchange-online/public-folder", Basis: recall.Ours,
			Says:     "No source speaks of public folders: from them nothing is recalled.",
			Question: recall.WhatHappens, When: when(inPublicFolder), Answer: recall.Failed, Final: recall.Always,
			Reason: "a public folder, from which the cloud recalls nothing: it stays"},
		{ID: "exchange-online/original-gone", Basis: recall.Ours,
			Says:     "Where the recipient had removed it for good the recall fails.",
			Question: recall.WhatHappens, When: when(originalGone), Answer: recall.Failed, Final: recall.Always,
			Reason: "gone for good already: there was nothing to take back"},
		{ID: "exchange-online/unread-only", Source: "EXO-config", Basis: recall.Documented,
			Says:     "With RecallReadMessagesEnabled set to false only unread copies are recalled.",
			Question: recall.WhatHappens, When: when(unreadOnly, read), Answer: recall.Failed, Final: recall.Always,
			Reason: "already read, and the organisation recalls unread copies only: it stays"},
		{ID: "exchange-online/read-too", Source: "EXO", Basis: recall.Documented,
			Says:     "Read copies are recalled too.",
			Question: recall.WhatHappens, When: when(read), Answer: recall.Succeeded, Final: recall.Always, Effects: takesAway,
			Reason: "deleted for good, though it had been read"},
		{ID: "exchange-online/any-folder", Source: "EXO", Basis: recall.Documented,
			Says:     "Copies are recalled from whatever folder they lie in.",
			Question: recall.WhatHappens, When: when(recall.Not(originalInInbox)), Answer: recall.Succeeded, Final: recall.Always, Effects: takesAway,
			Reason: "deleted for good, though it had been moved out of the Inbox"},
		{ID: "exchange-online/client-irrelevant", Source: "EXO", Basis: recall.Documented,
			Says:     "The recipient's program does not matter, nor whether it runs.",
			Question: recall.WhatHappens, When: when(noRunningOutlook), Answer: recall.Succeeded, Final: recall.Always, Effects: takesAway,
			Reason: "deleted for good, whatever {recipient}'s mail program"},
		{ID: "exchange-online/in-transport", Source: "EXO", Basis: recall.Documented,
			Question: recall.WhatHappens, When: when(), Answer: recall.Succeeded, Final: recall.Always, Effects: takesAway,
			Reason: "deleted for good in the mailbox itself, without a recall message"},

		// Who is told?
		{ID: "exchange-online/alert-recipients", Source: "EXO-config", Basis: recall.Documented,
			Says:     "Recipients may be alerted, all of them or only those who had read it.",
			Beyond:   []recall.Beyond{ours("The alert names sender, subject and time sent.")},
			Question: recall.WhatRecipient, When: when(alerts), Answer: recall.Yes, Effects: []recall.Effect{{Do: recall.Notify, Notice: mail.Recalled}},
			Reason: "{recipient} is told that it was recalled"},
		{ID: "exchange-online/silent", Source: "EXO", Basis: recall.Documented,
			Says:     "By default the recipient is told nothing.",
			Question: recall.WhatRecipient, When: when(), Answer: recall.Yes,
			Reason: "{recipient} is told nothing"},
		{ID: "exchange-online/report", Source: "EXO", Basis: recall.Documented,
			Says:     "The sender gets one mail that leads to each recipient's state.",
			Beyond:   []recall.Beyond{ours("The report itself lists the recipients.")},
			Question: recall.HowSummedUp, When: when(), Answer: recall.Yes, Effects: tells("exchange-online/report", mail.Report),
			Reason: "{sender} gets one report for all recipients",
			Form:   response("Message Recall Report")},
	}
}

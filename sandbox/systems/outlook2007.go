package systems

import (
	"recallbox/sandbox/mail"
	"recallbox/sandbox/recall"
)

// Outlook2007 is Outlook 2007 with Exchange Server: the second article of the Greek and Norwegian pages. It is
// Outlook's rules with its own records in the places of theirs, for all that this article says or that follows from it.
// Where it is silent, Outlook's rule decides, and says so by its ID.
func Outlook2007(outlook recall.System) recall.System {
	// take puts a record of Outlook's in the place of its own, and of others, under the article's name and sentence.
	take := func(base, name, says string, others ...string) swap {
		b := *outlook.Find("outlook/" + base)
		b.ID, b.Says, b.Source, b.Basis = "outlook-2007/"+name, says, "EL NO", recall.Documented
		return swap{b, append(others, base)}
	}
	inferred := func(base, name, says string) swap {
		s := take(base, name, says)
		s.own.Basis = recall.Inferred
		return s
	}
	beyond := func(s swap, beyond ...recall.Beyond) swap {
		s.own.Beyond = beyond
		return s
	}
	instead := []swap{
		take("sent-items", "sent-items", "In Mail, in the Navigation Pane, Sent Items is where recall starts."),
		inferred("open-window", "open-window",
			"The message is opened, and recall is a command of its window: the reading pane gives none."),
		inferred("same-organisation", "same-organisation", "Recall works with accounts in the same organisation (from the page's introduction)."),
		inferred("delete-unread", "delete-unread", "Step 4 prints one of the two options twice; the other is to delete unread copies."),
		take("replace", "replace", "“Delete unread copies and replace with a new message”."),
		beyond(take("no-sender-report", "tell-me",
			"“Tell me if recall succeeds or fails for each recipient”: the sender is told; for large numbers it may be cleared."),
			recorded, whenFinal),
		beyond(take("sender-report", "tell-me", "")),
		take("auto-unread", "arrival-on-unread",
			"“Process requests and responses on arrival” is selected, the original unread: deleted, and the recipient told."),
		take("auto-read", "arrival-on-read",
			"Processed on arrival, the original marked read: the recipient is told that the sender wants to delete it."),
		take("auto-previewed", "arrival-on-previewed", "Processed on arrival: a look in the reading pane is not reading."),
		inferred("auto-mark-unread", "arrival-on-mark-unread",
			"Processed on arrival: what counts is the mark at that moment."),
		inferred("auto-when-outlook-starts", "arrival-on-waits",
			"Requests are processed on the recipient's computer: while Outlook is closed nothing happens."),
		inferred("manual-waits", "arrival-off-waits",
			"Not processed on arrival, both lie in the Inbox: nothing happens until one of them is opened."),
		take("manual-previewed", "arrival-off-previewed", "Not processed on arrival: a look in the reading pane is not reading."),
		inferred("manual-mark-unread", "arrival-off-mark-unread",
			"Not processed on arrival: what counts is the mark when the recall message is opened."),
		take("manual-recall-first", "arrival-off-recall-first",
			"Not processed on arrival, the recall message opened first: the original is deleted, and the recipient told."),
		take("manual-original-first", "arrival-off-original-first",
			"Not processed on arrival, the original opened first: the recall fails; the original and another are available."),
		take("manual-marked-read", "arrival-off-marked-read",
			"Not processed on arrival, the original marked read: the recipient is told that the sender wants to delete it."),
		{separate, []string{"separate-any-state", "in-deleted-items", "separate-recall-moved", "separate-both-moved", "separate-by-rule", "separate-by-hand"}},
		{movedBack, nil},
		take("together-recall-first", "together-recall-first",
			"Both in one folder, the recall message opened first: the original is deleted, and the recipient told."),
		take("together-by-hand", "together-by-hand", "The recipient moved both to one folder: the same as by a rule."),
		inferred("together-waits", "together-waits",
			"Both in one folder: the same as if Outlook did not process requests on arrival."),
		inferred("together-marked-read", "together-marked-read",
			"Both in one folder, the original marked read: as where nothing is processed on arrival."),
		inferred("together-previewed", "together-previewed", "Both in one folder: the reading pane is not reading there either."),
		take("together-original-first", "together-original-first",
			"Both in one folder, the original opened first: the recall fails, and old and new message are available."),
		beyond(take("together-mark-unread", "together-mark-unread", "Both in one folder; read, then marked unread: treated as never read, and recalled."),
			inf("It is recalled when the recall message is opened."), ours("A receipt that was sent stays sent."), spent),
		take("public-unread", "public-unread",
			"Public folder: a reader who may read all and has not read the original opens the recall message: success, told to the sender."),
		take("public-read", "public-read",
			"Public folder, the original marked read: the reader is told that the recall failed, and only the recall message is deleted."),
		take("public-other-rights", "public-other-rights",
			"Public folder: a user with other rights opens the recall message: it fails, the user is told, and old and new message stay."),
		take("public-mark-unread", "public-mark-unread", "Public folder: read, then marked unread, the original counts as unread, and the recall succeeds."),
		inferred("public-other-reader-read", "public-other-reader-read",
			"Public folder: only what the reader who opens the recall message has read counts."),
		take("public-reader-rights", "public-reader-rights", "Public folder: the reader's rights decide, not the sender's."),
		{requirements, []string{"sender-account", "sender-client"}},
		{accountTypes, nil},
		// Not in this article: information protection, Outlook on the web, an organisation's switch.
		{recall.Behaviour{}, []string{"protected-message", "outlook-on-the-web", "disabled-in-organisation"}},
	}
	return recall.System{
		Name:       "outlook-2007",
		Says:       "Outlook 2007 with Exchange Server",
		Account:    mail.Exchange,
		Client:     mail.Outlook2007,
		Button:     recallThisMessage,
		Settings:   []recall.Setting{journal},
		Behaviours: ownOf(instead),
		Rules:      swapIn(outlook.Rules, instead),
		ByMessage:  true,
		Request:    outlook.Request,
		Features:   outlook.Features,
	}
}

// What only the article on Outlook 2007 says.
var (
	requirements = recall.Behaviour{ID: "outlook-2007/requirements", Source: "EL NO", Basis: recall.Documented,
		Says: "Recall needs an Exchange Server account and Outlook 2007, both; where the command is missing, one probably is.",
		Beyond: []recall.Beyond{
			inf("Without either recall is refused, “probably” or not."),
			inf("EL's sentence on the missing command is garbled by machine translation: NO's reading counts."),
		},
		Question: recall.MayRecall, When: when(recall.Not(onServerIn2007)), Answer: recall.Refused,
		Reason: "recall needs an Exchange Server account and Outlook 2007, both: {sender}'s account is {account} " +
			"(Account Settings > E-mail > Type), the program {client}"}
	accountTypes = recall.Behaviour{ID: "outlook-2007/account-types", Source: "EL NO", Basis: recall.Documented,
		Says:     "Account Settings lists each account with its type.",
		Question: recall.WhatIsListed, When: when(), Answer: recall.Yes, Reason: "the type of each account is listed"}
	separate = recall.Behaviour{ID: "outlook-2007/separate", Source: "EL NO", Basis: recall.Documented,
		Says:     "The original was moved to another folder: told that a recall attempt failed, whatever the configuration and the read state.",
		Beyond:   []recall.Beyond{inf("It may come from any folder, and Deleted Items is one like others."), staysOrdinary},
		Question: recall.WhatHappens, When: when(apart), Answer: recall.Failed, Final: processed, Effects: triesInVain,
		Reason: "in another folder than the recall message: it stays, and {recipient} was told that a recall attempt failed"}
	movedBack = recall.Behaviour{ID: "outlook-2007/separate-mark-unread", Source: "EL NO", Basis: recall.Documented,
		Says: "The note of scenario 3: read, then marked unread, it is treated as never read, and recalled.",
		Beyond: []recall.Beyond{
			ours("It is recalled only once it lies beside the recall message again: apart it fails, read or not, as scenario 3 says."),
			spent,
		},
		Question: recall.WhatHappens, When: when(togetherInInbox, opened, recall.Not(otherProgram), markedUnread, movedByHand), Answer: recall.Succeeded,
		Final: processed, Effects: takesBack,
		Reason: "marked unread and moved back beside the recall message before that was opened: deleted, and {recipient} was told"}
)

package systems

import (
	"recallbox/sandbox/mail"
	"recallbox/sandbox/recall"
)

// Outlook2007 is Outlook 2007 with Exchange Server: the second article of the Greek and Norwegian pages. It is
// Outlook's rules with its own records in the places of theirs; where the article has no row, Outlook's decides and
// says so by its ID.
func Outlook2007(outlook recall.System) recall.System {
	requirements := recall.Behaviour{ID: "outlook-2007/requirements", Says: "Recall needs an Exchange Server account and Outlook 2007, both.", Source: "NO", Basis: recall.Documented,
		Question: recall.MayRecall, When: when(recall.Not(recall.Both("Exchange Server account and Outlook 2007 are there", "an Exchange Server account or Outlook 2007 is missing", senderOnServer, senderIn2007))),
		Answer: recall.Refused, Reason: "recall needs an Exchange Server account and Outlook 2007, both: {sender}'s account is {account}, the program {client}"}
	accountTypes := recall.Behaviour{ID: "outlook-2007/account-types", Says: "Account Settings lists each account with its type.", Source: "EL NO", Basis: recall.Documented,
		Question: recall.WhatIsListed, When: when(), Answer: recall.Yes, Reason: "the type of each account is listed"}
	separate := recall.Behaviour{ID: "outlook-2007/separate", Says: "In separate folders, also when neither lies in the Inbox, the recall fails whatever the configuration and the read state.", Source: "EL NO", Basis: recall.Documented,
		Question: recall.WhatHappens, When: when(apart), Answer: recall.Failed, Final: processed, Effects: triesInVain,
		Reason: "in another folder than the recall message: it stays, and {recipient} was told that a recall attempt failed"}
	movedBack := recall.Behaviour{ID: "outlook-2007/separate-mark-unread", Says: "Read, then marked unread: treated as never read, and recalled, once it lies beside the recall message again.", Source: "EL NO", Basis: recall.Documented,
		Question: recall.WhatHappens, When: when(togetherInInbox, opened, recall.Not(otherProgram), markedUnread, movedByHand), Answer: recall.Succeeded, Final: processed, Effects: takesBack,
		Reason: "marked unread and moved back beside the recall message before that was opened: deleted, and {recipient} was told"}

	as := func(base, name, says string) recall.Behaviour {
		b := *outlook.Find("outlook/" + base)
		b.ID, b.Says, b.Source, b.Basis = "outlook-2007/"+name, says, "EL NO", recall.Documented
		return b
	}
	inferred := func(b recall.Behaviour) recall.Behaviour {
		b.Basis = recall.Inferred
		return b
	}
	instead := []swap{
		{inferred(as("same-organisation", "same-organisation", "Recall works with accounts in the same organisation (from the page's introduction).")), []string{"same-organisation"}},
		{inferred(as("delete-unread", "delete-unread", "Step 4 prints one of the two options twice; the other is to delete unread copies.")), []string{"delete-unread"}},
		{as("replace", "replace", "“Delete unread copies and replace with a new message”."), []string{"replace"}},
		{as("no-sender-report", "tell-me", "“Tell me if recall succeeds or fails for each recipient” may be cleared for large numbers."), []string{"no-sender-report"}},
		{as("auto-unread", "arrival-on-unread", "“Process requests and responses on arrival” is selected, the original unread: deleted, and the recipient told."), []string{"auto-unread"}},
		{as("auto-read", "arrival-on-read", "Processed on arrival, the original marked read: the recipient is told that the sender wants to delete it."), []string{"auto-read"}},
		{as("auto-previewed", "arrival-on-previewed", "Processed on arrival: a look in the reading pane is not reading."), []string{"auto-previewed"}},
		{as("manual-recall-first", "arrival-off-recall-first", "Not processed on arrival, the recall message opened first: the original is deleted, and the recipient told."), []string{"manual-recall-first"}},
		{as("manual-original-first", "arrival-off-original-first", "Not processed on arrival, the original opened first: the recall fails, and both are available."), []string{"manual-original-first"}},
		{as("manual-marked-read", "arrival-off-marked-read", "Not processed on arrival, the original marked read: the recipient is told that the sender wants to delete it."), []string{"manual-marked-read"}},
		{separate, []string{"separate-any-state", "in-deleted-items", "separate-recall-moved", "separate-both-moved", "separate-by-rule", "separate-by-hand"}},
		{movedBack, nil},
		{as("together-recall-first", "together-recall-first", "Both in one folder, the recall message opened first: the original is deleted, and the recipient told."), []string{"together-recall-first", "together-by-hand"}},
		{as("together-original-first", "together-original-first", "Both in one folder, the original opened first: the recall fails, and old and new message are available."), []string{"together-original-first"}},
		{as("together-mark-unread", "together-mark-unread", "Both in one folder; read, then marked unread: treated as never read, and recalled."), []string{"together-mark-unread"}},
		{as("public-unread", "public-unread", "Public folder: a reader who may read all items and has not read the original opens the recall message."), []string{"public-unread"}},
		{as("public-read", "public-read", "Public folder: the reader has marked the original read."), []string{"public-read"}},
		{as("public-other-rights", "public-other-rights", "Public folder: a user with other rights opens the recall message."), []string{"public-other-rights"}},
		{as("public-mark-unread", "public-mark-unread", "Public folder: read, then marked unread, the original counts as unread."), []string{"public-mark-unread"}},
		{as("public-reader-rights", "public-reader-rights", "Public folder: the reader's rights decide, not the sender's."), []string{"public-reader-rights"}},
		{requirements, []string{"sender-account", "sender-client"}},
		{accountTypes, nil},
		// Not in this article: information protection, Outlook on the web, the reading pane, an organisation's switch.
		{recall.Behaviour{}, []string{"protected-message", "outlook-on-the-web", "open-window", "disabled-in-organisation"}},
	}
	return recall.System{
		Name:       "outlook-2007",
		Says:       "Outlook 2007 with Exchange Server",
		Account:    mail.Exchange,
		Client:     mail.Outlook2007,
		Behaviours: ownOf(instead),
		Rules:      swapped(outlook.Rules, instead),
		ByMessage:  true,
		Request:    outlook.Request,
	}
}

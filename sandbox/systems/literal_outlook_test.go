package systems_test

import "recallbox/sandbox/recall"

// What both systems share. outlook-2007 is the same engine with its own IDs.
var outlookTables = []table{
	{recall.FirstWarn, recall.SetOf(recall.RecalledBefore, recall.SentInstead), firstWarn, false, nil},
	{recall.HowFar, recall.SetOf(recall.Recipient, recall.ThroughGroup), howFar, false, nil},
	{recall.WhatInstead, recall.SetOf(recall.SentInstead, recall.Recipient), whatInstead, false, nil},
	{recall.WhatHappens, copyFacts, whatHappens, false, byMessage},
	{recall.WhoIsTold, recall.SetOf(recall.ReportsOff), whoIsTold, false, nil},
	{recall.WhatOfForward, recall.SetOf(recall.Forwarded), whatOfForward, false, nil},
	{recall.WhatIsLeft, recall.SetOf(recall.CopiesLeft), whatIsLeft, false, nil},
}

// byMessage are the cases there are where a recall goes by message: no copy's fate is asked when the recall is.
func byMessage(f recall.Facts) bool {
	return f.Possible() && recall.JustHappened.Get(f) != recall.Requested
}

var askingFacts = recall.SetOf(recall.MessageIn, recall.MessageState, recall.MessageView, recall.SenderAccount, recall.SenderClient, recall.RecallOff, recall.Protected)

var copyFacts = recall.SetOf(recall.PublicFolder, recall.JustHappened, recall.OtherProgram, recall.ProgramStopped, recall.ProcessingOff, recall.Seen,
	recall.OriginalIn, recall.BroughtBy, recall.RequestIn, recall.InOneFolder, recall.FolderReader, recall.ReadByAnother)

// May the sender recall at all? Whatever else may be the matter, a held message is refused by the hold (in every
// system, pointing to the Outbox), and a draft is not refused for lying outside Sent Items. For the rest the
// catalogue gives no order.
var mayRecall = []row{
	{"an own sent message in its window, from Outlook, an Exchange account, nothing switched off or protected",
		pattern{origin: inSentItems, state: sent, view: window, account: exchangeAccounts, client: outlooks, off: no, protected: no}, nothing, "", ""},
	{"held", pattern{origin: own, state: held}, refused, "hold/recall-while-held", ""},
	{"somebody else's, held", pattern{origin: others, state: held}, refused, "hold/recall-while-held outlook/sent-items", ""},
	{"a draft", pattern{state: draft}, refused, "outlook/after-send", ""},
	{"own, but not in Sent Items", pattern{origin: notInSentItems, state: sent}, refused, "outlook/sent-items", ""},
	{"somebody else's", pattern{origin: others, state: notHeld}, refused, "outlook/sent-items", ""},
	{"reading pane", pattern{state: notHeld, view: readingPane}, refused, "outlook/open-window", ""},
	{"no Exchange account", pattern{state: notHeld, account: otherAccounts}, refused, "outlook/sender-account", ""},
	{"not from Outlook", pattern{state: notHeld, client: otherClients}, refused, "outlook/sender-client", ""},
	{"Outlook on the web", pattern{state: notHeld, client: onTheWeb}, refused, "outlook/outlook-on-the-web", ""},
	{"switched off", pattern{state: notHeld, off: yes}, refused, "outlook/disabled-in-organisation", ""},
	{"protected", pattern{state: notHeld, protected: yes}, refused, "outlook/protected-message", ""},
}

// May the sender recall at all, with Outlook 2007? The reading pane, an organisation's switch and a protected message
// do not matter, and Outlook on the web is refused only as what is not Outlook 2007. The other rows are outlook's:
// this article has none.
var mayRecall2007 = []row{
	{"an own sent message, from Outlook 2007, an Exchange Server account",
		pattern{origin: inSentItems, state: sent, account: exchangeServer, client: outlook2007}, nothing, "", ""},
	{"held", pattern{origin: own, state: held}, refused, "hold/recall-while-held", ""},
	{"somebody else's, held", pattern{origin: others, state: held}, refused, "hold/recall-while-held outlook/sent-items", ""},
	{"a draft", pattern{state: draft}, refused, "outlook/after-send", ""},
	{"own, but not in Sent Items", pattern{origin: notInSentItems, state: sent}, refused, "outlook/sent-items", ""},
	{"somebody else's", pattern{origin: others, state: notHeld}, refused, "outlook/sent-items", ""},
	{"no Exchange Server account", pattern{state: notHeld, account: noExchangeServer}, refused, "outlook-2007/requirements", ""},
	{"not Outlook 2007", pattern{state: notHeld, client: notOutlook2007}, refused, "outlook-2007/requirements", ""},
}

// What should the sender know first?
var firstWarn = []row{
	{"the first recall", pattern{again: no}, nothing, "", ""},
	{"recalled before", pattern{again: yes}, warned, "outlook/repeated-recall", ""},
}

// How far does the recall message come? A member of a group counts as such only where recall reaches at all.
var howFar = []row{
	{"inside, named", pattern{reach: inside, grouped: no}, says, "outlook/delete-unread", "outlook-2007/delete-unread"},
	{"inside, through a group", pattern{reach: inside, grouped: yes}, says, "outlook/group-members", ""},
	{"inside, another account", pattern{reach: otherAccount}, asOrdinaryMail, "outlook/recipient-account", ""},
	{"outside", pattern{reach: outside}, asOrdinaryMail, "outlook/same-organisation", "outlook-2007/same-organisation"},
	{"bounced", pattern{reach: neverDelivered}, failedUnseen, "outlook/never-delivered", ""},
}

// What comes in place of the original? The replacement reaches the same recipients, also where the recall fails.
var whatInstead = []row{
	{"delete only", pattern{replacement: noReplacement}, nothing, "", ""},
	{"replace", pattern{replacement: newMessage}, replaced, "outlook/replace", "outlook-2007/replace"},
	{"the forgotten attachment", pattern{replacement: newAttachment}, replaced, "outlook/replace-attachment", ""},
}

// What is the sender told?
var whoIsTold = []row{
	{"reports on", pattern{noReport: no}, reported, "outlook/sender-report", ""},
	{"reports off", pattern{noReport: yes}, says, "outlook/no-sender-report", "outlook-2007/tell-me"},
}

// What happens to a copy that was passed on?
var whatOfForward = []row{
	{"not forwarded", pattern{forwarded: no}, nothing, "", ""},
	{"forwarded", pattern{forwarded: yes}, says, "outlook/forwarded-copy", ""},
}

// What is left to do?
var whatIsLeft = []row{
	{"nothing failed", pattern{failures: no}, nothing, "", ""},
	{"a copy stays", pattern{failures: yes}, suggested, "outlook/what-is-left", ""},
}

// What do the account settings list? Only the second article says.
var whatIsListed2007 = []row{
	{"each account with its type", pattern{}, says, "outlook-2007/account-types", ""},
}

// What happens to this copy?
var whatHappens = []row{
	// Both in the Inbox, processed on arrival or when Outlook starts: scenario 1. What brought the original there
	// does not matter.
	{"Inbox, processed by itself, untouched", pattern{at: byItself, in: mailbox, original: inbox, request: inbox, seen: untouched},
		takenBack, "outlook/auto-unread", "outlook-2007/arrival-on-unread"},
	{"Inbox, processed by itself, previewed", pattern{at: byItself, in: mailbox, original: inbox, request: inbox, seen: previewed},
		takenBack, "outlook/auto-previewed", "outlook-2007/arrival-on-previewed"},
	{"Inbox, processed by itself, marked unread", pattern{at: byItself, in: mailbox, original: inbox, request: inbox, seen: markedUnread, placed: notByHand},
		takenBack, "outlook/auto-mark-unread", ""},
	{"Inbox, processed by itself, marked unread and moved back", pattern{at: byItself, in: mailbox, original: inbox, request: inbox, seen: markedUnread, placed: byHand},
		takenBack, "outlook/auto-mark-unread", "outlook/auto-mark-unread outlook-2007/separate-mark-unread"},
	{"Inbox, processed by itself, read", pattern{at: byItself, in: mailbox, original: inbox, request: inbox, seen: read},
		wantsTo, "outlook/auto-read", "outlook-2007/arrival-on-read"},
	// Both in the Inbox, recall message opened: scenario 2; with automatic processing on, scenario 1 fits too.
	{"Inbox, manual, recall message opened, untouched", pattern{at: byOpening, manual: manual, in: mailbox, original: inbox, request: inbox, seen: untouched},
		takenBack, "outlook/manual-recall-first", "outlook-2007/arrival-off-recall-first"},
	{"Inbox, auto, recall message opened, untouched", pattern{at: byOpening, manual: auto, in: mailbox, original: inbox, request: inbox, seen: untouched},
		takenBack, "outlook/manual-recall-first outlook/auto-unread", "outlook-2007/arrival-off-recall-first outlook-2007/arrival-on-unread"},
	{"Inbox, manual, recall message opened, previewed", pattern{at: byOpening, manual: manual, in: mailbox, original: inbox, request: inbox, seen: previewed},
		takenBack, "outlook/manual-previewed", ""},
	{"Inbox, auto, recall message opened, previewed", pattern{at: byOpening, manual: auto, in: mailbox, original: inbox, request: inbox, seen: previewed},
		takenBack, "outlook/manual-previewed outlook/auto-previewed", "outlook/manual-previewed outlook-2007/arrival-on-previewed"},
	{"Inbox, manual, recall message opened, marked unread", pattern{at: byOpening, manual: manual, in: mailbox, original: inbox, request: inbox, seen: markedUnread, placed: notByHand},
		takenBack, "outlook/manual-mark-unread", ""},
	{"Inbox, manual, recall message opened, marked unread and moved back", pattern{at: byOpening, manual: manual, in: mailbox, original: inbox, request: inbox, seen: markedUnread, placed: byHand},
		takenBack, "outlook/manual-mark-unread", "outlook/manual-mark-unread outlook-2007/separate-mark-unread"},
	{"Inbox, auto, recall message opened, marked unread", pattern{at: byOpening, manual: auto, in: mailbox, original: inbox, request: inbox, seen: markedUnread, placed: notByHand},
		takenBack, "outlook/manual-mark-unread outlook/auto-mark-unread", ""},
	{"Inbox, auto, recall message opened, marked unread and moved back", pattern{at: byOpening, manual: auto, in: mailbox, original: inbox, request: inbox, seen: markedUnread, placed: byHand},
		takenBack, "outlook/manual-mark-unread outlook/auto-mark-unread", "outlook/manual-mark-unread outlook/auto-mark-unread outlook-2007/separate-mark-unread"},
	{"Inbox, manual, recall message opened, original opened", pattern{at: byOpening, manual: manual, in: mailbox, original: inbox, request: inbox, seen: opened},
		wantsTo, "outlook/manual-original-first", "outlook-2007/arrival-off-original-first"},
	{"Inbox, auto, recall message opened, original opened", pattern{at: byOpening, manual: auto, in: mailbox, original: inbox, request: inbox, seen: opened},
		wantsTo, "outlook/manual-original-first outlook/auto-read", "outlook-2007/arrival-off-original-first outlook-2007/arrival-on-read"},
	{"Inbox, manual, recall message opened, marked read", pattern{at: byOpening, manual: manual, in: mailbox, original: inbox, request: inbox, seen: markedRead},
		wantsTo, "outlook/manual-marked-read", "outlook-2007/arrival-off-marked-read"},
	{"Inbox, auto, recall message opened, marked read", pattern{at: byOpening, manual: auto, in: mailbox, original: inbox, request: inbox, seen: markedRead},
		wantsTo, "outlook/manual-marked-read outlook/auto-read", "outlook-2007/arrival-off-marked-read outlook-2007/arrival-on-read"},

	// Both in the Inbox, not processed yet.
	{"Inbox, manual, waits", pattern{at: waitsManual, in: mailbox, original: inbox, request: inbox, seen: unread},
		pending, "outlook/manual-waits", ""},
	{"Inbox, manual, waits, original opened", pattern{at: waitsManual, in: mailbox, original: inbox, request: inbox, seen: opened},
		wouldFail, "outlook/manual-original-first", "outlook-2007/arrival-off-original-first"},
	{"Inbox, manual, waits, marked read", pattern{at: waitsManual, in: mailbox, original: inbox, request: inbox, seen: markedRead},
		wouldFail, "outlook/manual-marked-read", "outlook-2007/arrival-off-marked-read"},
	{"Inbox, auto, Outlook closed", pattern{at: waitsClosed, in: mailbox, original: inbox, request: inbox, seen: unread},
		pending, "outlook/auto-when-outlook-starts", ""},
	{"Inbox, auto, Outlook closed, read", pattern{at: waitsClosed, in: mailbox, original: inbox, request: inbox, seen: read},
		wouldFail, "outlook/auto-read", "outlook-2007/arrival-on-read"},
	{"Inbox, auto since it arrived, Outlook runs", pattern{at: waitsRunning, in: mailbox, original: inbox, request: inbox, seen: unread},
		pending, "outlook/auto-when-outlook-starts outlook/manual-waits", ""},
	{"Inbox, auto since it arrived, Outlook runs, original opened", pattern{at: waitsRunning, in: mailbox, original: inbox, request: inbox, seen: opened},
		wouldFail, "outlook/auto-read outlook/manual-original-first", "outlook-2007/arrival-on-read outlook-2007/arrival-off-original-first"},
	{"Inbox, auto since it arrived, Outlook runs, marked read", pattern{at: waitsRunning, in: mailbox, original: inbox, request: inbox, seen: markedRead},
		wouldFail, "outlook/auto-read outlook/manual-marked-read", "outlook-2007/arrival-on-read outlook-2007/arrival-off-marked-read"},

	// Both in one other folder: scenario 4. Nothing but opening counts.
	{"together by rule, waits", pattern{at: notOpened, in: mailbox, original: elsewhere, request: elsewhere, together: yes, placed: byRule, seen: unread},
		pending, "outlook/together-waits", ""},
	{"together by rule, waits, original opened", pattern{at: notOpened, in: mailbox, original: elsewhere, request: elsewhere, together: yes, placed: byRule, seen: opened},
		wouldFail, "outlook/together-original-first", "outlook-2007/together-original-first"},
	{"together by rule, waits, marked read", pattern{at: notOpened, in: mailbox, original: elsewhere, request: elsewhere, together: yes, placed: byRule, seen: markedRead},
		wouldFail, "outlook/together-marked-read", ""},
	{"together by rule, recall message opened, untouched", pattern{at: byOpening, in: mailbox, original: elsewhere, request: elsewhere, together: yes, placed: byRule, seen: untouched},
		takenBack, "outlook/together-recall-first", "outlook-2007/together-recall-first"},
	{"together by rule, recall message opened, previewed", pattern{at: byOpening, in: mailbox, original: elsewhere, request: elsewhere, together: yes, placed: byRule, seen: previewed},
		takenBack, "outlook/together-previewed", ""},
	{"together by rule, recall message opened, marked unread", pattern{at: byOpening, in: mailbox, original: elsewhere, request: elsewhere, together: yes, placed: byRule, seen: markedUnread},
		takenBack, "outlook/together-mark-unread", "outlook-2007/together-mark-unread"},
	{"together by rule, recall message opened, original opened", pattern{at: byOpening, in: mailbox, original: elsewhere, request: elsewhere, together: yes, placed: byRule, seen: opened},
		wantsTo, "outlook/together-original-first", "outlook-2007/together-original-first"},
	{"together by rule, recall message opened, marked read", pattern{at: byOpening, in: mailbox, original: elsewhere, request: elsewhere, together: yes, placed: byRule, seen: markedRead},
		wantsTo, "outlook/together-marked-read", ""},
	{"together by hand, waits", pattern{at: notOpened, in: mailbox, original: elsewhere, request: elsewhere, together: yes, placed: byHand, seen: unread},
		pending, "outlook/together-waits outlook/together-by-hand", ""},
	{"together by hand, waits, original opened", pattern{at: notOpened, in: mailbox, original: elsewhere, request: elsewhere, together: yes, placed: byHand, seen: opened},
		wouldFail, "outlook/together-original-first outlook/together-by-hand", "outlook-2007/together-original-first outlook/together-by-hand"},
	{"together by hand, waits, marked read", pattern{at: notOpened, in: mailbox, original: elsewhere, request: elsewhere, together: yes, placed: byHand, seen: markedRead},
		wouldFail, "outlook/together-marked-read outlook/together-by-hand", ""},
	{"together by hand, recall message opened, untouched", pattern{at: byOpening, in: mailbox, original: elsewhere, request: elsewhere, together: yes, placed: byHand, seen: untouched},
		takenBack, "outlook/together-recall-first outlook/together-by-hand", "outlook-2007/together-recall-first outlook/together-by-hand"},
	{"together by hand, recall message opened, previewed", pattern{at: byOpening, in: mailbox, original: elsewhere, request: elsewhere, together: yes, placed: byHand, seen: previewed},
		takenBack, "outlook/together-previewed outlook/together-by-hand", ""},
	{"together by hand, recall message opened, marked unread", pattern{at: byOpening, in: mailbox, original: elsewhere, request: elsewhere, together: yes, placed: byHand, seen: markedUnread},
		takenBack, "outlook/together-mark-unread outlook/together-by-hand", "outlook-2007/together-mark-unread outlook/together-by-hand"},
	{"together by hand, recall message opened, original opened", pattern{at: byOpening, in: mailbox, original: elsewhere, request: elsewhere, together: yes, placed: byHand, seen: opened},
		wantsTo, "outlook/together-original-first outlook/together-by-hand", "outlook-2007/together-original-first outlook/together-by-hand"},
	{"together by hand, recall message opened, marked read", pattern{at: byOpening, in: mailbox, original: elsewhere, request: elsewhere, together: yes, placed: byHand, seen: markedRead},
		wantsTo, "outlook/together-marked-read outlook/together-by-hand", ""},
	{"together in Deleted Items by rule, waits", pattern{at: notOpened, in: mailbox, original: deleted, request: deleted, placed: byRule, seen: unread},
		pending, "outlook/together-waits outlook/in-deleted-items", ""},
	{"together in Deleted Items by rule, waits, original opened", pattern{at: notOpened, in: mailbox, original: deleted, request: deleted, placed: byRule, seen: opened},
		wouldFail, "outlook/together-original-first outlook/in-deleted-items", "outlook-2007/together-original-first outlook/in-deleted-items"},
	{"together in Deleted Items by rule, waits, marked read", pattern{at: notOpened, in: mailbox, original: deleted, request: deleted, placed: byRule, seen: markedRead},
		wouldFail, "outlook/together-marked-read outlook/in-deleted-items", ""},
	{"together in Deleted Items by rule, recall message opened, untouched", pattern{at: byOpening, in: mailbox, original: deleted, request: deleted, placed: byRule, seen: untouched},
		takenBack, "outlook/together-recall-first outlook/in-deleted-items", "outlook-2007/together-recall-first outlook/in-deleted-items"},
	{"together in Deleted Items by rule, recall message opened, previewed", pattern{at: byOpening, in: mailbox, original: deleted, request: deleted, placed: byRule, seen: previewed},
		takenBack, "outlook/together-previewed outlook/in-deleted-items", ""},
	{"together in Deleted Items by rule, recall message opened, marked unread", pattern{at: byOpening, in: mailbox, original: deleted, request: deleted, placed: byRule, seen: markedUnread},
		takenBack, "outlook/together-mark-unread outlook/in-deleted-items", "outlook-2007/together-mark-unread outlook/in-deleted-items"},
	{"together in Deleted Items by rule, recall message opened, original opened", pattern{at: byOpening, in: mailbox, original: deleted, request: deleted, placed: byRule, seen: opened},
		wantsTo, "outlook/together-original-first outlook/in-deleted-items", "outlook-2007/together-original-first outlook/in-deleted-items"},
	{"together in Deleted Items by rule, recall message opened, marked read", pattern{at: byOpening, in: mailbox, original: deleted, request: deleted, placed: byRule, seen: markedRead},
		wantsTo, "outlook/together-marked-read outlook/in-deleted-items", ""},
	{"together in Deleted Items by hand, waits", pattern{at: notOpened, in: mailbox, original: deleted, request: deleted, placed: byHand, seen: unread},
		pending, "outlook/together-waits outlook/in-deleted-items outlook/together-by-hand", ""},
	{"together in Deleted Items by hand, waits, original opened", pattern{at: notOpened, in: mailbox, original: deleted, request: deleted, placed: byHand, seen: opened},
		wouldFail, "outlook/together-original-first outlook/in-deleted-items outlook/together-by-hand", "outlook-2007/together-original-first outlook/in-deleted-items outlook/together-by-hand"},
	{"together in Deleted Items by hand, waits, marked read", pattern{at: notOpened, in: mailbox, original: deleted, request: deleted, placed: byHand, seen: markedRead},
		wouldFail, "outlook/together-marked-read outlook/in-deleted-items outlook/together-by-hand", ""},
	{"together in Deleted Items by hand, recall message opened, untouched", pattern{at: byOpening, in: mailbox, original: deleted, request: deleted, placed: byHand, seen: untouched},
		takenBack, "outlook/together-recall-first outlook/in-deleted-items outlook/together-by-hand", "outlook-2007/together-recall-first outlook/in-deleted-items outlook/together-by-hand"},
	{"together in Deleted Items by hand, recall message opened, previewed", pattern{at: byOpening, in: mailbox, original: deleted, request: deleted, placed: byHand, seen: previewed},
		takenBack, "outlook/together-previewed outlook/in-deleted-items outlook/together-by-hand", ""},
	{"together in Deleted Items by hand, recall message opened, marked unread", pattern{at: byOpening, in: mailbox, original: deleted, request: deleted, placed: byHand, seen: markedUnread},
		takenBack, "outlook/together-mark-unread outlook/in-deleted-items outlook/together-by-hand", "outlook-2007/together-mark-unread outlook/in-deleted-items outlook/together-by-hand"},
	{"together in Deleted Items by hand, recall message opened, original opened", pattern{at: byOpening, in: mailbox, original: deleted, request: deleted, placed: byHand, seen: opened},
		wantsTo, "outlook/together-original-first outlook/in-deleted-items outlook/together-by-hand", "outlook-2007/together-original-first outlook/in-deleted-items outlook/together-by-hand"},
	{"together in Deleted Items by hand, recall message opened, marked read", pattern{at: byOpening, in: mailbox, original: deleted, request: deleted, placed: byHand, seen: markedRead},
		wantsTo, "outlook/together-marked-read outlook/in-deleted-items outlook/together-by-hand", ""},

	// In separate folders: scenario 3, whatever the configuration and the read state.
	{"only the recall message moved, processed, never read", pattern{at: processed, in: mailbox, original: inbox, request: moved, seen: neverRead},
		attemptFailed, "outlook/separate-recall-moved", "outlook-2007/separate"},
	{"only the recall message moved, processed, marked unread", pattern{at: processed, in: mailbox, original: inbox, request: moved, seen: markedUnread},
		attemptFailed, "outlook/separate-recall-moved", "outlook-2007/separate outlook-2007/separate-mark-unread"},
	{"only the recall message moved, processed, read", pattern{at: processed, in: mailbox, original: inbox, request: moved, seen: read},
		attemptFailed, "outlook/separate-recall-moved outlook/separate-any-state", "outlook-2007/separate"},
	{"only the recall message moved, not yet, never read", pattern{at: notYet, in: mailbox, original: inbox, request: moved, seen: neverRead},
		wouldFail, "outlook/separate-recall-moved outlook/separate-when-told", "outlook-2007/separate outlook/separate-when-told"},
	{"only the recall message moved, not yet, marked unread", pattern{at: notYet, in: mailbox, original: inbox, request: moved, seen: markedUnread},
		wouldFail, "outlook/separate-recall-moved outlook/separate-when-told", "outlook-2007/separate outlook/separate-when-told outlook-2007/separate-mark-unread"},
	{"only the recall message moved, not yet, read", pattern{at: notYet, in: mailbox, original: inbox, request: moved, seen: read},
		wouldFail, "outlook/separate-recall-moved outlook/separate-when-told outlook/separate-any-state", "outlook-2007/separate outlook/separate-when-told"},
	{"moved by rule, processed, never read", pattern{at: processed, in: mailbox, original: elsewhere, placed: byRule, request: inbox, seen: neverRead},
		attemptFailed, "outlook/separate-by-rule", "outlook-2007/separate"},
	{"moved by rule, processed, marked unread", pattern{at: processed, in: mailbox, original: elsewhere, placed: byRule, request: inbox, seen: markedUnread},
		attemptFailed, "outlook/separate-by-rule", "outlook-2007/separate outlook-2007/separate-mark-unread"},
	{"moved by rule, processed, read", pattern{at: processed, in: mailbox, original: elsewhere, placed: byRule, request: inbox, seen: read},
		attemptFailed, "outlook/separate-by-rule outlook/separate-any-state", "outlook-2007/separate"},
	{"moved by rule, not yet, never read", pattern{at: notYet, in: mailbox, original: elsewhere, placed: byRule, request: inbox, seen: neverRead},
		wouldFail, "outlook/separate-by-rule outlook/separate-when-told", "outlook-2007/separate outlook/separate-when-told"},
	{"moved by rule, not yet, marked unread", pattern{at: notYet, in: mailbox, original: elsewhere, placed: byRule, request: inbox, seen: markedUnread},
		wouldFail, "outlook/separate-by-rule outlook/separate-when-told", "outlook-2007/separate outlook/separate-when-told outlook-2007/separate-mark-unread"},
	{"moved by rule, not yet, read", pattern{at: notYet, in: mailbox, original: elsewhere, placed: byRule, request: inbox, seen: read},
		wouldFail, "outlook/separate-by-rule outlook/separate-when-told outlook/separate-any-state", "outlook-2007/separate outlook/separate-when-told"},
	{"moved by hand, processed, never read", pattern{at: processed, in: mailbox, original: elsewhere, placed: byHand, request: inbox, seen: neverRead},
		attemptFailed, "outlook/separate-by-hand", "outlook-2007/separate"},
	{"moved by hand, processed, marked unread", pattern{at: processed, in: mailbox, original: elsewhere, placed: byHand, request: inbox, seen: markedUnread},
		attemptFailed, "outlook/separate-by-hand", "outlook-2007/separate outlook-2007/separate-mark-unread"},
	{"moved by hand, processed, read", pattern{at: processed, in: mailbox, original: elsewhere, placed: byHand, request: inbox, seen: read},
		attemptFailed, "outlook/separate-by-hand outlook/separate-any-state", "outlook-2007/separate"},
	{"moved by hand, not yet, never read", pattern{at: notYet, in: mailbox, original: elsewhere, placed: byHand, request: inbox, seen: neverRead},
		wouldFail, "outlook/separate-by-hand outlook/separate-when-told", "outlook-2007/separate outlook/separate-when-told"},
	{"moved by hand, not yet, marked unread", pattern{at: notYet, in: mailbox, original: elsewhere, placed: byHand, request: inbox, seen: markedUnread},
		wouldFail, "outlook/separate-by-hand outlook/separate-when-told", "outlook-2007/separate outlook/separate-when-told outlook-2007/separate-mark-unread"},
	{"moved by hand, not yet, read", pattern{at: notYet, in: mailbox, original: elsewhere, placed: byHand, request: inbox, seen: read},
		wouldFail, "outlook/separate-by-hand outlook/separate-when-told outlook/separate-any-state", "outlook-2007/separate outlook/separate-when-told"},
	{"both moved apart, processed, never read", pattern{at: processed, in: mailbox, original: elsewhere, request: moved, together: no, seen: neverRead},
		attemptFailed, "outlook/separate-both-moved", "outlook-2007/separate"},
	{"both moved apart, processed, marked unread", pattern{at: processed, in: mailbox, original: elsewhere, request: moved, together: no, seen: markedUnread},
		attemptFailed, "outlook/separate-both-moved", "outlook-2007/separate outlook-2007/separate-mark-unread"},
	{"both moved apart, processed, read", pattern{at: processed, in: mailbox, original: elsewhere, request: moved, together: no, seen: read},
		attemptFailed, "outlook/separate-both-moved outlook/separate-any-state", "outlook-2007/separate"},
	{"both moved apart, not yet, never read", pattern{at: notYet, in: mailbox, original: elsewhere, request: moved, together: no, seen: neverRead},
		wouldFail, "outlook/separate-both-moved outlook/separate-when-told", "outlook-2007/separate outlook/separate-when-told"},
	{"both moved apart, not yet, marked unread", pattern{at: notYet, in: mailbox, original: elsewhere, request: moved, together: no, seen: markedUnread},
		wouldFail, "outlook/separate-both-moved outlook/separate-when-told", "outlook-2007/separate outlook/separate-when-told outlook-2007/separate-mark-unread"},
	{"both moved apart, not yet, read", pattern{at: notYet, in: mailbox, original: elsewhere, request: moved, together: no, seen: read},
		wouldFail, "outlook/separate-both-moved outlook/separate-when-told outlook/separate-any-state", "outlook-2007/separate outlook/separate-when-told"},
	{"deleted by rule, recall message in the Inbox, processed, never read", pattern{at: processed, in: mailbox, original: deleted, placed: byRule, request: inbox, seen: neverRead},
		attemptFailed, "outlook/in-deleted-items outlook/separate-by-rule", "outlook/in-deleted-items outlook-2007/separate"},
	{"deleted by rule, recall message in the Inbox, processed, marked unread", pattern{at: processed, in: mailbox, original: deleted, placed: byRule, request: inbox, seen: markedUnread},
		attemptFailed, "outlook/in-deleted-items outlook/separate-by-rule", "outlook/in-deleted-items outlook-2007/separate outlook-2007/separate-mark-unread"},
	{"deleted by rule, recall message in the Inbox, processed, read", pattern{at: processed, in: mailbox, original: deleted, placed: byRule, request: inbox, seen: read},
		attemptFailed, "outlook/in-deleted-items outlook/separate-by-rule outlook/separate-any-state", "outlook/in-deleted-items outlook-2007/separate"},
	{"deleted by rule, recall message in the Inbox, not yet, never read", pattern{at: notYet, in: mailbox, original: deleted, placed: byRule, request: inbox, seen: neverRead},
		wouldFail, "outlook/in-deleted-items outlook/separate-by-rule outlook/separate-when-told", "outlook/in-deleted-items outlook-2007/separate outlook/separate-when-told"},
	{"deleted by rule, recall message in the Inbox, not yet, marked unread", pattern{at: notYet, in: mailbox, original: deleted, placed: byRule, request: inbox, seen: markedUnread},
		wouldFail, "outlook/in-deleted-items outlook/separate-by-rule outlook/separate-when-told", "outlook/in-deleted-items outlook-2007/separate outlook/separate-when-told outlook-2007/separate-mark-unread"},
	{"deleted by rule, recall message in the Inbox, not yet, read", pattern{at: notYet, in: mailbox, original: deleted, placed: byRule, request: inbox, seen: read},
		wouldFail, "outlook/in-deleted-items outlook/separate-by-rule outlook/separate-when-told outlook/separate-any-state", "outlook/in-deleted-items outlook-2007/separate outlook/separate-when-told"},
	{"deleted by hand, recall message in the Inbox, processed, never read", pattern{at: processed, in: mailbox, original: deleted, placed: byHand, request: inbox, seen: neverRead},
		attemptFailed, "outlook/in-deleted-items outlook/separate-by-hand", "outlook/in-deleted-items outlook-2007/separate"},
	{"deleted by hand, recall message in the Inbox, processed, marked unread", pattern{at: processed, in: mailbox, original: deleted, placed: byHand, request: inbox, seen: markedUnread},
		attemptFailed, "outlook/in-deleted-items outlook/separate-by-hand", "outlook/in-deleted-items outlook-2007/separate outlook-2007/separate-mark-unread"},
	{"deleted by hand, recall message in the Inbox, processed, read", pattern{at: processed, in: mailbox, original: deleted, placed: byHand, request: inbox, seen: read},
		attemptFailed, "outlook/in-deleted-items outlook/separate-by-hand outlook/separate-any-state", "outlook/in-deleted-items outlook-2007/separate"},
	{"deleted by hand, recall message in the Inbox, not yet, never read", pattern{at: notYet, in: mailbox, original: deleted, placed: byHand, request: inbox, seen: neverRead},
		wouldFail, "outlook/in-deleted-items outlook/separate-by-hand outlook/separate-when-told", "outlook/in-deleted-items outlook-2007/separate outlook/separate-when-told"},
	{"deleted by hand, recall message in the Inbox, not yet, marked unread", pattern{at: notYet, in: mailbox, original: deleted, placed: byHand, request: inbox, seen: markedUnread},
		wouldFail, "outlook/in-deleted-items outlook/separate-by-hand outlook/separate-when-told", "outlook/in-deleted-items outlook-2007/separate outlook/separate-when-told outlook-2007/separate-mark-unread"},
	{"deleted by hand, recall message in the Inbox, not yet, read", pattern{at: notYet, in: mailbox, original: deleted, placed: byHand, request: inbox, seen: read},
		wouldFail, "outlook/in-deleted-items outlook/separate-by-hand outlook/separate-when-told outlook/separate-any-state", "outlook/in-deleted-items outlook-2007/separate outlook/separate-when-told"},
	{"deleted, recall message moved, processed, never read", pattern{at: processed, in: mailbox, original: deleted, request: elsewhere, seen: neverRead},
		attemptFailed, "outlook/in-deleted-items outlook/separate-both-moved", "outlook/in-deleted-items outlook-2007/separate"},
	{"deleted, recall message moved, processed, marked unread", pattern{at: processed, in: mailbox, original: deleted, request: elsewhere, seen: markedUnread},
		attemptFailed, "outlook/in-deleted-items outlook/separate-both-moved", "outlook/in-deleted-items outlook-2007/separate outlook-2007/separate-mark-unread"},
	{"deleted, recall message moved, processed, read", pattern{at: processed, in: mailbox, original: deleted, request: elsewhere, seen: read},
		attemptFailed, "outlook/in-deleted-items outlook/separate-both-moved outlook/separate-any-state", "outlook/in-deleted-items outlook-2007/separate"},
	{"deleted, recall message moved, not yet, never read", pattern{at: notYet, in: mailbox, original: deleted, request: elsewhere, seen: neverRead},
		wouldFail, "outlook/in-deleted-items outlook/separate-both-moved outlook/separate-when-told", "outlook/in-deleted-items outlook-2007/separate outlook/separate-when-told"},
	{"deleted, recall message moved, not yet, marked unread", pattern{at: notYet, in: mailbox, original: deleted, request: elsewhere, seen: markedUnread},
		wouldFail, "outlook/in-deleted-items outlook/separate-both-moved outlook/separate-when-told", "outlook/in-deleted-items outlook-2007/separate outlook/separate-when-told outlook-2007/separate-mark-unread"},
	{"deleted, recall message moved, not yet, read", pattern{at: notYet, in: mailbox, original: deleted, request: elsewhere, seen: read},
		wouldFail, "outlook/in-deleted-items outlook/separate-both-moved outlook/separate-when-told outlook/separate-any-state", "outlook/in-deleted-items outlook-2007/separate outlook/separate-when-told"},

	// One of them gone for good, or a program that knows no recall messages. Whoever lacks the original is told as
	// where the two lie apart.
	{"recall message gone", pattern{request: gone},
		failedUnseen, "outlook/recall-message-gone", ""},
	{"original gone, processed", pattern{at: processed, in: mailbox, original: gone, request: there},
		attemptFailed, "outlook/original-gone", ""},
	{"original gone, not yet", pattern{at: notYet, in: mailbox, original: gone, request: there},
		wouldFail, "outlook/original-gone", ""},
	{"another program", pattern{in: mailboxOtherProgram, request: there},
		pending, "outlook/recipient-client", ""},

	// In a public folder: scenario 5. Only opening counts.
	{"public folder, opened in another program", pattern{in: folderOtherProgram, at: byOpening, request: elsewhere},
		pending, "outlook/recipient-client", ""},
	{"public folder, nobody has opened it", pattern{at: notOpened, in: folder, request: elsewhere, reader: nobody},
		pending, "outlook/public-reader-rights outlook/public-unread", "outlook-2007/public-reader-rights outlook-2007/public-unread"},
	{"public folder, opened in vain before", pattern{at: onLooking, in: folder, request: elsewhere, reader: otherRights},
		wouldFail, "outlook/public-other-rights outlook/public-reader-rights", "outlook-2007/public-other-rights outlook-2007/public-reader-rights"},
	{"public folder, other rights", pattern{at: byOpening, in: folder, request: elsewhere, reader: otherRights},
		inVain, "outlook/public-other-rights", "outlook-2007/public-other-rights"},
	{"public folder, never read by anybody", pattern{at: byOpening, in: folder, request: elsewhere, reader: readsAll, original: elsewhere, seen: neverRead, othersRead: no},
		takenFromFolder, "outlook/public-unread", "outlook-2007/public-unread"},
	{"public folder, read only by others", pattern{at: byOpening, in: folder, request: elsewhere, reader: readsAll, original: elsewhere, seen: neverRead, othersRead: yes},
		takenFromFolder, "outlook/public-other-reader-read", ""},
	{"public folder, marked unread", pattern{at: byOpening, in: folder, request: elsewhere, reader: readsAll, original: elsewhere, seen: markedUnread, othersRead: no},
		takenFromFolder, "outlook/public-mark-unread", "outlook-2007/public-mark-unread"},
	{"public folder, marked unread, read by others", pattern{at: byOpening, in: folder, request: elsewhere, reader: readsAll, original: elsewhere, seen: markedUnread, othersRead: yes},
		takenFromFolder, "outlook/public-mark-unread outlook/public-other-reader-read", "outlook-2007/public-mark-unread outlook/public-other-reader-read"},
	{"public folder, read", pattern{at: byOpening, in: folder, request: elsewhere, reader: readsAll, original: elsewhere, seen: read},
		failedInFolder, "outlook/public-read", "outlook-2007/public-read"},
	{"public folder, original gone", pattern{at: byOpening, in: folder, request: elsewhere, reader: readsAll, original: gone},
		failedInFolder, "outlook/original-gone", ""},
}

package systems

import (
	"recallbox/sandbox/mail"
	"recallbox/sandbox/recall"
)

// when lists conditions.
func when(ps ...recall.Predicate) []recall.Predicate { return ps }

// always holds: for an answer that is for good as soon as it is given.
var always = recall.On("always", "never", func(recall.Facts) bool { return true })

// Who asks, and for what.
var (
	isDraft       = recall.On("it is a draft", "it has been sent", func(f recall.Facts) bool { return f.State == recall.Draft }, recall.FState)
	notInOwnSent  = recall.On("it does not lie in the sender's own Sent Items", "it lies in the sender's own Sent Items", func(f recall.Facts) bool { return f.Origin != recall.InSentItems }, recall.FOrigin)
	recallIsOff   = recall.On("the organisation has switched recall off", "the organisation has recall switched on", func(f recall.Facts) bool { return f.SwitchedOff }, recall.FSwitchedOff)
	protected     = recall.On("the message is protected", "the message is not protected", func(f recall.Facts) bool { return f.Protected }, recall.FProtected)
	inReadingPane = recall.On("the message is shown in the reading pane", "the message is open in its own window", func(f recall.Facts) bool { return f.View == recall.ReadingPane }, recall.FView)
	recalledOnce  = recall.On("it has been recalled before", "it has not been recalled before", func(f recall.Facts) bool { return f.Again }, recall.FAgain)

	senderOnExchange = recall.On("the sender has an Exchange or Microsoft 365 account", "the sender has neither an Exchange nor a Microsoft 365 account",
		func(f recall.Facts) bool { return f.Account == mail.Exchange || f.Account == mail.Microsoft365 }, recall.FAccount)
	senderOnServer = recall.On("the sender has an Exchange Server account", "the sender has no Exchange Server account",
		func(f recall.Facts) bool { return f.Account == mail.Exchange }, recall.FAccount)
	senderInOutlook = recall.On("the sender works in Outlook", "the sender works in another program than Outlook",
		func(f recall.Facts) bool { return f.Client.IsOutlook() }, recall.FClient)
	senderIn2007 = recall.On("the sender works in Outlook 2007", "the sender works in another program than Outlook 2007",
		func(f recall.Facts) bool { return f.Client == mail.Outlook2007 }, recall.FClient)
	senderOnTheWeb = recall.On("the sender works in Outlook on the web", "the sender does not work in Outlook on the web",
		func(f recall.Facts) bool { return f.Client == mail.OutlookWeb }, recall.FClient)

	replaces      = recall.On("a new message is sent with it", "no new message is sent with it", func(f recall.Facts) bool { return f.Replacement != recall.NoReplacement }, recall.FReplacement)
	addsSomething = recall.On("the new message has an attachment that the original lacks", "the new message has no attachment that the original lacks",
		func(f recall.Facts) bool { return f.Replacement == recall.NewAttachment }, recall.FReplacement)
)

// How far the recall message comes.
var (
	inside         = recall.On("the recipient has an Exchange account in the organisation", "the recipient has no Exchange account in the organisation", func(f recall.Facts) bool { return f.Reach == recall.Inside }, recall.FReach)
	otherAccount   = recall.On("the recipient has another kind of account", "the recipient's account is Exchange or Microsoft 365", func(f recall.Facts) bool { return f.Reach == recall.OtherAccount }, recall.FReach)
	outside        = recall.On("the recipient is outside the organisation", "the recipient belongs to the organisation", func(f recall.Facts) bool { return f.Reach == recall.Outside }, recall.FReach)
	neverDelivered = recall.On("the original was never delivered", "the original was delivered", func(f recall.Facts) bool { return f.Reach == recall.NeverDelivered }, recall.FReach)
	grouped        = recall.On("it was sent through a distribution list", "it was sent to the recipient directly", func(f recall.Facts) bool { return f.Grouped }, recall.FGrouped)
)

// What the recipient has done with the original.
var (
	previewed    = seen("previewed in the reading pane", mail.Previewed)
	markedUnread = seen("read, then marked unread", mail.MarkedUnread)
	openedFirst  = seen("opened", mail.Opened)
	markedRead   = seen("marked read without being opened", mail.MarkedRead)
	read         = recall.On("the original is read", "the original is unread", func(f recall.Facts) bool { return f.Seen.Read() }, recall.FSeen)
)

func seen(how string, s mail.Seen) recall.Predicate {
	return recall.On("the original was "+how, "the original was not "+how, func(f recall.Facts) bool { return f.Seen == s }, recall.FSeen)
}

// Where the two messages lie.
var (
	inPublicFolder    = recall.On("the recipient is a public folder", "the recipient is no public folder", func(f recall.Facts) bool { return f.Public }, recall.FPublic)
	originalGone      = recall.On("the original is gone for good", "the original is still there", func(f recall.Facts) bool { return f.Original == recall.Gone }, recall.FOriginal)
	requestGone       = recall.On("the recall message is gone for good", "the recall message is still there", func(f recall.Facts) bool { return f.Request == recall.Gone }, recall.FRequest)
	originalInInbox   = recall.On("the original lies in the Inbox", "the original does not lie in the Inbox", func(f recall.Facts) bool { return f.Original == recall.Inbox }, recall.FOriginal)
	originalDeleted   = recall.On("the original lies in Deleted Items", "the original does not lie in Deleted Items", func(f recall.Facts) bool { return f.Original == recall.DeletedItems }, recall.FOriginal)
	requestInInbox    = recall.On("the recall message lies in the Inbox", "the recall message does not lie in the Inbox", func(f recall.Facts) bool { return f.Request == recall.Inbox }, recall.FRequest)
	movedByRule       = recall.On("a rule brought the original there", "no rule brought the original there", func(f recall.Facts) bool { return f.PlacedBy == recall.ByRule }, recall.FPlacedBy)
	movedByHand       = recall.On("the recipient moved the original by hand", "the recipient did not move the original by hand", func(f recall.Facts) bool { return f.PlacedBy == recall.ByHand }, recall.FPlacedBy)
	inOneFolder       = recall.On("original and recall message lie in one folder", "original and recall message lie in separate folders", func(f recall.Facts) bool { return f.Together }, recall.FTogether)
	apart             = recall.Not(inOneFolder)
	togetherInInbox   = recall.Both("both lie in the Inbox", "the two do not both lie in the Inbox", inOneFolder, originalInInbox)
	togetherElsewhere = recall.Both("both lie in one folder other than the Inbox", "the two do not lie in one folder other than the Inbox", inOneFolder, recall.Not(originalInInbox))
)

// What the recipient's program does.
var (
	otherProgram = recall.On("the mail program is not Outlook", "the mail program is Outlook", func(f recall.Facts) bool { return f.OtherProgram }, recall.FOtherProgram)
	manual       = recall.On("automatic processing is off", "automatic processing is on", func(f recall.Facts) bool { return f.Manual }, recall.FManual)
	stopped      = recall.On("Outlook does not run", "Outlook runs", func(f recall.Facts) bool { return f.Stopped }, recall.FStopped)
	arrived      = happened("the recall message has just arrived", "the recall message has not just arrived", recall.Arrived)
	started      = happened("Outlook has just started", "Outlook has not just started", recall.Started)
	opened       = happened("the recall message is being opened", "the recall message is not being opened", recall.Opened)

	// processed is the moment at which a mailbox's outcome is decided: on arrival, at the start of Outlook, or when the recall message is
	// opened in Outlook; never by itself where both lie in one folder other than the Inbox, nor in a public folder.
	processed = recall.Either("the recall message is processed now", "the recall message is not processed yet",
		recall.Both("", "", opened, recall.Not(otherProgram)),
		recall.Both("", "", arrived, recall.Not(inPublicFolder), recall.Not(otherProgram), recall.Not(manual), recall.Not(stopped), recall.Not(togetherElsewhere)),
		recall.Both("", "", started, recall.Not(otherProgram), recall.Not(manual), requestInInbox))
	waits = recall.Not(processed)

	// byHand is the way of scenario 2: nothing happens until the recipient opens the recall message.
	byHand = recall.Either("the recipient opens recall messages by hand", "Outlook processes recall messages by itself", manual, opened)
)

func happened(says, denies string, m recall.Moment) recall.Predicate {
	return recall.On(says, denies, func(f recall.Facts) bool { return f.Moment == m }, recall.FMoment)
}

// Who reads in the public folder.
var (
	nobodyYet   = reader("no reader has opened the recall message", "a reader has opened the recall message", recall.Nobody)
	otherRights = reader("the reader may not read all items", "the reader may read all items", recall.OtherRights)
	othersRead  = recall.On("another reader has read the original", "no other reader has read the original", func(f recall.Facts) bool { return f.OthersRead }, recall.FOthersRead)
)

func reader(says, denies string, r recall.Reader) recall.Predicate {
	return recall.On(says, denies, func(f recall.Facts) bool { return f.Reader == r }, recall.FReader)
}

// What the recall came to.
var (
	noReport  = recall.On("the sender has switched the reports off", "the sender wants reports", func(f recall.Facts) bool { return f.NoReport }, recall.FNoReport)
	forwarded = recall.On("the recipient has forwarded the original", "the recipient has not forwarded the original", func(f recall.Facts) bool { return f.Forwarded }, recall.FForwarded)
	failures  = recall.On("a copy was not taken back", "no copy was left", func(f recall.Facts) bool { return f.Failures }, recall.FFailures)
)

// Mail on its way out, and who may stop it.
var (
	isHeld       = recall.On("it is held back", "it is not held back", func(f recall.Facts) bool { return f.State == recall.Held }, recall.FState)
	administers  = recall.On("who asks is an administrator", "who asks is no administrator", func(f recall.Facts) bool { return f.Admin }, recall.FAdmin)
	unbusiness   = recall.On("outside every organisation, or a personal account", "in an organisation, with an account of its own", func(f recall.Facts) bool { return f.Unbusiness }, recall.FUnbusiness)
	heldByRule   = heldBy("a rule holds the sender's mail", "no rule holds the sender's mail", recall.RuleOfSender)
	rulesOthers  = heldBy("there are rules, for other senders", "there are no rules for other senders only", recall.RuleOfOthers)
	inUndoWindow = heldBy("sending can be undone for some seconds", "sending cannot be undone", recall.UndoWindow)
)

func heldBy(says, denies string, h recall.HeldBy) recall.Predicate {
	return recall.On(says, denies, func(f recall.Facts) bool { return f.HeldBy == h }, recall.FHeldBy)
}

// Who asks in Zoho and in the cloud.
var (
	personalAccount = recall.On("the sender has a personal account", "the sender has no personal account", func(f recall.Facts) bool { return f.Account == mail.Personal }, recall.FAccount)
	inZohoWeb       = recall.On("the sender works in Zoho's web interface", "the sender does not work in Zoho's web interface", func(f recall.Facts) bool { return f.Client == mail.ZohoWeb }, recall.FClient)
	inCloudClient   = recall.On("the sender works on the web or in the mobile app", "the sender works in neither the web nor the mobile app",
		func(f recall.Facts) bool { return f.Client == mail.OutlookWeb || f.Client == mail.OutlookMobile }, recall.FClient)
	pastLimit   = recall.On("the time limit is past", "the time limit is not past", func(f recall.Facts) bool { return f.Age != recall.Fresh }, recall.FAge)
	pastEvery   = recall.On("the administrator's time limit is past", "the administrator's time limit is not past", func(f recall.Facts) bool { return f.Age == recall.TooLate }, recall.FAge)
	noInsider   = recall.On("no recipient belongs to the organisation", "a recipient belongs to the organisation", func(f recall.Facts) bool { return f.NoInsider }, recall.FNoInsider)
	sharedSent  = recall.On("the sender has shared the message", "the sender has not shared the message", func(f recall.Facts) bool { return f.SharedSent }, recall.FSharedSent)
	freePlan    = recall.On("the organisation is on the free plan", "the organisation pays for its plan", func(f recall.Facts) bool { return f.FreePlan }, recall.FFreePlan)
	unconfirmed = recall.On("nobody has confirmed it", "it is confirmed", func(f recall.Facts) bool { return f.Unconfirmed }, recall.FUnconfirmed)
	byOthers    = recall.On("somebody else sent it", "the one who asks sent it", func(f recall.Facts) bool { return f.Origin == recall.SentByOthers }, recall.FOrigin)
	cloudOff    = recall.On("recall in the cloud is switched off", "recall in the cloud is on", func(f recall.Facts) bool { return f.CloudOff }, recall.FCloudOff)
)

// What else may stand in the way of a copy in Zoho and in the cloud.
var (
	copyShared    = recall.On("the recipient has shared the message", "the recipient has not shared the message", func(f recall.Facts) bool { return f.Shared == recall.CopyShared }, recall.FShared)
	inSharedPlace = recall.Either("it lies in a shared folder", "it lies in no shared folder", inPublicFolder,
		recall.On("", "", func(f recall.Facts) bool { return f.Shared == recall.FolderShared }, recall.FShared))
	fetchedByPOP  = recall.On("it was fetched through POP", "it was not fetched through POP", func(f recall.Facts) bool { return f.Fetched == recall.ByPOP }, recall.FFetched)
	fetchedByIMAP = recall.On("it was fetched through IMAP", "it was not fetched through IMAP", func(f recall.Facts) bool { return f.Fetched == recall.ByIMAP }, recall.FFetched)
	unreadOnly    = recall.On("the organisation recalls unread copies only", "the organisation recalls read copies too", func(f recall.Facts) bool { return f.UnreadOnly }, recall.FUnreadOnly)
	alerts        = recall.Either("the organisation alerts this recipient", "the organisation does not alert this recipient",
		recall.On("", "", func(f recall.Facts) bool { return f.Alert == recall.AlertAll }, recall.FAlert),
		recall.Both("", "", recall.On("", "", func(f recall.Facts) bool { return f.Alert == recall.AlertReaders }, recall.FAlert), read))
)

// What the recall came to, over all who count.
var (
	fromAll  = taken("taken back from all", recall.All)
	fromSome = taken("taken back from some", recall.Some)
	fromNone = taken("taken back from nobody", recall.None)
	skipped  = recall.On("a recipient does not count", "every recipient counts", func(f recall.Facts) bool { return f.Skipped }, recall.FSkipped)
	single   = recall.On("one recipient counts", "several recipients count", func(f recall.Facts) bool { return f.Single }, recall.FSingle)
)

func taken(says string, s recall.Share) recall.Predicate {
	return recall.On(says, "not "+says, func(f recall.Facts) bool { return f.Taken == s }, recall.FTaken)
}

// Asking the recipient, and receipts.
var (
	sensitive    = recall.On("the message is marked confidential", "the message is not marked confidential", func(f recall.Facts) bool { return f.Sensitive }, recall.FSensitive)
	met          = recall.On("the recipient has deleted it", "the recipient has not deleted it", func(f recall.Facts) bool { return f.Met }, recall.FMet)
	receiptAsked = recall.On("the sender asked for a receipt when composing", "the sender asked for no receipt when composing", func(f recall.Facts) bool { return f.ReceiptAsked }, recall.FReceiptAsked)
	receiptsOff  = recall.On("the organisation has receipts switched off", "the organisation has receipts set up", func(f recall.Facts) bool { return f.ReceiptsOff }, recall.FReceiptsOff)
	answered     = recall.On("the receipt has come", "no receipt has come", func(f recall.Facts) bool { return f.Answered }, recall.FAnswered)
	declined     = recall.On("the recipient sends none", "the recipient sends receipts", func(f recall.Facts) bool { return f.Declined }, recall.FDeclined)
)

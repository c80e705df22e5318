package systems

import (
	"recallbox/sandbox/mail"
	"recallbox/sandbox/recall"
)

// when lists conditions.
func when(ps ...recall.Predicate) []recall.Predicate { return ps }

// Who asks, and for what.
var (
	isDraft      = recall.MessageState.Is(recall.Draft, "it is a draft", "it has been sent")
	notInOwnSent = recall.MessageIn.IsNot(recall.InSentItems,
		"it does not lie in the sender's own Sent Items", "it lies in the sender's own Sent Items")
	recallIsOff = recall.RecallOff.Is(true,
		"the organisation has switched recall off", "the organisation has recall switched on")
	protected     = recall.Protected.Is(true, "the message is protected", "the message is not protected")
	inReadingPane = recall.MessageView.Is(recall.ReadingPane,
		"the message is shown in the reading pane", "the message is open in its own window")
	recalledBefore = recall.RecalledBefore.Is(true, "it has been recalled before", "it has not been recalled before")
	isReplacement  = recall.IsReplacement.Is(true, "it was sent in place of a message that was recalled",
		"it was sent in place of no other message")

	senderOnExchange = recall.SenderAccount.When(isExchange,
		"the sender has an Exchange or Microsoft 365 account",
		"the sender has neither an Exchange nor a Microsoft 365 account")
	senderOnServer = recall.SenderAccount.Is(mail.Exchange,
		"the sender has an Exchange Server account", "the sender has no Exchange Server account")
	senderInOutlook = recall.SenderClient.When(mail.Client.IsOutlook,
		"the sender works in Outlook", "the sender works in another program than Outlook")
	senderIn2007 = recall.SenderClient.Is(mail.Outlook2007,
		"the sender works in Outlook 2007", "the sender works in another program than Outlook 2007")
	onServerIn2007 = recall.Both("Exchange Server account and Outlook 2007 are there",
		"an Exchange Server account or Outlook 2007 is missing", senderOnServer, senderIn2007)
	senderOnOwnServer = recall.FromServer.Is(true, "the sender's mailbox is on a server of the organisation's own",
		"the sender's mailbox is not on a server of the organisation's own")
	senderOnTheWeb = recall.SenderClient.Is(mail.OutlookWeb,
		"the sender works in Outlook on the web", "the sender does not work in Outlook on the web")

	replaces = recall.SentInstead.IsNot(recall.NoReplacement,
		"a new message is sent with it", "no new message is sent with it")
	isAppointment  = recall.IsAppointment.Is(true, "it asks to a meeting", "it asks to no meeting")
	addsAttachment = recall.SentInstead.Is(recall.NewAttachment,
		"the new message has an attachment that the original lacks",
		"the new message has no attachment that the original lacks")
)

// What people do for each other.
var (
	sentForAnother = recall.SentFor.Is(recall.ForAnother,
		"the one who asks sent it for somebody else", "the one who asks did not send it for somebody else")
	sentByDelegate = recall.SentFor.Is(recall.ByDelegate,
		"a delegate sent it for the one who asks", "no delegate sent it for the one who asks")
	readByAnyoneElse = recall.ReadBy.IsNot(recall.Owner, "somebody else than its owner reads it", "its owner reads it")
	groupInGroup     = recall.GroupInGroup.Is(true, "a group is a member of the group", "no group is a member of the group")
	mailboxForwards  = recall.MailboxForwards.Is(true, "the mailbox forwards all its mail", "the mailbox forwards nothing")
	journals         = recall.Journals.Is(true, "the organisation keeps a journal", "the organisation keeps no journal")
)

func isExchange(a mail.Account) bool { return a == mail.Exchange || a == mail.Microsoft365 }

// How far the recall message comes.
var (
	inside = recall.Recipient.When(recall.Reach.IsInside,
		"the recipient has an Exchange account in the organisation",
		"the recipient has no Exchange account in the organisation")
	otherAccount = recall.Recipient.Is(recall.OtherAccount,
		"the recipient has another kind of account", "the recipient's account is Exchange or Microsoft 365")
	outside = recall.Recipient.When(func(r recall.Reach) bool { return r == recall.Outside || r == recall.Allied },
		"the recipient is outside the organisation", "the recipient belongs to the organisation")
	inOrganisation = recall.Either(
		"the recipient belongs to the organisation", "the recipient is outside the organisation",
		inside, otherAccount)
	allied = recall.Recipient.Is(recall.Allied,
		"the recipient's organisation lets this one recall", "the recipient is in no other organisation that lets this one recall")
	trustOff = recall.Trust.Is(recall.TrustOff,
		"the recipient's organisation lets no other recall", "the recipient is in no organisation that lets no other recall")
	notListed = recall.Trust.Is(recall.NotListed,
		"the recipient's organisation lets others recall, not this one", "the recipient is in no organisation that lets only others recall")
	oneWay = recall.Trust.Is(recall.OneWay,
		"this organisation lets the recipient's recall, which does not let this one", "it is not one-sided between two organisations")
	roundabout = recall.Recipient.Is(recall.Roundabout,
		"mail to the recipient goes through a filter", "mail to the recipient goes through no filter")
	onServer = recall.Recipient.Is(recall.OnServer,
		"the recipient's mailbox is on a server of the organisation's own", "the recipient's mailbox is in the cloud")
	filterBack = recall.OutboundFilter.Is(recall.FilterBack,
		"mail comes back from the filter", "mail does not come back from the filter")
	lostInFilter = recall.Both("the recall is lost in a filter", "the recall is lost in no filter",
		recall.OutboundFilter.Is(recall.FilterOn, "", ""), recall.Either("", "", roundabout, allied))
	neverDelivered = recall.Recipient.When(func(r recall.Reach) bool { return !r.Delivered() },
		"the original was never delivered", "the original was delivered")
	outsideOrBouncedThere = recall.Recipient.When(
		func(r recall.Reach) bool {
			return r == recall.Outside || r == recall.Allied || r == recall.OutsideBounced
		},
		"the recipient is outside the organisation", "the recipient belongs to the organisation")
	throughGroup = recall.ThroughGroup.Is(true,
		"it was sent through a distribution list", "it was sent to the recipient directly")
)

// What the recipient has done with the original.
var (
	previewed    = wasSeen(mail.Previewed, "previewed in the reading pane")
	markedUnread = wasSeen(mail.MarkedUnread, "read, then marked unread")
	openedFirst  = wasSeen(mail.Opened, "opened")
	markedRead   = wasSeen(mail.MarkedRead, "marked read without being opened")
	read         = recall.Seen.When(mail.Seen.Read, "the original is read", "the original is unread")
)

func wasSeen(s mail.Seen, how string) recall.Predicate {
	return recall.Seen.Is(s, "the original was "+how, "the original was not "+how)
}

// Where the two messages lie.
var (
	inPublicFolder = recall.PublicFolder.Is(true, "the recipient is a public folder",
		"the recipient is no public folder")
	originalGone = recall.OriginalIn.Is(recall.Gone, "the original is gone for good", "the original is still there")
	requestGone  = recall.RequestIn.Is(recall.Gone,
		"the recall message is gone for good", "the recall message is still there")
	originalInInbox = recall.OriginalIn.Is(recall.Inbox,
		"the original lies in the Inbox", "the original does not lie in the Inbox")
	originalDeleted = recall.OriginalIn.Is(recall.DeletedItems,
		"the original lies in Deleted Items", "the original does not lie in Deleted Items")
	requestInInbox = recall.RequestIn.Is(recall.Inbox,
		"the recall message lies in the Inbox", "the recall message does not lie in the Inbox")
	movedByRule = recall.BroughtBy.When(isByRule,
		"a rule moved the original out of the Inbox", "no rule moved the original out of the Inbox")
	movedByHand = recall.BroughtBy.Is(recall.ByHand,
		"the recipient moved the original by hand", "the recipient did not move the original by hand")
	requestMovedByHand = recall.RequestMoved.Is(recall.ByHand,
		"the recipient moved the recall message by hand", "the recipient did not move the recall message by hand")
	bothByHand = recall.Both("the recipient moved both by hand", "the recipient did not move both by hand",
		movedByHand, requestMovedByHand)
	inOneFolder = recall.InOneFolder.Is(true,
		"original and recall message lie in one folder", "original and recall message lie in separate folders")
	apart           = recall.Not(inOneFolder)
	togetherInInbox = recall.Both("both lie in the Inbox", "the two do not both lie in the Inbox",
		inOneFolder, originalInInbox)
	togetherElsewhere = recall.Both(
		"both lie in one folder other than the Inbox", "the two do not lie in one folder other than the Inbox",
		inOneFolder, recall.Not(originalInInbox))
)

func isByRule(m recall.Mover) bool { return m == recall.ByRule || m == recall.ByRuleThenHand }

// What the recipient's program does.
var (
	otherProgram     = recall.OtherProgram.Is(true, "the mail program is not Outlook", "the mail program is Outlook")
	processingOff    = recall.ProcessingOff.Is(true, "automatic processing is off", "automatic processing is on")
	stopped          = recall.ProgramStopped.Is(true, "Outlook does not run", "Outlook runs")
	noRunningOutlook = recall.Either("the mail program is not Outlook or does not run", "Outlook runs",
		otherProgram, stopped)
	arrived = recall.JustHappened.Is(recall.Arrived,
		"the recall message has just arrived", "the recall message has not just arrived")
	started = recall.JustHappened.Is(recall.Started, "Outlook has just started", "Outlook has not just started")
	opened  = recall.JustHappened.Is(recall.Opened,
		"the recall message is being opened", "the recall message is not being opened")

	requestRead = recall.RequestRead.Is(true, "the recall message is marked read", "the recall message is unread")
	notIdleYet  = recall.NotIdleYet.Is(true, "Outlook has yet to be idle", "Outlook need not be idle first")

	// processed is the moment at which a mailbox's outcome is decided: when the recall message is opened in Outlook, or by
	// itself on arrival, at the start of Outlook, or once it is idle. By itself Outlook looks at what is unread in the Inbox.
	processed = recall.Either("the recall message is processed now", "the recall message is not processed yet",
		recall.Both("", "", opened, recall.Not(otherProgram)),
		recall.Both("", "", recall.Either("", "", arrived, started), recall.Not(otherProgram), recall.Not(processingOff),
			recall.Not(stopped), requestInInbox, recall.Not(requestRead), recall.Not(notIdleYet)))
	waits = recall.Not(processed)

	// failsAsItIs holds where the recall message can do nothing in Outlook either, unless something changes before.
	failsAsItIs = recall.Both("it would fail in Outlook too, as things stand", "it might still succeed in Outlook",
		recall.Not(inPublicFolder), recall.Either("", "", apart, read))

	// byHand is the way of scenario 2: nothing happens until the recipient opens the recall message.
	byHand = recall.Either(
		"the recipient opens recall messages by hand", "Outlook processes recall messages by itself",
		processingOff, opened)
)

// Who reads in the public folder.
var (
	nobodyYet = recall.FolderReader.Is(recall.Nobody,
		"no reader has opened the recall message", "a reader has opened the recall message")
	otherRights = recall.FolderReader.Is(recall.OtherRights,
		"the reader may not read all items", "the reader may read all items")
	oneReadState = recall.OneReadState.Is(true,
		"the folder keeps one read state for all", "the folder keeps a read state for each reader")
	readByAnother = recall.ReadByAnother.Is(true,
		"another reader has read the original", "no other reader has read the original")
)

// How a message is shown.
var (
	inPane    = recall.InReadingPane.Is(true, "it is shown in the reading pane", "it is opened in a window of its own")
	paneMarks = recall.PaneMarksRead.Is(true, "the reading pane marks as read", "the reading pane does not mark as read")
)

// What the recall came to.
var (
	wasClosed  = recall.WasClosed.Is(true, "the recipient's Outlook was closed", "the recipient's Outlook was not closed")
	reportsOff = recall.ReportsOff.Is(true, "the sender has switched the reports off", "the sender wants reports")
	forwarded  = recall.Forwarded.Is(true,
		"the recipient has forwarded the original", "the recipient has not forwarded the original")
	copiesLeft = recall.CopiesLeft.Is(true, "a copy was not taken back", "no copy was left")
)

// Mail on its way out, and who may stop it.
var (
	isHeld            = recall.MessageState.Is(recall.Held, "it is held back", "it is not held back")
	administers       = recall.Administrator.Is(true, "who asks is an administrator", "who asks is no administrator")
	outsideOrPersonal = recall.OutsideOrPersonal.Is(true,
		"outside every organisation, or a personal account", "in an organisation, with an account of its own")
	heldByRule = recall.HeldBy.Is(recall.RuleOfSender,
		"a rule holds the sender's mail", "no rule holds the sender's mail")
	ruleForOthers = recall.HeldBy.Is(recall.RuleOfOthers,
		"there are rules, for other senders", "there are no rules for other senders only")
	inUndoWindow = recall.HeldBy.Is(recall.UndoWindow,
		"sending can be undone for some seconds", "sending cannot be undone")
)

// Who asks in Zoho and in the cloud.
var (
	personalAccount = recall.SenderAccount.Is(mail.Personal,
		"the sender has a personal account", "the sender has no personal account")
	inZohoWeb = recall.SenderClient.Is(mail.ZohoWeb,
		"the sender works in Zoho's web interface", "the sender does not work in Zoho's web interface")
	inZohoMobile = recall.SenderClient.Is(mail.ZohoMobile,
		"the sender works in Zoho's mobile app", "the sender does not work in Zoho's mobile app")
	mobileRecalls = recall.Both("the mobile app recalls, and the sender works in it",
		"the mobile app does not recall, or the sender does not work in it",
		inZohoMobile, recall.MobileRecall.Is(true, "", ""))
	byInterface = recall.SenderClient.Is(mail.API,
		"a program asks, through the mail system's interface", "a person asks, in a mail program")
	byApplication = recall.Both("an application asks for what somebody else has sent, and has in Sent Items",
		"no application asks for what somebody else has sent, and has in Sent Items",
		byInterface, administers, sentByOthers,
		recall.InAuthorsSent.Is(true, "", ""))
	overHTTP = recall.Either("the sender works on the web, or a program asks",
		"the sender works in a program on the computer or the telephone",
		senderOnTheWeb, byInterface)
	onWebOrMobile = recall.SenderClient.When(isWebOrMobile,
		"the sender works on the web or in the mobile app", "the sender works in neither the web nor the mobile app")
	pastLimit = recall.MessageAge.IsNot(recall.Fresh, "the time limit is past", "the time limit is not past")
	pastEvery = recall.MessageAge.Is(recall.TooLate,
		"the administrator's time limit is past", "the administrator's time limit is not past")
	allOutside = recall.AllOutside.Is(true,
		"no recipient belongs to the organisation", "a recipient belongs to the organisation")
	sentCopyShared = recall.SentCopyShared.Is(true,
		"the sender has shared the message", "the sender has not shared the message")
	sentFolderShared = recall.SentFolderShared.Is(true,
		"the sender shares the folder in which it lies", "the sender does not share the folder in which it lies")
	noneDelivered = recall.NoneDelivered.Is(true,
		"it was delivered to nobody in the organisation", "it was delivered to somebody in the organisation")
	viewChosen = recall.ViewChosen.Is(true,
		"the sender chooses a view of the message", "the sender chooses no view of the message")
	freePlan = recall.FreePlan.Is(true,
		"the organisation is on the free plan", "the organisation pays for its plan")
	unconfirmed    = recall.Unconfirmed.Is(true, "nobody has confirmed it", "it is confirmed")
	sentByOthers   = recall.MessageIn.Is(recall.SentByOthers, "somebody else sent it", "the one who asks sent it")
	cloudRecallOff = recall.CloudRecallOff.Is(true,
		"recall in the cloud is switched off", "recall in the cloud is on")
)

// Whether the message and the time are for whoever asks to recall.
var (
	draftOrNotInOwnSent = recall.Either(
		"it does not lie in the sender's own Sent Items", "it lies in the sender's own Sent Items",
		isDraft, notInOwnSent)
	outOfReachInZoho = recall.Either("it is no message in the sender's own Sent folder",
		"it lies in the sender's own Sent folder, or an administrator asks for somebody else's",
		isDraft, recall.Both("", "", notInOwnSent, recall.Not(recall.Both("", "", sentByOthers, administers))))
	outOfReachInTheCloud = recall.Either(
		"it does not lie in the sender's own Sent Items", "it lies in Sent Items of the sender, or an application's author",
		isDraft, recall.Both("", "", notInOwnSent, recall.Not(byApplication)))
	choosesMore = recall.Either("a new message, or no report, is wanted", "neither a new message nor no report is wanted",
		replaces, reportsOff)
	beyondUsers = recall.Either("others' mail, or older than 30 minutes", "own mail, not older than 30 minutes",
		sentByOthers, pastLimit)
)

func isWebOrMobile(c mail.Client) bool { return c == mail.OutlookWeb || c == mail.OutlookMobile }

// What else may stand in the way of a copy in Zoho and in the cloud.
var (
	copyShared = recall.Shared.Is(recall.CopyShared,
		"the recipient has shared the message", "the recipient has not shared the message")
	inSharedFolder = recall.Either("it lies in a shared folder", "it lies in no shared folder",
		inPublicFolder, recall.Shared.Is(recall.FolderShared, "", ""))
	fetchedByPOP  = recall.Fetched.Is(recall.ByPOP, "it was fetched through POP", "it was not fetched through POP")
	fetched       = recall.Fetched.IsNot(recall.NotFetched, "a mail program fetched it", "no mail program fetched it")
	fetchedByIMAP = recall.Fetched.Is(recall.ByIMAP, "it was fetched through IMAP", "it was not fetched through IMAP")
	unreadOnly    = recall.UnreadOnly.Is(true,
		"the organisation recalls unread copies only", "the organisation recalls read copies too")
	theirUnreadOnly = recall.TheirUnreadOnly.Is(true, "the recipient's organisation lets unread copies be recalled only",
		"the recipient's organisation lets read copies be recalled too")
	alerts = recall.Either(
		"the organisation alerts this recipient", "the organisation does not alert this recipient",
		recall.AlertsTo.Is(recall.AlertAll, "", ""),
		recall.Both("", "", recall.AlertsTo.Is(recall.AlertReaders, "", ""), read))
	theyAlert = recall.Either(
		"the recipient's organisation alerts this recipient", "the recipient's organisation does not alert this recipient",
		recall.TheirAlertsTo.Is(recall.AlertAll, "", ""),
		recall.Both("", "", recall.TheirAlertsTo.Is(recall.AlertReaders, "", ""), read))
)

// What the recall came to, over all who count.
var (
	fromAll      = recall.TakenBackFrom.Is(recall.All, "taken back from all", "not taken back from all")
	fromSome     = recall.TakenBackFrom.Is(recall.Some, "taken back from some", "not taken back from some")
	fromNone     = recall.TakenBackFrom.Is(recall.None, "taken back from nobody", "not taken back from nobody")
	someSkipped  = recall.SomeNotCounted.Is(true, "a recipient does not count", "every recipient counts")
	fromOwn      = recall.FromOwn.Is(true, "the sender's own copy is to go too", "the sender's own copy is to stay")
	wasTakenBack = recall.WasTakenBack.Is(true, "it was taken back", "it was not taken back")
	single       = recall.OneRecipient.Is(true, "it was sent to one recipient", "it was sent to several recipients")
)

// Asking the recipient, and receipts.
var (
	markedSensitive = recall.Marked.Is(true, "the message is marked personal, private or confidential",
		"the message bears no mark")
	deletedOnRequest = recall.DeletedOnRequest.Is(true,
		"the recipient has deleted it", "the recipient has not deleted it")
	receiptAskedFor = recall.ReceiptAskedFor.Is(true,
		"the sender asked for a receipt when composing", "the sender asked for no receipt when composing")
	receiptsOff = recall.ReceiptsOff.Is(true,
		"the organisation has receipts switched off", "the organisation has receipts set up")
	receiptCame     = recall.ReceiptCame.Is(true, "the receipt has come", "no receipt has come")
	receiptDeclined = recall.ReceiptDeclined.Is(true, "the recipient sends none", "the recipient sends receipts")
)

// What is removed for good, by whom, and from where.
var (
	byOwner       = removedBy(recall.ByOwner, "its owner removed it")
	takenBack     = removedBy(recall.ByRecall, "a recall took it back")
	purged        = removedBy(recall.ByPurge, "an administrator purged it")
	purgedForGood = removedBy(recall.ByPurgeForGood, "an administrator purged it for good")
	goneForAll    = recall.Either("a recall or a purge removed it for good", "neither recall nor purge removed it for good",
		takenBack, purgedForGood)
	inCloud = recall.Recipient.IsNot(recall.OnServer,
		"the mailbox is in the cloud", "the mailbox is on a server of the organisation's own")
	outOfSight = recall.OutOfSight.Is(true, "only administrators see it", "its owner can recover it")
	onHold     = recall.OnHold.Is(true, "the mailbox is on hold", "the mailbox is not on hold")
	onExchange = recall.Recipient.When(recall.Reach.IsInside,
		"the mailbox is on Exchange, in the organisation", "the mailbox is not on Exchange in the organisation")
	notSearched = recall.Either("it lies in no mailbox of the organisation", "it lies in a mailbox of the organisation",
		recall.Not(onExchange), inPublicFolder)
	passesOn      = recall.Forwarded.Is(true, "it passes another message on", "it passes nothing on")
	deletedUnread = recall.DeletedUnread.Is(true, "it was deleted unread", "it was not deleted unread")
)

func removedBy(r recall.Remover, how string) recall.Predicate {
	return recall.RemovedBy.Is(r, how, "not so: "+how)
}

package recall

import "recallbox/sandbox/mail"

// Every fact is declared here, once. Its place is written down, because sandbox files hold it: a new fact takes the
// next free bits of its number, and none ever moves. What it reads as in explanations comes behind its name; a new
// value comes last. Leave room for one more where a set of four or eight is full.

// What may differ from recipient to recipient: how far the recall message comes, and how the copy stands.
var (
	Recipient = newFact[Reach](ofCopy(0, 3), "recipient",
		"inside", "inside, without an Exchange account", "outside", "never delivered", "outside, never delivered",
		"in an organisation that trusts this one", "inside, by way of a filter", "inside, on a server of its own")
	ThroughGroup = yesNo(ofCopy(3, 1), "through_a_group")
	PublicFolder = yesNo(ofCopy(4, 1), "public_folder")
	JustHappened = newFact[Moment](ofCopy(5, 3), "just_happened",
		"nothing", "recall message arrived", "program started", "recall message opened", "recall asked for")
	OtherProgram   = yesNo(ofCopy(8, 1), "program_other_than_outlook")
	ProgramStopped = yesNo(ofCopy(9, 1), "program_stopped")
	ProcessingOff  = yesNo(ofCopy(10, 1), "automatic_processing_off")
	Seen           = newFact[mail.Seen](ofCopy(11, 3), "original_was",
		"untouched", "previewed", "marked unread", "opened", "marked read")
	OriginalIn = newFact[Place](ofCopy(14, 3), "original_lies_in", "Inbox", elsewhere, "Deleted Items", "nowhere")
	BroughtBy  = newFact[Mover](ofCopy(17, 2), "brought_there_by",
		"arrival", "a rule", "hand", "a rule, then hand")
	RequestIn     = newFact[Place](ofCopy(19, 3), "recall_message_lies_in", "Inbox", elsewhere, "Deleted Items", "nowhere")
	InOneFolder   = yesNo(ofCopy(22, 1), "both_in_one_folder")
	FolderReader  = newFact[Reader](ofCopy(23, 2), "reader", "nobody yet", "may read all items", "has other rights")
	ReadByAnother = yesNo(ofCopy(25, 1), "read_by_another_reader")
	Forwarded     = yesNo(ofCopy(26, 1), "forwarded")
	Shared        = newFact[Sharing](ofCopy(27, 2), "shared", "no", "the message", "the folder")
	Fetched       = newFact[Fetching](ofCopy(29, 2), "fetched", "no", "by POP", "by IMAP")
	RequestMoved  = newFact[Mover](ofCopy(31, 3), "recall_message_brought_by",
		"arrival", "a rule", "hand", "a rule, then hand")

	// What the recipient's organisation has set, where that is another one, from which this one may recall.
	TheirUnreadOnly = yesNo(ofCopy(34, 1), "recipients_organisation_unread_only")
	TheirAlertsTo   = newFact[Alert](ofCopy(35, 2), "recipients_organisation_alerts", "off", "on", "read")
	Trust           = newFact[Trusting](ofCopy(37, 3), "trust",
		"none", "switched off", "does not list this one", "only the other way round", "lists this one")
	RequestRead  = yesNo(ofCopy(40, 1), "recall_message_read")
	NotIdleYet   = yesNo(ofCopy(41, 1), "outlook_not_idle_yet")
	OneReadState = yesNo(ofCopy(42, 1), "one_read_state_for_all")
)

// elsewhere is how a place is called that is neither the Inbox nor Deleted Items.
const elsewhere = "another folder"

// What is the same for a whole recall: who asks for it, of what, with which program, and what the organisation has set.
var (
	MessageIn = newFact[Origin](ofRecall(0, 2), "message_lies_in",
		"own Sent Items", "another place", "somebody else's Sent Items")
	MessageState  = newFact[State](ofRecall(2, 2), "state", "sent", "held", "draft")
	MessageView   = newFact[View](ofRecall(4, 1), "view", "window", "reading-pane")
	SenderAccount = newFact[mail.Account](ofRecall(5, 3), "sender_account",
		"exchange", "microsoft365", "imap", "pop", "personal", "zoho", "native")
	SenderClient = newFact[mail.Client](ofRecall(8, 4), "sender_client",
		"outlook", "outlook-2007", "outlook-web", "outlook-mobile", "zoho-web", "zoho-mobile", "gmail-web", "other",
		"groupwise", "lark", "webmail", "api")
	RecallOff      = yesNo(ofRecall(12, 1), "recall_switched_off")
	Protected      = yesNo(ofRecall(13, 1), "protected")
	RecalledBefore = yesNo(ofRecall(14, 1), "recalled_before")
	SentInstead    = newFact[Replacement](ofRecall(15, 2), "replacement",
		"none", "new message", "new message with a new attachment")
	Administrator  = yesNo(ofRecall(17, 1), "administrator")
	MessageAge     = newFact[Age](ofRecall(18, 2), "age", "within the limit", "past the limit", "past every limit")
	AllOutside     = yesNo(ofRecall(20, 1), "all_recipients_outside")
	SentCopyShared = yesNo(ofRecall(21, 1), "sent_copy_shared")
	FreePlan       = yesNo(ofRecall(22, 1), "free_plan")
	Unconfirmed    = yesNo(ofRecall(23, 1), "unconfirmed")
	CloudRecallOff = yesNo(ofRecall(24, 1), "cloud_recall_off")
	UnreadOnly     = yesNo(ofRecall(25, 1), "unread_copies_only")
	AlertsTo       = newFact[Alert](ofRecall(26, 2), "alert_recipients", "off", "on", "read")
	ReportsOff     = yesNo(ofRecall(28, 1), "reports_switched_off")
	IsReplacement  = yesNo(ofRecall(29, 1), "is_a_replacement")

	SentFolderShared = yesNo(ofRecall(30, 1), "folder_of_sent_copy_shared")
	ViewChosen       = yesNo(ofRecall(31, 1), "view_chosen")
	NoneDelivered    = yesNo(ofRecall(32, 1), "delivered_to_nobody_inside")
	IsAppointment    = yesNo(ofRecall(33, 1), "appointment")
	SentFor          = newFact[Errand](ofRecall(34, 2), "sent_for",
		"the sender", "somebody else, by the one who asks", "the one who asks, by a delegate")
	OutboundFilter = newFact[Filter](ofRecall(36, 2), "outbound_filter", "off", "on", "round-trip")
	MobileRecall   = yesNo(ofRecall(38, 1), "mobile_recall")
	InAuthorsSent  = yesNo(ofRecall(39, 1), "in_the_authors_sent_items")
	NobodyGotIt    = yesNo(ofRecall(40, 1), "delivered_to_nobody")
	FromServer     = yesNo(ofRecall(41, 1), "sender_on_own_server")
)

// What is asked when it matters, and never stored: what a recall came to, mail held back, receipts and requests.
var (
	CopiesLeft = yesNo(ofMoment(0, 1), "copies_left")
	HeldBy     = newFact[Holder](ofMoment(1, 2), "held_by",
		"nothing", "a rule for others", "a rule", "the undo window")
	OutsideOrPersonal = yesNo(ofMoment(3, 1), "outside_or_personal")
	TakenBackFrom     = newFact[Share](ofMoment(4, 2), "taken_back_from", "none", "some", "all")
	OneRecipient      = yesNo(ofMoment(6, 1), "one_recipient")
	SomeNotCounted    = yesNo(ofMoment(7, 1), "recipients_not_counted")
	ReceiptAskedFor   = yesNo(ofMoment(8, 1), "receipt_asked_for")
	ReceiptsOff       = yesNo(ofMoment(9, 1), "receipts_off")
	ReceiptCame       = yesNo(ofMoment(10, 1), "receipt_came")
	ReceiptDeclined   = yesNo(ofMoment(11, 1), "receipt_declined")
	Marked            = yesNo(ofMoment(12, 1), "marked_sensitive")
	DeletedOnRequest  = yesNo(ofMoment(13, 1), "deleted_by_recipient")
	ReadBy            = newFact[Hand](ofMoment(14, 2), "read_by", "its owner", "a delegate", "somebody who is let see it")
	GroupInGroup      = yesNo(ofMoment(16, 1), "group_in_a_group")
	MailboxForwards   = yesNo(ofMoment(17, 1), "mailbox_forwards")
	Journals          = yesNo(ofMoment(18, 1), "organisation_journals")
	DeletedUnread     = yesNo(ofMoment(19, 1), "deleted_unread")
	RemovedBy         = newFact[Remover](ofMoment(20, 3), "removed_by",
		"its owner", "a recall", "a purge", "a purge for good")
	OnHold        = yesNo(ofMoment(23, 1), "mailbox_on_hold")
	InReadingPane = yesNo(ofMoment(24, 1), "shown_in_reading_pane")
	PaneMarksRead = yesNo(ofMoment(25, 1), "reading_pane_marks_read")
	WasClosed     = yesNo(ofMoment(26, 1), "outlook_was_closed")
	WasTakenBack  = yesNo(ofMoment(27, 1), "taken_back")
	FromOwn       = yesNo(ofMoment(28, 1), "own_copy_too")
	OutOfSight    = yesNo(ofMoment(29, 1), "hidden_from_its_owner")
)

// Origin is where the message to be recalled lies for the one who asks.
type Origin uint8

const (
	InSentItems Origin = iota
	NotInSentItems
	SentByOthers
)

// Errand is for whom the message to be recalled was sent.
type Errand uint8

const (
	OnesOwn    Errand = iota
	ForAnother        // the one who asks sent it for somebody else
	ByDelegate        // somebody else sent it for the one who asks
)

// Hand is who reads a copy that is not in a public folder.
type Hand uint8

const (
	Owner Hand = iota
	Delegate
	Sharer
)

// State is how far a message has come on its way out.
type State uint8

const (
	Sent State = iota
	Held
	Draft
)

// View is how the sender shows the message when asking for the recall.
type View uint8

const (
	Window View = iota
	ReadingPane
)

// Replacement is what is sent with a recall.
type Replacement uint8

const (
	NoReplacement Replacement = iota
	NewMessage
	NewAttachment // a new message with an attachment that the original lacks
)

// Age is how old the message is, measured by the limits that its mail system has.
type Age uint8

const (
	Fresh   Age = iota
	Late        // at or past the sender's limit
	TooLate     // at or past the administrator's limit too
)

// Holder is what holds mail back.
type Holder uint8

const (
	NoHold       Holder = iota
	RuleOfOthers        // the organisation has a rule, but not for this sender
	RuleOfSender
	UndoWindow // the seconds in which sending can be undone
)

// Sharing is how the recipient shares the copy.
type Sharing uint8

const (
	NotShared Sharing = iota
	CopyShared
	FolderShared
)

// Fetching is how the recipient's mail program downloaded the copy.
type Fetching uint8

const (
	NotFetched Fetching = iota
	ByPOP
	ByIMAP
)

func (Fetching) Values() int { return len(Fetched.words) }

// Remover is what removed a copy for good.
type Remover uint8

const (
	ByOwner Remover = iota
	ByRecall
	ByPurge        // of an administrator, after which the owner may recover it
	ByPurgeForGood // after which the owner may not
)

// Alert is which recipients the organisation lets know of a recall.
type Alert uint8

const (
	AlertNobody Alert = iota
	AlertAll
	AlertReaders
)

// Filter is somebody else's service that the organisation's mail goes through.
type Filter uint8

const (
	NoFilter   Filter = iota
	FilterOn          // mail goes on from there
	FilterBack        // mail comes back from there, and is delivered
)

// Trusting is how far another organisation with the same mail system lets this one recall from its mailboxes.
type Trusting uint8

const (
	NoTrust   Trusting = iota // it has another mail system, or there is no other organisation
	TrustOff                  // it lets nobody
	NotListed                 // it lets others
	OneWay                    // it does not let this one, which lets it
	Listed
)

func (Trusting) Values() int { return len(Trust.words) }

// Share is how many of the counted recipients a message was taken back from.
type Share uint8

const (
	None Share = iota
	Some
	All
)

// Reach is how far a recall message comes to a recipient. It is settled when the recall is asked for.
type Reach uint8

const (
	Inside         Reach = iota // an Exchange or Microsoft 365 account in the sender's organisation
	OtherAccount                // in the organisation, but with another kind of account
	Outside                     // in another organisation, or none
	NeverDelivered              // the original never arrived, though the address belongs to the organisation
	OutsideBounced              // the same, outside
	Allied                      // in another organisation, from which this one may recall
	Roundabout                  // inside, but mail takes its way through somebody else's filter
	OnServer                    // inside, but on a server of the organisation's own, not in the cloud
)

// Delivered says whether the original arrived.
func (r Reach) Delivered() bool { return r != NeverDelivered && r != OutsideBounced }

// IsInside says whether the recipient has an Exchange or Microsoft 365 account in the sender's organisation, wherever.
func (r Reach) IsInside() bool { return r == Inside || r == Roundabout || r == OnServer }

func (Reach) Values() int { return int(OnServer) + 1 }

// Moment is what has just happened when a copy's fate is asked.
type Moment uint8

const (
	Looked    Moment = iota // nothing: somebody only looks how things stand
	Arrived                 // the recall message has arrived, or Outlook, which was not idle then, looks for it now
	Started                 // the recipient's mail program has started
	Opened                  // the recipient opens the recall message
	Requested               // the recall was asked for, in a mail system that needs no recall message
)

// Place is where a message lies in the recipient's mailbox. The one folder that a public folder is counts as elsewhere.
type Place uint8

const (
	Inbox Place = iota
	Elsewhere
	DeletedItems
	Gone
)

// Mover is what brought a message where it lies.
type Mover uint8

const (
	ByArrival Mover = iota
	ByRule
	ByHand
	ByRuleThenHand // a rule took it out of the Inbox, and then somebody moved it on
)

func (Mover) Values() int { return int(ByRuleThenHand) + 1 }

// Reader is who opens, or last opened in vain, the recall message in a public folder.
type Reader uint8

const (
	Nobody Reader = iota
	ReadsAll
	OtherRights
)

// Possible says whether the facts about a recipient can occur together. What no world can show, no behaviour has to
// answer.
func (f Facts) Possible() bool {
	return f.placesFit() && f.momentFits() && f.readerFits() && f.theirsFit()
}

// theirsFit says that only an organisation from which another may recall has settings of its own.
func (f Facts) theirsFit() bool {
	return Recipient.Get(f) == Allied || !TheirUnreadOnly.Get(f) && TheirAlertsTo.Get(f) == AlertNobody
}

func (f Facts) placesFit() bool {
	original, request, together := OriginalIn.Get(f), RequestIn.Get(f), InOneFolder.Get(f)
	if PublicFolder.Get(f) {
		inFolder := func(p Place) bool { return p == Elsewhere || p == Gone }
		return inFolder(original) && inFolder(request) &&
			BroughtBy.Get(f) == ByArrival && RequestMoved.Get(f) == ByArrival &&
			together == (original == Elsewhere && request == Elsewhere) && !ProgramStopped.Get(f) && !ProcessingOff.Get(f) &&
			!RequestRead.Get(f) && !NotIdleYet.Get(f)
	}
	switch {
	case OneReadState.Get(f), request == Gone && RequestRead.Get(f), ProgramStopped.Get(f) && NotIdleYet.Get(f):
		return false
	case !bringsTo(BroughtBy.Get(f), original) || !bringsTo(RequestMoved.Get(f), request):
		return false
	case original == Gone && Seen.Get(f) != mail.Untouched:
		return false
	case original != request || original == Gone:
		return !together
	case original != Elsewhere:
		return together
	}
	return true
}

// bringsTo says whether a message can have come to a place in that way. A rule leaves alone what stays in the Inbox.
func bringsTo(by Mover, to Place) bool {
	switch to {
	case Inbox:
		return by == ByArrival || by == ByHand
	case Gone:
		return by == ByArrival
	}
	return by != ByArrival
}

func (f Facts) momentFits() bool {
	request := RequestIn.Get(f)
	switch JustHappened.Get(f) {
	case Arrived, Opened:
		return request != Gone
	case Started:
		return request == Inbox && !ProgramStopped.Get(f) && !PublicFolder.Get(f)
	case Requested:
		return request == Gone && !NotIdleYet.Get(f)
	}
	return true
}

func (f Facts) readerFits() bool {
	reader, unread := FolderReader.Get(f), Seen.Get(f) == mail.Untouched && !ReadByAnother.Get(f)
	switch {
	case !PublicFolder.Get(f):
		return reader == Nobody && !ReadByAnother.Get(f)
	case OneReadState.Get(f) && ReadByAnother.Get(f):
		return false
	case JustHappened.Get(f) == Opened:
		return reader != Nobody && (OriginalIn.Get(f) != Gone || unread)
	case JustHappened.Get(f) == Looked:
		return reader != ReadsAll && unread && !OtherProgram.Get(f)
	}
	return reader == Nobody && unread && !OtherProgram.Get(f)
}

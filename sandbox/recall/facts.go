package recall

import "recallbox/sandbox/mail"

// Facts is one case as a mail system sees it: small closed sets and relations, never folder names or times, so that any number of
// recipients can share one value. A question reads some of the facts; the others stay zero.
type Facts struct {
	// Who asks for a recall, of what, and with which program.
	Origin      Origin
	State       State
	View        View
	Account     mail.Account
	Client      mail.Client
	SwitchedOff bool // the organisation has switched recall off
	Protected   bool // the message is protected by Azure Information Protection
	Again       bool // an earlier recall of the same message exists
	Replacement Replacement
	Admin       bool // who asks is an administrator
	Age         Age
	NoInsider   bool // no recipient belongs to the organisation
	SharedSent  bool // the sender has shared the copy in Sent Items
	FreePlan    bool // the organisation pays nothing for its mail
	Unconfirmed bool // nobody has confirmed the recall
	CloudOff    bool // the organisation has switched recall in the cloud off

	// Delivery that is held back.
	HeldBy     HeldBy
	AdminsOnly bool // only administrators may take back what the rule holds
	Unbusiness bool // who asks is in no organisation, or has a personal account

	// One recipient: how far the recall message comes, and how the copy stands.
	Reach        Reach
	Grouped      bool // reached through a distribution list
	Public       bool // the recipient is a public folder
	Moment       Moment
	OtherProgram bool // the mail program at work is not Outlook
	Stopped      bool // the recipient's mail program does not run
	Manual       bool // automatic processing is off
	Seen         mail.Seen
	Original     Place
	PlacedBy     PlacedBy
	Request      Place
	Together     bool // original and recall message lie in one folder
	Reader       Reader
	OthersRead   bool // another reader of the public folder has read the original
	Forwarded    bool // the recipient has forwarded the original
	Shared       Shared
	Fetched      Fetched
	UnreadOnly   bool // the organisation recalls unread copies only
	Alert        Alert

	// What the recall came to.
	NoReport bool // the sender wants no reports
	Failures bool // at least one recipient's copy was not taken back
	Taken    Share
	Single   bool // just one recipient counts
	Skipped  bool // a recipient does not count

	// Receipts, and asking the recipient.
	ReceiptAsked bool // the sender asked for a read receipt when composing
	ReceiptsOff  bool // the recipient's organisation sends none
	Answered     bool // the receipt has come
	Declined     bool // the recipient's program, or the recipient, sends none
	Sensitive    bool // the message is marked confidential
	Met          bool // the recipient has deleted the message
}

// Origin is where the message to be recalled lies for the one who asks.
type Origin uint8

const (
	InSentItems Origin = iota
	NotInSentItems
	SentByOthers
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

// HeldBy is what holds mail back.
type HeldBy uint8

const (
	NoHold       HeldBy = iota
	RuleOfOthers        // the organisation has a rule, but not for this sender
	RuleOfSender
	UndoWindow // the seconds in which sending can be undone
)

// Shared is how the recipient shares the copy.
type Shared uint8

const (
	NotShared Shared = iota
	CopyShared
	FolderShared
)

// Fetched is how the recipient's mail program downloaded the copy.
type Fetched uint8

const (
	NotFetched Fetched = iota
	ByPOP
	ByIMAP
)

// Alert is which recipients the organisation lets know of a recall.
type Alert uint8

const (
	AlertNobody Alert = iota
	AlertAll
	AlertReaders
)

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
	NeverDelivered              // the original never arrived
)

// Moment is what has just happened when a copy's fate is asked.
type Moment uint8

const (
	Looked    Moment = iota // nothing: somebody only looks how things stand
	Arrived                 // the recall message has arrived
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

// PlacedBy is what brought the original where it lies.
type PlacedBy uint8

const (
	ByArrival PlacedBy = iota
	ByRule
	ByHand
)

// Reader is who opens, or last opened in vain, the recall message in a public folder.
type Reader uint8

const (
	Nobody Reader = iota
	ReadsAll
	OtherRights
)

// Possible says whether the facts about a recipient can occur together. What no world can show, no behaviour has to answer.
func (f Facts) Possible() bool {
	return f.placesFit() && f.momentFits() && f.readerFits()
}

func (f Facts) placesFit() bool {
	if f.Public {
		inFolder := func(p Place) bool { return p == Elsewhere || p == Gone }
		return inFolder(f.Original) && inFolder(f.Request) && f.PlacedBy == ByArrival &&
			f.Together == (f.Original == Elsewhere && f.Request == Elsewhere) && !f.Stopped && !f.Manual
	}
	switch f.Original {
	case Inbox:
		if f.PlacedBy == ByRule {
			return false
		}
	case Gone:
		if f.PlacedBy != ByArrival || f.Seen != mail.Untouched {
			return false
		}
	default:
		if f.PlacedBy == ByArrival {
			return false
		}
	}
	switch {
	case f.Original != f.Request || f.Original == Gone:
		return !f.Together
	case f.Original != Elsewhere:
		return f.Together
	}
	return true
}

func (f Facts) momentFits() bool {
	switch f.Moment {
	case Arrived:
		return f.Request != Gone
	case Started:
		return f.Request == Inbox && !f.Stopped && !f.Public
	case Opened:
		return f.Request != Gone
	case Requested:
		return f.Request == Gone
	}
	return true
}

func (f Facts) readerFits() bool {
	switch {
	case !f.Public:
		return f.Reader == Nobody && !f.OthersRead
	case f.Moment == Opened:
		return f.Reader != Nobody && (f.Original != Gone || (f.Seen == mail.Untouched && !f.OthersRead))
	case f.Moment == Looked:
		return f.Reader != ReadsAll && f.Seen == mail.Untouched && !f.OthersRead && !f.OtherProgram
	}
	return f.Reader == Nobody && f.Seen == mail.Untouched && !f.OthersRead && !f.OtherProgram
}

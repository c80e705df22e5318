package systems_test

import (
	"slices"

	"recallbox/sandbox/mail"
	"recallbox/sandbox/recall"
)

// The words of the tables.
var (
	yes = of[bool]{true}
	no  = of[bool]{false}

	runs, closed = no, yes // the recipient's Outlook
	auto, manual = no, yes // automatic processing

	// The occasions on which a recall message is processed ...
	arrivesAuto = occasion{recall.Arrived, runs, auto, no, no}
	startsAuto  = occasion{recall.Started, nil, auto, no, no}
	opens       = occasion{recall.Opened, nil, nil, nil, nil}
	byItself    = []occasion{arrivesAuto, startsAuto}
	byOpening   = []occasion{opens}
	processed   = []occasion{arrivesAuto, startsAuto, opens}
	// ... and those on which it is not: at any moment, where the program at work is not Outlook.
	arrivesClosed     = occasion{recall.Arrived, closed, nil, no, nil}
	arrivesManual     = occasion{recall.Arrived, runs, manual, no, nil}
	startsManual      = occasion{recall.Started, nil, manual, no, nil}
	arrivesOverlooked = occasion{recall.Arrived, runs, auto, no, yes}
	startsOverlooked  = occasion{recall.Started, nil, auto, no, yes}
	looked            = occasion{recall.Looked, nil, nil, no, nil}
	notYet            = slices.Concat([]occasion{arrivesClosed, arrivesManual, startsManual, arrivesOverlooked, startsOverlooked, looked},
		inOtherProgram(nil))
	waitsClosed  = []occasion{{recall.Arrived, closed, auto, no, nil}, {recall.Looked, closed, auto, no, nil}}
	waitsRunning = slices.Concat([]occasion{arrivesOverlooked, startsOverlooked, {recall.Looked, runs, auto, no, nil}}, inOtherProgram(auto))
	waitsManual  = slices.Concat([]occasion{{recall.Arrived, nil, manual, no, nil}, {recall.Started, nil, manual, no, nil},
		{recall.Looked, nil, manual, no, nil}}, inOtherProgram(manual))
	// Outlook is not idle yet, and the recall message is opened in another program meanwhile, or not.
	openedElsewhere = []occasion{{recall.Opened, nil, auto, yes, nil}}
	waitsUnopened   = slices.DeleteFunc(slices.Clone(waitsRunning), func(o occasion) bool { return o.moment == recall.Opened })

	onLooking = []occasion{looked}
	notOpened = slices.Concat([]occasion{{recall.Arrived, nil, nil, no, nil}, {recall.Looked, nil, nil, no, nil}}, inOtherProgram(nil))

	untouched    = of[mail.Seen]{mail.Untouched}
	previewed    = of[mail.Seen]{mail.Previewed}
	markedUnread = of[mail.Seen]{mail.MarkedUnread}
	opened       = of[mail.Seen]{mail.Opened}
	markedRead   = of[mail.Seen]{mail.MarkedRead}
	neverRead    = of[mail.Seen]{mail.Untouched, mail.Previewed}
	unread       = of[mail.Seen]{mail.Untouched, mail.Previewed, mail.MarkedUnread}
	read         = of[mail.Seen]{mail.Opened, mail.MarkedRead}

	inbox     = of[recall.Place]{recall.Inbox}
	elsewhere = of[recall.Place]{recall.Elsewhere}
	deleted   = of[recall.Place]{recall.DeletedItems}
	gone      = of[recall.Place]{recall.Gone}
	moved     = of[recall.Place]{recall.Elsewhere, recall.DeletedItems}
	there     = of[recall.Place]{recall.Inbox, recall.Elsewhere, recall.DeletedItems}

	byRule    = of[recall.Mover]{recall.ByRule, recall.ByRuleThenHand}
	byHand    = of[recall.Mover]{recall.ByHand}
	notByHand = of[recall.Mover]{recall.ByArrival, recall.ByRule, recall.ByRuleThenHand}

	// Where the recipient's copy is, and in which program the recipient works.
	mailbox             = place{public: no, otherProgram: no}
	anyMailbox          = place{public: no}
	mailboxOtherProgram = place{public: no, otherProgram: yes}
	folder              = place{public: yes, otherProgram: no}
	folderOtherProgram  = place{public: yes, otherProgram: yes}

	nobody      = of[recall.Reader]{recall.Nobody}
	readsAll    = of[recall.Reader]{recall.ReadsAll}
	otherRights = of[recall.Reader]{recall.OtherRights}
)

// inOtherProgram are all occasions in a program that is not Outlook.
func inOtherProgram(processing of[bool]) (all []occasion) {
	for _, moment := range []recall.Moment{recall.Looked, recall.Arrived, recall.Started, recall.Opened} {
		all = append(all, occasion{moment, nil, processing, yes, nil})
	}
	return all
}

// The outcomes of the tables: all that happens, beside what is named nothing.
var (
	nothing = outcome{}
	refused = outcome{answer: recall.Refused}
	says    = outcome{answer: recall.Yes}
	pending = outcome{answer: recall.Pending}

	warned    = outcome{answer: recall.Yes, does: []recall.Verb{recall.Warn}}
	replaced  = outcome{answer: recall.Yes, does: []recall.Verb{recall.SendReplacement}}
	reported  = outcome{answer: recall.Yes, does: []recall.Verb{recall.TellSender}}
	suggested = outcome{answer: recall.Yes, does: []recall.Verb{recall.Suggest}}

	asMailAndReported = outcome{answer: recall.Failed, final: true, does: []recall.Verb{recall.TellSender, recall.DeliverAsMail},
		form: "outlook/outside-sees-request"}
	// Nothing but the report: no recall message goes out.
	onlyReported = outcome{answer: recall.Failed, final: true, does: []recall.Verb{recall.TellSender}}

	// Both go, the recipient is told that the sender deleted the message, the sender that the recall succeeded.
	takenBack = outcome{answer: recall.Succeeded, final: true, notice: mail.Deleted,
		does: []recall.Verb{recall.RemoveOriginal, recall.RemoveRequest, recall.TellSender}}
	// Both go, the reader is told nothing.
	takenFromFolder = outcome{answer: recall.Succeeded, final: true,
		does: []recall.Verb{recall.RemoveOriginal, recall.RemoveRequest, recall.TellSender}}
	// Both stay, the recipient is told that the sender wants to delete it.
	wantsTo = outcome{answer: recall.Failed, final: true, notice: mail.WantsToDelete, does: []recall.Verb{recall.TellSender}}
	// Both stay, the recipient is told that an attempt failed.
	attemptFailed = outcome{answer: recall.Failed, final: true, notice: mail.AttemptFailed, does: []recall.Verb{recall.TellSender}}
	// Only the recall message goes, the reader is told that the recall failed.
	failedInFolder = outcome{answer: recall.Failed, final: true, notice: mail.RecallFailed,
		does: []recall.Verb{recall.RemoveRequest, recall.TellSender}}
	// Both stay, the reader is told that the recall failed; another reader may still succeed.
	inVain = outcome{answer: recall.Failed, notice: mail.RecallFailed}
	// Nobody at all is told.
	failedUnseen = outcome{answer: recall.Failed, final: true}
	// Not processed yet: it fails as things stand.
	wouldFail = outcome{answer: recall.Failed}
)

var (
	inSentItems      = of[recall.Origin]{recall.InSentItems}
	notInSentItems   = of[recall.Origin]{recall.NotInSentItems}
	own              = of[recall.Origin]{recall.InSentItems, recall.NotInSentItems}
	others           = of[recall.Origin]{recall.SentByOthers}
	sent             = of[recall.State]{recall.Sent}
	held             = of[recall.State]{recall.Held}
	draft            = of[recall.State]{recall.Draft}
	notHeld          = of[recall.State]{recall.Sent, recall.Draft}
	window           = of[recall.View]{recall.Window}
	readingPane      = of[recall.View]{recall.ReadingPane}
	exchangeAccounts = of[mail.Account]{mail.Exchange, mail.Microsoft365}
	otherAccounts    = of[mail.Account]{mail.IMAP, mail.POP, mail.Personal, mail.Zoho, mail.Native}
	outlooks         = of[mail.Client]{mail.Outlook, mail.Outlook2007}
	onTheWeb         = of[mail.Client]{mail.OutlookWeb}
	otherClients     = of[mail.Client]{mail.OutlookMobile, mail.ZohoWeb, mail.ZohoMobile, mail.GmailWeb,
		mail.OtherClient, mail.GroupWise, mail.Lark, mail.Webmail, mail.API}

	inside         = of[recall.Reach]{recall.Inside, recall.Roundabout, recall.OnServer}
	otherAccount   = of[recall.Reach]{recall.OtherAccount}
	outside        = of[recall.Reach]{recall.Outside, recall.Allied}
	neverDelivered = of[recall.Reach]{recall.NeverDelivered, recall.OutsideBounced}

	noReplacement = of[recall.Replacement]{recall.NoReplacement}
	newMessage    = of[recall.Replacement]{recall.NewMessage}
	newAttachment = of[recall.Replacement]{recall.NewAttachment}
)

var (
	exchangeServer   = of[mail.Account]{mail.Exchange}
	noExchangeServer = of[mail.Account]{mail.Microsoft365, mail.IMAP, mail.POP, mail.Personal, mail.Zoho, mail.Native}
	outlook2007      = of[mail.Client]{mail.Outlook2007}
	notOutlook2007   = of[mail.Client]{mail.Outlook, mail.OutlookWeb, mail.OutlookMobile, mail.ZohoWeb,
		mail.ZohoMobile, mail.GmailWeb, mail.OtherClient, mail.GroupWise, mail.Lark, mail.Webmail, mail.API}
)

// For whom the message was sent.
var (
	oneself       = of[recall.Errand]{recall.OnesOwn}
	forAnother    = of[recall.Errand]{recall.ForAnother}
	byDelegate    = of[recall.Errand]{recall.ByDelegate}
	notForAnother = of[recall.Errand]{recall.OnesOwn, recall.ByDelegate}
	notByDelegate = of[recall.Errand]{recall.OnesOwn, recall.ForAnother}
)

// What one sent for somebody else is one's own.
func errandFits(f recall.Facts) bool {
	return recall.SentFor.Get(f) != recall.ForAnother || recall.MessageIn.Get(f) != recall.SentByOthers
}

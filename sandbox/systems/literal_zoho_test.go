package systems_test

import (
	"testing"
	"time"

	"recallbox/sandbox/mail"
	"recallbox/sandbox/recall"
	"recallbox/sandbox/systems"
)

// Zoho Mail, from the French article.
var zohoTables = []table{
	{recall.MayRecall, recall.SetOf(recall.MessageIn, recall.MessageState, recall.SenderAccount, recall.SenderClient, recall.SentInstead,
		recall.Administrator, recall.MessageAge,
		recall.AllOutside, recall.SentCopyShared, recall.FreePlan, recall.Unconfirmed, recall.ReportsOff, recall.SentFolderShared,
		recall.ViewChosen, recall.NoneDelivered), mayRecallZoho, true, nil},
	{recall.HowFar, recall.SetOf(recall.Recipient, recall.ThroughGroup), howFarZoho, false, nil},
	{recall.WhatHappens, cloudFacts, whatHappensZoho, false, atOnce},
	{recall.WhatRecipient, recall.SetOf(recall.Seen, recall.AlertsTo), whatRecipientZoho, false, nil},
	{recall.HowSummedUp, resultFacts, howSummedUpZoho, false, adds},
	{recall.WhatIsTagged, resultFacts, whatIsTaggedZoho, false, adds},
	{recall.WhoCounts, resultFacts, whoCountsZoho, false, adds},
	{recall.WhereItStarts, recall.FactSet{}, whereItStartsZoho, false, nil},
}

var cloudFacts = recall.SetOf(recall.PublicFolder, recall.JustHappened, recall.RequestIn, recall.RequestMoved, recall.OtherProgram,
	recall.ProgramStopped, recall.Seen, recall.OriginalIn, recall.BroughtBy, recall.Shared, recall.Fetched, recall.UnreadOnly)

var resultFacts = recall.SetOf(recall.TakenBackFrom, recall.OneRecipient, recall.SomeNotCounted)

// atOnce are the cases there are where a recall needs no recall message: what is gone is neither shared nor
// fetched, and nobody fetches from a public folder.
func atOnce(f recall.Facts) bool {
	return recall.JustHappened.Get(f) == recall.Requested && f.Possible() &&
		(recall.OriginalIn.Get(f) != recall.Gone || recall.Shared.Get(f) == recall.NotShared) &&
		(recall.OriginalIn.Get(f) != recall.Gone && !recall.PublicFolder.Get(f) || recall.Fetched.Get(f) == recall.NotFetched)
}

// adds are the results there are: of one recipient, nothing is some.
func adds(f recall.Facts) bool {
	return !recall.OneRecipient.Get(f) || recall.TakenBackFrom.Get(f) != recall.Some
}

// May this recall be asked for? The article gives no order, but for the confirmation: it is asked for by the button,
// which is there only where recall is.
var mayRecallZoho = []row{
	{"own, in time, on the paid web, someone inside, nothing shared, no replacement", unhindered(pattern{origin: inSentItems,
		more: more{age: fresh, unconfirmed: no}}), nothing, "", ""},
	{"others' mail, by an administrator, within 24 hours", unhindered(pattern{origin: others,
		more: more{admin: yes, age: withinADay, unconfirmed: no}}), says, "zoho/administrator", ""},
	{"own, by an administrator, within 24 hours", unhindered(pattern{origin: inSentItems,
		more: more{admin: yes, age: late, unconfirmed: no}}), says, "zoho/administrator", ""},
	{"own, not confirmed", unhindered(pattern{origin: inSentItems,
		more: more{age: fresh, unconfirmed: yes}}), confirm, "zoho/confirm", ""},
	{"others' mail, by an administrator, not confirmed", unhindered(pattern{origin: others,
		more: more{admin: yes, age: withinADay, unconfirmed: yes}}), confirm, "zoho/confirm", ""},
	{"own, by an administrator, after 30 minutes, not confirmed", unhindered(pattern{origin: inSentItems,
		more: more{admin: yes, age: late, unconfirmed: yes}}), confirm, "zoho/confirm", ""},

	{"held", pattern{origin: own, state: held}, refused, "hold/recall-while-held", ""},
	{"somebody else's, held", pattern{origin: others, state: held}, refused, "hold/recall-while-held zoho/sender-only", ""},
	{"a draft", pattern{state: draft}, refused, "outlook/after-send zoho/sender-only", ""},
	{"own, but not in Sent Items", pattern{origin: notInSentItems, state: notHeld}, refused, "zoho/sender-only", ""},
	{"others' mail, by a user", pattern{origin: others, state: notHeld, more: more{admin: no}}, refused, "zoho/sender-only", ""},
	{"personal account", pattern{state: notHeld, account: personal}, refused, "zoho/personal-account", ""},
	{"not on the web", pattern{state: notHeld, client: notZohoWeb}, refused, "zoho/web-only", ""},
	{"with a replacement", pattern{state: notHeld, replacement: anyReplacement}, refused, "zoho/no-replacement", ""},
	{"after 30 minutes", pattern{state: notHeld, more: more{admin: no, age: late}}, refused, "zoho/time-limit", ""},
	{"after 24 hours", pattern{state: notHeld, more: more{age: tooLate}}, refused, "zoho/time-limit", ""},
	{"nobody inside", pattern{state: notHeld, more: more{noInsider: yes}}, refused, "zoho/outside-organisation", ""},
	{"inside, only addresses that nobody has", pattern{state: notHeld, more: more{noneGotIt: yes}}, refused, "zoho/not-delivered", ""},
	{"the folder of the Sent copy is shared", pattern{state: notHeld, more: more{sharedFolder: yes}}, refused, "zoho/shared-folder", ""},
	{"without the response", pattern{state: notHeld, noReport: yes}, refused, "zoho/always-responds", ""},
	{"from a view", pattern{state: notHeld, more: more{viewChosen: yes}}, refused, "zoho/no-view", ""},
	{"the Sent copy is shared", pattern{state: notHeld, more: more{sharedSent: yes}}, refused, "zoho/shared-mail", ""},
	{"free plan", pattern{state: notHeld, more: more{freePlan: yes}}, refused, "zoho/paid-plan", ""},
}

// unhindered is the pattern where nothing stands in the way but what it says.
func unhindered(p pattern) pattern {
	p.state, p.account, p.client, p.replacement, p.noReport = sent, noPersonal, zohoWeb, noReplacement, no
	p.noInsider, p.noneGotIt, p.sharedSent, p.sharedFolder, p.freePlan, p.viewChosen = no, no, no, no, no, no
	return p
}

// 29 m 59 s works, 30 m 00 s is refused; an administrator has 24 hours.
func TestZohoAgesAgreeWithTheLiteralTable(t *testing.T) {
	t.Parallel()
	zoho, _ := systems.Find(systems.All(), "zoho")
	for after, want := range map[time.Duration]recall.Age{
		0: recall.Fresh, 30*time.Minute - time.Second: recall.Fresh, 30 * time.Minute: recall.Late,
		24*time.Hour - time.Second: recall.Late, 24 * time.Hour: recall.TooLate,
	} {
		if got := zoho.Limits.Age(int64(after / time.Second)); got != want {
			t.Errorf("after %v: got %v, want %v", after, got, want)
		}
	}
}

// How far does it come? Any account in the organisation is inside.
var howFarZoho = []row{
	{"inside, named or through a group", pattern{reach: insideAny}, says, "zoho/recalled", ""},
	{"outside, bounced or not", pattern{reach: outsideAny}, uncounted, "zoho/outside-organisation", ""},
	{"inside, bounced", pattern{reach: bouncedInside}, failedUnseen, "zoho/not-delivered", ""},
}

// What happens to this copy? A public folder is a shared one.
var whatHappensZoho = []row{
	{"removed for good", pattern{original: gone}, failedUnseen, "zoho/original-gone", ""},
	{"in a public folder", pattern{original: there, in: place{public: yes}, more: more{shared: notCopyShared, fetched: notFetched}}, failedUnseen,
		"zoho/shared-folder", ""},
	{"in a public folder, and shared", pattern{original: there, in: place{public: yes}, more: more{shared: copyShared, fetched: notFetched}}, failedUnseen,
		"zoho/shared-folder zoho/shared-mail", ""},
	{"shared", pattern{original: there, in: place{public: no}, more: more{shared: copyShared, fetched: notFetched}}, failedUnseen, "zoho/shared-mail", ""},
	{"in a shared folder", pattern{original: there, in: place{public: no}, more: more{shared: folderShared, fetched: notFetched}}, failedUnseen,
		"zoho/shared-folder", ""},
	{"by POP", pattern{original: there, in: place{public: no}, more: more{shared: notShared, fetched: byPOP}}, failedUnseen, "zoho/fetched-by-pop", ""},
	{"by IMAP", pattern{original: there, in: place{public: no}, more: more{shared: notShared, fetched: byIMAP}}, failedUnseen, "zoho/fetched-by-imap", ""},
	{"shared, by POP", pattern{original: there, in: place{public: no}, more: more{shared: copyShared, fetched: byPOP}}, failedUnseen,
		"zoho/shared-mail zoho/fetched-by-pop", ""},
	{"shared, by IMAP", pattern{original: there, in: place{public: no}, more: more{shared: copyShared, fetched: byIMAP}}, failedUnseen,
		"zoho/shared-mail zoho/fetched-by-imap", ""},
	{"in a shared folder, by POP", pattern{original: there, in: place{public: no}, more: more{shared: folderShared, fetched: byPOP}}, failedUnseen,
		"zoho/shared-folder zoho/fetched-by-pop", ""},
	{"in a shared folder, by IMAP", pattern{original: there, in: place{public: no}, more: more{shared: folderShared, fetched: byIMAP}}, failedUnseen,
		"zoho/shared-folder zoho/fetched-by-imap", ""},

	{"in the Inbox, unread", pattern{original: inbox, seen: unread, in: place{public: no}, more: untouchedByOthers}, removed, "zoho/recalled", ""},
	{"in the Inbox, read", pattern{original: inbox, seen: read, in: place{public: no}, more: untouchedByOthers}, removed, "zoho/read-does-not-matter", ""},
	{"moved, unread", pattern{original: moved, seen: unread, in: place{public: no}, more: untouchedByOthers}, removed, "zoho/any-folder", ""},
	{"moved, read", pattern{original: moved, seen: read, in: place{public: no}, more: untouchedByOthers}, removed,
		"zoho/any-folder zoho/read-does-not-matter", ""},
}

// What is the recipient told?
var whatRecipientZoho = []row{
	{"that a message was recalled", pattern{}, toldRecalled, "zoho/recipient-notice", ""},
}

// How is the recall summed up? The form goes by how many it was sent to, wherever they are; only those inside count.
var howSummedUpZoho = []row{
	{"one recipient", pattern{more: more{single: yes}}, reported, "zoho/single-recipient", ""},
	{"all", pattern{more: more{single: no, taken: fromAll}}, reported, "zoho/complete-success", ""},
	{"some", pattern{more: more{single: no, taken: fromSome}}, reported, "zoho/partial-success", ""},
	{"none", pattern{more: more{single: no, taken: fromNone}}, reported, "zoho/complete-failure", ""},
}

// How is the sender's copy marked?
var whatIsTaggedZoho = []row{
	{"taken back from somebody", pattern{more: more{taken: fromSomebody}}, tagged, "zoho/recalled-tag", ""},
	{"from nobody", pattern{more: more{taken: fromNone}}, nothing, "", ""},
}

// Who counts?
var whoCountsZoho = []row{
	{"all are inside", pattern{more: more{skipped: no}}, nothing, "", ""},
	{"those inside", pattern{more: more{skipped: yes}}, says, "zoho/inside-only", ""},
}

// Where does a recall start?
var whereItStartsZoho = []row{
	{"in Sent, from the delivery status", pattern{}, says, "zoho/from-delivery-status", ""},
}

var (
	noPersonal = of[mail.Account]{mail.Exchange, mail.Microsoft365, mail.IMAP, mail.POP, mail.Zoho, mail.Native}
	personal   = of[mail.Account]{mail.Personal}
	zohoWeb    = of[mail.Client]{mail.ZohoWeb}
	notZohoWeb = of[mail.Client]{mail.Outlook, mail.Outlook2007, mail.OutlookWeb, mail.OutlookMobile, mail.ZohoMobile, mail.GmailWeb, mail.OtherClient,
		mail.GroupWise, mail.Lark, mail.Webmail, mail.API}
	anyReplacement = of[recall.Replacement]{recall.NewMessage, recall.NewAttachment}
	fresh          = of[recall.Age]{recall.Fresh}
	late           = of[recall.Age]{recall.Late}
	withinADay     = of[recall.Age]{recall.Fresh, recall.Late}
	tooLate        = of[recall.Age]{recall.TooLate}
	insideAny      = of[recall.Reach]{recall.Inside, recall.OtherAccount, recall.Roundabout, recall.OnServer}
	outsideAny     = of[recall.Reach]{recall.Outside, recall.OutsideBounced, recall.Allied}
	bouncedInside  = of[recall.Reach]{recall.NeverDelivered}

	notShared     = of[recall.Sharing]{recall.NotShared}
	copyShared    = of[recall.Sharing]{recall.CopyShared}
	folderShared  = of[recall.Sharing]{recall.FolderShared}
	notCopyShared = of[recall.Sharing]{recall.NotShared, recall.FolderShared}
	notFetched    = of[recall.Fetching]{recall.NotFetched}
	byPOP         = of[recall.Fetching]{recall.ByPOP}
	byIMAP        = of[recall.Fetching]{recall.ByIMAP}

	untouchedByOthers = more{shared: notShared, fetched: notFetched}

	fromAll      = of[recall.Share]{recall.All}
	fromSome     = of[recall.Share]{recall.Some}
	fromNone     = of[recall.Share]{recall.None}
	fromSomebody = of[recall.Share]{recall.Some, recall.All}

	confirm      = outcome{answer: recall.Refused, does: []recall.Verb{recall.Confirm}}
	uncounted    = outcome{answer: recall.NotCounted, final: true}
	removed      = outcome{answer: recall.Succeeded, final: true, does: []recall.Verb{recall.RemoveOriginal}}
	toldRecalled = outcome{answer: recall.Yes, notice: mail.Recalled}
	tagged       = outcome{answer: recall.Yes, does: []recall.Verb{recall.Tag}}
)

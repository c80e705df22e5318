package systems_test

import (
	"recallbox/sandbox/mail"
	"recallbox/sandbox/recall"
)

// GroupWise, where deleting a sent item retracts it.
var groupwiseTables = []table{
	{recall.MayRecall, recall.SetOf(recall.MessageIn, recall.MessageState, recall.SentInstead, recall.IsAppointment), mayRetract, true, nil},
	{recall.HowFar, recall.SetOf(recall.Recipient, recall.ThroughGroup), howFarGroupWise, false, nil},
	{recall.WhatInstead, recall.SetOf(recall.SentInstead, recall.IsAppointment), whatIsResent, false, isResent},
	{recall.WhatHappens, recall.SetOf(recall.Seen, recall.OriginalIn, recall.IsAppointment, recall.PublicFolder), whatHappensGroupWise, false,
		goneIsUntouched},
	{recall.WhatRecipient, recall.SetOf(recall.Seen, recall.SentInstead, recall.IsAppointment), whatRecipientGroupWise, false, isResent},
	{recall.HowSummedUp, resultFacts, howSummedUpGroupWise, false, adds},
	{recall.WhatOfOwnCopy, recall.SetOf(recall.FromOwn), whatOfOwnCopy, false, nil},
	{recall.WhatOfDeleting, recall.FactSet{}, whatOfDeleting, false, nil},
	{recall.HowStands, recall.SetOf(recall.Seen, recall.OriginalIn, recall.Fetched, recall.WasTakenBack), statusGroupWise, true, goneIsUntouched},
	{recall.WhatOfForward, recall.SetOf(recall.Forwarded), whatOfForward, false, nil},
	{recall.WhoseMark, recall.SetOf(recall.ReadBy), whoseMarkGroupWise, false, nil},
	{recall.WhatOfMeeting, recall.SetOf(recall.IsAppointment), whatOfMeetingGroupWise, false, nil},
}

// goneIsUntouched are the cases there are.
func goneIsUntouched(f recall.Facts) bool {
	return recall.OriginalIn.Get(f) != recall.Gone || recall.Seen.Get(f) == mail.Untouched
}

// isResent are the cases there are: only a calendar item is sent again in place of itself.
func isResent(f recall.Facts) bool {
	return recall.SentInstead.Get(f) == recall.NoReplacement || recall.IsAppointment.Get(f)
}

// May this be retracted? The document gives no order.
var mayRetract = []row{
	{"an item in Sent Items", pattern{origin: inSentItems, state: sent, replacement: noReplacement}, nothing, "", ""},
	{"a calendar item, to be sent again", pattern{origin: inSentItems, state: sent, replacement: anyReplacement, more: more{appointment: yes}},
		nothing, "", ""},
	{"held", pattern{origin: own, state: held}, refused, "hold/recall-while-held", ""},
	{"somebody else's, held", pattern{origin: others, state: held}, refused, "hold/recall-while-held groupwise/from-sent", ""},
	{"a draft", pattern{state: draft}, refused, "outlook/after-send groupwise/from-sent", ""},
	{"own, but not in Sent Items", pattern{origin: notInSentItems, state: notHeld}, refused, "groupwise/from-sent", ""},
	{"somebody else's", pattern{origin: others, state: notHeld}, refused, "groupwise/from-sent", ""},
	{"mail, with a replacement", pattern{state: notHeld, replacement: anyReplacement, more: more{appointment: no}}, refused, "groupwise/resend", ""},
}

// How far does it come? To mailboxes of GroupWise; outside nothing arrives.
var howFarGroupWise = []row{
	{"inside", pattern{reach: inside}, says, "groupwise/recipients-mailbox", ""},
	{"inside, without GroupWise", pattern{reach: otherAccount}, failedUnseen, "groupwise/groupwise-only", ""},
	{"over the Internet", pattern{reach: outside}, failedUnseen, "groupwise/internet", ""},
	{"bounced", pattern{reach: neverDelivered}, failedUnseen, "outlook/never-delivered", ""},
}

// What comes in place of a calendar item?
var whatIsResent = []row{
	{"nothing", pattern{replacement: noReplacement}, nothing, "", ""},
	{"the new item", pattern{replacement: anyReplacement}, replaced, "groupwise/resend", ""},
}

// What happens to this copy? The mark that is set when it is opened is what counts.
var whatHappensGroupWise = []row{
	{"purged", pattern{original: gone}, failedUnseen, "groupwise/purged", ""},
	{"mail, unopened", pattern{original: inbox, seen: unread, more: more{appointment: no}}, removed, "groupwise/unopened-mail", ""},
	{"mail, unopened, moved", pattern{original: moved, seen: unread, more: more{appointment: no}}, removed, "groupwise/any-folder", ""},
	{"mail, opened or marked read", pattern{original: there, seen: read, more: more{appointment: no}}, failedUnseen, "groupwise/unopened-mail", ""},
	{"a calendar item", pattern{original: inbox, more: more{appointment: yes}}, removed, "groupwise/calendar-any-time", ""},
	{"a calendar item, moved", pattern{original: moved, more: more{appointment: yes}}, removed, "groupwise/calendar-any-time groupwise/any-folder", ""},
}

// What is the recipient told? Only who had opened a calendar item that does not come again, and with the comment.
var whatRecipientGroupWise = []row{
	{"mail", pattern{more: more{appointment: no}}, nothing, "", ""},
	{"a calendar item, unopened", pattern{seen: unread, replacement: noReplacement, more: more{appointment: yes}}, nothing, "", ""},
	{"a calendar item, opened", pattern{seen: read, replacement: noReplacement, more: more{appointment: yes}}, toldRetracted,
		"groupwise/calendar-notice", ""},
	{"a calendar item, sent again", pattern{replacement: anyReplacement, more: more{appointment: yes}}, says, "groupwise/resend", ""},
}

// How is it summed up? No report is sent.
var howSummedUpGroupWise = []row{
	{"in the item's Properties", pattern{}, says, "groupwise/stays-in-sent", ""},
}

// What becomes of the sender's own copy?
var whatOfOwnCopy = []row{
	{"from the recipients' mailboxes", pattern{more: more{ownToo: no}}, says, "groupwise/recipients-mailbox", ""},
	{"from all mailboxes", pattern{more: more{ownToo: yes}}, outcome{answer: recall.Yes, does: []recall.Verb{recall.TakeOwn}}, "groupwise/all-mailboxes", ""},
}

// What does deleting the sender's own copy do? It retracts nothing.
var whatOfDeleting = []row{
	{"from one's own mailbox", pattern{}, denies, "groupwise/my-mailbox", ""},
}

// How does the delivery status call it? Where it is several of these, the document does not say which goes first.
var statusGroupWise = []row{
	{"delivered", pattern{original: inboxOrElsewhere, seen: unread, more: more{fetched: notFetched, takenBack: no}}, nothing, "", ""},
	{"retracted", pattern{more: more{takenBack: yes}}, status("retracted"), "groupwise/status", ""},
	{"purged", pattern{original: gone, more: more{takenBack: no}}, status("purged"), "groupwise/status", ""},
	{"deleted", pattern{original: deleted, more: more{takenBack: no}}, status("deleted"), "groupwise/status", ""},
	{"opened", pattern{original: there, seen: read, more: more{takenBack: no}}, status("opened"), "groupwise/status", ""},
	{"downloaded", pattern{original: there, more: more{takenBack: no, fetched: byProgram}}, status("downloaded"), "groupwise/status", ""},
}

func status(word string) outcome { return outcome{answer: recall.Yes, code: word} }

// Whose is the read mark? What the recipient's proxy opens is opened.
var whoseMarkGroupWise = []row{
	{"read by its owner", pattern{more: more{readBy: byOwner}}, nothing, "", ""},
	{"by a proxy", pattern{more: more{readBy: byDelegateHand}}, says, "groupwise/opened-by-proxy", ""},
	{"by somebody who is let see it", pattern{more: more{readBy: bySharer}}, says, "groupwise/opened-by-proxy", ""},
}

// What becomes of the meeting? The calendar item goes.
var whatOfMeetingGroupWise = []row{
	{"mail", pattern{more: more{appointment: no}}, nothing, "", ""},
	{"a calendar item", pattern{more: more{appointment: yes}}, says, "groupwise/calendar-any-time", ""},
}

// What becomes of the meeting? Elsewhere the entry stays in calendars.
var whatOfMeeting = []row{
	{"no meeting", pattern{more: more{appointment: no}}, nothing, "", ""},
	{"a meeting", pattern{more: more{appointment: yes}}, warned, "contact/cancel-meeting", ""},
}

var (
	toldRetracted    = outcome{answer: recall.Yes, notice: mail.Recalled, form: "groupwise/comment"}
	meetingTables    = []table{{recall.WhatOfMeeting, recall.SetOf(recall.IsAppointment), whatOfMeeting, false, nil}}
	inboxOrElsewhere = of[recall.Place]{recall.Inbox, recall.Elsewhere}
	byProgram        = of[recall.Fetching]{recall.ByPOP, recall.ByIMAP}
)

package systems_test

import (
	"recallbox/sandbox/mail"
	"recallbox/sandbox/recall"
)

// Recall in Microsoft 365's cloud.
var onlineTables = []table{
	{recall.WhoseRules, recall.SetOf(recall.CloudRecallOff, recall.RecallOff), whoseRulesOnline, false, nil},
	{recall.MayRecall, recall.SetOf(recall.MessageIn, recall.MessageState, recall.MessageView, recall.SenderAccount, recall.SenderClient, recall.RecallOff,
		recall.Protected,
		recall.Administrator, recall.MessageAge, recall.AllOutside), mayRecallOnline, true, nil},
	{recall.FirstWarn, recall.SetOf(recall.RecalledBefore, recall.IsReplacement), firstWarn, false, nil},
	{recall.HowFar, recall.SetOf(recall.Recipient, recall.ThroughGroup), howFarOnline, false, nil},
	{recall.WhatInstead, recall.SetOf(recall.SentInstead), whatInsteadOnline, false, nil},
	{recall.WhatHappens, cloudFacts, whatHappensOnline, false, atOnce},
	{recall.WhatRecipient, recall.SetOf(recall.Seen, recall.AlertsTo), whatRecipientOnline, false, nil},
	{recall.HowSummedUp, resultFacts, howSummedUpOnline, false, adds},
	{recall.WhatOfForward, recall.SetOf(recall.Forwarded), whatOfForward, false, nil},
	{recall.WhatIsLeft, recall.SetOf(recall.CopiesLeft, recall.Seen), whatIsLeft, false, nil},
}

// Whose rules decide?
var whoseRulesOnline = []row{
	{"recall in the cloud", pattern{more: more{cloudOff: no}}, nothing, "", ""},
	{"the classic recall", pattern{more: more{cloudOff: yes}}, delegated, "exchange-online/switched-off", ""},
}

// May this recall be asked for? The sources give no order.
var mayRecallOnline = []row{
	{"an own sent message, not too old, from Outlook for Windows", pattern{origin: inSentItems, state: sent, account: exchangeAccounts, client: outlooks,
		off: no, more: more{age: fresh}},
		nothing, "", ""},
	{"from Outlook on the web or mobile", pattern{origin: inSentItems, state: sent, account: exchangeAccounts, client: otherOutlooks, off: no,
		more: more{age: fresh}},
		says, "exchange-online/any-client", ""},
	{"from another program", pattern{origin: inSentItems, state: sent, account: exchangeAccounts, client: noOutlooks, off: no, more: more{age: fresh}},
		nothing, "", ""},
	{"held", pattern{origin: own, state: held}, refused, "hold/recall-while-held", ""},
	{"somebody else's, held", pattern{origin: others, state: held}, refused, "hold/recall-while-held exchange-online/sent-items", ""},
	{"a draft", pattern{state: draft}, refused, "outlook/after-send exchange-online/sent-items", ""},
	{"own, but not in Sent Items", pattern{origin: notInSentItems, state: notHeld}, refused, "exchange-online/sent-items", ""},
	{"others' mail", pattern{origin: others, state: notHeld}, refused, "exchange-online/sent-items", ""},
	{"too old", pattern{state: notHeld, more: more{age: pastTheLimit}}, refused, "exchange-online/max-age", ""},
	{"no mailbox in the cloud", pattern{state: notHeld, account: otherAccounts}, refused, "outlook/sender-account", ""},
	{"switched off", pattern{state: notHeld, off: yes}, refused, "outlook/disabled-in-organisation", ""},
}

// How far does it come? Nothing is delivered inside.
var howFarOnline = []row{
	{"inside, named or through a group", pattern{reach: inside}, says, "exchange-online/in-transport", ""},
	{"inside, no mailbox in the cloud", pattern{reach: otherAccount}, failedUnseen, "exchange-online/cloud-mailbox-only", ""},
	{"outside", pattern{reach: outside}, asOrdinaryMail, "exchange-online/outside", ""},
	{"bounced", pattern{reach: neverDelivered}, failedUnseen, "outlook/never-delivered", ""},
}

// What comes in place of the original?
var whatInsteadOnline = []row{
	{"nothing", pattern{replacement: noReplacement}, nothing, "", ""},
	{"a new message", pattern{replacement: anyReplacement}, replaced, "exchange-online/replace", ""},
}

// What happens to this copy? Where several of the reading, the folder and the program are out of the way, any of them
// may be named.
var whatHappensOnline = []row{
	{"removed for good", pattern{original: gone, in: place{public: no}}, failedUnseen, "exchange-online/original-gone", ""},
	{"removed for good from a public folder", pattern{original: gone, in: place{public: yes}}, failedUnseen,
		"exchange-online/original-gone exchange-online/public-folder", ""},
	{"in a public folder", pattern{original: there, in: place{public: yes}}, failedUnseen, "exchange-online/public-folder", ""},
	{"read, unread copies only", pattern{original: there, in: place{public: no}, seen: read, more: more{unreadOnly: yes}}, failedUnseen,
		"exchange-online/unread-only", ""},

	{"unread, Inbox, Outlook runs", pattern{original: inbox, in: mailbox, seen: unread, more: more{stopped: runs}}, removed, "exchange-online/in-transport",
		""},
	{"unread, Inbox, Outlook closed", pattern{original: inbox, in: mailbox, seen: unread, more: more{stopped: closed}}, removed,
		"exchange-online/client-irrelevant", ""},
	{"unread, Inbox, another program", pattern{original: inbox, in: mailboxOtherProgram, seen: unread}, removed, "exchange-online/client-irrelevant", ""},
	{"unread, moved, Outlook runs", pattern{original: moved, in: mailbox, seen: unread, more: more{stopped: runs}}, removed, "exchange-online/any-folder",
		""},
	{"unread, moved, Outlook closed", pattern{original: moved, in: mailbox, seen: unread, more: more{stopped: closed}}, removed,
		"exchange-online/any-folder exchange-online/client-irrelevant", ""},
	{"unread, moved, another program", pattern{original: moved, in: mailboxOtherProgram, seen: unread}, removed,
		"exchange-online/any-folder exchange-online/client-irrelevant", ""},
	{"read, Inbox, Outlook runs", pattern{original: inbox, in: mailbox, seen: read, more: more{unreadOnly: no, stopped: runs}}, removed,
		"exchange-online/read-too", ""},
	{"read, Inbox, Outlook closed", pattern{original: inbox, in: mailbox, seen: read, more: more{unreadOnly: no, stopped: closed}}, removed,
		"exchange-online/read-too exchange-online/client-irrelevant", ""},
	{"read, Inbox, another program", pattern{original: inbox, in: mailboxOtherProgram, seen: read, more: more{unreadOnly: no}}, removed,
		"exchange-online/read-too exchange-online/client-irrelevant", ""},
	{"read, moved, Outlook runs", pattern{original: moved, in: mailbox, seen: read, more: more{unreadOnly: no, stopped: runs}}, removed,
		"exchange-online/read-too exchange-online/any-folder", ""},
	{"read, moved, Outlook closed", pattern{original: moved, in: mailbox, seen: read, more: more{unreadOnly: no, stopped: closed}}, removed,
		"exchange-online/read-too exchange-online/any-folder exchange-online/client-irrelevant", ""},
	{"read, moved, another program", pattern{original: moved, in: mailboxOtherProgram, seen: read, more: more{unreadOnly: no}}, removed,
		"exchange-online/read-too exchange-online/any-folder exchange-online/client-irrelevant", ""},
}

// What is the recipient told? Nothing, unless the organisation wants it.
var whatRecipientOnline = []row{
	{"nothing", pattern{more: more{alert: alertNobody}}, says, "exchange-online/silent", ""},
	{"alerted", pattern{more: more{alert: alertAll}}, toldRecalled, "exchange-online/alert-recipients", ""},
	{"readers alerted, had read it", pattern{seen: read, more: more{alert: alertReaders}}, toldRecalled, "exchange-online/alert-recipients", ""},
	{"readers alerted, had not", pattern{seen: unread, more: more{alert: alertReaders}}, says, "exchange-online/silent", ""},
}

// How is the recall summed up?
var howSummedUpOnline = []row{
	{"one mail", pattern{}, reported, "exchange-online/report", ""},
}

var (
	otherOutlooks = of[mail.Client]{mail.OutlookWeb, mail.OutlookMobile}
	noOutlooks    = of[mail.Client]{mail.ZohoWeb, mail.ZohoMobile, mail.GmailWeb, mail.OtherClient,
		mail.GroupWise, mail.Lark, mail.Webmail, mail.API}
	pastTheLimit = of[recall.Age]{recall.Late, recall.TooLate}
	delegated    = outcome{answer: recall.Yes, does: []recall.Verb{recall.GoBy}}
	alertNobody  = of[recall.Alert]{recall.AlertNobody}
	alertAll     = of[recall.Alert]{recall.AlertAll}
	alertReaders = of[recall.Alert]{recall.AlertReaders}
)

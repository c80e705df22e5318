package systems_test

import (
	"slices"
	"testing"

	"recallbox/sandbox/mail"
	"recallbox/sandbox/recall"
	"recallbox/sandbox/systems"
)

// Recall in Microsoft 365's cloud.
var onlineTables = []table{
	{recall.WhoseRules, recall.SetOf(recall.CloudRecallOff, recall.RecallOff), whoseRulesOnline, false, nil},
	{recall.MayRecall, recall.SetOf(recall.MessageIn, recall.MessageState, recall.SenderAccount, recall.SenderClient, recall.RecallOff, recall.Protected,
		recall.Administrator, recall.MessageAge, recall.SentInstead, recall.ReportsOff, recall.SentFor, recall.InAuthorsSent), mayRecallOnline, true,
		errandFits},
	{recall.FirstWarn, recall.SetOf(recall.RecalledBefore, recall.IsReplacement, recall.FromServer), firstWarnInTheCloud, false, nil},
	{recall.HowFar, recall.SetOf(recall.Recipient, recall.ThroughGroup, recall.Trust, recall.OutboundFilter, recall.SenderClient), howFarOnline, false,
		reachFits},
	{recall.WhatInstead, recall.SetOf(recall.SentInstead), whatInsteadOnline, false, nil},
	{recall.WhatHappens, cloudFacts.And(recall.SetOf(recall.Recipient, recall.OutboundFilter, recall.TheirUnreadOnly)), whatHappensOnline, false, reached},
	{recall.WhatRecipient, recall.SetOf(recall.Seen, recall.AlertsTo, recall.Recipient, recall.TheirAlertsTo), whatRecipientOnline, false,
		toldHereOrThere},
	{recall.WhatToAdd, recall.SetOf(recall.SenderClient, recall.UnreadOnly), whatToAddOnline, false, nil},
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
	{"an own sent message, not too old, from Outlook for Windows", unhinderedOnline(pattern{client: outlooks, protected: no,
		more: more{sentFor: notForAnother}}), nothing, "", ""},
	{"from Outlook on the web or mobile", unhinderedOnline(pattern{client: otherOutlooks}), says, "exchange-online/any-client", ""},
	{"from another program", unhinderedOnline(pattern{client: noOutlooks, protected: no, more: more{sentFor: notForAnother}}), nothing, "", ""},
	{"protected", unhinderedOnline(pattern{client: noAPI, protected: yes}), says, "exchange-online/protected", ""},
	{"sent for somebody else", unhinderedOnline(pattern{client: noAPI, more: more{sentFor: forAnother}}), says, "outlook/delegate-sent", ""},

	{"through the interface", plainByAPI(unhinderedOnline(pattern{protected: no, more: more{sentFor: notForAnother}})), says,
		"exchange-online/api-request", ""},
	{"through the interface, protected", plainByAPI(unhinderedOnline(pattern{protected: yes, more: more{sentFor: notForAnother}})), says,
		"exchange-online/api-request exchange-online/protected", ""},
	{"through the interface, sent for somebody else", plainByAPI(unhinderedOnline(pattern{protected: no, more: more{sentFor: forAnother}})), says,
		"exchange-online/api-request outlook/delegate-sent", ""},
	{"through the interface, protected, sent for somebody else", plainByAPI(unhinderedOnline(pattern{protected: yes, more: more{sentFor: forAnother}})),
		says, "exchange-online/api-request exchange-online/protected outlook/delegate-sent", ""},
	{"somebody else's, by an application", plainByAPI(anybodys(unhinderedOnline(pattern{}))), ofAuthor, "exchange-online/application", ""},

	{"held", pattern{origin: own, state: held}, refused, "hold/recall-while-held", ""},
	{"somebody else's, held", pattern{origin: others, state: held}, refused, "hold/recall-while-held exchange-online/sent-items", ""},
	{"a draft", pattern{state: draft}, refused, "outlook/after-send exchange-online/sent-items", ""},
	{"own, but not in Sent Items", pattern{origin: notInSentItems, state: notHeld, more: more{sentFor: notByDelegate}}, refused,
		"exchange-online/sent-items", ""},
	{"sent for the one who asks, whose copy is not in Sent Items", pattern{origin: notInSentItems, state: notHeld, more: more{sentFor: byDelegate}},
		refused, "exchange-online/sent-items outlook/delegator-no-copy", ""},
	{"others' mail", pattern{origin: others, state: notHeld, more: more{admin: no, sentFor: oneself}}, refused, "exchange-online/sent-items", ""},
	{"others' mail, by an administrator", pattern{origin: others, state: notHeld, client: noAPI, more: more{admin: yes, sentFor: oneself}}, refused,
		"exchange-online/sent-items", ""},
	{"others' mail, by an application, not in the author's Sent Items", pattern{origin: others, state: notHeld, client: api,
		more: more{admin: yes, authorsSent: no, sentFor: oneself}}, refused, "exchange-online/sent-items", ""},
	{"sent for the one who asks", pattern{origin: others, state: notHeld, more: more{admin: no, sentFor: byDelegate}}, refused,
		"outlook/delegator-no-copy", ""},
	{"sent for an administrator", pattern{origin: others, state: notHeld, client: noAPI, more: more{admin: yes, sentFor: byDelegate}}, refused,
		"outlook/delegator-no-copy", ""},
	{"sent for an administrator, by an application, not in the author's Sent Items", pattern{origin: others, state: notHeld, client: api,
		more: more{admin: yes, authorsSent: no, sentFor: byDelegate}}, refused, "outlook/delegator-no-copy exchange-online/sent-items", ""},
	{"too old", pattern{state: notHeld, more: more{age: pastTheLimit}}, refused, "exchange-online/max-age", ""},
	{"no mailbox in the cloud", pattern{state: notHeld, account: otherAccounts}, refused, "outlook/sender-account", ""},
	{"switched off", pattern{state: notHeld, off: yes}, refused, "outlook/disabled-in-organisation", ""},
	{"through the interface, with a replacement", pattern{state: notHeld, client: api, replacement: anyReplacement}, refused,
		"exchange-online/api-no-choice", ""},
	{"through the interface, without the report", pattern{state: notHeld, client: api, noReport: yes}, refused, "exchange-online/api-no-choice", ""},
}

// unhinderedOnline is the pattern of an own message where nothing stands in the way but what it says.
func unhinderedOnline(p pattern) pattern {
	p.origin, p.state, p.account, p.off, p.age = inSentItems, sent, exchangeAccounts, no, fresh
	return p
}

// plainByAPI is the pattern through the interface, which takes no choice.
func plainByAPI(p pattern) pattern {
	p.client, p.replacement, p.noReport = api, noReplacement, no
	return p
}

// anybodys is the pattern of what lies in somebody else's Sent Items, for an administrator.
func anybodys(p pattern) pattern {
	p.origin, p.admin, p.authorsSent = others, yes, yes
	return p
}

// How far does it come? Nothing is delivered inside. What comes outside reads by where the recall was asked for.
var howFarOnline = []row{
	{"inside, named or through a group", pattern{reach: inCloud}, says, "exchange-online/in-transport", ""},
	{"inside, by way of a filter that it comes back from", pattern{reach: roundabout, more: more{filter: filterBack}}, says,
		"exchange-online/filter-round-trip", ""},
	{"inside, by way of a filter", pattern{reach: roundabout, more: more{filter: filterOn}}, pending, "exchange-online/outbound-filter", ""},
	{"inside, on a server of its own", pattern{reach: onServer}, failedUnseen, "exchange-online/on-premises", ""},
	{"inside, no mailbox in the cloud", pattern{reach: otherAccount}, failedUnseen, "exchange-online/cloud-mailbox-only", ""},
	{"bounced", pattern{reach: neverDelivered}, failedUnseen, "outlook/never-delivered", ""},

	{"in an organisation that lists this one", pattern{reach: allied, more: more{filter: noFilterOrBack}}, says, "exchange-online/cross-tenant-listed", ""},
	{"in an organisation that lists this one, by way of a filter", pattern{reach: allied, more: more{filter: filterOn}}, pending,
		"exchange-online/outbound-filter", ""},
	{"outside", pattern{reach: outsiders, client: noHTTP, more: more{trust: noTrustOrListed}}, asOutlooksMail, "exchange-online/outside", ""},
	{"outside, from the web", pattern{reach: outsiders, client: byHTTP, more: more{trust: noTrustOrListed}}, asWebsMail, "exchange-online/outside", ""},
	{"in an organisation that lets nobody", pattern{reach: outsiders, client: noHTTP, more: more{trust: trustOff}}, asOutlooksMail,
		"exchange-online/cross-tenant-off", ""},
	{"in an organisation that lets nobody, from the web", pattern{reach: outsiders, client: byHTTP, more: more{trust: trustOff}}, asWebsMail,
		"exchange-online/cross-tenant-off", ""},
	{"in an organisation that lets others", pattern{reach: outsiders, client: noHTTP, more: more{trust: notListed}}, asOutlooksMail,
		"exchange-online/cross-tenant-not-listed", ""},
	{"in an organisation that lets others, from the web", pattern{reach: outsiders, client: byHTTP, more: more{trust: notListed}}, asWebsMail,
		"exchange-online/cross-tenant-not-listed", ""},
	{"in an organisation that this one lets", pattern{reach: outsiders, client: noHTTP, more: more{trust: oneWay}}, asOutlooksMail,
		"exchange-online/cross-tenant-one-way", ""},
	{"in an organisation that this one lets, from the web", pattern{reach: outsiders, client: byHTTP, more: more{trust: oneWay}}, asWebsMail,
		"exchange-online/cross-tenant-one-way", ""},
}

// reachFits are the cases there are: with a filter everybody in the cloud is behind it, and who may be recalled from
// in another organisation is where that lists this one.
func reachFits(f recall.Facts) bool {
	reach, filtered := recall.Recipient.Get(f), recall.OutboundFilter.Get(f) != recall.NoFilter
	return (reach != recall.Inside || !filtered) && (reach != recall.Roundabout || filtered) &&
		(reach != recall.Allied || recall.Trust.Get(f) == recall.Listed)
}

// What comes in place of the original?
var whatInsteadOnline = []row{
	{"nothing", pattern{replacement: noReplacement}, nothing, "", ""},
	{"a new message", pattern{replacement: anyReplacement}, replaced, "exchange-online/replace", ""},
}

// reached are the cases there are of a copy that a recall reaches.
func reached(f recall.Facts) bool {
	reach, filtered := recall.Recipient.Get(f), recall.OutboundFilter.Get(f) != recall.NoFilter
	return atOnce(f) && (reach == recall.Inside && !filtered || reach == recall.Roundabout && filtered || reach == recall.Allied)
}

// Who lets whom recall: the trust goes one way, and what is switched off trusts nobody.
func TestTrustAgreesWithTheLiteralTable(t *testing.T) {
	t.Parallel()
	online, _ := systems.Find(systems.All(), "exchange-online")
	for _, is := range []struct {
		beta, acme string // what each lists, and "" where it is switched off
		want       recall.Trusting
	}{
		{"", "", recall.TrustOff}, {"acme", "", recall.Listed}, {"gamma", "", recall.NotListed}, {"gamma,acme", "", recall.Listed},
		{"", "beta", recall.OneWay}, {"gamma", "beta", recall.OneWay}, {"acme", "beta", recall.Listed}, {"", "gamma", recall.TrustOff},
		{"acmes", "", recall.NotListed},
	} {
		set := func(names string) map[string]string {
			if names == "" {
				return map[string]string{"cross-tenant": "off", "trusts": "acme,beta"}
			}
			return map[string]string{"cross-tenant": "on", "trusts": names}
		}
		if got := online.Lets.Trust("beta", set(is.beta), "acme", set(is.acme)); got != is.want {
			t.Errorf("beta lists %q, acme %q: got %v, want %v", is.beta, is.acme, got, is.want)
		}
	}
}

// What happens to this copy? Where several of the reading, the folder and the program are out of the way, any of them
// may be named.
var whatHappensOnline = slices.Concat([]row{
	{"behind a filter, where no recall can be followed", pattern{more: more{filter: filterOn}}, pending, "exchange-online/outbound-filter", ""},
}, behindNone([]row{
	{"removed for good", pattern{original: gone, in: place{public: no}}, failedUnseen, "exchange-online/original-gone", ""},
	{"removed for good from a public folder", pattern{original: gone, in: place{public: yes}}, failedUnseen,
		"exchange-online/original-gone exchange-online/public-folder", ""},
	{"in a public folder", pattern{original: there, in: place{public: yes}}, failedUnseen, "exchange-online/public-folder", ""},
	{"read, unread copies only", pattern{original: there, in: place{public: no}, seen: read, reach: inMailboxes, more: more{unreadOnly: yes}}, failedUnseen,
		"exchange-online/unread-only", ""},
	{"read, in an organisation of unread copies only", pattern{original: there, in: place{public: no}, seen: read, reach: allied,
		more: more{theirUnread: yes}}, failedUnseen, "exchange-online/cross-tenant-rules", ""},

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
	{"read, Inbox, Outlook runs", pattern{original: inbox, in: mailbox, seen: read, more: more{readToo: yes, stopped: runs}}, removed,
		"exchange-online/read-too", ""},
	{"read, Inbox, Outlook closed", pattern{original: inbox, in: mailbox, seen: read, more: more{readToo: yes, stopped: closed}}, removed,
		"exchange-online/read-too exchange-online/client-irrelevant", ""},
	{"read, Inbox, another program", pattern{original: inbox, in: mailboxOtherProgram, seen: read, more: more{readToo: yes}}, removed,
		"exchange-online/read-too exchange-online/client-irrelevant", ""},
	{"read, moved, Outlook runs", pattern{original: moved, in: mailbox, seen: read, more: more{readToo: yes, stopped: runs}}, removed,
		"exchange-online/read-too exchange-online/any-folder", ""},
	{"read, moved, Outlook closed", pattern{original: moved, in: mailbox, seen: read, more: more{readToo: yes, stopped: closed}}, removed,
		"exchange-online/read-too exchange-online/any-folder exchange-online/client-irrelevant", ""},
	{"read, moved, another program", pattern{original: moved, in: mailboxOtherProgram, seen: read, more: more{readToo: yes}}, removed,
		"exchange-online/read-too exchange-online/any-folder exchange-online/client-irrelevant", ""},
}))

// behindNone is the rows where there is no filter that holds the recall up.
func behindNone(rows []row) []row {
	for i := range rows {
		rows[i].when.filter = noFilterOrBack
	}
	return rows
}

// What is the recipient told? Nothing, unless the recipient's organisation wants it.
var whatRecipientOnline = []row{
	{"nothing", pattern{reach: inMailboxes, more: more{alert: alertNobody}}, says, "exchange-online/silent", ""},
	{"alerted", pattern{reach: inMailboxes, more: more{alert: alertAll}}, toldRecalled, "exchange-online/alert-recipients", ""},
	{"readers alerted, had read it", pattern{reach: inMailboxes, seen: read, more: more{alert: alertReaders}}, toldRecalled,
		"exchange-online/alert-recipients", ""},
	{"readers alerted, had not", pattern{reach: inMailboxes, seen: unread, more: more{alert: alertReaders}}, says, "exchange-online/silent", ""},
	{"nothing, there", pattern{reach: allied, more: more{theirAlert: alertNobody}}, says, "exchange-online/silent", ""},
	{"alerted there", pattern{reach: allied, more: more{theirAlert: alertAll}}, toldRecalled, "exchange-online/cross-tenant-alert", ""},
	{"readers alerted there, had read it", pattern{reach: allied, seen: read, more: more{theirAlert: alertReaders}}, toldRecalled,
		"exchange-online/cross-tenant-alert", ""},
	{"readers alerted there, had not", pattern{reach: allied, seen: unread, more: more{theirAlert: alertReaders}}, says, "exchange-online/silent", ""},
}

// toldHereOrThere are the cases there are: only who is reached is told.
func toldHereOrThere(f recall.Facts) bool {
	reach := recall.Recipient.Get(f)
	theirs := recall.TheirAlertsTo.Get(f) != recall.AlertNobody
	return (reach == recall.Inside || reach == recall.Roundabout) && !theirs || reach == recall.Allied
}

// What should the sender know besides? Outlook's dialog speaks of unread copies.
var whatToAddOnline = []row{
	{"from Outlook, read copies too", pattern{client: outlooks, more: more{unreadOnly: no}}, says, "exchange-online/dialog-outdated", ""},
	{"from Outlook, unread copies only", pattern{client: outlooks, more: more{unreadOnly: yes}}, nothing, "", ""},
	{"from elsewhere", pattern{client: notOutlook}, nothing, "", ""},
}

// How is the recall summed up?
var howSummedUpOnline = []row{
	{"one mail", pattern{}, reported, "exchange-online/report", ""},
}

var (
	otherOutlooks = of[mail.Client]{mail.OutlookWeb, mail.OutlookMobile}
	noOutlooks    = of[mail.Client]{mail.ZohoWeb, mail.ZohoMobile, mail.GmailWeb, mail.OtherClient,
		mail.GroupWise, mail.Lark, mail.Webmail}
	api        = of[mail.Client]{mail.API}
	noAPI      = slices.Concat(outlooks, otherOutlooks, noOutlooks)
	notOutlook = slices.Concat(otherOutlooks, noOutlooks, api)
	byHTTP     = of[mail.Client]{mail.OutlookWeb, mail.API}
	noHTTP     = slices.Concat(outlooks, of[mail.Client]{mail.OutlookMobile}, noOutlooks)

	inCloud     = of[recall.Reach]{recall.Inside}
	roundabout  = of[recall.Reach]{recall.Roundabout}
	onServer    = of[recall.Reach]{recall.OnServer}
	allied      = of[recall.Reach]{recall.Allied}
	outsiders   = of[recall.Reach]{recall.Outside}
	inMailboxes = of[recall.Reach]{recall.Inside, recall.Roundabout}

	noTrustOrListed = of[recall.Trusting]{recall.NoTrust, recall.Listed}
	trustOff        = of[recall.Trusting]{recall.TrustOff}
	notListed       = of[recall.Trusting]{recall.NotListed}
	oneWay          = of[recall.Trusting]{recall.OneWay}

	filterOn       = of[recall.Filter]{recall.FilterOn}
	filterBack     = of[recall.Filter]{recall.FilterBack}
	noFilterOrBack = of[recall.Filter]{recall.NoFilter, recall.FilterBack}

	// The application gets nothing: the recall is the author's.
	ofAuthor = outcome{answer: recall.Yes, does: []recall.Verb{recall.ForAuthor}}
	// What comes outside has the sender's name, or from the web the address alone.
	asOutlooksMail = outcome{answer: recall.Failed, final: true, does: []recall.Verb{recall.DeliverAsMail}, form: "outlook/outside-sees-request"}
	asWebsMail     = outcome{answer: recall.Failed, final: true, does: []recall.Verb{recall.DeliverAsMail}, form: "exchange-online/web-form"}

	pastTheLimit = of[recall.Age]{recall.Late, recall.TooLate}
	delegated    = outcome{answer: recall.Yes, does: []recall.Verb{recall.GoBy}}
	alertNobody  = of[recall.Alert]{recall.AlertNobody}
	alertAll     = of[recall.Alert]{recall.AlertAll}
	alertReaders = of[recall.Alert]{recall.AlertReaders}
)

// What should the sender know first? Nothing is said of a sender who is not in the cloud.
var firstWarnInTheCloud = []row{
	{"the first recall of what replaces nothing", pattern{again: no, instead: no, more: more{fromServer: no}}, nothing, "", ""},
	{"the first recall of a replacement", pattern{again: no, instead: yes, more: more{fromServer: no}}, warned, "outlook/repeated-recall", ""},
	{"from a server of its own", pattern{again: no, more: more{fromServer: yes}}, warned, "exchange-online/on-premises", ""},
	{"recalled before", pattern{again: yes}, warned, "outlook/repeated-recall", ""},
}

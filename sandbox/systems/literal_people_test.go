package systems_test

import "recallbox/sandbox/recall"

// What people do for each other, and what is made of a message on its way: from the documents of Outlook and Exchange.
var peopleTables = []table{
	{recall.WhoseMark, recall.SetOf(recall.ReadBy), whoseMark, false, nil},
	{recall.WhoBelongs, recall.SetOf(recall.GroupInGroup), whoBelongs, false, nil},
	{recall.WhereForwarded, recall.SetOf(recall.MailboxForwards), whereForwarded, false, nil},
	{recall.WhatIsJournaled, recall.SetOf(recall.Journals), whatIsJournaled, false, nil},
}

// Whose is the read mark that somebody else's reading sets? In a private mailbox it is the message's, whoever opens it.
var whoseMark = []row{
	{"read by its owner", pattern{more: more{readBy: byOwner}}, nothing, "", ""},
	{"by a delegate", pattern{more: more{readBy: byDelegateHand}}, says, "outlook/delegate-read", ""},
	{"by somebody who is let see it", pattern{more: more{readBy: bySharer}}, says, "outlook/delegate-read", ""},
}

// Who belongs to a group that has groups in it? Everybody, to the last person.
var whoBelongs = []row{
	{"no group in it", pattern{more: more{nested: no}}, nothing, "", ""},
	{"groups in it", pattern{more: more{nested: yes}}, says, "outlook/nested-group", ""},
}

// Where does mail go that a mailbox forwards? Original and recall message reach the other mailbox, and are decided there.
var whereForwarded = []row{
	{"it forwards nothing", pattern{more: more{forwards: no}}, nothing, "", ""},
	{"it forwards", pattern{more: more{forwards: yes}}, says, "outlook/forwarded-mailbox", ""},
}

// What does the journal hold? The message, unaltered, and recall takes nothing out of it.
var whatIsJournaled = []row{
	{"no journal", pattern{more: more{journals: no}}, nothing, "", ""},
	{"a journal", pattern{more: more{journals: yes}}, says, "outlook/journal-copy", ""},
}

var (
	byOwner        = of[recall.Hand]{recall.Owner}
	byDelegateHand = of[recall.Hand]{recall.Delegate}
	bySharer       = of[recall.Hand]{recall.Sharer}
)

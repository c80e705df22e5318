package systems_test

import (
	"slices"
	"testing"
	"time"

	"recallbox/sandbox/mail"
	"recallbox/sandbox/recall"
	"recallbox/sandbox/systems"
)

// Delivery held back, read receipts and asking the recipient.
var (
	holdTables    = append([]table{{recall.MayTakeBack, outboxFacts, mayTakeBack, false, onItsWay}}, heldTables...)
	receiptTables = []table{
		{recall.IsReceiptSent, recall.SetOf(recall.ReceiptAskedFor, recall.ReceiptsOff, recall.ReceiptDeclined), isReceiptSent, false, nil},
		{recall.IsDeletionTold, recall.SetOf(recall.ReceiptAskedFor, recall.ReceiptsOff, recall.ReceiptDeclined), isDeletionTold, false, nil},
		{recall.IsDeliveryTold, recall.SetOf(recall.ReceiptAskedFor), isDeliveryTold, false, nil},
		{recall.WhatIsTracked, recall.SetOf(recall.ReceiptAskedFor, recall.ReceiptCame, recall.DeletedUnread), whatIsTracked, false, answersWhatIsAsked},
		{recall.WhatAfterReceipt, recall.SetOf(recall.ReceiptAskedFor, recall.ReceiptCame), whatAfterReceipt, false, answersWhatIsAsked},
		{recall.WhatThen, recall.SetOf(recall.ReceiptAskedFor, recall.ReceiptCame, recall.DeletedUnread), whatThen, false, answersWhatIsAsked},
	}
	contactTables = []table{
		{recall.MayAsk, recall.SetOf(recall.Marked), mayAsk, false, nil},
		{recall.WhoHasOpened, recall.SetOf(recall.Seen), whoHasOpened, false, nil},
		{recall.ShouldAsk, recall.SetOf(recall.Marked), shouldAsk, false, nil},
		{recall.WhatOfRequest, recall.SetOf(recall.DeletedOnRequest), whatOfRequest, false, nil},
		{recall.WhatOfApology, recall.FactSet{}, whatOfApology, false, nil},
	}
)

// What is held back is the same in every mail system, but for what may be taken back.
var heldTables = []table{
	{recall.MayHold, recall.SetOf(recall.OutsideOrPersonal, recall.Administrator), mayHold, false, nil},
	{recall.MayAdminister, recall.SetOf(recall.Administrator), mayAdminister, false, nil},
	{recall.IsHeld, recall.SetOf(recall.HeldBy, recall.OutsideOrPersonal), isHeld, false,
		func(f recall.Facts) bool { return recall.HeldBy.Get(f) != recall.UndoWindow }},
	{recall.WhatIsDelivered, recall.SetOf(recall.MessageState), whatIsDelivered, false, nil},
}

var outboxFacts = recall.SetOf(recall.MessageState, recall.HeldBy)

// onItsWay are the cases there are: what waits waits for something, and what is no draft has gone or waits.
func onItsWay(f recall.Facts) bool {
	return recall.MessageState.Get(f) == recall.Sent || recall.MessageState.Get(f) == recall.Held &&
		(recall.HeldBy.Get(f) == recall.RuleOfSender || recall.HeldBy.Get(f) == recall.UndoWindow)
}

func answersWhatIsAsked(f recall.Facts) bool {
	return recall.ReceiptAskedFor.Get(f) || !recall.ReceiptCame.Get(f)
}

// May this recall be asked for? All that the hold says.
var mayRecallHeld = []row{
	{"held", pattern{state: held}, refused, "hold/recall-while-held", ""},
	{"not held", pattern{state: notHeld}, nothing, "", ""},
}

// May this be taken back from the Outbox? The window in which sending can be undone is not the hold's.
var mayTakeBack = []row{
	{"held by a rule", pattern{state: held, more: more{heldBy: byHoldRule}}, says, "hold/take-back", ""},
	{"delivered", pattern{state: sent, more: more{heldBy: noWindow}}, refused, "hold/too-late", ""},
	{"an undo window", pattern{more: more{heldBy: byWindow}}, nothing, "", ""},
}

// May mail be held back for somebody like this?
var mayHold = []row{
	{"in a company", pattern{more: more{unbusiness: no}}, nothing, "", ""},
	{"outside, or personal", pattern{more: more{unbusiness: yes}}, refused, "hold/business-only", ""},
}

// May this be done, which only administrators may?
var mayAdminister = []row{
	{"an administrator", pattern{more: more{admin: yes}}, nothing, "", ""},
	{"anybody else", pattern{more: more{admin: no}}, refused, "hold/administrator", ""},
}

// Is this held back?
var isHeld = []row{
	{"a rule for this sender, with a personal account", pattern{more: more{heldBy: byHoldRule, unbusiness: yes}}, denies, "hold/business-only", ""},
	{"a rule for this sender", pattern{more: more{heldBy: byHoldRule, unbusiness: no}}, says, "hold/outbox", ""},
	{"a rule for others", pattern{more: more{heldBy: byRuleOfOthers}}, denies, "hold/not-everyone", ""},
	{"no rule", pattern{more: more{heldBy: noHold}}, nothing, "", ""},
}

// What is delivered after a correction?
var whatIsDelivered = []row{
	{"still held", pattern{state: held}, says, "hold/correct", ""},
	{"not held", pattern{state: notHeld}, nothing, "", ""},
}

// Is a read receipt sent?
var isReceiptSent = []row{
	{"not asked for", pattern{more: more{asked: no}}, nothing, "", ""},
	{"asked for, switched off", pattern{more: more{asked: yes, off: yes}}, denies, "receipt/organisation-setting", ""},
	{"asked for, declined", pattern{more: more{asked: yes, off: no, declined: yes}}, nothing, "", ""},
	{"asked for", pattern{more: more{asked: yes, off: no, declined: no}}, says, "receipt/opened", ""},
}

// Is the sender told that a copy was deleted unread? As of one that was opened.
var isDeletionTold = []row{
	{"not asked for", pattern{more: more{asked: no}}, nothing, "", ""},
	{"asked for, switched off", pattern{more: more{asked: yes, off: yes}}, nothing, "", ""},
	{"asked for, declined", pattern{more: more{asked: yes, off: no, declined: yes}}, nothing, "", ""},
	{"asked for", pattern{more: more{asked: yes, off: no, declined: no}}, says, "receipt/not-read", ""},
}

// Is the sender told of the delivery?
var isDeliveryTold = []row{
	{"asked for", pattern{}, says, "receipt/delivered", ""},
}

// What does the sender know of the reading?
var whatIsTracked = []row{
	{"not asked for", pattern{more: more{asked: no}}, denies, "receipt/asked-when-composing", ""},
	{"the receipt has come", pattern{more: more{asked: yes, answered: yes, unseen: no}}, says, "receipt/opened", ""},
	{"one that it was deleted unread", pattern{more: more{asked: yes, unseen: yes}}, outcome{answer: recall.Failed}, "receipt/not-read", ""},
	{"no receipt yet", pattern{more: more{asked: yes, answered: no, unseen: no}}, pending, "receipt/none-yet", ""},
}

// What does a receipt do to the copy?
var whatAfterReceipt = []row{
	{"no receipt has come", pattern{more: more{answered: no}}, nothing, "", ""},
	{"it takes nothing back", pattern{more: more{answered: yes}}, denies, "receipt/no-recall", ""},
}

// What if no receipt comes?
var whatThen = []row{
	{"one was asked for", pattern{more: more{asked: yes, answered: no, unseen: no}}, suggested, "receipt/then-ask", ""},
	{"one has come that it was deleted unread", pattern{more: more{asked: yes, answered: no, unseen: yes}}, nothing, "", ""},
	{"it has come", pattern{more: more{asked: yes, answered: yes}}, nothing, "", ""},
	{"none was asked for", pattern{more: more{asked: no}}, nothing, "", ""},
}

// May the recipients be asked to delete it?
var mayAsk = []row{
	{"always", pattern{}, says, "contact/ask-to-delete", ""},
}

// Who has opened it already? To mark it read is not to open it.
var whoHasOpened = []row{
	{"not opened yet", pattern{seen: notOpenedYet}, nothing, "", ""},
	{"opened", pattern{seen: opened}, warned, "contact/if-unopened", ""},
}

// What should be thought of before asking?
var shouldAsk = []row{
	{"nothing", pattern{more: more{sensitive: no}}, nothing, "", ""},
	{"it is personal, private or confidential", pattern{more: more{sensitive: yes}}, warned, "contact/confidential", ""},
}

// What became of the request to delete it?
var whatOfRequest = []row{
	{"deleted", pattern{more: more{met: yes}}, says, "contact/recipient-deletes", ""},
	{"not deleted", pattern{more: more{met: no}}, pending, "contact/recipient-ignores", ""},
}

// What does another message to the same people do?
var whatOfApology = []row{
	{"it explains", pattern{}, says, "contact/apology", ""},
}

var (
	notOpenedYet = of[mail.Seen]{mail.Untouched, mail.Previewed, mail.MarkedUnread, mail.MarkedRead}

	denies = outcome{answer: recall.No}

	noHold         = of[recall.Holder]{recall.NoHold}
	byRuleOfOthers = of[recall.Holder]{recall.RuleOfOthers}
	byHoldRule     = of[recall.Holder]{recall.RuleOfSender}
	byWindow       = of[recall.Holder]{recall.UndoWindow}
	noWindow       = of[recall.Holder]{recall.NoHold, recall.RuleOfOthers, recall.RuleOfSender}
)

// Undo send: a hold of seconds.
var undoTables = append([]table{
	{recall.MayRecall, recall.SetOf(recall.MessageIn, recall.MessageState, recall.HeldBy, recall.SenderAccount, recall.SenderClient), mayRecallUndo, false,
		nil},
	{recall.MayTakeBack, outboxFacts, mayTakeBackUndo, false, onItsWay},
}, heldTables...)

// May this recall be asked for? Never; as long as it is held, taking it back is what is left.
var mayRecallUndo = []row{
	{"held", pattern{state: held}, refused, "hold/recall-while-held", ""},
	{"sent, or taken back", pattern{state: notHeld}, refused, "undo/not-recall", ""},
}

// May this be taken back from the Outbox? An administrator's hold goes before the window.
var mayTakeBackUndo = []row{
	{"within the window", pattern{state: held, more: more{heldBy: byWindow}}, says, "undo/within-window", ""},
	{"after the window", pattern{state: sent, more: more{heldBy: byWindow}}, refused, "undo/after-window", ""},
	{"held by a rule", pattern{state: held, more: more{heldBy: byHoldRule}}, says, "hold/take-back", ""},
	{"delivered, no window", pattern{state: sent, more: more{heldBy: noWindow}}, refused, "hold/too-late", ""},
}

// A window is ten seconds, unless set; there are some of a minute, and none longer.
func TestUndoWindowsAgreeWithTheLiteralTable(t *testing.T) {
	t.Parallel()
	undo, _ := systems.Find(systems.All(), "undo")
	at := slices.IndexFunc(undo.Settings, func(s recall.Setting) bool { return s.Key == undo.Limits.Undo })
	if at < 0 {
		t.Fatalf("%q is no setting", undo.Limits.Undo)
	}
	normal, _ := time.ParseDuration(undo.Settings[at].Values[0])
	longest, _ := time.ParseDuration(undo.Settings[at].Longest)
	if normal != 10*time.Second || longest != time.Minute {
		t.Errorf("a window is %v, and at most %v", normal, longest)
	}
}

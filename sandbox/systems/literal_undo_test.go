package systems_test

import "recallbox/sandbox/recall"

// Undo send: a hold of seconds.
var undoTables = append([]table{
	{recall.MayRecall, recall.SetOf(recall.MessageIn, recall.MessageState, recall.HeldBy, recall.SenderAccount, recall.SenderClient), mayRecallUndo, false, nil},
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

package systems_test

import (
	"slices"

	"recallbox/sandbox/recall"
)

// literal is the whole second table, by system. What holds back, confirms and asks is part of every mail system.
var literal = map[string][]table{
	"outlook": slices.Concat([]table{{recall.MayRecall, askingFacts, mayRecall, true, nil}},
		outlookTables, holdTables, receiptTables, contactTables),
	"outlook-2007": slices.Concat([]table{{recall.MayRecall, askingFacts, mayRecall2007, true, nil}, {recall.WhatIsListed, recall.FactSet{}, whatIsListed2007, false, nil}},
		outlookTables, holdTables, receiptTables, contactTables),
	"zoho":            slices.Concat(zohoTables, holdTables, receiptTables, contactTables),
	"exchange-online": slices.Concat(onlineTables, holdTables, receiptTables, contactTables),
	"undo":            slices.Concat(undoTables, receiptTables, contactTables),
	"hold":            slices.Concat([]table{{recall.MayRecall, recall.SetOf(recall.MessageState, recall.MessageIn), mayRecallHeld, false, nil}}, holdTables),
	"receipt":         receiptTables,
	"contact":         contactTables,
}

// The forms that the catalogue fixes; a text that it does not give is left out.
var forms = map[string]recall.Form{
	"outlook/outside-sees-request": {Subject: "Recall: {subject}", Text: "{sender} would like to recall the message, \"{subject}\"."},
	"outlook/report-form":          {Subject: "Message Recall Success: {subject}", FailureSubject: "Message Recall Failure: {subject}"},
}

package recall

// Question is what is asked of a mail system.
type Question uint8

const (
	OnlyForm         Question = iota // asked by nobody: the record only fixes a form
	MayRecall                        // may this recall be asked for?
	FirstWarn                        // what should the sender know first?
	HowFar                           // how far does the recall message come to this recipient?
	WhatInstead                      // what comes in place of the original?
	WhatHappens                      // what happens to this copy?
	WhoIsTold                        // what is the sender told?
	WhatOfForward                    // what happens to a copy that was passed on?
	WhatIsLeft                       // what is left to do?
	WhatIsListed                     // what do the account settings list?
	WhoseRules                       // whose rules decide?
	WhatRecipient                    // what is the recipient told of a recall in the cloud?
	HowSummedUp                      // how is the recall summed up for the sender?
	WhatIsTagged                     // how is the sender's copy marked?
	MayHold                          // may mail be held back for somebody like this?
	MayAdminister                    // may this be done, which only administrators may?
	IsHeld                           // is this held back?
	MayTakeBack                      // may this be taken back from the Outbox?
	WhatIsDelivered                  // what is delivered after a correction?
	WhoCounts                        // who counts?
	WhereItStarts                    // where does a recall start?
	MayAsk                           // may the recipients be asked?
	WhoHasOpened                     // who has opened it already?
	ShouldAsk                        // what should be thought of before asking?
	WhatOfRequest                    // what became of the request to delete it?
	WhatOfApology                    // what does another message to the same people do?
	IsReceiptSent                    // is a read receipt sent?
	IsDeliveryTold                   // is the sender told of the delivery?
	WhatIsTracked                    // what does the sender know of the reading?
	WhatAfterReceipt                 // what does a receipt do to the copy?
	WhatThen                         // what if no receipt comes?
	WhoseMark                        // whose is the read mark that somebody else's reading sets?
	WhoBelongs                       // who belongs to a group that has groups in it?
	WhereForwarded                   // where does mail go that a mailbox forwards?
	WhatIsJournaled                  // what does the journal hold?
	WhatToAdd                        // what should the sender know besides?
	IsDeletionTold                   // is the sender told that a copy was deleted unread?
	WhatIsKept                       // what is kept of a copy that is removed for good?
	WhatLapses                       // what leaves Recoverable Items when its time is over?
	MayPurge                         // may this be purged?
	WhatIsPurged                     // which copies does a purge remove?
	WhoHearsOfPurge                  // who is told of a purge?
	DoesMark                         // does showing it there mark it read?
	WhatSentSays                     // what does the sent copy say of a recall?
	HowTracked                       // what does the sent copy keep of each recipient?
	WhatOfMeeting                    // what becomes of the meeting that the message asks to?
	WhatOfOwnCopy                    // what becomes of the sender's own copy?
	WhatOfDeleting                   // what does deleting the sender's own copy do?
	WhatIsTold                       // what is whoever asks told at once?
	HowRefused                       // how is a refusal told?
	HowListed                        // how is a group shown?
	HowStands                        // how does the delivery status call how a copy stands?
	MayRestore                       // may an administrator bring this back, for its owner?
	questionCount
)

var questions = [questionCount]struct {
	says string
	// optional: sources list only what stands in the way or is worth saying, so silence is an answer (yes; nothing).
	optional bool
}{
	OnlyForm:         {"how does it look?", true},
	MayRecall:        {"may this recall be asked for?", true},
	FirstWarn:        {"what should the sender know first?", true},
	HowFar:           {"how far does the recall message come?", false},
	WhatInstead:      {"what comes in place of the original?", true},
	WhatHappens:      {"what happens to this copy?", false},
	WhoIsTold:        {"what is the sender told?", false},
	WhatOfForward:    {"what happens to a copy that was passed on?", true},
	WhatIsLeft:       {"what is left to do?", true},
	WhatIsListed:     {"what do the account settings list?", true},
	WhoseRules:       {"whose rules decide?", true},
	WhatRecipient:    {"what is the recipient told?", true},
	HowSummedUp:      {"how is the recall summed up?", true},
	WhatIsTagged:     {"how is the sender's copy marked?", true},
	MayHold:          {"may mail be held back?", true},
	MayAdminister:    {"may this be done, which only administrators may?", true},
	IsHeld:           {"is this held back?", true},
	MayTakeBack:      {"may this be taken back from the Outbox?", true},
	WhatIsDelivered:  {"what is delivered after a correction?", true},
	WhoCounts:        {"who counts?", true},
	WhereItStarts:    {"where does a recall start?", true},
	MayAsk:           {"may the recipients be asked to delete it?", true},
	WhoHasOpened:     {"who has opened it already?", true},
	ShouldAsk:        {"what should be thought of before asking?", true},
	WhatOfRequest:    {"what became of the request to delete it?", true},
	WhatOfApology:    {"what does another message to the same people do?", true},
	IsReceiptSent:    {"is a read receipt sent?", true},
	IsDeliveryTold:   {"is the sender told of the delivery?", true},
	WhatIsTracked:    {"what does the sender know of the reading?", true},
	WhatAfterReceipt: {"what does a receipt do to the copy?", true},
	WhatThen:         {"what if no receipt comes?", true},
	WhoseMark:        {"whose is the read mark?", true},
	WhoBelongs:       {"who belongs to a group of groups?", true},
	WhereForwarded:   {"where does forwarded mail go?", true},
	WhatIsJournaled:  {"what does the journal hold?", true},
	WhatToAdd:        {"what should the sender know besides?", true},
	IsDeletionTold:   {"is the sender told that a copy was deleted unread?", true},
	WhatIsKept:       {"what is kept of a copy that is removed for good?", true},
	WhatLapses:       {"what leaves Recoverable Items when its time is over?", true},
	MayPurge:         {"may this be purged?", true},
	WhatIsPurged:     {"which copies does a purge remove?", true},
	WhoHearsOfPurge:  {"who is told of a purge?", true},
	DoesMark:         {"does showing it there mark it read?", true},
	WhatSentSays:     {"what does the sent copy say of a recall?", true},
	HowTracked:       {"what does the sent copy keep of each recipient?", true},
	WhatOfMeeting:    {"what becomes of the meeting?", true},
	WhatOfOwnCopy:    {"what becomes of the sender's own copy?", true},
	WhatOfDeleting:   {"what does deleting the sender's own copy do?", true},
	WhatIsTold:       {"what is whoever asks told at once?", true},
	HowRefused:       {"how is a refusal told?", true},
	HowListed:        {"how is a group shown?", true},
	HowStands:        {"how does the delivery status call it?", true},
	MayRestore:       {"may an administrator bring this back?", true},
}

// String is the question as people ask it.
func (q Question) String() string { return questions[q].says }

// Optional says that silence is an answer: the sources list only what stands in the way, or what is worth saying. The
// other questions must be answered by a behaviour in every possible case; a test enumerates them.
func (q Question) Optional() bool { return questions[q].optional }

// QuestionCount is one more than the last question.
const QuestionCount = int(questionCount)

package recall

import "recallbox/sandbox/mail"

// Behaviour is one documented behaviour: what a document says, and what follows in the sandbox. One that answers
// several questions has a record for each, with the same ID; the first has the sentence.
type Behaviour struct {
	ID     string // system/name, stable
	Says   string // the documented sentence, in our words
	Source string // codes of Sources, space separated; "" when no source says it
	Basis  Basis
	Beyond []Beyond // what the sandbox does besides, in the order in which it is told

	Question Question    // what it answers; OnlyForm for a record that only fixes how a message looks
	When     []Predicate // all must hold
	Answer   Answer
	Final    Predicate // when the answer is for good; never, when it has no condition
	Acts     Predicate // when the effects happen; as Final where it has no condition, at once where neither has
	Effects  []Effect

	Code      string // what the mail system itself calls the answer, for programs
	Reason    string // for people: with {sender}, {recipient} and the like to be filled in
	Meanwhile string // the reason as long as the answer is not for good, where it reads differently
	Next      Step   // what to do instead, where it refuses or suggests something
	Form      *Form
}

// Step is what can be done next. Package sandbox has more of them, and gives them values.
type Step string

const (
	Apologise     Step = "apologise"      // address, message: explain in a new message
	AskInstead    Step = "ask-instead"    // address, message: ask the recipients to delete it
	RecallInstead Step = "recall-instead" // address, message: of taking it back
	SendInstead   Step = "send-instead"   // address: of a replacement, once it is recalled
	RecallPlainly Step = "recall-plainly" // address, message: without what the mail system does not have
	RecallThere   Step = "recall-there"   // address, message, client: the same in that program
	TakeBack      Step = "take-back"      // address, message: out of the Outbox
	Upgrade       Step = "upgrade"        // organisation: to the paid plan
	InspectRecall Step = "inspect-recall" // recall: the first of the message, where a behaviour names it
	LetOwner      Step = "let-owner"      // owner, message: whose copy it is can recover it
	LetAuthor     Step = "let-author"     // author-address, message: who sent it for the one who asks can recall it
)

// Basis is how well a behaviour is founded.
type Basis string

const (
	Documented Basis = "doc"  // a source says it
	Inferred   Basis = "inf"  // it follows from a source's words
	ThirdParty Basis = "3rd"  // a third party says it, and no vendor
	Observed   Basis = "obs"  // seen in real messages or programs
	Ours       Basis = "ours" // no source says it: settled here
)

// Beyond is something that the sandbox does and no document says: a sentence, and what it rests on, never Documented.
type Beyond struct {
	Says  string `json:"says"`  // the sentence
	Basis Basis  `json:"basis"` // what it rests on: 3rd, inf, obs or ours
}

func (b Beyond) String() string {
	return "beyond the document: " + b.Says + " [" + string(b.Basis) + "]"
}

// Answer is what a behaviour says to its question.
type Answer uint8

const (
	Silent     Answer = iota // no behaviour answered
	Yes                      // it may; it does; it is so
	Refused                  // it may not
	Pending                  // not decided yet
	Succeeded                // the copy is taken back
	Failed                   // the copy stays
	No                       // it is not so
	NotCounted               // the recipient does not count
)

var answers = [...]string{"silent", "yes", "refused", "pending", "succeeded", "failed", "no", "not-counted"}

func (a Answer) String() string { return answers[a] }
func (Answer) Values() int      { return len(answers) }

// Verb is what an effect does.
type Verb uint8

const (
	RemoveOriginal  Verb = iota + 1 // the recipient's copy goes for good
	RemoveRequest                   // the recall message is spent and leaves its folder
	Notify                          // the recipient, or the reader of a public folder, gets Notice
	TellSender                      // the sender gets a report in the form of the behaviour Form
	DeliverAsMail                   // the recall message comes as ordinary mail in the form of the behaviour Form
	SendReplacement                 // the new message goes to the same recipients
	Warn                            // whoever asks is warned with the behaviour's reason
	Suggest                         // the sender is shown what is left to do
	Tag                             // the sender's copy is marked as recalled
	Confirm                         // whoever asks is asked first; confirmed, it is no refusal any more
	GoBy                            // the rules of the mail system System decide instead
	ForAuthor                       // the recall is that of the message's author, who gets the report
	Keep                            // the copy goes to Recoverable Items For so long; Hidden from its owner
	TakeOwn                         // the sender's own copy goes to Deleted Items
	ListGroups                      // a recall shows each group with what became of its members
	OnlyAccept                      // who asks is told that it was accepted, and where the result is found
)

// Effect is something to be done, as data.
type Effect struct {
	Do     Verb
	Notice mail.Notice
	Form   string     // of what the sender, or with a Notice the recipient, is told
	Class  mail.Class // of what the sender is told in one message; a report, where nothing else is said
	System string     // whose rules decide
	For    int64      // seconds
	Hidden bool       // only administrators see it
	If     Predicate  // only then, where it has a condition
}

// Form is how a message that a mail system makes looks: templates with {subject}, {sender} and the like to be filled
// in.
type Form struct {
	Subject, Text               string
	FailureSubject, FailureText string // for a report of a failure, where it differs
}

// Source is a document that behaviours cite by its code.
type Source struct {
	Code      string
	Title     string
	Publisher string
	Language  string // as in "el"
	URL       string // where it is public, if it is
	ReadOn    string // the day, as in "2026-11-29"
	Note      string // what its readers should know
}

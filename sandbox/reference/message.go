package reference

import (
	"recallbox/sandbox/mail"
	"recallbox/sandbox/recall"
)

// Message is a message, however many copies there are.
type Message struct {
	ID       int
	Class    mail.Class
	Sender   *Mailbox // nil for what a mail system made
	SentAt   int64
	Subject  string      // of what somebody wrote
	FromName string      // the same, as it was then
	To       [3][]string // addresses as written, by header line
	Party    *Mailbox    // whom a notice tells, or whom a report, receipt or bounce is about
	Recall   int
	Notice   mail.Notice
	Form     string // the behaviour that fixes how it looks

	Recipients               []Recipient
	Receipts                 map[*Mailbox]int64
	Asks                     map[*Mailbox]*Ask
	About, ReplyTo, Forwards int
	Protected, Draft, Manual bool
	ReadReceipt, Delivery    bool
	Succeeded                bool
	Due                      int64 // when it leaves the Outbox; 0 when it has
	Hold                     int
	AdminsOnly               bool
}

// Recipient is one whom a message was sent to.
type Recipient struct {
	Mailbox *Mailbox
	Line    mail.Line
	Via     *Group
	Bounced bool
}

// Ask is a request to delete a message, met at a time or not yet.
type Ask struct {
	Request int
	MetAt   int64
}

// Recall is a recall that was asked for, with what the organisation had set at the time.
type Recall struct {
	ID, Message, Request, Replacement int
	Sender                            *Mailbox
	AskedAt                           int64
	System                            recall.System
	NoReport                          bool
	Facts                             recall.Facts
	Settings                          map[string]string
	Outcomes                          []*Outcome
}

// Outcome is what became of one recipient's copy; it is open until it has an answer.
type Outcome struct {
	Mailbox   *Mailbox
	Via       *Group
	Line      mail.Line
	Reach     recall.Reach
	Answer    recall.Answer
	Behaviour string
	At        int64
	Facts     recall.Facts
	Reader    *Mailbox // who decided it in a public folder
	Attempts  map[*Mailbox]Attempt
}

// Attempt is a reader's attempt in a public folder.
type Attempt struct {
	At        int64
	Answer    recall.Answer
	Behaviour string
	Facts     recall.Facts
}

// Event is one thing that happened.
type Event struct {
	At              int64
	Who             *Mailbox // nil for the mail system
	What            mail.What
	Message, Recall int
	Mailbox         *Mailbox
	Folder          string
	Cites           string // behaviours, space separated
	Detail          string
}

// state says whether a message waits in the Outbox, is a draft again, or is out.
func (m *Message) state() recall.State {
	switch {
	case m.Draft:
		return recall.Draft
	case m.Due != 0:
		return recall.Held
	}
	return recall.Sent
}

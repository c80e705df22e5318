package model

import (
	"recallbox/sandbox/mail"
	"recallbox/sandbox/recall"
	"recallbox/sandbox/systems"
)

// World is a sandbox in memory. The lists have the order in which things were made.
type World struct {
	Now           int64 // Unix seconds
	Organisations []*Organisation
	Mailboxes     []*Mailbox
	Groups        []*Group
	Rules         []*Rule
	Holds         []*Hold
	Messages      []*Message
	Recalls       []*Recall
	Events        []Event
	Turns         []*Turn // that are still to come

	systems                     []recall.System
	lastRule, lastHold, lastAct int
}

// New is an empty world.
func New(now int64) *World { return &World{Now: now, systems: systems.All()} }

// Organisation is a company with its mail system. Settings has only what somebody set.
type Organisation struct {
	Name, Domain string
	System       recall.System
	Settings     map[string]string
}

// Kind is what a mailbox is: that of a user or an outsider, a public folder, or nobody's.
type Kind uint8

const (
	User Kind = iota
	Public
	Nobody // mail to it bounces
)

// Mailbox is an address and what lies there.
type Mailbox struct {
	Address      string
	Kind         Kind
	Organisation *Organisation // nil outside
	Name         string        // "" if nobody set it
	Account      mail.Account
	Client       mail.Client
	Role         mail.Role
	Receipts     mail.Receipts
	Stopped      bool // the mail program does not run
	Manual       bool // the mail program does not process recall messages by itself
	SentCopies   bool // what delegates send is in Sent Items too
	ForwardTo    *Mailbox
	ForwardKeeps bool
	Delegates    map[*Mailbox]bool // who acts for the owner
	OnServer     bool              // of the organisation's own, not in the cloud
	Held         bool              // nothing leaves Kept
	HeldSince    int64

	ProcessesAfter int64 // seconds for which Outlook is idle before it looks for recall messages
	PaneReads      bool  // the reading pane marks as read
	SharedReading  bool  // a public folder with one read state for all: that of its copy

	Folders      map[string]bool            // that somebody added, by path
	FolderShares map[string]map[string]bool // with whom, by path
	Received     map[int]*Copy              // by message
	Sent         map[int]*Copy
	Kept         map[held]*Kept          // Recoverable Items
	Shares       map[int]map[string]bool // with whom, by message
	Grants       map[*Mailbox]mail.Rights
	Readings     map[int]map[*Mailbox]mail.Seen // in a public folder, by message and reader
}

// Copy is a mailbox's hold on a message.
type Copy struct {
	Folder         string
	At             int64
	Seen           mail.Seen
	PlacedBy       recall.Mover
	Fetched        recall.Fetching
	Shared, Tagged bool
}

// Rule is an inbox rule. To is the folder to move to; a rule without one marks as read.
type Rule struct {
	ID            int
	Owner         *Mailbox
	From, Subject string
	Class         string
	To            string
	Deletes       bool
}

// Hold keeps the mail of an organisation, or of some of its senders, in the Outbox.
type Hold struct {
	ID           int
	Organisation *Organisation
	Seconds      int64
	AdminsOnly   bool
	Senders      map[*Mailbox]bool // nil for everybody
}

// Message is a message, without its copies.
type Message struct {
	ID       int
	Class    mail.Class
	Sender   *Mailbox // nil if a mail system made it
	For      *Mailbox // for whom the sender, a delegate, wrote it
	SentAt   int64
	Subject  string      // "" if a mail system made it
	FromName string      // the name of the sender at the time
	To       [3][]string // addresses as written, by header line
	Party    *Mailbox    // whom a notice tells, or whom a report, receipt or bounce is about
	Recall   int
	Notice   mail.Notice
	Form     string // the behaviour that says how it looks

	Recipients               []Recipient
	Passed                   map[*Mailbox]passing // by whom it was passed on
	Receipts                 map[*Mailbox]int64
	NotRead                  map[*Mailbox]bool // whose receipt says that the copy was deleted unread
	DeleteRequests           map[*Mailbox]*DeleteRequest
	About, ReplyTo, Forwards int
	Protected, Draft, Manual bool
	ReadReceipt, Delivery    bool
	Succeeded                bool
	Due                      int64 // when it leaves the Outbox; 0 when it has
	Hold                     int
	AdminsOnly               bool
	Appointment              bool
}

// Recipient is one to whom a message went.
type Recipient struct {
	Mailbox *Mailbox
	Line    mail.Line
	Via     *Group
	Bounced bool
}

// DeleteRequest asks one recipient to delete a message.
type DeleteRequest struct {
	Message int   // that asks
	MetAt   int64 // 0 until it is met
}

// Recall is a recall, with the settings of the organisation at the time.
type Recall struct {
	ID, Message, Request, Replacement int
	Sender                            *Mailbox
	AskedAt                           int64
	System                            recall.System
	NoReport                          bool
	Facts                             recall.Facts
	Settings                          map[string]string
	Comment                           string
	FromOwn                           bool // the sender's copy goes too
	Outcomes                          []*Outcome
}

// Outcome is what happened to the copy of one recipient. It is open until it has an answer.
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
	Due       int64    // when Outlook has been idle; 0 for nothing
	Attempts  map[*Mailbox]Attempt
}

// Attempt is what happened when one reader opened the recall message in a public folder.
type Attempt struct {
	At        int64
	Answer    recall.Answer
	Behaviour string
	Facts     recall.Facts
}

// Event is a line of the log.
type Event struct {
	At              int64
	Who             *Mailbox // nil for the mail system
	What            mail.What
	Message, Recall int
	Mailbox         *Mailbox
	Folder          string
	Cites           string // behaviours, space separated
	Detail          string
	Act             int    // the later act whose event it is
	Failed          string // the kind of error, where that was not carried out
}

// log adds an event at the present time.
func (w *World) log(e Event) {
	e.At = w.Now
	w.Events = append(w.Events, e)
}

// put adds a message, and gives it an ID.
func (w *World) put(m Message) *Message {
	m.ID, m.SentAt = len(w.Messages)+1, w.Now
	m.Receipts, m.DeleteRequests = map[*Mailbox]int64{}, map[*Mailbox]*DeleteRequest{}
	m.NotRead = map[*Mailbox]bool{}
	w.Messages = append(w.Messages, &m)
	return &m
}

func (w *World) message(id int) *Message { return w.Messages[id-1] }

// arrive puts a message from the mail system into one Inbox.
func (w *World) arrive(m *Message, to *Mailbox, e Event) {
	to.Received[m.ID] = &Copy{Folder: to.inbox(), At: w.Now}
	e.What, e.Message, e.Mailbox, e.Folder = mail.WasDelivered, m.ID, to, to.inbox()
	w.log(e)
}

// inbox is the folder where mail arrives. That of a public folder has no name.
func (b *Mailbox) inbox() string {
	if b.Kind == Public {
		return ""
	}
	return mail.BuiltIn[mail.Inbox]
}

// system is the mail system of a mailbox, with the settings of its organisation. Outsiders have the default system.
func (w *World) system(b *Mailbox) (recall.System, map[string]string) {
	if b.Organisation == nil {
		return systems.Default(w.systems), map[string]string{}
	}
	return b.Organisation.System, b.Organisation.settings()
}

// state says whether a message is a draft, waits in the Outbox, or is out.
func (m *Message) state() recall.State {
	switch {
	case m.Draft:
		return recall.Draft
	case m.Due != 0:
		return recall.Held
	}
	return recall.Sent
}

package reference

import (
	"recallbox/sandbox/mail"
	"recallbox/sandbox/recall"
	"recallbox/sandbox/systems"
)

// World is a sandbox in memory. Lists are in the order in which things were made.
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

	systems            []recall.System
	lastRule, lastHold int
}

// New is an empty world.
func New(now int64) *World { return &World{Now: now, systems: systems.All()} }

// Organisation has the settings that it was given.
type Organisation struct {
	Name, Domain string
	System       recall.System
	Settings     map[string]string
}

// Kind says whose a mailbox is.
type Kind uint8

const (
	User Kind = iota
	Public
	Nobody // mail to it bounces
)

// Mailbox is a user's, an outsider's, a public folder, or an address that turned out to be nobody's.
type Mailbox struct {
	Address      string
	Kind         Kind
	Organisation *Organisation // nil outside
	Name         string        // as given
	Account      mail.Account
	Client       mail.Client
	Role         mail.Role
	Receipts     mail.Receipts
	Stopped      bool // the mail program does not run
	Manual       bool // automatic processing is off

	Folders      map[string]bool            // its own, by path
	FolderShares map[string]map[string]bool // with whom, by path
	Received     map[int]*Copy              // by message
	Sent         map[int]*Copy
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

// Group is a distribution list: of those named, or of everybody in an organisation.
type Group struct {
	Address string
	Members []*Mailbox
	All     *Organisation
}

// Rule is an inbox rule; To is where it moves, or "" where it marks as read.
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

func (w *World) log(e Event) {
	e.At = w.Now
	w.Events = append(w.Events, e)
}

func (w *World) put(m Message) *Message {
	m.ID, m.SentAt = len(w.Messages)+1, w.Now
	m.Receipts, m.Asks = map[*Mailbox]int64{}, map[*Mailbox]*Ask{}
	w.Messages = append(w.Messages, &m)
	return &m
}

func (w *World) message(id int) *Message { return w.Messages[id-1] }

// arrive puts a message that a mail system made into one Inbox.
func (w *World) arrive(m *Message, to *Mailbox, e Event) {
	to.Received[m.ID] = &Copy{Folder: to.inbox(), At: w.Now}
	e.What, e.Message, e.Mailbox, e.Folder = mail.WasDelivered, m.ID, to, to.inbox()
	w.log(e)
}

// inbox is the first folder; the one that a public folder is has no name.
func (b *Mailbox) inbox() string {
	if b.Kind == Public {
		return ""
	}
	return mail.BuiltIn[mail.Inbox]
}

// system is the mail system of a mailbox, with what its organisation has set. Outsiders are judged as the default system judges them.
func (w *World) system(b *Mailbox) (recall.System, map[string]string) {
	if b.Organisation == nil {
		return systems.Default(w.systems), map[string]string{}
	}
	return b.Organisation.System, b.Organisation.all()
}

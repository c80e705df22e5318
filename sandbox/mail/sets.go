package mail

import (
	"cmp"
	"slices"
)

// Account is the kind of account that a user's mailbox has.
type Account uint8

const (
	Exchange Account = iota
	Microsoft365
	IMAP
	POP
	Personal
	Zoho
)

var accounts = set{"account", []string{"exchange", "microsoft365", "imap", "pop", "personal", "zoho"}}

func (a Account) String() string                   { return accounts.word(uint8(a)) }
func (a Account) MarshalText() ([]byte, error)     { return []byte(a.String()), nil }
func ParseAccount(s string) (a Account, err error) { return parse[Account](accounts, s) }

// Client is the mail program that a user works with.
type Client uint8

const (
	Outlook Client = iota
	Outlook2007
	OutlookWeb
	OutlookMobile
	ZohoWeb
	ZohoMobile
	GmailWeb
	OtherClient
)

var clients = set{
	"client",
	[]string{"outlook", "outlook-2007", "outlook-web", "outlook-mobile", "zoho-web", "zoho-mobile", "gmail-web", "other"},
}

func (c Client) String() string                  { return clients.word(uint8(c)) }
func (c Client) MarshalText() ([]byte, error)    { return []byte(c.String()), nil }
func ParseClient(s string) (c Client, err error) { return parse[Client](clients, s) }

// IsOutlook says whether the program is Outlook for the desktop, which alone processes recall messages.
func (c Client) IsOutlook() bool { return c == Outlook || c == Outlook2007 }

// Role is what a user is in the organisation.
type Role uint8

const (
	Ordinary Role = iota
	Admin
)

var roles = set{"role", []string{"user", "admin"}}

func (r Role) String() string                { return roles.word(uint8(r)) }
func (r Role) MarshalText() ([]byte, error)  { return []byte(r.String()), nil }
func ParseRole(s string) (r Role, err error) { return parse[Role](roles, s) }

// Receipts is how a user's mail program answers when a read receipt is asked for (RFC 8098 section 2.1).
type Receipts uint8

const (
	ReceiptsAlways Receipts = iota
	ReceiptsAsk
	ReceiptsNever
)

var receipts = set{"receipts", []string{"always", "ask", "never"}}

func (r Receipts) String() string                    { return receipts.word(uint8(r)) }
func (r Receipts) MarshalText() ([]byte, error)      { return []byte(r.String()), nil }
func ParseReceipts(s string) (r Receipts, err error) { return parse[Receipts](receipts, s) }

// Rights are a user's role in a public folder.
type Rights uint8

const (
	NoRights Rights = iota
	Contributor
	Reviewer
	Author
	Editor
	Owner
)

var rights = set{"role", []string{"none", "contributor", "reviewer", "author", "editor", "owner"}}

func (r Rights) String() string                  { return rights.word(uint8(r)) }
func (r Rights) MarshalText() ([]byte, error)    { return []byte(r.String()), nil }
func ParseRights(s string) (r Rights, err error) { return parse[Rights](rights, s) }

// ReadsAll says whether the role may read every item of the public folder.
func (r Rights) ReadsAll() bool { return r >= Reviewer }

// Class is what a message is: a note that somebody wrote, or what a mail system made.
type Class uint8

const (
	Note Class = iota
	RecallMessage
	NoticeMessage
	Report
	Response
	Receipt
	Bounce
)

var classes = set{"class", []string{"note", "recall", "notice", "report", "response", "receipt", "bounce"}}

func (c Class) String() string                 { return classes.word(uint8(c)) }
func (c Class) MarshalText() ([]byte, error)   { return []byte(c.String()), nil }
func ParseClass(s string) (c Class, err error) { return parse[Class](classes, s) }

// Notice is what a recipient is told about a recall; NoNotice is nothing.
type Notice uint8

const (
	NoNotice Notice = iota
	Deleted
	WantsToDelete
	AttemptFailed
	RecallFailed
	Recalled
)

var notices = set{"notice", []string{"", "deleted", "wants-to-delete", "attempt-failed", "recall-failed", "recalled"}}

func (n Notice) String() string               { return notices.word(uint8(n)) }
func (n Notice) MarshalText() ([]byte, error) { return []byte(n.String()), nil }

// Seen is what a person has done with a message. Opened and MarkedRead are read; the others are not: a preview
// in the reading pane is not reading, and marking unread undoes it.
type Seen uint8

const (
	Untouched Seen = iota
	Previewed
	MarkedUnread
	Opened
	MarkedRead
)

// Read says whether the message counts as read.
func (s Seen) Read() bool { return s >= Opened }

// After is the state that follows an act.
func (s Seen) After(act Act) Seen {
	switch {
	case act == Preview && s == Untouched:
		return Previewed
	case act == Open:
		return Opened
	case act == MarkRead && !s.Read():
		return MarkedRead
	case act == MarkUnread && s.Read():
		return MarkedUnread
	}
	return s
}

// Act is what a person does to a message's read state.
type Act uint8

const (
	Preview Act = iota
	Open
	MarkRead
	MarkUnread
)

// FolderKind tells the folders that every mailbox has from those that users make. The numbers are the order in
// which they are listed.
type FolderKind uint8

const (
	Inbox FolderKind = iota
	Drafts
	Outbox
	SentItems
	DeletedItems
	Archive
	Junk
	OwnFolder
	PublicFolder
)

// BuiltIn are the paths of the folders that every mailbox has, by kind.
var BuiltIn = [...]string{"Inbox", "Drafts", "Outbox", "Sent Items", "Deleted Items", "Archive", "Junk"}

// CompareFolders orders folders by path, the built-in ones in front, in their own order.
func CompareFolders(a, b string) int {
	return cmp.Or(cmp.Compare(folderRank(a), folderRank(b)), cmp.Compare(a, b))
}

func folderRank(path string) int {
	if i := slices.Index(BuiltIn[:], path); i >= 0 {
		return i
	}
	return len(BuiltIn)
}

// Line is the header line in which a recipient was named.
type Line uint8

const (
	To Line = iota
	Cc
	Bcc
)

// Sensitivity is how a message is marked (RFC 2156 section 5.3.4).
type Sensitivity uint8

const (
	Normal Sensitivity = iota
	PersonalMail
	Private
	Confidential
)

var sensitivities = set{"sensitivity", []string{"", "personal", "private", "confidential"}}

func (s Sensitivity) String() string { return sensitivities.word(uint8(s)) }

// ParseSensitivity takes personal, private, confidential, or "" for a message that is not marked.
func ParseSensitivity(s string) (Sensitivity, error) { return parse[Sensitivity](sensitivities, s) }

package mail

import "slices"

// Account is the kind of account that a user's mailbox has.
type Account uint8

const (
	Exchange Account = iota
	Microsoft365
	IMAP
	POP
	Personal
	Zoho
	Native // of the mail system itself, where that is neither Exchange nor Zoho
)

var accounts = set{"account", []string{"exchange", "microsoft365", "imap", "pop", "personal", "zoho", "native"}}

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
	GroupWise
	Lark
	Webmail
	API // a program that asks by way of the mail system's interface for programs
)

var clients = set{
	"client",
	[]string{
		"outlook", "outlook-2007", "outlook-web", "outlook-mobile", "zoho-web", "zoho-mobile", "gmail-web", "other",
		"groupwise", "lark", "webmail", "api",
	},
}

func (c Client) String() string                  { return clients.word(uint8(c)) }
func (c Client) MarshalText() ([]byte, error)    { return []byte(c.String()), nil }
func ParseClient(s string) (c Client, err error) { return parse[Client](clients, s) }

// IsOutlook says whether the program is Outlook for the desktop, which alone processes recall messages.
func (c Client) IsOutlook() bool { return c == Outlook || c == Outlook2007 }

// IsZoho says whether the program is one of Zoho's own, which show the mailbox itself and fetch nothing.
func (c Client) IsZoho() bool { return c == ZohoWeb || c == ZohoMobile }

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

// What may be typed for each of these, in its order.

func AccountWords() []string  { return slices.Clone(accounts.words) }
func ClientWords() []string   { return slices.Clone(clients.words) }
func RoleWords() []string     { return slices.Clone(roles.words) }
func ReceiptsWords() []string { return slices.Clone(receipts.words) }

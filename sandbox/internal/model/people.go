package model

import (
	"slices"
	"strings"

	"recallbox/sandbox/mail"
)

// Settings are KEY=VALUE, in their order.
type Settings [][2]string

func (s Settings) words() (all []string) {
	for _, kv := range s {
		all = append(all, kv[0]+"="+kv[1])
	}
	return all
}

// AddUser adds a user.
type AddUser struct {
	Address string
	Set     Settings
}

func (s AddUser) Words() []string { return command("user", "add", s.Address).then(s.Set.words()...) }

func (s AddUser) play(w *World) string {
	nobody := w.mailboxAt(s.Address)
	demand((nobody == nil || nobody.Kind == Nobody) && w.groupAt(s.Address) == nil, conflict)
	b := w.newMailbox(s.Address)
	b.set(s.Set)
	if (b.Account == mail.POP || b.Account == mail.IMAP) && b.Client == mail.ZohoWeb {
		b.Client = mail.OtherClient // what fetches mail, unless they say that they work in Zoho's
		b.set(s.Set)
	}
	if nobody != nil { // mail to it has bounced so far
		*nobody = *b
		return s.Address
	}
	w.Mailboxes = append(w.Mailboxes, b)
	return s.Address
}

// newMailbox makes a mailbox with the account and the client that are usual in its organisation, or outside.
func (w *World) newMailbox(address string) *Mailbox {
	b := &Mailbox{
		Address: address, Account: mail.IMAP, Client: mail.OtherClient, Organisation: w.organisationOf(address),
		Folders: map[string]bool{}, FolderShares: map[string]map[string]bool{},
		Received: map[int]*Copy{}, Sent: map[int]*Copy{}, Shares: map[int]map[string]bool{},
		Grants: map[*Mailbox]mail.Rights{}, Readings: map[int]map[*Mailbox]mail.Seen{},
	}
	if b.Organisation != nil {
		b.Account, b.Client = b.Organisation.System.Account, b.Organisation.System.Client
	}
	return b
}

func (b *Mailbox) set(set Settings) {
	for _, kv := range set {
		var err error
		switch value := kv[1]; kv[0] {
		case "name":
			b.Name = value
		case "account":
			b.Account, err = mail.ParseAccount(value)
		case "client":
			b.Client, err = mail.ParseClient(value)
		case "auto-process":
			b.Manual = value == "off"
		case "processes-after":
			b.ProcessesAfter = seconds(value)
			demand(b.ProcessesAfter <= 500, invalid)
		case "reading-pane":
			b.PaneReads = value == "marks-read"
		case "receipts":
			b.Receipts, err = mail.ParseReceipts(value)
		case "role":
			b.Role, err = mail.ParseRole(value)
		default:
			demand(false, invalid)
		}
		demand(err == nil, invalid)
	}
}

// SetUsers changes the settings of users.
type SetUsers struct {
	Who string
	Set Settings
}

func (s SetUsers) Words() []string { return command("user", "set", s.Who).then(s.Set.words()...) }

func (s SetUsers) play(w *World) string {
	users, _ := w.users(s.Who)
	new(Mailbox).set(s.Set)
	for _, b := range users {
		b.set(s.Set)
	}
	return ""
}

// AddGroup adds a distribution list.
type AddGroup struct {
	Address string
	Members []string
	All     string // an organisation
}

func (s AddGroup) Words() []string {
	return command("group", "add", s.Address).flag("members", strings.Join(s.Members, ",")).flag("all", s.All)
}

func (s AddGroup) play(w *World) string {
	w.mustBeFree(s.Address)
	g := &Group{Address: s.Address}
	if s.All != "" {
		g.All = w.organisation(s.All)
	}
	for _, word := range s.Members {
		if b := w.mailbox(word); !slices.Contains(g.Members, b) {
			g.Members = append(g.Members, b)
		}
	}
	w.Groups = append(w.Groups, g)
	return s.Address
}

func (w *World) mustBeFree(address string) {
	demand(w.mailboxAt(address) == nil && w.groupAt(address) == nil, conflict)
}

package model

import (
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
	b.HeldSince = w.Now
	w.check(s.Set)
	w.set(b, s.Set)
	if (b.Account == mail.POP || b.Account == mail.IMAP) && b.Client == mail.ZohoWeb {
		b.Client = mail.OtherClient // what fetches mail, unless they say that they work in Zoho's
		w.set(b, s.Set)
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
		Delegates: map[*Mailbox]bool{}, Grants: map[*Mailbox]mail.Rights{}, Readings: map[int]map[*Mailbox]mail.Seen{},
		Kept: map[held]*Kept{},
	}
	if b.Organisation != nil {
		b.Account, b.Client = b.Organisation.System.Account, b.Organisation.System.Client
	}
	return b
}

// check refuses settings that cannot be, one after the other, and changes nothing.
func (w *World) check(set Settings) {
	for _, kv := range set {
		if kv[0] != "forward-to" {
			w.set(&Mailbox{}, Settings{kv})
			continue
		}
		word, keep, more := strings.Cut(kv[1], ",")
		demand(!more || keep == "keep", invalid)
		if word != "none" {
			b := w.anyMailbox(word, false)
			demand(b == nil || b.Kind == User, invalid)
		}
	}
}

func (w *World) set(b *Mailbox, set Settings) {
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
		case "hold":
			b.Held = value == "on"
		case "role":
			b.Role, err = mail.ParseRole(value)
		case "sent-copies":
			b.SentCopies = value == "both"
		case "forward-to":
			word, _, keeps := strings.Cut(value, ",")
			b.ForwardTo, b.ForwardKeeps = nil, keeps
			if word != "none" {
				b.ForwardTo = w.anyMailbox(word, true)
			}
		case "hosted":
			demand(value == "cloud" || value == "on-premises", invalid)
			b.OnServer = value == "on-premises"
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
	w.check(s.Set)
	w.set(&Mailbox{}, s.Set) // whoever gets what is forwarded has a mailbox, even if nobody forwards
	for _, b := range users {
		if !b.Held {
			b.HeldSince = w.Now
		}
		w.set(b, s.Set)
	}
	w.lapse()
	return ""
}

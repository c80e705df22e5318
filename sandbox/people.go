package sandbox

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"recallbox/sandbox/mail"
	"recallbox/sandbox/recall"
	"recallbox/sandbox/store"
)

// User is a user, or somebody outside every organisation who gets mail.
type User struct {
	Address      string        `json:"address"`
	Name         string        `json:"name"`
	Organisation string        `json:"organisation,omitempty"`
	Account      mail.Account  `json:"account"`      // exchange, microsoft365, imap, pop, personal or zoho
	Client       mail.Client   `json:"client"`       // the mail program, such as outlook
	Running      bool          `json:"running"`      // the mail program runs
	AutoProcess  bool          `json:"auto_process"` // Outlook processes recall messages by itself
	Receipts     mail.Receipts `json:"receipts"`     // always, ask or never
	Role         mail.Role     `json:"role"`         // user or admin
	Hosted       string        `json:"hosted"`       // where the mailbox is: cloud or on-premises

	Hold         bool   `json:"hold,omitempty"`          // nothing leaves Recoverable Items
	SentCopies   string `json:"sent_copies,omitempty"`   // both: what a delegate sends is in this mailbox too
	ForwardTo    string `json:"forward_to,omitempty"`    // the mailbox to which all mail is forwarded
	ForwardKeeps bool   `json:"forward_keeps,omitempty"` // and a copy is kept

	ProcessesAfter string `json:"processes_after,omitempty"` // how long Outlook is idle before it looks for recalls
	ReadingPane    string `json:"reading_pane,omitempty"`    // marks-read, if it does
}

// AddUsers adds users with the same settings. The organisation's mail system has the defaults.
func (tx *Tx) AddUsers(addresses []string, set []Setting) ([]User, error) {
	var out []User
	for _, address := range addresses {
		a, err := plainAddress(address)
		if err != nil {
			return nil, err
		}
		m, err := tx.addUser(a, set)
		if err != nil {
			return nil, err
		}
		shown, err := tx.showUser(m)
		if err != nil {
			return nil, err
		}
		out = append(out, shown)
	}
	return out, nil
}

func (tx *Tx) addUser(address string, set []Setting) (store.Mailbox, error) {
	old, ok, err := optional(tx.store.MailboxAt(address))
	if err != nil {
		return old, err
	}
	if ok && old.Kind != store.NobodysMailbox {
		return old, conflict(try(SetUser, "user", address), "%q is there already", address)
	}
	if _, isGroup, err := optional(tx.store.GroupAt(address)); err != nil || isGroup {
		return old, orConflict(err, try(ShowGroup), "%q is a group", address)
	}
	m, err := tx.newUser(address, set)
	if err != nil {
		return m, err
	}
	if ok { // until now, mail to the address bounced
		m.ID = old.ID
		return m, tx.store.SetMailbox(m)
	}
	m.ID, err = tx.store.PutMailbox(m)
	return m, err
}

// newUser is a new mailbox with settings. Whose account is POP or IMAP works in a program of their own, not in Zoho's,
// unless the settings say so.
func (tx *Tx) newUser(address string, set []Setting) (store.Mailbox, error) {
	m, err := tx.newMailbox(address)
	if err != nil {
		return m, err
	}
	err = tx.applyUserSettings(&m, set)
	named := slices.ContainsFunc(set, func(s Setting) bool { return s.Key == "client" })
	if m.Client.IsZoho() && (m.Account == mail.POP || m.Account == mail.IMAP) && !named {
		m.Client = mail.OtherClient
	}
	return m, err
}

// newMailbox is a new mailbox, with the defaults of the mail system at its domain, or of people outside.
func (tx *Tx) newMailbox(address string) (store.Mailbox, error) {
	m := store.Mailbox{Address: address, Account: mail.IMAP, Client: mail.OtherClient, HeldSince: tx.now}
	o, ok, err := optional(tx.store.OrganisationOf(mail.Domain(address)))
	if err != nil || !ok {
		return m, err
	}
	sys, err := tx.findSystem(o.System)
	m.Organisation, m.Account, m.Client = o.ID, sys.Account, sys.Client
	return m, err
}

// NumberedUsers are users that AddUserPattern added.
type NumberedUsers struct {
	Count int64  `json:"count"` // how many were added
	First string `json:"first"` // the first address
	Last  string `json:"last"`  // the last address
}

// MaxAdded is how many users one command adds.
const MaxAdded = 10_000_000

// AddUserPattern adds count users with numbered addresses. The pattern has one %d, or %06d and the like, for a
// number that counts from 1.
func (tx *Tx) AddUserPattern(count int64, pattern string, set []Setting) (NumberedUsers, error) {
	var none NumberedUsers
	pattern = mail.Fold(pattern)
	if count < 1 {
		return none, invalid(try(NameCount), "count %d: must be at least 1", count)
	}
	if count > MaxAdded {
		return none, invalid(say("add them with several commands"), "count %d: at most %d at once", count, MaxAdded)
	}
	if !onePlaceholder(pattern) {
		return none, invalid(say("for example user%06d@acme.example"),
			"pattern %q: must have one %%d or %%06d before the @, and no other %%", pattern)
	}
	first, err := plainAddress(fmt.Sprintf(pattern, 1))
	if err != nil {
		return none, err
	}
	m, err := tx.newUser(first, set)
	if err != nil {
		return none, err
	}
	used, err := tx.store.PutMailboxes(m, pattern, count)
	if err == nil && used != "" {
		err = conflict(say("choose another pattern"), "%q is there already", used)
	}
	return NumberedUsers{count, first, fmt.Sprintf(pattern, count)}, err
}

// User finds the user that a word means.
func (tx *Tx) User(word string) (User, error) {
	m, err := tx.findUser(word)
	if err != nil {
		return User{}, err
	}
	return tx.showUser(m)
}

// MatchingUsers are the users that a word means, by address: one user, all that match a pattern, or a group's members.
func (tx *Tx) MatchingUsers(word string) Rows[User] {
	return tx.users(func(visit func(store.Mailbox) error) error {
		users, _, err := tx.findUsers(word)
		if err != nil {
			return err
		}
		return tx.store.EachMailbox(users, visit)
	})
}

// Users are all users by address.
func (tx *Tx) Users() Rows[User] {
	return tx.users(func(visit func(store.Mailbox) error) error {
		return tx.store.EachMailboxOf(store.UserMailbox, visit)
	})
}

// users shows mailboxes of users.
func (tx *Tx) users(each func(visit func(store.Mailbox) error) error) Rows[User] {
	return rowsFrom(func(visit func(User) error) error {
		if err := tx.knowOrganisations(); err != nil {
			return err
		}
		return each(func(m store.Mailbox) error {
			u, err := tx.showUser(m)
			if err != nil {
				return err
			}
			return visit(u)
		})
	})
}

func (tx *Tx) showUser(m store.Mailbox) (User, error) {
	u := User{
		Address:     m.Address,
		Name:        m.DisplayName(),
		Account:     m.Account,
		Client:      m.Client,
		Running:     !m.Stopped,
		AutoProcess: !m.Manual,
		Receipts:    m.Receipts,
		Role:        m.Role,
		Hosted:      userFlags["hosted"].word(m.OnServer),
		Hold:        m.Held,
	}
	if m.SentCopies {
		u.SentCopies = "both"
	}
	if m.ForwardTo != 0 {
		to, err := tx.mailboxOf(m.ForwardTo)
		if err != nil {
			return u, err
		}
		u.ForwardTo, u.ForwardKeeps = to.Address, m.ForwardKeeps
	}
	if m.ProcessesAfter > 0 {
		u.ProcessesAfter = FormatDuration(time.Duration(m.ProcessesAfter) * time.Second)
	}
	if m.PaneReads {
		u.ReadingPane = userFlags["reading-pane"].word(true)
	}
	if m.Organisation == 0 {
		return u, nil
	}
	o, err := tx.organisationOf(m.Organisation)
	if err != nil {
		return u, err
	}
	u.Organisation = o.name
	tx.cite(o.system.Decide(recall.WhatIsListed, recall.Facts{}).ID())
	return u, nil
}

// placeholder is the place for a number in a pattern of addresses.
var placeholder = regexp.MustCompile(`%(0[1-9])?d`)

// onePlaceholder says whether a pattern has one place for a number, before the @, and no other %.
func onePlaceholder(pattern string) bool {
	local, _, _ := strings.Cut(pattern, "@")
	return len(placeholder.FindAllString(local, -1)) == 1 && strings.Count(pattern, "%") == 1
}

package sandbox

import (
	"fmt"
	"strings"

	"recallbox/sandbox/eml"
	"recallbox/sandbox/mail"
	"recallbox/sandbox/recall"
	"recallbox/sandbox/store"
)

// User is a user, or somebody outside every organisation whom mail was sent to.
type User struct {
	Address      string        `json:"address"`
	Name         string        `json:"name"`
	Organisation string        `json:"organisation,omitempty"`
	Account      mail.Account  `json:"account"`
	Client       mail.Client   `json:"client"`
	Running      bool          `json:"running"`
	AutoProcess  bool          `json:"auto_process"`
	Receipts     mail.Receipts `json:"receipts"`
	Role         mail.Role     `json:"role"`
}

// UserSettings are the keys that a user can be given.
var UserSettings = []string{"name", "account", "client", "auto-process", "receipts", "role"}

// UserSettingWords are the values that a user's setting may have; none for a setting that is any text.
func UserSettingWords(key string) []string {
	switch key {
	case "account":
		return mail.AccountWords()
	case "client":
		return mail.ClientWords()
	case "auto-process":
		return []string{"on", "off"}
	case "receipts":
		return mail.ReceiptsWords()
	case "role":
		return mail.RoleWords()
	default:
		return nil
	}
}

// AddUsers adds users that share settings. What is not set is as the organisation's mail system has it.
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
	known, ok, err := optional(tx.store.MailboxAt(address))
	if err != nil {
		return known, err
	}
	if ok && known.Kind != store.NobodysMailbox {
		return known, conflict(try(SetUser), "%q is there already", address)
	}
	if _, taken, err := optional(tx.store.GroupAt(address)); err != nil || taken {
		return known, orConflict(err, try(ShowGroup), "%q is a group", address)
	}
	m, err := tx.newMailbox(address)
	if err != nil {
		return m, err
	}
	if err := applyUserSettings(&m, set); err != nil {
		return m, err
	}
	if ok { // mail to it has bounced so far
		m.ID = known.ID
		return m, tx.store.SetMailbox(m)
	}
	m.ID, err = tx.store.PutMailbox(m)
	return m, err
}

// newMailbox is a user's mailbox as the mail system of its domain has it, or as others outside have theirs.
func (tx *Tx) newMailbox(address string) (store.Mailbox, error) {
	m := store.Mailbox{Address: address, Account: mail.IMAP, Client: mail.OtherClient}
	o, ok, err := optional(tx.store.OrganisationOf(mail.Domain(address)))
	if err != nil || !ok {
		return m, err
	}
	sys, err := tx.system(o.System)
	m.Organisation, m.Account, m.Client = o.ID, sys.Account, sys.Client
	return m, err
}

// NumberedUsers are users that were added by count and pattern.
type NumberedUsers struct {
	Count int64  `json:"count"`
	First string `json:"first"`
	Last  string `json:"last"`
}

// AddUserPattern adds count users whose addresses are the pattern, with one %d or %06d and the like for a number that counts from 1.
func (tx *Tx) AddUserPattern(count int64, pattern string, set []Setting) (NumberedUsers, error) {
	var made NumberedUsers
	pattern = mail.Fold(pattern)
	if count < 1 {
		return made, invalid(try(NameCount), "count %d: must be at least 1", count)
	}
	if count > MaxAdded {
		return made, invalid(say("add them with several commands"), "count %d: at most %d at once", count, MaxAdded)
	}
	if !onePlaceholder(pattern) {
		return made, invalid(say("for example user%06d@acme.example"), "pattern %q: must have one %%d or %%06d before the @, and no other %%", pattern)
	}
	first, err := plainAddress(fmt.Sprintf(pattern, 1))
	if err != nil {
		return made, err
	}
	m, err := tx.newMailbox(first)
	if err != nil {
		return made, err
	}
	if err := applyUserSettings(&m, set); err != nil {
		return made, err
	}
	taken, err := tx.store.PutMailboxes(m, pattern, count)
	if err == nil && taken != "" {
		err = conflict(say("choose another pattern"), "%q is there already", taken)
	}
	return NumberedUsers{count, first, fmt.Sprintf(pattern, count)}, err
}

// SetUsers changes settings of one user, of all whom a pattern matches, or of a group's members.
func (tx *Tx) SetUsers(word string, set []Setting) error {
	w, _, err := tx.who(word)
	if err != nil {
		return err
	}
	if len(set) == 0 {
		return invalid(say("settings are "+strings.Join(UserSettings, ", ")), "%q: nothing to set", word)
	}
	var m store.Mailbox
	if err := applyUserSettings(&m, set); err != nil {
		return err
	}
	values := map[string]any{}
	for _, s := range set {
		values[userColumns[s.Key].column] = userColumns[s.Key].value(m)
	}
	return tx.store.SetAll(w, values)
}

// userColumns say where a user's settings are kept.
var userColumns = map[string]struct {
	column string
	value  func(store.Mailbox) any
}{
	"name":         {"name", func(m store.Mailbox) any { return m.Name }},
	"account":      {"account", func(m store.Mailbox) any { return m.Account }},
	"client":       {"client", func(m store.Mailbox) any { return m.Client }},
	"auto-process": {"manual", func(m store.Mailbox) any { return m.Manual }},
	"receipts":     {"receipts", func(m store.Mailbox) any { return m.Receipts }},
	"role":         {"role", func(m store.Mailbox) any { return m.Role }},
}

func applyUserSettings(m *store.Mailbox, set []Setting) error {
	for _, s := range set {
		if err := applyUserSetting(m, s); err != nil {
			return err
		}
	}
	return nil
}

func applyUserSetting(m *store.Mailbox, s Setting) (err error) {
	switch s.Key {
	case "name":
		m.Name = s.Value
		return checkName("name", s.Value)
	case "account":
		m.Account, err = mail.ParseAccount(s.Value)
	case "client":
		m.Client, err = mail.ParseClient(s.Value)
	case "auto-process":
		if s.Value != "on" && s.Value != "off" {
			return invalid(say("for example auto-process=off"), "auto-process %q: not one of on, off", s.Value)
		}
		m.Manual = s.Value == "off"
	case "receipts":
		m.Receipts, err = mail.ParseReceipts(s.Value)
	case "role":
		m.Role, err = mail.ParseRole(s.Value)
	default:
		return invalid(say("settings are "+strings.Join(UserSettings, ", ")), "a user has no setting %q", s.Key)
	}
	if err != nil {
		return notOneOf(say("for example "+exampleSettings[s.Key]), err)
	}
	return nil
}

// exampleSettings show what a setting looks like.
var exampleSettings = map[string]string{
	"account": "account=exchange", "client": "client=outlook-web", "receipts": "receipts=ask", "role": "role=admin",
}

// User is the user that a word means.
func (tx *Tx) User(word string) (User, error) {
	m, err := tx.user(word)
	if err != nil {
		return User{}, err
	}
	return tx.showUser(m)
}

// UsersMeant are the users that a word means: one, all whom a pattern matches, or a group's members.
func (tx *Tx) UsersMeant(word string) ([]User, error) {
	w, _, err := tx.who(word)
	if err != nil {
		return nil, err
	}
	all, err := tx.store.Mailboxes(w)
	if err != nil {
		return nil, err
	}
	return tx.showUsers(all)
}

// Users lists all users by address.
func (tx *Tx) Users() ([]User, error) {
	all, err := tx.store.MailboxesOf(store.UserMailbox)
	if err != nil {
		return nil, err
	}
	return tx.showUsers(all)
}

func (tx *Tx) showUsers(all []store.Mailbox) ([]User, error) {
	out := []User{}
	for _, m := range all {
		shown, err := tx.showUser(m)
		if err != nil {
			return nil, err
		}
		out = append(out, shown)
	}
	return out, nil
}

func (tx *Tx) showUser(m store.Mailbox) (User, error) {
	u := User{Address: m.Address, Name: m.DisplayName(), Account: m.Account, Client: m.Client, Running: !m.Stopped, AutoProcess: !m.Manual, Receipts: m.Receipts, Role: m.Role}
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

// plainAddress is an address without a name, as the sandbox keeps it.
func plainAddress(s string) (string, error) {
	list, err := eml.ParseAddressList(s)
	if err != nil {
		return "", invalid(say("an address looks like bob@acme.example"), "%v", err)
	}
	if len(list) != 1 || list[0].Name != "" {
		return "", invalid(say("an address looks like bob@acme.example; a name is given as name=…"), "address %q: is not one plain address", s)
	}
	return mail.Fold(list[0].Addr), nil
}

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

	ProcessesAfter string `json:"processes_after,omitempty"` // how long Outlook is idle before it looks for recalls
	ReadingPane    string `json:"reading_pane,omitempty"`    // marks-read, if it does
}

// UserSettings are the keys of a user's settings.
var UserSettings = []string{
	"name", "account", "client", "auto-process", "processes-after", "reading-pane", "receipts", "role",
}

// UserSettingWords are the possible values of a user's setting. It has none if the setting is any text.
func UserSettingWords(key string) []string {
	switch key {
	case "account":
		return mail.AccountWords()
	case "client":
		return mail.ClientWords()
	case "auto-process":
		return []string{"on", "off"}
	case "reading-pane":
		return []string{notReading, marksRead}
	case "receipts":
		return mail.ReceiptsWords()
	case "role":
		return mail.RoleWords()
	default:
		return nil
	}
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
	err = applyUserSettings(&m, set)
	named := slices.ContainsFunc(set, func(s Setting) bool { return s.Key == "client" })
	if m.Client.IsZoho() && (m.Account == mail.POP || m.Account == mail.IMAP) && !named {
		m.Client = mail.OtherClient
	}
	return m, err
}

// newMailbox is a new mailbox, with the defaults of the mail system at its domain, or of people outside.
func (tx *Tx) newMailbox(address string) (store.Mailbox, error) {
	m := store.Mailbox{Address: address, Account: mail.IMAP, Client: mail.OtherClient}
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

// SetUsers changes settings of a user, of all users that match a pattern, or of a group's members.
func (tx *Tx) SetUsers(word string, set []Setting) error {
	users, _, err := tx.findUsers(word)
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
	return tx.store.SetAll(users, values)
}

// userColumns say which column holds a setting.
var userColumns = map[string]struct {
	column string
	value  func(store.Mailbox) any
}{
	"name":         {"name", func(m store.Mailbox) any { return m.Name }},
	"account":      {"account", func(m store.Mailbox) any { return m.Account }},
	"client":       {"client", func(m store.Mailbox) any { return m.Client }},
	"auto-process": {"manual", func(m store.Mailbox) any { return m.Manual }},

	"processes-after": {"processes_after", func(m store.Mailbox) any { return m.ProcessesAfter }},
	"reading-pane":    {"pane_reads", func(m store.Mailbox) any { return m.PaneReads }},

	"receipts": {"receipts", func(m store.Mailbox) any { return m.Receipts }},
	"role":     {"role", func(m store.Mailbox) any { return m.Role }},
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
	case "processes-after":
		m.ProcessesAfter, err = parseIdle(s.Value)
		return err
	case "reading-pane":
		if s.Value != marksRead && s.Value != notReading && s.Value != "" {
			return invalid(say("for example reading-pane=marks-read"), "reading-pane %q: not one of not-reading, marks-read",
				s.Value)
		}
		m.PaneReads = s.Value == marksRead
	case "receipts":
		m.Receipts, err = mail.ParseReceipts(s.Value)
	case "role":
		m.Role, err = mail.ParseRole(s.Value)
	default:
		return invalid(say("settings are "+strings.Join(UserSettings, ", ")), "a user has no setting %q", s.Key)
	}
	if err != nil {
		return invalidWord(say("for example "+exampleSettings[s.Key]), err)
	}
	return nil
}

// A reading pane marks what it shows as read, or does not.
const (
	notReading = "not-reading"
	marksRead  = "marks-read"
)

// longestIdle is how long Outlook is idle at most before it looks for recall messages.
const longestIdle = 500 * time.Second

// parseIdle reads for how long Outlook is idle before it looks for recall messages, in seconds.
func parseIdle(value string) (int64, error) {
	if value == "" {
		return 0, nil
	}
	d, err := ParseDuration(value)
	if err != nil {
		return 0, err
	}
	if d < 0 || d > longestIdle || d%time.Second != 0 {
		return 0, invalid(say("for example processes-after=5m"),
			"processes-after %q: from 0s to 500s, in whole seconds", value)
	}
	return int64(d / time.Second), nil
}

// exampleSettings show the form of each setting.
var exampleSettings = map[string]string{
	"account": "account=exchange", "client": "client=outlook-web", "receipts": "receipts=ask", "role": "role=admin",
}

// User finds the user that a word means.
func (tx *Tx) User(word string) (User, error) {
	m, err := tx.findUser(word)
	if err != nil {
		return User{}, err
	}
	return tx.showUser(m)
}

// MatchingUsers are the users that a word means: one user, all that match a pattern, or a group's members.
func (tx *Tx) MatchingUsers(word string) ([]User, error) {
	users, _, err := tx.findUsers(word)
	if err != nil {
		return nil, err
	}
	all, err := tx.store.Mailboxes(users)
	if err != nil {
		return nil, err
	}
	return tx.showUsers(all)
}

// Users are all users by address.
func (tx *Tx) Users() Rows[User] {
	return rowsFrom(func(visit func(User) error) error {
		return tx.store.EachMailboxOf(store.UserMailbox, func(m store.Mailbox) error {
			u, err := tx.showUser(m)
			if err != nil {
				return err
			}
			return visit(u)
		})
	})
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
	u := User{
		Address:     m.Address,
		Name:        m.DisplayName(),
		Account:     m.Account,
		Client:      m.Client,
		Running:     !m.Stopped,
		AutoProcess: !m.Manual,
		Receipts:    m.Receipts,
		Role:        m.Role,
	}
	if m.ProcessesAfter > 0 {
		u.ProcessesAfter = FormatDuration(time.Duration(m.ProcessesAfter) * time.Second)
	}
	if m.PaneReads {
		u.ReadingPane = marksRead
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

// Group is a distribution list.
type Group struct {
	Address string   `json:"address"`
	Count   int64    `json:"count"`   // of all members
	Members []string `json:"members"` // the first 50 of them
}

// MembersShown is how many members a listing of groups names.
const MembersShown = 50

// AddGroup adds a distribution list with some members, or with all users of an organisation. Mail to the list goes
// to whoever is a member then.
func (tx *Tx) AddGroup(address string, members []string, allOf string) (Group, error) {
	var g Group
	address, err := plainAddress(address)
	if err != nil {
		return g, err
	}
	if err := tx.addressIsFree(address); err != nil {
		return g, err
	}
	if (len(members) == 0) == (allOf == "") {
		return g, invalid(say("name its members, or the organisation whose users they all are"),
			"group %q: members or all of an organisation, one of them", address)
	}
	var everyone store.Organisation
	if allOf != "" {
		if everyone, _, err = tx.findOrganisation(allOf); err != nil {
			return g, err
		}
	}
	id, err := tx.store.PutGroup(address, everyone.ID)
	if err != nil {
		return g, err
	}
	if err := tx.putMembers(id, members); err != nil {
		return g, err
	}
	group, err := tx.store.GroupByID(id)
	if err != nil {
		return g, err
	}
	shown, err := tx.store.MembersOf(group.ID, MembersShown)
	return Group{group.Address, group.Members, shown}, err
}

func (tx *Tx) putMembers(group int64, members []string) error {
	seen := map[int64]bool{}
	for _, word := range members {
		m, err := tx.findMailbox(word)
		if err != nil {
			return err
		}
		if seen[m.ID] {
			continue
		}
		seen[m.ID] = true
		if err := tx.store.PutMember(group, m.ID, len(seen)); err != nil {
			return err
		}
	}
	return nil
}

// addressIsFree fails with a conflict if a mailbox, a public folder or a group has the address.
func (tx *Tx) addressIsFree(address string) error {
	m, ok, err := optional(tx.store.MailboxAt(address))
	if err != nil || (ok && m.Kind != store.NobodysMailbox) {
		return orConflict(err, say("choose another address"), "%q is there already", address)
	}
	if ok {
		return conflict(say("choose another address, or add it before anybody writes to it"),
			"%q has bounced mail already", address)
	}
	if _, ok, err := optional(tx.store.GroupAt(address)); err != nil || ok {
		return orConflict(err, say("choose another address"), "%q is a group already", address)
	}
	return nil
}

// Groups lists the distribution lists by address.
func (tx *Tx) Groups() ([]Group, error) {
	all, err := tx.store.Groups()
	if err != nil {
		return nil, err
	}
	members, err := tx.store.Members(MembersShown)
	out := []Group{}
	for _, g := range all {
		out = append(out, Group{g.Address, g.Members, members[g.ID]})
	}
	return out, err
}

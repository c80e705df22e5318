package sandbox

import (
	"cmp"
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

// UserSettings are the keys of a user's settings.
var UserSettings = []string{
	"name", "account", "client", "auto-process", "receipts", "role", "hosted", "sent-copies", "forward-to", "hold",
	"processes-after", "reading-pane",
}

// userFlag is a setting that is one of two words: the first, unless the other is set.
type userFlag struct {
	words [2]string
	isSet func(*store.Mailbox) *bool
}

var userFlags = map[string]userFlag{
	"auto-process": {[2]string{"on", "off"}, func(m *store.Mailbox) *bool { return &m.Manual }},
	"hosted":       {[2]string{"cloud", "on-premises"}, func(m *store.Mailbox) *bool { return &m.OnServer }},
	"hold":         {[2]string{"off", "on"}, func(m *store.Mailbox) *bool { return &m.Held }},
	"reading-pane": {[2]string{"not-reading", "marks-read"}, func(m *store.Mailbox) *bool { return &m.PaneReads }},
	"sent-copies":  {[2]string{"delegate", "both"}, func(m *store.Mailbox) *bool { return &m.SentCopies }},
}

// word is what the setting says.
func (f userFlag) word(isSet bool) string {
	if isSet {
		return f.words[1]
	}
	return f.words[0]
}

// set reads a value of the setting.
func (f userFlag) set(m *store.Mailbox, s Setting) error {
	i := slices.Index(f.words[:], s.Value)
	if i < 0 && s.Value != "" {
		return invalid(say("for example "+s.Key+"="+f.words[1]),
			"%s %q: not one of %s, %s", s.Key, s.Value, f.words[0], f.words[1])
	}
	*f.isSet(m) = i == 1
	return nil
}

// UserSettingWords are the possible values of a user's setting. It has none if the setting is any text.
func UserSettingWords(key string) []string {
	if flag, is := userFlags[key]; is {
		return flag.words[:]
	}
	switch key {
	case "account":
		return mail.AccountWords()
	case "client":
		return mail.ClientWords()
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
	if err := tx.applyUserSettings(&m, set); err != nil {
		return err
	}
	values, hold := map[string]any{}, false
	for _, s := range set {
		if s.Key == "hold" {
			hold = true
			continue
		}
		values[userColumns[s.Key].column] = userColumns[s.Key].value(m)
		if s.Key == "forward-to" {
			values["forward_keeps"] = m.ForwardKeeps
		}
	}
	if len(values) > 0 {
		if err := tx.store.SetAll(users, values); err != nil {
			return err
		}
	}
	if !hold {
		return nil
	}
	if err := tx.store.SetHeld(users, m.Held, tx.now); err != nil {
		return err
	}
	return tx.lapse()
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
	"receipts":     {"receipts", func(m store.Mailbox) any { return m.Receipts }},
	"role":         {"role", func(m store.Mailbox) any { return m.Role }},
	"sent-copies":  {"sent_copies", func(m store.Mailbox) any { return m.SentCopies }},
	"forward-to": {"forward_to", func(m store.Mailbox) any {
		if m.ForwardTo == 0 {
			return nil
		}
		return m.ForwardTo
	}},
	"hosted":          {"hosted", func(m store.Mailbox) any { return m.OnServer }},
	"processes-after": {"processes_after", func(m store.Mailbox) any { return m.ProcessesAfter }},
	"reading-pane":    {"pane_reads", func(m store.Mailbox) any { return m.PaneReads }},
}

func (tx *Tx) applyUserSettings(m *store.Mailbox, set []Setting) error {
	for _, s := range set {
		if err := tx.applyUserSetting(m, s); err != nil {
			return err
		}
	}
	return nil
}

func (tx *Tx) applyUserSetting(m *store.Mailbox, s Setting) (err error) {
	if flag, is := userFlags[s.Key]; is {
		return flag.set(m, s)
	}
	switch s.Key {
	case "name":
		m.Name = s.Value
		return checkName("name", s.Value)
	case "account":
		m.Account, err = mail.ParseAccount(s.Value)
	case "client":
		m.Client, err = mail.ParseClient(s.Value)
	case "processes-after":
		m.ProcessesAfter, err = parseIdle(s.Value)
		return err
	case "receipts":
		m.Receipts, err = mail.ParseReceipts(s.Value)
	case "role":
		m.Role, err = mail.ParseRole(s.Value)
	case "forward-to":
		return tx.setForwarding(m, s.Value)
	default:
		return invalid(say("settings are "+strings.Join(UserSettings, ", ")), "a user has no setting %q", s.Key)
	}
	if err != nil {
		return invalidWord(say("for example "+exampleSettings[s.Key]), err)
	}
	return nil
}

// setForwarding lets a mailbox forward its mail: to a user or an address, and with ",keep" behind it, keeping a copy.
func (tx *Tx) setForwarding(m *store.Mailbox, value string) error {
	m.ForwardTo, m.ForwardKeeps = 0, false
	if value == "none" || value == "" {
		return nil
	}
	word, keep, more := strings.Cut(value, ",")
	if more && keep != "keep" {
		return invalid(say("for example forward-to=carol,keep, or forward-to=none"),
			"forward-to %q: only keep may follow", value)
	}
	to, err := tx.anyMailbox(word)
	if err == nil && to.Kind == store.PublicMailbox {
		err = invalid(try(ShowPublicFolder, "folder", to.Address), "%q is a public folder, not a user", to.Address)
	}
	m.ForwardTo, m.ForwardKeeps = to.ID, more
	return err
}

// anyMailbox finds the mailbox that a word means. An address outside every organisation needs none before.
func (tx *Tx) anyMailbox(word string) (store.Mailbox, error) {
	m, err := tx.findMailbox(word)
	if !isNotFound(err) || !strings.Contains(word, "@") {
		return m, err
	}
	address, parseErr := plainAddress(word)
	if parseErr != nil {
		return m, parseErr
	}
	if _, inside, orgErr := optional(tx.store.OrganisationOf(mail.Domain(address))); inside || orgErr != nil {
		return m, cmp.Or(orgErr, err)
	}
	return tx.ensureMailbox(address)
}

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
	"account": "account=exchange", "client": "client=outlook-web, or client=other", "receipts": "receipts=ask",
	"role": "role=admin",
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
		if err := tx.knowOrganisations(); err != nil {
			return err
		}
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
	if len(all) > 1 {
		if err := tx.knowOrganisations(); err != nil {
			return nil, err
		}
	}
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

// Group is a distribution list.
type Group struct {
	Address string   `json:"address"`
	Count   int64    `json:"count"`   // of all members, a group among them as one
	Members []string `json:"members"` // the first 50 of them
}

// MembersShown is how many members a listing of groups names.
const MembersShown = 50

// AddGroup adds a distribution list with some members, or with all users of an organisation. Mail to the list goes
// to whoever is a member then. A member may be a group, whose members are members too.
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
	return tx.showGroup(id)
}

// SetGroup gives a distribution list other members.
func (tx *Tx) SetGroup(word string, members []string) (Group, error) {
	address, err := tx.groupCalled(word)
	if err == nil && address == "" {
		err = notFound(try(ShowGroup), "no group %q in this sandbox", word)
	}
	if err != nil {
		return Group{}, err
	}
	id, err := tx.store.GroupAt(address)
	if err != nil {
		return Group{}, err
	}
	if len(members) == 0 {
		return Group{}, invalid(say("name its members"), "group %q: no members", address)
	}
	if err := tx.store.DeleteMembers(id); err != nil {
		return Group{}, err
	}
	if err := tx.putMembers(id, members); err != nil {
		return Group{}, err
	}
	return tx.showGroup(id)
}

func (tx *Tx) showGroup(id int64) (Group, error) {
	group, err := tx.store.GroupByID(id)
	if err != nil {
		return Group{}, err
	}
	shown, err := tx.store.MembersOf(group.ID, MembersShown)
	return Group{group.Address, group.Members, shown}, err
}

// putMembers adds members, each once: mailboxes, addresses outside, and groups.
func (tx *Tx) putMembers(group int64, members []string) error {
	seen := map[addressee]bool{}
	for _, word := range members {
		m, err := tx.memberCalled(word)
		if err != nil {
			return err
		}
		if seen[m] {
			continue
		}
		seen[m] = true
		if m.group != 0 {
			err = tx.store.PutMemberGroup(group, m.group, len(seen))
		} else {
			err = tx.store.PutMember(group, m.mailbox, len(seen))
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// memberCalled is the mailbox or the group that a word means.
func (tx *Tx) memberCalled(word string) (addressee, error) {
	if id, ok, err := optional(tx.store.GroupAt(mail.Fold(word))); ok || err != nil {
		return addressee{group: id}, err
	}
	m, err := tx.anyMailbox(word)
	if !isNotFound(err) || strings.Contains(word, "@") {
		return addressee{mailbox: m.ID}, err
	}
	address, groupErr := tx.groupCalled(word)
	if groupErr != nil || address == "" {
		return addressee{}, cmp.Or(groupErr, err)
	}
	id, err := tx.store.GroupAt(address)
	return addressee{group: id}, err
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

package sandbox

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"recallbox/sandbox/mail"
	"recallbox/sandbox/store"
)

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
	var columns []string
	hold := false
	for _, s := range set {
		columns = append(columns, userColumns[s.Key]...)
		hold = hold || s.Key == "hold"
	}
	if err := tx.store.SetAll(users, m, columns); err != nil {
		return err
	}
	if !hold {
		return nil
	}
	if err := tx.store.SetHeld(users, m.Held, tx.now); err != nil {
		return err
	}
	return tx.lapse()
}

// userColumns say which columns hold a setting.
var userColumns = map[string][]string{
	"name": {"name"}, "account": {"account"}, "client": {"client"}, "auto-process": {"manual"}, "receipts": {"receipts"},
	"role": {"role"}, "hosted": {"hosted"}, "sent-copies": {"sent_copies"}, "forward-to": {"forward_to", "forward_keeps"},
	"processes-after": {"processes_after"}, "reading-pane": {"pane_reads"},
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

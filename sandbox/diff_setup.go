package sandbox

import (
	"cmp"
	"strconv"
	"strings"
	"time"

	"recallbox/sandbox/mail"
	"recallbox/sandbox/store"
)

func (d *Diff) compareSetup(before, now *Tx) error {
	err := now.store.ChangedMailboxes(func(was, is *store.ComparedMailbox) error {
		d.compareMailboxes(was, is)
		return nil
	})
	if err != nil {
		return err
	}
	return now.store.ChangedSettings(func(was, is *store.ComparedSetting) error {
		s := SetupDiff{What: cmp.Or(was, is).What, Name: cmp.Or(was, is).Name, Key: cmp.Or(was, is).Key}
		var err error
		if s.From, err = before.settingWords(was, s); err != nil {
			return err
		}
		s.To, err = now.settingWords(is, s)
		d.Setup = append(d.Setup, s)
		return err
	})
}

// settingWords are what something was set to: an organisation has what its mail system has where it has set nothing.
func (tx *Tx) settingWords(s *store.ComparedSetting, d SetupDiff) (string, error) {
	switch {
	case s == nil && d.What == "organisation":
		o, err := tx.Organisation(d.Name)
		if isNotFound(err) {
			err = nil
		}
		return o.Settings[d.Key], err
	case s == nil:
		return "", nil
	case s.What == "role":
		n, err := strconv.ParseUint(s.Value, 10, 8)
		return mail.Rights(n).String(), err
	case s.What == "hold":
		seconds, whose, _ := strings.Cut(s.Value, " ")
		held, err := time.ParseDuration(seconds + "s")
		return FormatDuration(held) + " for " + whose, err
	default:
		return s.Value, nil
	}
}

// compareMailboxes tells what differs about a user or a public folder, or that there is none in one of the states.
func (d *Diff) compareMailboxes(was, is *store.ComparedMailbox) {
	m := cmp.Or(is, was)
	what := "user"
	if m.Kind == store.PublicMailbox {
		what = "public folder"
	}
	from, to := mailboxSettings(was), mailboxSettings(is)
	if was == nil || is == nil {
		d.Setup = append(d.Setup, SetupDiff{What: what, Name: m.Address, From: from[what], To: to[what]})
		return
	}
	for _, key := range []string{"name", "organisation", "account", "client", "running", "auto-process", "receipts", "role"} {
		if from[key] != to[key] {
			d.Setup = append(d.Setup, SetupDiff{what, m.Address, key, from[key], to[key]})
		}
	}
}

func mailboxSettings(m *store.ComparedMailbox) map[string]string {
	if m == nil {
		return nil
	}
	onOff := func(off bool) string { return map[bool]string{false: "on", true: "off"}[off] }
	return map[string]string{"user": m.Account.String() + ", " + m.Client.String(), "public folder": m.DisplayName(), "name": m.DisplayName(), "organisation": m.Organisation, "account": m.Account.String(), "client": m.Client.String(),
		"running": onOff(m.Stopped), "auto-process": onOff(m.Manual), "receipts": m.Receipts.String(), "role": m.Role.String()}
}

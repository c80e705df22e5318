package model

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"recallbox/sandbox/mail"
	"recallbox/sandbox/recall"
	"recallbox/sandbox/systems"
)

// AddOrganisation adds an organisation.
type AddOrganisation struct {
	Name, Domain, System string
	Set                  Settings
}

func (s AddOrganisation) Words() []string {
	return command("org", "add", s.Name, "--domain", s.Domain, "--system", s.System).then(s.Set.words()...)
}

func (s AddOrganisation) play(w *World) string {
	o := &Organisation{Name: s.Name, Domain: s.Domain, Settings: map[string]string{}}
	o.System, _ = systems.Find(w.systems, s.System)
	clashes := func(other *Organisation) bool { return other.Name == s.Name || other.Domain == s.Domain }
	demand(!slices.ContainsFunc(w.Organisations, clashes), conflict)
	inDomain := func(b *Mailbox) bool { return mail.Domain(b.Address) == s.Domain }
	demand(!slices.ContainsFunc(w.Mailboxes, inDomain), conflict)
	w.setOrganisation(o, s.Set)
	w.Organisations = append(w.Organisations, o)
	return s.Name
}

// definitions are the settings that an organisation can have.
func (o *Organisation) definitions() []recall.Setting {
	return append(slices.Clone(systems.CommonSettings), o.System.Settings...)
}

func (w *World) setOrganisation(o *Organisation, set Settings) {
	isAddress := func(kv [2]string) bool {
		return kv[1] != "none" && slices.ContainsFunc(o.definitions(), func(s recall.Setting) bool {
			return s.Key == kv[0] && s.Address
		})
	}
	for _, kv := range set {
		is := func(s recall.Setting) bool { return s.Key == kv[0] }
		i := slices.IndexFunc(o.definitions(), is)
		demand(i >= 0, invalid)
		s := o.definitions()[i]
		demand(s.Address || s.Longest != "" || s.Names || slices.Contains(s.Values, kv[1]), invalid)
		for _, name := range strings.Split(kv[1], ",") {
			if s.Names && name != "" {
				demand(name != o.Name, invalid)
				w.organisation(name)
			}
		}
		if isAddress(kv) {
			b := w.anyMailbox(kv[1], false)
			demand(b == nil || b.Kind == User, invalid)
		}
	}
	for _, kv := range set {
		if o.Settings[kv[0]] = kv[1]; isAddress(kv) {
			o.Settings[kv[0]] = w.anyMailbox(kv[1], true).Address
		}
	}
}

// trust is how far an organisation lets another with the same mail system recall from its mailboxes.
func (o *Organisation) trust(other *Organisation) recall.Trusting {
	if other == nil || o == nil || o == other || o.System.Lets == (recall.Lets{}) || other.System.Name != o.System.Name {
		return recall.NoTrust
	}
	to := o.System.Lets
	lets := func(a, b *Organisation) bool {
		return a.Settings[to.Switch] == "on" && slices.Contains(strings.Split(a.Settings[to.Names], ","), b.Name)
	}
	switch {
	case lets(o, other):
		return recall.Listed
	case lets(other, o):
		return recall.OneWay
	case o.Settings[to.Switch] == "on":
		return recall.NotListed
	}
	return recall.TrustOff
}

// settings are all the settings of an organisation. The mail system says what holds where nothing is set.
func (o *Organisation) settings() map[string]string {
	set := map[string]string{}
	for _, s := range o.definitions() {
		set[s.Key] = s.Values[0]
	}
	maps.Copy(set, o.Settings)
	return set
}

// seconds reads a duration in hours, minutes and seconds, or in days.
func seconds(s string) int64 {
	if days, found := strings.CutSuffix(s, "d"); found {
		var n int64
		fmt.Sscan(days, &n)
		return n * 24 * 60 * 60
	}
	d, _ := time.ParseDuration(s)
	return int64(d / time.Second)
}

// SetOrganisation changes an organisation's settings.
type SetOrganisation struct {
	Name string
	Set  Settings
}

func (s SetOrganisation) Words() []string {
	return command("org", "set", s.Name).then(s.Set.words()...)
}

func (s SetOrganisation) play(w *World) string {
	w.setOrganisation(w.organisation(s.Name), s.Set)
	return ""
}

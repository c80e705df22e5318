package reference

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

// Settings are KEY=VALUE, in their order.
type Settings [][2]string

func (s Settings) words() (all []string) {
	for _, kv := range s {
		all = append(all, kv[0]+"="+kv[1])
	}
	return all
}

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
	demand(!slices.ContainsFunc(w.Organisations, func(other *Organisation) bool { return other.Name == s.Name || other.Domain == s.Domain }), conflict)
	demand(!slices.ContainsFunc(w.Mailboxes, func(b *Mailbox) bool { return mail.Domain(b.Address) == s.Domain }), conflict)
	o.set(s.Set)
	w.Organisations = append(w.Organisations, o)
	return s.Name
}

func (o *Organisation) known() []recall.Setting {
	return append(slices.Clone(systems.CommonSettings), o.System.Settings...)
}

func (o *Organisation) set(set Settings) {
	for _, kv := range set {
		demand(slices.ContainsFunc(o.known(), func(s recall.Setting) bool {
			return s.Key == kv[0] && (s.Longest != "" || slices.Contains(s.Values, kv[1]))
		}), invalid)
	}
	for _, kv := range set {
		o.Settings[kv[0]] = kv[1]
	}
}

// all are an organisation's settings, those that it was not given as its mail system has them.
func (o *Organisation) all() map[string]string {
	set := map[string]string{}
	for _, known := range o.known() {
		set[known.Key] = known.Values[0]
	}
	maps.Copy(set, o.Settings)
	return set
}

// seconds reads a duration of whole hours, minutes and the like, or of days.
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
	w.organisation(s.Name).set(s.Set)
	return ""
}

package sandbox

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"recallbox/sandbox/eml"
	"recallbox/sandbox/mail"
	"recallbox/sandbox/recall"
	"recallbox/sandbox/store"
	"recallbox/sandbox/systems"
)

// Setting is a KEY=VALUE of a user or an organisation.
type Setting struct{ Key, Value string }

// Organisation is an organisation with all its settings, defaults too.
type Organisation struct {
	Name     string            `json:"name"`
	Domain   string            `json:"domain"` // of its addresses
	System   string            `json:"system"`
	Settings map[string]string `json:"settings"` // of its mail system, each with its value

	// of what was set, what does nothing as things are
	Warnings []string `json:"warnings,omitempty"`
	Lacks    string   `json:"-"` // the setting with which it would
}

// AddOrganisation adds an organisation with a mail system, or with the default one if system is empty.
func (tx *Tx) AddOrganisation(name, domain, system string, set []Setting) (Organisation, error) {
	var none Organisation
	domain = mail.Fold(domain)
	if err := checkName("organisation", name); err != nil {
		return none, err
	}
	if addresses, err := eml.ParseAddressList("someone@" + domain); err != nil || len(addresses) != 1 ||
		mail.Domain(addresses[0].Addr) != domain {
		return none, invalid(say("a domain looks like acme.example"), "domain %q is none", domain)
	}
	if system == "" {
		system = systems.Default(tx.box.systems).Name
	}
	sys, err := tx.findSystem(system)
	if err != nil {
		return none, err
	}
	if err := tx.domainIsFree(name, domain); err != nil {
		return none, err
	}
	id, err := tx.store.PutOrganisation(store.Organisation{Name: name, Domain: domain, System: system})
	if err != nil {
		return none, err
	}
	if err := tx.putSettings(id, sys, set); err != nil {
		return none, err
	}
	return tx.changed(name)
}

// changed is an organisation after a change, with what is set in vain.
func (tx *Tx) changed(name string) (Organisation, error) {
	o, sys, err := tx.findOrganisation(name)
	if err != nil {
		return Organisation{}, err
	}
	out, err := tx.showOrganisation(o, sys)
	lets, is := sys.Lets, out.Settings[sys.Lets.Switch]
	if lets.Names != "" && out.Settings[lets.Names] != "" && is != on {
		out.Warnings = []string{fmt.Sprintf("%s does nothing while %s is %s", lets.Names, lets.Switch, is)}
		out.Lacks = lets.Switch + "=" + on
	}
	return out, err
}

// on is the value of a switch that is on.
const on = "on"

func (tx *Tx) domainIsFree(name, domain string) error {
	if _, ok, err := optional(tx.store.OrganisationNamed(name)); err != nil || ok {
		return orConflict(err, try(SetOrganisation, "organisation", name), "organisation %q is there already", name)
	}
	if o, ok, err := optional(tx.store.OrganisationOf(domain)); err != nil || ok {
		return orConflict(err, say("each organisation has a domain of its own"),
			"domain %q belongs to %q already", domain, o.Name)
	}
	if a, err := tx.store.AddressIn(domain); err != nil || a != "" {
		return orConflict(err, say("add the organisation before anybody writes to its domain"),
			"%q has a mailbox outside every organisation already", a)
	}
	return nil
}

// SetOrganisation changes settings of an organisation.
func (tx *Tx) SetOrganisation(name string, set []Setting) (Organisation, error) {
	o, sys, err := tx.findOrganisation(name)
	if err != nil {
		return Organisation{}, err
	}
	if err := tx.putSettings(o.ID, sys, set); err != nil {
		return Organisation{}, err
	}
	return tx.changed(name)
}

func (tx *Tx) putSettings(organisation int64, sys recall.System, set []Setting) error {
	own, err := tx.store.OrganisationByID(organisation)
	if err != nil {
		return err
	}
	for _, s := range set {
		s, err := tx.readSetting(sys, own.Name, s)
		if err != nil {
			return err
		}
		if err := tx.store.PutSetting(organisation, s.Key, s.Value); err != nil {
			return err
		}
	}
	return nil
}

// readSetting checks a setting, and gives it as it is stored.
func (tx *Tx) readSetting(sys recall.System, own string, s Setting) (Setting, error) {
	var keys []string
	for _, setting := range systems.SettingsOf(sys) {
		keys = append(keys, setting.Key)
		switch {
		case setting.Key != s.Key:
			continue
		case setting.Names:
			return tx.readNames(own, s)
		case setting.Address && !slices.Contains(setting.Values, s.Value):
			return tx.readAddress(s)
		case setting.Longest != "":
			return s, checkDuration(setting, s)
		case !slices.Contains(setting.Values, s.Value):
			return s, invalid(say(setting.Key+" is "+setting.Says),
				"%s=%s: the value is one of %s", s.Key, s.Value, strings.Join(setting.Values, ", "))
		}
		return s, nil
	}
	return s, invalid(try(ExplainSettings),
		"%s has no setting %q: there are %s", sys.Name, s.Key, strings.Join(keys, ", "))
}

// readAddress reads the address of a mailbox, and gives the whole of it.
func (tx *Tx) readAddress(s Setting) (Setting, error) {
	m, err := tx.anyMailbox(s.Value)
	if err == nil && m.Kind != store.UserMailbox {
		err = invalid(try(ShowPublicFolder, "folder", m.Address), "%q is a public folder, not a user", m.Address)
	}
	return Setting{s.Key, m.Address}, err
}

// readNames reads names of other organisations than its own, comma separated; none clear the setting.
func (tx *Tx) readNames(own string, s Setting) (Setting, error) {
	var names []string
	for name := range strings.SplitSeq(s.Value, ",") {
		if name = strings.TrimSpace(name); name == "" {
			continue
		}
		if _, _, err := tx.findOrganisation(name); err != nil {
			return s, err
		}
		if name == own {
			return s, invalid(try(ListOrganisations), "%s=%s: %s is the organisation itself, and needs no leave of its own",
				s.Key, s.Value, own)
		}
		if !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	s.Value = strings.Join(names, ",")
	if len(s.Value) > longestNames {
		return s, invalid(say("name fewer"), "%s: names of %d bytes, at most %d", s.Key, len(s.Value), longestNames)
	}
	return s, nil
}

// longestNames is how many bytes a list of names may have.
const longestNames = 4096

func checkDuration(setting recall.Setting, s Setting) error {
	longest, err := ParseDuration(setting.Longest)
	if err != nil {
		return err
	}
	d, err := ParseDuration(s.Value)
	if err != nil || d < 0 || d > longest || d%time.Second != 0 {
		return invalid(say(setting.Key+" is "+setting.Says),
			"%s=%s: the value is a time of whole seconds, at most %s", s.Key, s.Value, setting.Longest)
	}
	return nil
}

// Organisation finds the organisation with that name.
func (tx *Tx) Organisation(name string) (Organisation, error) {
	o, sys, err := tx.findOrganisation(name)
	if err != nil {
		return Organisation{}, err
	}
	return tx.showOrganisation(o, sys)
}

// Organisations lists all of them by name.
func (tx *Tx) Organisations() ([]Organisation, error) {
	all, err := tx.store.Organisations()
	if err != nil {
		return nil, err
	}
	set, err := tx.store.AllSettings()
	out := []Organisation{}
	for _, o := range all {
		sys, _ := systems.Find(tx.box.systems, o.System)
		out = append(out, Organisation{Name: o.Name, Domain: o.Domain, System: o.System,
			Settings: withDefaults(set[o.ID], sys)})
	}
	return out, err
}

func (tx *Tx) showOrganisation(o store.Organisation, sys recall.System) (Organisation, error) {
	set, err := tx.settings(o.ID, sys)
	return Organisation{Name: o.Name, Domain: o.Domain, System: o.System, Settings: set}, err
}

// settings are all settings of an organisation. If it has not set one, the mail system's default is there.
func (tx *Tx) settings(organisation int64, sys recall.System) (map[string]string, error) {
	set, err := tx.store.Settings(organisation)
	return withDefaults(set, sys), err
}

// withDefaults are settings with those of the mail system that are not set.
func withDefaults(set map[string]string, sys recall.System) map[string]string {
	all := map[string]string{}
	for _, s := range systems.SettingsOf(sys) {
		all[s.Key] = s.Values[0]
	}
	maps.Copy(all, set)
	return all
}

func (tx *Tx) findOrganisation(name string) (store.Organisation, recall.System, error) {
	o, ok, err := optional(tx.store.OrganisationNamed(name))
	if err == nil && !ok {
		err = notFound(try(ListOrganisations), "no organisation %q in this sandbox", name)
	}
	if err != nil {
		return o, recall.System{}, err
	}
	sys, err := tx.findSystem(o.System)
	return o, sys, err
}

func (tx *Tx) findSystem(name string) (recall.System, error) {
	sys, ok := systems.Find(tx.box.systems, name)
	if ok && !sys.Feature {
		return sys, nil
	}
	var names []string
	for _, s := range tx.box.systems {
		if !s.Feature {
			names = append(names, s.Name)
		}
	}
	return sys, invalid(try(ListSystems), "no mail system %q: there are %s", name, strings.Join(names, ", "))
}

// organisationInfo is what a transaction has read of an organisation, which does not change during it.
type organisationInfo struct {
	name   string
	system recall.System
}

func (tx *Tx) organisationOf(id int64) (organisationInfo, error) {
	if o, ok := tx.organisations[id]; ok {
		return o, nil
	}
	o, err := tx.store.OrganisationByID(id)
	if err != nil {
		return organisationInfo{}, err
	}
	return tx.knowOrganisation(o)
}

func (tx *Tx) knowOrganisation(o store.Organisation) (organisationInfo, error) {
	sys, err := tx.findSystem(o.System)
	if err != nil {
		return organisationInfo{}, err
	}
	if tx.organisations == nil {
		tx.organisations = map[int64]organisationInfo{}
	}
	tx.organisations[o.ID] = organisationInfo{o.Name, sys}
	return tx.organisations[o.ID], nil
}

// knowOrganisations reads all organisations at once, for a list whose rows may be in any.
func (tx *Tx) knowOrganisations() error {
	all, err := tx.store.Organisations()
	for _, o := range all {
		if _, err := tx.knowOrganisation(o); err != nil {
			return err
		}
	}
	return err
}

// systemOf is a mailbox's mail system, with the settings of its organisation. For somebody in no organisation it is
// the default mail system, which knows such accounts.
func (tx *Tx) systemOf(m store.Mailbox) (recall.System, map[string]string, error) {
	if m.Organisation == 0 {
		return systems.Default(tx.box.systems), nil, nil
	}
	o, err := tx.organisationOf(m.Organisation)
	if err != nil {
		return o.system, nil, err
	}
	set, err := tx.settings(m.Organisation, o.system)
	return o.system, set, err
}

// senderSystem is the mail system of a message's sender.
func (tx *Tx) senderSystem(m store.Message) (recall.System, error) {
	sender, err := tx.mailboxOf(m.Sender)
	if err != nil {
		return recall.System{}, err
	}
	sys, _, err := tx.systemOf(sender)
	return sys, err
}

package systems

import (
	"slices"
	"strings"

	"recallbox/sandbox/recall"
)

// BehaviourInfo is one documented behaviour, as the catalogue lists it.
type BehaviourInfo struct {
	ID     string          `json:"id"`
	System string          `json:"system"`
	Says   string          `json:"says"`
	Source string          `json:"source"`
	Basis  string          `json:"basis"`  // doc, inf, obs, ours
	Beyond []recall.Beyond `json:"beyond"` // what the sandbox does that no document says
	Script string          `json:"script"` // the built-in script that proves it
}

// SystemInfo is a mail system, as the catalogue lists it.
type SystemInfo struct {
	Name       string        `json:"name"`
	Says       string        `json:"says"`
	Behaviours int           `json:"behaviours"`        // how many are documented
	Settings   []SettingInfo `json:"settings"`          // of an organisation
	Feature    bool          `json:"feature,omitempty"` // no mail system by itself, but part of others
	Within     []string      `json:"within,omitempty"`  // the mail systems that a feature is part of; absent where it is every one
}

// SettingInfo is what an organisation with the mail system may set.
type SettingInfo struct {
	Key     string   `json:"key"`               // its name
	Values  []string `json:"values"`            // that it can have
	Default string   `json:"default"`           // the value that it has at first
	Longest string   `json:"longest,omitempty"` // where it is a duration, any up to this one
	Names   bool     `json:"names,omitempty"`   // it is names of organisations, comma separated
	Says    string   `json:"says"`
}

// Infos lists some of all mail systems with their settings.
func Infos(some, all []recall.System) []SystemInfo {
	out := []SystemInfo{}
	for _, s := range some {
		info := SystemInfo{Name: s.Name, Says: s.Says, Settings: []SettingInfo{}, Feature: s.Feature}
		info.Behaviours = len(firstRecords(s.Behaviours))
		for _, other := range all {
			if s.Optional && slices.Contains(other.Features, s.Name) {
				info.Within = append(info.Within, other.Name)
			}
		}
		for _, set := range SettingsOf(s) {
			info.Settings = append(info.Settings, SettingInfo{set.Key, set.Values, set.Values[0], set.Longest,
				set.Names, set.Says})
		}
		out = append(out, info)
	}
	return out
}

// SettingsOf are the settings that an organisation with the mail system has. What is only a part of every system has
// none of its own.
func SettingsOf(s recall.System) []recall.Setting {
	if s.Feature {
		return nil
	}
	return slices.Concat(CommonSettings, s.Settings)
}

// BehaviourInfos lists the behaviours of mail systems.
func BehaviourInfos(all []recall.System) []BehaviourInfo {
	out := []BehaviourInfo{}
	for _, s := range all {
		for _, b := range firstRecords(s.Behaviours) {
			out = append(out, InfoOf(b))
		}
	}
	return out
}

// firstRecords leave out the further records of a behaviour that answers several questions: the first has the sentence.
func firstRecords(records []recall.Behaviour) []recall.Behaviour {
	seen := map[string]bool{}
	return slices.DeleteFunc(slices.Clone(records), func(b recall.Behaviour) bool {
		again := seen[b.ID]
		seen[b.ID] = true
		return again
	})
}

// InfoOf is a behaviour as the catalogue lists it.
func InfoOf(b recall.Behaviour) BehaviourInfo {
	return BehaviourInfo{b.ID, SystemOf(b.ID), b.Says, SourceText(b), string(b.Basis), BeyondOf(b),
		"testscripts/" + b.ID + ".txtar"}
}

// BeyondOf is what a behaviour does that no document says. It is never nil.
func BeyondOf(b recall.Behaviour) []recall.Beyond { return append([]recall.Beyond{}, b.Beyond...) }

// SourceText are the codes of the documents behind a behaviour, comma separated.
func SourceText(b recall.Behaviour) string {
	if b.Source == "" {
		return "none: settled here"
	}
	return strings.Join(strings.Fields(b.Source), ", ")
}

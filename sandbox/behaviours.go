package sandbox

import (
	"slices"
	"strings"

	"recallbox/sandbox/recall"
	"recallbox/sandbox/systems"
)

// Behaviour is one documented behaviour.
type Behaviour struct {
	ID     string `json:"id"`
	System string `json:"system"`
	Says   string `json:"says"`
	Source string `json:"source"`
	Basis  string `json:"basis"` // doc, inf, obs, ours
	Script string `json:"script"`
}

// System is a mail system.
type System struct {
	Name       string          `json:"name"`
	Says       string          `json:"says"`
	Behaviours int             `json:"behaviours"`
	Settings   []SystemSetting `json:"settings"`
	Feature    bool            `json:"feature,omitempty"` // no mail system by itself, but part of every one
}

// SystemSetting is what an organisation with the mail system may set.
type SystemSetting struct {
	Key     string   `json:"key"`
	Values  []string `json:"values"`
	Default string   `json:"default"`
	Longest string   `json:"longest,omitempty"` // where it is a duration, any up to this one
	Says    string   `json:"says"`
}

// Systems lists mail systems with their settings: one, or all if system is empty. It needs no sandbox.
func Systems(all []recall.System, system string) ([]System, error) {
	picked, err := picked(all, system)
	out := []System{}
	for _, s := range picked {
		shown := System{Name: s.Name, Says: s.Says, Behaviours: len(distinct(s.Behaviours)), Settings: []SystemSetting{}, Feature: s.Feature}
		for _, set := range settingsOf(s) {
			shown.Settings = append(shown.Settings, SystemSetting{set.Key, set.Values, set.Values[0], set.Longest, set.Says})
		}
		out = append(out, shown)
	}
	return out, err
}

// picked are all mail systems, or the one that is named.
func picked(all []recall.System, system string) ([]recall.System, error) {
	if system == "" {
		return all, nil
	}
	s, ok := systems.Find(all, system)
	if !ok {
		return nil, notFound("recallbox systems lists them", "no mail system %q", system)
	}
	return []recall.System{s}, nil
}

// Behaviours lists the behaviours of one mail system, or of all if system is empty. It needs no sandbox.
func Behaviours(all []recall.System, system string) ([]Behaviour, error) {
	picked, err := picked(all, system)
	out := []Behaviour{}
	for _, s := range picked {
		for _, b := range distinct(s.Behaviours) {
			out = append(out, showBehaviour(b))
		}
	}
	return out, err
}

// distinct are behaviours without the further records of one that answers several questions: the first has the sentence.
func distinct(records []recall.Behaviour) []recall.Behaviour {
	seen := map[string]bool{}
	return slices.DeleteFunc(slices.Clone(records), func(b recall.Behaviour) bool {
		again := seen[b.ID]
		seen[b.ID] = true
		return again
	})
}

// BehaviourByID is the behaviour with the ID. It needs no sandbox.
func BehaviourByID(all []recall.System, id string) (Behaviour, error) {
	if b := systems.Behaviour(all, id); b != nil {
		return showBehaviour(*b), nil
	}
	return Behaviour{}, notFound(behaviourHint(all, id), "no behaviour %q", id)
}

// behaviourHint is what was meant by what is no behaviour's ID: the part behind the mail system, a mail system, or another spelling.
func behaviourHint(all []recall.System, id string) string {
	var ids []string
	for _, s := range all {
		if s.Name == id {
			return "recallbox behaviours " + id + " lists its behaviours"
		}
		for _, b := range s.Behaviours {
			if strings.HasSuffix(b.ID, "/"+id) {
				return "did you mean " + b.ID + "?"
			}
			ids = append(ids, b.ID)
		}
	}
	if near := nearest(id, ids); near != "" {
		return "did you mean " + near + "?"
	}
	return "recallbox behaviours lists them"
}

func showBehaviour(b recall.Behaviour) Behaviour {
	return Behaviour{b.ID, systems.SystemOf(b.ID), b.Says, sourceText(b), string(b.Basis), "testscripts/" + b.ID + ".txtar"}
}

// sourceText are the codes of the documents behind a behaviour, comma separated.
func sourceText(b recall.Behaviour) string {
	if b.Source == "" {
		return "none: settled here"
	}
	return strings.Join(strings.Fields(b.Source), ", ")
}

package sandbox

import (
	"strings"
	"time"

	"recallbox/sandbox/recall"
	"recallbox/sandbox/systems"
)

// Behaviour is one documented behaviour in a list.
type Behaviour = systems.BehaviourInfo

// Beyond is something that the sandbox does and no document says.
type Beyond = recall.Beyond

// System is a mail system in a list.
type System = systems.SystemInfo

// Comparison sets mail systems side by side.
type Comparison = systems.Comparison

// Compare shows all differences between mail systems. It needs no sandbox.
func Compare(all []recall.System) Comparison {
	return systems.Compare(all, func(seconds int64) string {
		return FormatDuration(time.Duration(seconds) * time.Second)
	})
}

// Systems lists mail systems with their settings: one, or all if system is empty. It needs no sandbox.
func Systems(all []recall.System, system string) ([]System, error) {
	some, err := systemsNamed(all, system)
	return systems.Infos(some), err
}

// Behaviours lists the behaviours of one mail system, or of all if system is empty. It needs no sandbox.
func Behaviours(all []recall.System, system string) ([]Behaviour, error) {
	some, err := systemsNamed(all, system)
	return systems.BehaviourInfos(some), err
}

// systemsNamed are the mail system with that name, or all if it is empty.
func systemsNamed(all []recall.System, system string) ([]recall.System, error) {
	if system == "" {
		return all, nil
	}
	s, ok := systems.Find(all, system)
	if !ok {
		return nil, notFound(try(ListSystems), "no mail system %q", system)
	}
	return []recall.System{s}, nil
}

// BehaviourByID is the behaviour with that ID. It needs no sandbox.
func BehaviourByID(all []recall.System, id string) (Behaviour, error) {
	if b := systems.Behaviour(all, id); b != nil {
		return systems.InfoOf(*b), nil
	}
	return Behaviour{}, notFound(behaviourHint(all, id), "no behaviour %q", id)
}

// behaviourHint guesses what a wrong ID means: an ID without the mail system, a mail system, or another spelling.
func behaviourHint(all []recall.System, id string) Hint {
	var ids []string
	for _, s := range all {
		if s.Name == id {
			return try(ListBehavioursOf, "system", id)
		}
		for _, b := range s.Behaviours {
			if strings.HasSuffix(b.ID, "/"+id) {
				return say("did you mean " + b.ID + "?")
			}
			ids = append(ids, b.ID)
		}
	}
	if near := Nearest(id, ids); near != "" {
		return say("did you mean " + near + "?")
	}
	return try(ListBehaviours)
}

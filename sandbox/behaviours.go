package sandbox

import (
	"slices"
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

// ShownBehaviour is a behaviour with its sources: their passages, statements and names.
type ShownBehaviour struct {
	Behaviour
	Sources []systems.CitedSource `json:"sources"` // the documents that say it
}

// Source is a document in a list.
type Source = systems.SourceInfo

// Statement is a sentence of a document, with what answers it.
type Statement = systems.StatementInfo

// SourceWithStatements is a document with all that it says, in its own order.
type SourceWithStatements struct {
	Source     Source      `json:"source"`     // the document
	Statements []Statement `json:"statements"` // in its own order
}

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
	return systems.Infos(some, all), err
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

// BehaviourWithSources is the behaviour with that ID, with its sources. It needs no sandbox.
func BehaviourWithSources(all []recall.System, id string) (ShownBehaviour, error) {
	shown, err := BehaviourByID(all, id)
	if err != nil {
		return ShownBehaviour{}, err
	}
	return ShownBehaviour{shown, systems.CitedSources(*systems.Behaviour(all, id))}, nil
}

// Sources lists the documents behind the behaviours. It needs no sandbox.
func Sources() []Source { return systems.SourceInfos() }

// SourceByID is the document with that ID, in capitals or not. It needs no sandbox.
func SourceByID(id string) (SourceWithStatements, error) {
	var ids []string
	for _, s := range Sources() {
		if strings.EqualFold(s.ID, id) {
			return SourceWithStatements{s, systems.StatementsOf(s.ID)}, nil
		}
		ids = append(ids, s.ID)
	}
	hint := try(ListSources)
	if near := Nearest(strings.ToLower(id), lower(ids)); near != "" {
		hint = say("did you mean " + ids[slices.Index(lower(ids), near)] + "?")
	}
	if code := systems.SourceOfStatement(id); code != "" {
		hint = try(ShowSource, "source", code)
	}
	return SourceWithStatements{}, notFound(hint, "no source %q", id)
}

func lower(words []string) (out []string) {
	for _, word := range words {
		out = append(out, strings.ToLower(word))
	}
	return out
}

// behaviourHint guesses what a wrong ID means: an ID without the mail system, a mail system, a statement, or another
// spelling of an ID, with the mail system or without.
func behaviourHint(all []recall.System, id string) Hint {
	if code := systems.SourceOfStatement(id); code != "" {
		return try(ShowSource, "source", code)
	}
	var ids, names []string
	for _, s := range all {
		if s.Name == id {
			return try(ListBehavioursOf, "system", id)
		}
		for _, b := range s.Behaviours {
			if strings.HasSuffix(b.ID, "/"+id) {
				return say("did you mean " + b.ID + "?")
			}
			_, name, _ := strings.Cut(b.ID, "/")
			ids, names = append(ids, b.ID), append(names, name)
		}
	}
	if near := Nearest(id, ids); near != "" {
		return say("did you mean " + near + "?")
	}
	if near := Nearest(id, names); near != "" {
		return say("did you mean " + ids[slices.Index(names, near)] + "?")
	}
	return try(ListBehaviours)
}

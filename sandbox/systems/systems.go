package systems

import (
	"slices"
	"strings"

	"recallbox/sandbox/recall"
)

// All are the mail systems, in the order in which they are listed.
func All() []recall.System { return With() }

// With are all mail systems, and more behind them; what is part of every mail system is part of those too.
func With(more ...recall.System) []recall.System {
	outlook := Outlook()
	return withFeatures(append([]recall.System{
		outlook,
		Outlook2007(outlook),
		Zoho(),
		ExchangeOnline(outlook),
		Undo(),
		GroupWise(outlook),
		Lark(outlook),
		Hold(),
		Receipt(),
		Contact(),
		Purge(),
	}, more...))
}

// withFeatures puts the rules of the features in front of each system's own, but for those that are to come first: the
// rules of those that are part of every mail system, and of those that it has besides.
func withFeatures(all []recall.System) []recall.System {
	for i, s := range all {
		if s.Feature {
			continue
		}
		var shared []recall.Behaviour
		for _, f := range all {
			if f.Feature && (!f.Optional || slices.Contains(s.Features, f.Name)) {
				shared = append(shared, f.Rules...)
			}
		}
		all[i].Rules = slices.Concat(s.First, shared, s.Rules)
	}
	return all
}

// CommonSettings are what every organisation may set, whatever its mail system.
var CommonSettings = []recall.Setting{
	{Key: "read-receipts", Values: []string{"on", "off"},
		Says: "whether read receipts are sent when a sender asks for them"},
}

// Find is the system of that name.
func Find(all []recall.System, name string) (recall.System, bool) {
	for _, s := range all {
		if s.Name == name {
			return s, true
		}
	}
	return recall.System{}, false
}

// Default is the mail system of whoever names none.
func Default(all []recall.System) recall.System {
	for _, s := range all {
		if s.Default {
			return s
		}
	}
	return all[0]
}

// Behaviour is the behaviour with the ID, or nil.
func Behaviour(all []recall.System, id string) *recall.Behaviour {
	if s, ok := Find(all, SystemOf(id)); ok {
		for i := range s.Behaviours {
			if s.Behaviours[i].ID == id {
				return &s.Behaviours[i]
			}
		}
	}
	return nil
}

// SystemOf is the system's name in a behaviour's ID.
func SystemOf(id string) string {
	name, _, _ := strings.Cut(id, "/")
	return name
}

// Without is the list less one behaviour: what tests use to prove that a script depends on it.
func Without(all []recall.System, id string) []recall.System {
	drop := func(list []recall.Behaviour) []recall.Behaviour {
		var kept []recall.Behaviour
		for _, b := range list {
			if b.ID != id {
				kept = append(kept, b)
			}
		}
		return kept
	}
	out := make([]recall.System, len(all))
	for i, s := range all {
		s.Behaviours, s.Rules = drop(s.Behaviours), drop(s.Rules)
		out[i] = s
	}
	return out
}

// A swap puts a system's own record in the place of the first rule that it replaces, or in front of all rules if it
// replaces none. A swap without a record only takes rules out.
type swap struct {
	own  recall.Behaviour
	from []string // names of the rules it replaces
}

// ownOf lists the records that the swaps bring in.
func ownOf(swaps []swap) []recall.Behaviour {
	own := make([]recall.Behaviour, 0, len(swaps))
	for _, s := range swaps {
		if s.own.ID != "" {
			own = append(own, s.own)
		}
	}
	return own
}

// swapIn is another system's rules with the swaps carried out.
func swapIn(rules []recall.Behaviour, swaps []swap) []recall.Behaviour {
	out := make([]recall.Behaviour, 0, len(rules)+len(swaps))
	placed := map[*recall.Behaviour]bool{}
	by := map[string]*recall.Behaviour{}
	for i, s := range swaps {
		if s.from == nil {
			out = append(out, s.own)
		}
		for _, name := range s.from {
			by[SystemOf(rules[0].ID)+"/"+name] = &swaps[i].own
		}
	}
	for _, rule := range rules {
		own, replaced := by[rule.ID]
		switch {
		case !replaced:
			out = append(out, rule)
		case own.ID != "" && !placed[own]:
			out = append(out, *own)
			placed[own] = true
		}
	}
	return out
}

// unless are rules that do not hold where something else does.
func unless(other recall.Predicate, rules []recall.Behaviour) []recall.Behaviour {
	for i := range rules {
		rules[i].When = append(slices.Clone(rules[i].When), recall.Not(other))
	}
	return rules
}

// borrow is a system's own rules with some of another's behind them.
func borrow(own []recall.Behaviour, from recall.System, names ...string) []recall.Behaviour {
	rules := append(make([]recall.Behaviour, 0, len(own)+len(names)), own...)
	for _, b := range from.Rules {
		if slices.Contains(names, strings.TrimPrefix(b.ID, from.Name+"/")) {
			rules = append(rules, b)
		}
	}
	return rules
}

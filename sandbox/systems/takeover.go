package systems

import (
	"slices"
	"strings"

	"recallbox/sandbox/recall"
)

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

// swapped is another system's rules with the swaps carried out.
func swapped(rules []recall.Behaviour, swaps []swap) []recall.Behaviour {
	out := make([]recall.Behaviour, 0, len(rules)+len(swaps))
	placed := map[string]bool{}
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
		case own.ID != "" && !placed[own.ID]:
			out = append(out, *own)
			placed[own.ID] = true
		}
	}
	return out
}

// borrowing is a system's own rules with some of another's behind them.
func borrowing(own []recall.Behaviour, from recall.System, names ...string) []recall.Behaviour {
	rules := append(make([]recall.Behaviour, 0, len(own)+len(names)), own...)
	for _, b := range from.Rules {
		if slices.Contains(names, strings.TrimPrefix(b.ID, from.Name+"/")) {
			rules = append(rules, b)
		}
	}
	return rules
}

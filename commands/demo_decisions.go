package commands

import (
	"slices"

	"recallbox/sandbox"
)

// decision is what a mail system decided in one step, and by which of its behaviours.
type decision struct {
	Recall    string `json:"recall,omitempty"`
	Recipient string `json:"recipient,omitempty"`
	Outcome   string `json:"outcome,omitempty"` // of the recipient's copy, or refused; absent for what was decided on the way
	Final     bool   `json:"final,omitempty"`
	Reason    string `json:"reason,omitempty"`
	Behaviour string `json:"behaviour"`
	Says      string `json:"says"`
	Source    string `json:"source"`
}

// refused is the outcome of what the mail system did not allow.
const refused = "refused"

// decisions are what a command led to: outcomes that are new or other than they were, a refusal, and what the log cites besides.
func (w *watcher) decisions(before, after sight, failed *failure) []decision {
	list := outcomesSince(before.Recalls, after.Recalls)
	if failed != nil && failed.Behaviour != "" {
		list = append(list, decision{Outcome: refused, Reason: failed.Message, Behaviour: failed.Behaviour})
	}
	for _, e := range after.events {
		for _, id := range e.Behaviours {
			if !slices.ContainsFunc(list, func(d decision) bool { return d.Behaviour == id }) {
				e.Behaviours = nil
				list = append(list, decision{Recall: e.Recall, Reason: sentence(e).String(), Behaviour: id})
			}
		}
	}
	for i := range list {
		if b, err := sandbox.BehaviourByID(w.systems, list[i].Behaviour); err == nil {
			list[i].Says, list[i].Source = b.Says, b.Source
		}
	}
	return list
}

// outcomesSince are the outcomes of recalls that are new or other than they were.
func outcomesSince(before, after []sandbox.PicturedRecall) []decision {
	type whose struct{ recall, recipient string }
	old := map[whose]sandbox.Recipient{}
	for _, r := range before {
		for _, one := range r.Recipients {
			old[whose{r.ID, one.Address}] = one
		}
	}
	var list []decision
	for _, r := range after {
		for _, one := range r.Recipients {
			was := old[whose{r.ID, one.Address}]
			if was.Outcome == one.Outcome && was.Final == one.Final && was.Behaviour == one.Behaviour && was.Reason == one.Reason {
				continue
			}
			list = append(list, decision{Recall: r.ID, Recipient: one.Address, Outcome: one.Outcome, Final: one.Final, Reason: one.Reason, Behaviour: one.Behaviour})
		}
	}
	return list
}

// decidedAs are recipients about whom the same was decided.
type decidedAs struct {
	decision
	recipients []string
}

// grouped puts those together who differ in nothing but the words that name them; what was decided on the way is apart.
func grouped(all []decision) (groups []decidedAs, onTheWay []decision) {
	type kind struct {
		recall, outcome, behaviour string
		final                      bool
	}
	known := map[kind]int{}
	for _, d := range all {
		if d.Outcome == "" {
			onTheWay = append(onTheWay, d)
			continue
		}
		k := kind{d.Recall, d.Outcome, d.Behaviour, d.Final}
		i, found := known[k]
		if !found {
			i, known[k] = len(groups), len(groups)
			groups = append(groups, decidedAs{decision: d})
		}
		if groups[i].Reason != d.Reason {
			groups[i].Reason = ""
		}
		if d.Recipient != "" {
			groups[i].recipients = append(groups[i].recipients, d.Recipient)
		}
	}
	return groups, onTheWay
}

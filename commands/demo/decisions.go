package demo

import (
	"cmp"
	"slices"
	"strings"

	"recallbox/commands/term"
	"recallbox/sandbox"
)

// decision is what a mail system decided in one step, and by which of its behaviours.
type decision struct {
	outcome
	Says   string           `json:"says"`
	Source string           `json:"source"`
	Beyond []sandbox.Beyond `json:"beyond"` // what it does that no document says
}

// outcome is a decision without what it rests on.
type outcome struct {
	Recall    string `json:"recall,omitempty"`
	Recipient string `json:"recipient,omitempty"` // whose copy
	Outcome   string `json:"outcome,omitempty"`   // of the recipient's copy, or refused; absent for other decisions
	Final     bool   `json:"final,omitempty"`
	Reason    string `json:"reason,omitempty"`
	Behaviour string `json:"behaviour"`
}

// refused is the outcome where the mail system allows nothing.
const refused = "refused"

// decisions are what a command led to: outcomes that are new or have changed, a refusal, and what else the log cites.
func (r *recorder) decisions(before, after state, failed *Failure) []decision {
	var list []decision
	for _, o := range newOutcomes(before.Recalls, after.Recalls) {
		list = append(list, decision{outcome: o})
	}
	if failed != nil && failed.Behaviour != "" {
		list = append(list, decision{outcome: outcome{Outcome: refused, Reason: failed.Message, Behaviour: failed.Behaviour}})
	}
	for _, e := range after.events {
		for _, id := range e.Behaviours {
			if !slices.ContainsFunc(list, func(d decision) bool { return d.Behaviour == id }) {
				e.Behaviours = nil
				list = append(list, decision{outcome: outcome{Recall: e.Recall, Reason: r.Sentence(e), Behaviour: id}})
			}
		}
	}
	for i := range list {
		if b, err := sandbox.BehaviourByID(r.Systems, list[i].Behaviour); err == nil {
			list[i].Says, list[i].Source, list[i].Beyond = b.Says, b.Source, b.Beyond
		}
	}
	return list
}

// newOutcomes are the outcomes of recalls that are new or have changed.
func newOutcomes(before, after []sandbox.PicturedRecall) []outcome {
	old := map[outcome]bool{}
	for _, o := range outcomes(before) {
		old[o] = true
	}
	return slices.DeleteFunc(outcomes(after), func(o outcome) bool { return old[o] })
}

// outcomes are how recalls stand, recipient by recipient.
func outcomes(recalls []sandbox.PicturedRecall) []outcome {
	var list []outcome
	for _, r := range recalls {
		for _, one := range r.Recipients {
			list = append(list, outcome{
				Recall:    r.ID,
				Recipient: one.Address,
				Outcome:   one.Outcome,
				Final:     one.Final,
				Reason:    one.Reason,
				Behaviour: one.Behaviour,
			})
		}
	}
	return list
}

// decisionGroup are recipients about whom the same was decided.
type decisionGroup struct {
	decision
	recipients []string
}

// groupDecisions puts decisions together that differ only in whom they name. Those with no outcome are the others.
func groupDecisions(all []decision) (groups []decisionGroup, others []decision) {
	type kind struct {
		recall, outcome, behaviour string
		final                      bool
	}
	indexes := map[kind]int{}
	for _, d := range all {
		if d.Outcome == "" {
			others = append(others, d)
			continue
		}
		k := kind{d.Recall, d.Outcome, d.Behaviour, d.Final}
		i, ok := indexes[k]
		if !ok {
			i, indexes[k] = len(groups), len(groups)
			groups = append(groups, decisionGroup{decision: d})
		}
		if groups[i].Reason != d.Reason {
			groups[i].Reason = ""
		}
		if d.Recipient != "" {
			groups[i].recipients = append(groups[i].recipients, d.Recipient)
		}
	}
	return groups, others
}

// labelWidth is how wide the words in front of a decision are.
const labelWidth = 15

// decisionLines are the decisions of a step: outcome, reason, and the behaviour with its sentence and sources.
func decisionLines(st step) []term.Text {
	groups, others := groupDecisions(st.Decisions)
	var lines []term.Text
	output := oneLine(st.output)
	for _, g := range groups {
		label, about := g.label(), g.about(output)
		if len(about) > 0 {
			lines = append(lines, withLabel(label, about)...)
			label = nil
		}
		lines = append(lines, behaviourLines(label, g.decision)...)
	}
	if len(groups) > 0 && len(others) > 0 {
		return append(lines, withLabel(term.Faint("also"), term.Faint(strings.Join(behavioursOf(others), ", ")))...)
	}
	for _, d := range others {
		lines = append(lines, withLabel(term.Faint("decided"), term.Plain(d.Reason))...)
		lines = append(lines, behaviourLines(nil, d)...)
	}
	return lines
}

func behavioursOf(all []decision) []string {
	ids := make([]string, len(all))
	for i, d := range all {
		ids[i] = d.Behaviour
	}
	return ids
}

// label is the outcome in its colour, and whether it can still change.
func (d decision) label() term.Text {
	if d.Final || d.Outcome == refused || d.Outcome == "pending" {
		return term.Outcome(d.Outcome)
	}
	return term.Outcome(d.Outcome + " so far")
}

// about is whom it is about, and the reason unless the output above has it.
func (g decisionGroup) about(output string) term.Text {
	who := ""
	if len(g.recipients) > 0 {
		who = term.Names(g.recipients, false)
	}
	isPrinted := strings.Contains(output, oneLine([]term.Text{term.Plain(g.Reason)})) || g.Outcome == refused
	switch {
	case g.Reason != "" && !isPrinted:
		return term.Plain(strings.TrimPrefix(who+": "+g.Reason, ": "))
	case who != "":
		return term.Plain(who)
	}
	return nil
}

// oneLine joins lines to one, with single spaces.
func oneLine(lines []term.Text) string {
	var b strings.Builder
	for _, line := range lines {
		b.WriteString(line.String() + " ")
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

// behaviourLines are a behaviour with its sources and its sentence, and below it what goes beyond them.
func behaviourLines(label term.Text, d decision) []term.Text {
	source := " (" + cmp.Or(d.Source, "no source") + "): "
	lines := withLabel(label, term.Join(term.Heading(d.Behaviour), term.Faint(source), term.Plain(d.Says)))
	for _, b := range d.Beyond {
		lines = append(lines, withLabel(nil, term.Faint(b.String()))...)
	}
	return lines
}

// withLabel puts a label in front of a text that is wrapped beside it.
func withLabel(label, t term.Text) []term.Text {
	lines := term.WrapHard(t, stageWidth-stageIndent-labelWidth)
	for i := range lines {
		lead := term.Pad(nil, stageIndent+labelWidth)
		if i == 0 {
			lead = term.Pad(term.Join(term.Pad(nil, stageIndent), label), stageIndent+labelWidth)
		}
		lines[i] = term.Join(lead, lines[i])
	}
	return lines
}

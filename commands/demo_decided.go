package commands

import (
	"cmp"
	"strings"

	"recallbox/commands/term"
)

// labelWidth is how wide the words in front of a decision are.
const labelWidth = 15

// decisionLines are what was decided: outcome, reason, and the behaviour with its sentence and sources.
func decisionLines(st step) []term.Text {
	groups, onTheWay := grouped(st.Decisions)
	var lines []term.Text
	printed := flat(st.shown)
	for _, g := range groups {
		label, about := g.label(), g.about(printed)
		if len(about) > 0 {
			lines = append(lines, labelled(label, about)...)
			label = nil
		}
		lines = append(lines, labelled(label, behaviourText(g.decision))...)
	}
	if len(groups) > 0 && len(onTheWay) > 0 {
		return append(lines, labelled(term.Faint("also"), term.Faint(strings.Join(behavioursOf(onTheWay), ", ")))...)
	}
	for _, d := range onTheWay {
		lines = append(lines, labelled(term.Faint("decided"), term.Plain(d.Reason))...)
		lines = append(lines, labelled(nil, behaviourText(d))...)
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

// label is the outcome in its colour.
func (d decision) label() term.Text {
	switch {
	case d.Outcome == refused:
		return term.Bad(refused)
	case d.Final || d.Outcome == "pending":
		return outcomeWords(d.Outcome, true)
	default:
		t := outcomeWords(d.Outcome, true)
		return term.Join(t, term.Styled(t.Role(), " so far"))
	}
}

// about is whom it is about, and the reason unless that is printed above.
func (g decidedAs) about(printed string) term.Text {
	who := ""
	if len(g.recipients) > 0 {
		who = whom(g.recipients, false)
	}
	said := strings.Contains(printed, flat([]term.Text{term.Plain(g.Reason)})) || g.Outcome == refused
	switch {
	case g.Reason != "" && !said:
		return term.Plain(strings.TrimPrefix(who+": "+g.Reason, ": "))
	case who != "":
		return term.Plain(who)
	}
	return nil
}

// flat is a text in one line, whatever its spaces.
func flat(lines []term.Text) string {
	var b strings.Builder
	for _, line := range lines {
		b.WriteString(line.String() + " ")
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

func behaviourText(d decision) term.Text {
	return term.Join(term.Heading(d.Behaviour), term.Faint(" ("+cmp.Or(d.Source, "no source")+"): "), term.Plain(d.Says))
}

// labelled puts a label in front of a text that is wrapped beside it.
func labelled(label, t term.Text) []term.Text {
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

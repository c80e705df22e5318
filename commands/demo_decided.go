package commands

import (
	"cmp"
	"strings"
)

// labelWidth is how wide the words in front of a decision are.
const labelWidth = 15

// decisionLines are what was decided: outcome, reason, and the behaviour with its sentence and sources.
func decisionLines(st step) []text {
	groups, onTheWay := grouped(st.Decisions)
	var lines []text
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
		return append(lines, labelled(faint("also"), faint(strings.Join(behavioursOf(onTheWay), ", ")))...)
	}
	for _, d := range onTheWay {
		lines = append(lines, labelled(faint("decided"), plain(d.Reason))...)
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
func (d decision) label() text {
	switch {
	case d.Outcome == refused:
		return bad(refused)
	case d.Final || d.Outcome == "pending":
		return outcomeWords(d.Outcome, true)
	default:
		t := outcomeWords(d.Outcome, true)
		return join(t, text{{t[0].role, " so far"}})
	}
}

// about is whom it is about, and the reason unless that is printed above.
func (g decidedAs) about(printed string) text {
	who := ""
	if len(g.recipients) > 0 {
		who = whom(g.recipients, false)
	}
	said := strings.Contains(printed, flat([]text{plain(g.Reason)})) || g.Outcome == refused
	switch {
	case g.Reason != "" && !said:
		return plain(strings.TrimPrefix(who+": "+g.Reason, ": "))
	case who != "":
		return plain(who)
	}
	return nil
}

// flat is a text in one line, whatever its spaces.
func flat(lines []text) string {
	var b strings.Builder
	for _, line := range lines {
		b.WriteString(line.string() + " ")
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

func behaviourText(d decision) text {
	return join(heading(d.Behaviour), faint(" ("+cmp.Or(d.Source, "no source")+"): "), plain(d.Says))
}

// labelled puts a label in front of a text that is wrapped beside it.
func labelled(label, t text) []text {
	lines := wrapHard(t, stageWidth-stageIndent-labelWidth)
	for i := range lines {
		lead := pad(nil, stageIndent+labelWidth)
		if i == 0 {
			lead = pad(join(pad(nil, stageIndent), label), stageIndent+labelWidth)
		}
		lines[i] = join(lead, lines[i])
	}
	return lines
}

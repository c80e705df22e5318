package commands

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// A step on the stage is a few blocks, one below the other: the command and what it printed, the mailboxes that it changed, what was decided,
// and whether all is as the script expects.

// isQuiet is true for a step of which there is nothing to be seen but what was printed.
func (st step) isQuiet() bool {
	return len(st.Mailboxes) == 0 && len(st.Decisions) == 0 && st.Checks == 0 && st.Failed == nil
}

// blocks are what is seen of a step, of its output only so many lines.
func (st step) blocks(most int) [][]text {
	results := st.results(most)
	return append([][]text{append(st.commandLines(), results[0]...)}, results[1:]...)
}

// results are what is seen of a step below the command: what it printed first, though that may be nothing.
func (st step) results(most int) [][]text {
	blocks := append([][]text{st.outputLines(most)}, mailboxRows(st.Mailboxes)...)
	if decided := decisionLines(st); len(decided) > 0 {
		blocks = append(blocks, decided)
	}
	if checks := st.checkLines(); len(checks) > 0 {
		last := &blocks[len(blocks)-1]
		*last = slices.Concat(*last, []text{nil}, checks) // they never stand alone
	}
	return blocks
}

// commandLines are the command as it was typed.
func (st step) commandLines() []text {
	lines := wrapHard(heading(st.spoken()), stageWidth-4)
	for i := range lines {
		mark := text{{rolePlain, "    "}}
		if i == 0 {
			mark = faint("$ ")
		}
		lines[i] = join(mark, lines[i])
	}
	return lines
}

// spoken is the command for people, who get no JSON where a person at a terminal gets something else.
func (st step) spoken() string {
	if !st.forPeople || strings.Count(st.Command, "--json") != 1 {
		return st.Command
	}
	return strings.TrimSpace(strings.NewReplacer(" --json", "", "--json ", "").Replace(st.Command))
}

// outputLines are the first lines of the output, wrapped.
func (st step) outputLines(most int) []text {
	var lines []text
	for _, line := range st.shown {
		lines = append(lines, onStage(line, stageIndent)...)
	}
	for len(lines) > 0 && lines[len(lines)-1].width() <= stageIndent {
		lines = lines[:len(lines)-1]
	}
	if most = max(0, most-1); len(lines)-most > 1 {
		lines = append(lines[:most:most], faint(fmt.Sprintf("  … %d more lines: --html has them all", len(lines)-most)))
	}
	return lines
}

// labelWidth is how wide the words in front of a decision are.
const labelWidth = 15

// decisionLines are what was decided: outcome, reason, and the behaviour with its sentence and sources.
func decisionLines(st step) []text {
	groups, onTheWay := grouped(st.Decisions)
	var lines []text
	printed := flat(st.shown)
	for _, g := range groups {
		lines = append(lines, labelled(g.label(), g.about(printed))...)
		lines = append(lines, labelled(nil, behaviourText(g.decision))...)
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
	if g.Reason == "" || g.Outcome == refused || strings.Contains(printed, flat([]text{plain(g.Reason)})) {
		return plain(who)
	}
	return plain(strings.TrimPrefix(who+": "+g.Reason, ": "))
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
	if t.width() == 0 && label == nil {
		return nil
	}
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

// checkLines say whether all is as the script expects.
func (st step) checkLines() []text {
	var lines []text
	switch {
	case st.Checks == 1:
		lines = append(lines, good("  ✓ as the script expects"))
	case st.Checks > 1:
		lines = append(lines, good(fmt.Sprintf("  ✓ as the script expects, in %d ways", st.Checks)))
	}
	if f := st.Failed; f != nil {
		lines = append(lines, onStage(bad(fmt.Sprintf("✗ line %d: %s", f.Line, f.Command)), stageIndent)...)
		lines = append(lines, onStage(plain(f.Message), 2*stageIndent)...)
	}
	return lines
}

// ending says how the play ended.
func (p *performance) ending() []text {
	if p.Message != "" {
		return onStage(bad(string(p.Outcome)+": "+p.Message), 0)
	}
	return nil
}

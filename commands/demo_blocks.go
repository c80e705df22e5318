package commands

import (
	"fmt"
	"slices"
	"strings"

	"recallbox/commands/term"
)

// A step on the stage is a few blocks, one below the other: the command and what it printed, the mailboxes that it changed, what was decided,
// and whether all is as the script expects.

// isQuiet is true for a step of which there is nothing to be seen but what was printed.
func (st step) isQuiet() bool {
	return len(st.Mailboxes) == 0 && len(st.Decisions) == 0 && st.Checks == 0 && st.Failed == nil
}

// blocks are what is seen of a step, of its output only so many lines.
func (st step) blocks(most int) [][]term.Text {
	results := st.results(most)
	return append([][]term.Text{append(st.commandLines(), results[0]...)}, results[1:]...)
}

// results are what is seen of a step below the command: what it printed first, though that may be nothing.
func (st step) results(most int) [][]term.Text {
	blocks := append([][]term.Text{st.outputLines(most)}, mailboxRows(st.Mailboxes)...)
	if decided := decisionLines(st); len(decided) > 0 {
		blocks = append(blocks, decided)
	}
	if checks := st.checkLines(); len(checks) > 0 {
		last := &blocks[len(blocks)-1]
		*last = slices.Concat(*last, []term.Text{nil}, checks) // they never stand alone
	}
	return blocks
}

// commandLines are the command as it was typed.
func (st step) commandLines() []term.Text {
	lines := term.WrapHard(term.Heading(st.spoken()), stageWidth-4)
	for i := range lines {
		mark := term.Plain("    ")
		if i == 0 {
			mark = term.Faint("$ ")
		}
		lines[i] = term.Join(mark, lines[i])
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
func (st step) outputLines(most int) []term.Text {
	var lines []term.Text
	for _, line := range st.shown {
		lines = append(lines, onStage(line, stageIndent)...)
	}
	for len(lines) > 0 && lines[len(lines)-1].Width() <= stageIndent {
		lines = lines[:len(lines)-1]
	}
	if most = max(0, most-1); len(lines)-most > 1 {
		lines = append(lines[:most:most], term.Faint(fmt.Sprintf("  … %d more lines: --html has them all", len(lines)-most)))
	}
	return lines
}

// checkLines say whether all is as the script expects.
func (st step) checkLines() []term.Text {
	var lines []term.Text
	switch {
	case st.Checks == 1:
		lines = append(lines, term.Good("  ✓ as the script expects"))
	case st.Checks > 1:
		lines = append(lines, term.Good(fmt.Sprintf("  ✓ as the script expects, in %d ways", st.Checks)))
	}
	if f := st.Failed; f != nil {
		lines = append(lines, onStage(term.Bad(fmt.Sprintf("✗ line %d: %s", f.Line, f.Command)), stageIndent)...)
		lines = append(lines, onStage(term.Plain(f.Message), 2*stageIndent)...)
	}
	return lines
}

// ending says how the play ended.
func (p *performance) ending() []term.Text {
	if p.Message != "" {
		return onStage(term.Bad(string(p.Outcome)+": "+p.Message), 0)
	}
	return nil
}

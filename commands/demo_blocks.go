package commands

import (
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

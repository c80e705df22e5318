package commands_test

import (
	"fmt"
	"strings"
	"testing"

	"recallbox/sandbox"
	"recallbox/sandbox/recall"
	"recallbox/sandbox/systems"
)

// comparisonTable is what `systems --compare` shows, as Markdown: a row for each dimension, a column for each mail system.
func comparisonTable(all []recall.System) string {
	comparison := sandbox.Compare(all)
	var b strings.Builder
	fmt.Fprintf(&b, "| | %s |\n|---%s|\n", strings.Join(comparison.Systems, " | "), strings.Repeat("|---", len(comparison.Systems)))
	for _, d := range comparison.Dimensions {
		b.WriteString("| **" + d.Name + "**")
		for _, c := range d.Cells {
			b.WriteString(" | " + cell(c.Says))
		}
		b.WriteString(" |\n")
	}
	return b.String()
}

func TestComparisonTable(t *testing.T) {
	lines := strings.Split(comparisonTable(systems.All()), "\n")
	if want := "| | outlook | outlook-2007 | zoho | exchange-online | undo |"; lines[0] != want {
		t.Errorf("got %s, want %s", lines[0], want)
	}
	for _, line := range lines[:len(lines)-1] {
		if got, want := strings.Count(line, "|"), strings.Count(lines[0], "|"); got != want {
			t.Errorf("%d columns, want %d: %s", got, want, line)
		}
	}
}

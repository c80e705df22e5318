package commands

import (
	"strings"
	"testing"

	"github.com/urfave/cli/v2"

	"recallbox/commands/term"
)

// TestManualIsWhole: every command stands in it with all that its help says.
func TestManualIsWhole(t *testing.T) {
	page := manual(tree())
	everyCommand(tree(), func(c *cli.Command) {
		if title(c) == "" || c.Hidden {
			return
		}
		_, about, found := strings.Cut(page, ".SS \""+roff(usage(c))+"\"\n")
		if !found {
			t.Errorf("%s is not in the manual", c.HelpName)
			return
		}
		about, _, _ = strings.Cut(about, "\n.S")
		for _, flag := range c.Flags {
			if !strings.Contains(about, bold("--"+nameOf(flag))) {
				t.Errorf("%s: the manual says nothing of --%s", c.HelpName, nameOf(flag))
			}
		}
		for _, text := range []string{c.Usage[1:], c.Description, c.UsageText} {
			for line := range strings.Lines(text) {
				if line = strings.TrimSuffix(line, "\n"); !strings.Contains(about, roff(line)) {
					t.Errorf("%s: the manual has not %q", c.HelpName, line)
				}
			}
		}
	})
	for _, name := range topicNames() {
		_, blocks, _ := topic(name)
		for _, b := range blocks {
			if text := roffInline(b.Text); b.Kind != term.HeadingBlock && !strings.Contains(page, text) {
				t.Errorf("help %s: the manual has not %q", name, text)
			}
			for _, line := range b.Lines {
				if !strings.Contains(page, roff(line)) {
					t.Errorf("help %s: the manual has not %q", name, line)
				}
			}
			for _, row := range b.Rows[min(1, len(b.Rows)):] {
				if !strings.Contains(page, bold(term.Unmarked(row[0]))+"\n") {
					t.Errorf("help %s: the manual has not %q", name, row[0])
				}
			}
		}
	}
}

// TestManualIsRoff: what begins a line with a dot is a request that is meant, and nothing else has a meaning for the formatter.
func TestManualIsRoff(t *testing.T) {
	var m manPage
	m.prose(".SH not a section\n'twas -n \\fB\"a\" ~ ^ `x` …\n")
	want := ".PP\n\\&.SH not a section\n\\(aqtwas \\-n \\efB\\(dqa\\(dq \\(ti \\(ha \\(gax\\(ga \\[u2026]\n"
	if m.String() != want {
		t.Errorf("got\n%s", m.String())
	}
	for line := range strings.Lines(manual(tree())) {
		name, _, _ := strings.Cut(strings.TrimSpace(line), " ")
		switch name {
		case ".TH", ".SH", ".SS", ".PP", ".TP", ".RS", ".RE", ".nf", ".fi", ".nh", ".ad":
			continue
		}
		if strings.HasPrefix(line, ".") || strings.HasPrefix(line, "'") || strings.Trim(line, ascii) != "" {
			t.Errorf("%q means something to the formatter", line)
		}
	}
}

const ascii = " !\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~\n"

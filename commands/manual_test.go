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
	filled := strings.NewReplacer("\n\\&", " ", "\n", " ")
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
		for line := range strings.Lines(c.Usage[1:] + "\n" + c.UsageText) {
			if line = strings.TrimSuffix(line, "\n"); !strings.Contains(about, roff(line)) &&
				!strings.Contains(filled.Replace(about), roff(line)) {
				t.Errorf("%s: the manual has not %q", c.HelpName, line)
			}
		}
		manualHas(t, about, c.HelpName, term.ReadMarkdown(c.Description))
	})
	for _, name := range topicNames() {
		_, blocks, _ := topic(name)
		manualHas(t, page, "help "+name, blocks)
	}
}

// manualHas wants all of a page in the manual.
func manualHas(t *testing.T, manual, page string, blocks []term.Block) {
	t.Helper()
	filled := strings.NewReplacer("\n\\&", " ", "\n", " ").Replace(manual)
	for _, b := range blocks {
		if text := roffInline(b.Text); b.Kind != term.HeadingBlock && !strings.Contains(filled, text) {
			t.Errorf("%s: the manual has not %q", page, text)
		}
		for _, line := range b.Lines {
			if !strings.Contains(manual, roff(line)) {
				t.Errorf("%s: the manual has not %q", page, line)
			}
		}
		for _, row := range b.Rows[min(1, len(b.Rows)):] {
			if !strings.Contains(manual, bold(term.StripMarks(row[0]))+"\n") {
				t.Errorf("%s: the manual has not %q", page, row[0])
			}
		}
	}
}

// TestManualIsRoff: what begins a line with a dot is a request that is meant, and nothing else has a meaning for the
// formatter.
func TestManualIsRoff(t *testing.T) {
	var m manPage
	m.page(term.ReadMarkdown(".SH not a section\n\n'twas -n \\fB\"a\" ~ ^ `x …\n"))
	want := ".PP\n\\&.SH not a section\n.PP\n\\(aqtwas \\-n \\efB\\(dqa\\(dq \\(ti \\(ha \\(gax \\[u2026]\n"
	if m.String() != want {
		t.Errorf("got\n%s", m.String())
	}
	for line := range strings.Lines(manual(tree())) {
		name, _, _ := strings.Cut(strings.TrimSpace(line), " ")
		switch name {
		case ".TH", ".SH", ".SS", ".PP", ".TP", ".RS", ".RE", ".nf", ".fi", ".in", ".nh", ".ad":
			continue
		}
		if strings.HasPrefix(line, ".") || strings.HasPrefix(line, "'") || strings.Trim(line, ascii) != "" {
			t.Errorf("%q means something to the formatter", line)
		}
	}
}

const ascii = " !\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~\n"

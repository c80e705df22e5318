package term

import (
	"slices"
	"strings"
)

// Title says what is explained.
func (p *Printer) Title(name, short string) {
	for _, line := range p.Fit(Join(Heading(name), Plain(": "+short)), 0) {
		p.Line(line)
	}
}

// Prose prints headings, which begin with #, and paragraphs, whose lines are broken anew where the terminal is too
// narrow for one of them. Indented lines and those of tables stay as they are.
func (p *Printer) Prose(s string) {
	var paragraph []string
	end := func() {
		p.paragraph(paragraph)
		paragraph = nil
	}
	for line := range strings.Lines(s) {
		line = strings.TrimSuffix(line, "\n")
		title, isHeading := strings.CutPrefix(line, "# ")
		if line != "" && !isHeading && !strings.Contains(" "+line, "  ") {
			paragraph = append(paragraph, line)
			continue
		}
		end()
		if isHeading {
			p.Line(Heading(title))
		} else {
			p.Line(Plain(line))
		}
	}
	end()
}

func (p *Printer) paragraph(lines []string) {
	tooLong := func(line string) bool { return len(p.Fit(Plain(line), 0)) > 1 }
	if slices.ContainsFunc(lines, tooLong) {
		lines = []string{strings.Join(lines, " ")}
	}
	for _, line := range lines {
		for _, part := range p.Fit(Plain(line), 0) {
			p.Line(part)
		}
	}
}

// Section begins a part of a page with its heading.
func (p *Printer) Section(title string) {
	p.Line()
	p.Line(Heading(title))
}

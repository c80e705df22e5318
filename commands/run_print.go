package commands

import (
	"fmt"
	"strings"

	"recallbox/commands/term"
	"recallbox/testscripts"
)

// scriptResult prints a line for a script, and below it what somebody must see: why it failed, what an update changes.
func (p *printer) scriptResult(result scriptResult, r *runReport) error {
	if p.JSON {
		p.Compact = true
		return p.WriteJSON(result)
	}
	outcome := map[testscripts.Outcome]term.Text{testscripts.Passed: term.Good("passed "), testscripts.Failed: term.Bad("failed "), testscripts.Skipped: term.Waiting("skipped")}
	line := term.Join(outcome[result.Outcome], term.Plain("  "+result.Script))
	pad := strings.Repeat(" ", r.width-term.Width(result.Script))
	if result.Seconds != nil {
		line = term.Join(line, term.Faint(fmt.Sprintf("%s  %.3fs", pad, *result.Seconds)))
	}
	switch {
	case result.Updated && r.call.Bool("dry-run"):
		line = term.Join(line, term.Plain("  would be updated"))
	case result.Updated:
		line = term.Join(line, term.Plain("  updated"))
	case result.Outcome == testscripts.Skipped && result.Message != "":
		line = term.Join(line, term.Plain("  "+result.Message))
	}
	p.Line(line)
	if result.Log != "" {
		p.scriptLog(result.Log)
	}
	if r.call.Bool("dry-run") && result.Diff != "" {
		p.scriptLog(result.Diff)
	}
	if result.Work != "" {
		p.Line(term.Plain("  work folder: " + result.Work))
	}
	return nil
}

// scriptLog prints a log or a diff between empty lines, what differs coloured.
func (p *printer) scriptLog(log string) {
	p.Line()
	for line := range strings.Lines(log) {
		line = strings.TrimRight(line, "\r\n")
		role := term.RolePlain
		switch {
		case strings.HasPrefix(line, "FAIL: "), strings.HasPrefix(line, "-"):
			role = term.RoleBad
		case strings.HasPrefix(line, "+"):
			role = term.RoleGood
		case strings.HasPrefix(line, "#"):
			role = term.RoleHeading
		}
		if line != "" {
			line = "  " + line
		}
		p.Line(term.Tabbed(role, line))
	}
	p.Line()
}

// end prints the summary and writes the JUnit file; a script that failed makes it an error that is printed already.
func (r *runReport) end() error {
	c, counts := r.call, map[testscripts.Outcome]int{}
	for _, result := range r.results {
		counts[result.Outcome]++
	}
	if !c.print.JSON {
		c.print.Line(r.summary(counts)...)
	}
	if err := r.writeJUnit(counts); err != nil {
		return err
	}
	if counts[testscripts.Failed] > 0 {
		return exitError(1)
	}
	return nil
}

func (r *runReport) summary(counts map[testscripts.Outcome]int) []term.Text {
	line := []term.Text{term.Plainf("%s: %d passed", term.Count(r.total, "script", "scripts"), counts[testscripts.Passed])}
	if n := counts[testscripts.Failed]; n > 0 {
		line = append(line, term.Plain(", "), term.Bad(fmt.Sprintf("%d failed", n)))
	}
	if n := counts[testscripts.Skipped]; n > 0 {
		line = append(line, term.Plainf(", %d skipped", n))
	}
	if n := r.total - len(r.results); n > 0 {
		line = append(line, term.Plainf(", %d not run", n))
	}
	if !r.call.Bool("no-times") {
		line = append(line, term.Faint(fmt.Sprintf(", %.3fs", r.took().Seconds())))
	}
	return line
}

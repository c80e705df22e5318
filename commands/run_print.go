package commands

import (
	"cmp"
	"fmt"
	"strings"

	"recallbox/sandbox"
	"recallbox/testscripts"
)

// scriptResult prints a line for a script, and below it what somebody must see: why it failed, what an update changes.
func (p *printer) scriptResult(result scriptResult, r *runReport) error {
	if p.json {
		p.compact = true
		return p.document(result)
	}
	outcome := map[testscripts.Outcome]text{testscripts.Passed: good("passed "), testscripts.Failed: bad("failed "), testscripts.Skipped: waiting("skipped")}
	line := join(outcome[result.Outcome], plain("  "+result.Script))
	pad := strings.Repeat(" ", r.width-width(result.Script))
	if result.Seconds != nil {
		line = join(line, faint(fmt.Sprintf("%s  %.3fs", pad, *result.Seconds)))
	}
	switch {
	case result.Updated && r.call.Bool("dry-run"):
		line = join(line, plain("  would be updated"))
	case result.Updated:
		line = join(line, plain("  updated"))
	case result.Outcome == testscripts.Skipped && result.Message != "":
		line = join(line, plain("  "+result.Message))
	}
	p.line(line)
	if result.Log != "" {
		p.scriptLog(result.Log)
	}
	if r.call.Bool("dry-run") && result.Diff != "" {
		p.scriptLog(result.Diff)
	}
	if result.Work != "" {
		p.line(plain("  work folder: " + result.Work))
	}
	return nil
}

// scriptLog prints a log or a diff between empty lines, what differs coloured.
func (p *printer) scriptLog(log string) {
	p.line()
	for line := range strings.Lines(log) {
		line = strings.TrimRight(line, "\r\n")
		role := rolePlain
		switch {
		case strings.HasPrefix(line, "FAIL: "), strings.HasPrefix(line, "-"):
			role = roleBad
		case strings.HasPrefix(line, "+"):
			role = roleGood
		case strings.HasPrefix(line, "#"):
			role = roleHeading
		}
		if line != "" {
			line = "  " + line
		}
		p.line(text{{role, escapeBody(line)}})
	}
	p.line()
}

// end prints the summary and writes the JUnit file; a script that failed makes it an error that is printed already.
func (r *runReport) end() error {
	c, counts := r.call, r.counts()
	if !c.print.json {
		c.print.line(r.summary(counts)...)
	}
	if err := r.writeJUnit(counts); err != nil {
		return err
	}
	if counts[testscripts.Failed] > 0 {
		return exitError(1)
	}
	return nil
}

func (r *runReport) counts() map[testscripts.Outcome]int {
	counts := map[testscripts.Outcome]int{}
	for _, result := range r.results {
		counts[result.Outcome]++
	}
	return counts
}

// interrupted writes the JUnit file of what ran, and says which scripts were rewritten.
func (r *runReport) interrupted() error {
	err := r.writeJUnit(r.counts())
	if len(r.rewritten) == 0 {
		return cmp.Or(err, error(errInterrupted))
	}
	r.call.tookEffect()
	what := count(len(r.rewritten), "script was rewritten", "scripts were rewritten")
	return &sandbox.Error{Kind: interrupted, Message: "interrupted, " + what + ": " + strings.Join(r.rewritten, ", ")}
}

func (r *runReport) summary(counts map[testscripts.Outcome]int) []text {
	line := []text{plainf("%s: %d passed", count(r.total, "script", "scripts"), counts[testscripts.Passed])}
	if n := counts[testscripts.Failed]; n > 0 {
		line = append(line, plain(", "), bad(fmt.Sprintf("%d failed", n)))
	}
	if n := counts[testscripts.Skipped]; n > 0 {
		line = append(line, plainf(", %d skipped", n))
	}
	if n := r.total - len(r.results); n > 0 {
		line = append(line, plainf(", %d not run", n))
	}
	if !r.call.Bool("no-times") {
		line = append(line, faint(fmt.Sprintf(", %.3fs", r.took().Seconds())))
	}
	return line
}

package scripts

import (
	"cmp"
	"fmt"
	"strings"

	"recallbox/commands/term"
	"recallbox/testscripts"
)

// mostLines is how many lines of a failure people are shown; firstLines of them are from its beginning.
const (
	mostLines  = 40
	firstLines = 12
)

// shortened is a log with at most mostLines lines, and those that say what failed. The rest can be had with -v.
func shortened(log string) string {
	text := strings.TrimSuffix(log, "\n")
	lines := strings.Count(text, "\n") + 1
	if lines <= mostLines {
		return log
	}
	from, to := firstLines, lines-(mostLines-firstLines-1)
	var first, last strings.Builder
	i, left := 0, 0
	for line := range strings.Lines(text) {
		switch {
		case i < from:
			first.WriteString(line)
		case i >= to || strings.HasPrefix(line, "FAIL: "):
			last.WriteString(line)
		default:
			left++
		}
		i++
	}
	told := fmt.Sprintf("… %s left out: run -v prints them\n", term.Count(left, "line is", "lines are"))
	return first.String() + told + last.String() + "\n"
}

// place is where a script failed, as compilers say it: scripts/budget.txtar:7.
func (r Result) place() string {
	if r.Line == 0 {
		return r.Script
	}
	return fmt.Sprintf("%s:%d", r.Script, r.Line)
}

// told is where a script failed, and why.
func (r Result) told() string { return r.place() + ": " + cmp.Or(r.Message, "failed") }

// annotate tells GitHub Actions of a failure, which shows it beside the line of the script.
func (r *Report) annotate(result Result) {
	if !r.options.Annotate || result.Outcome != testscripts.Failed {
		return
	}
	where := ""
	if result.file != "" {
		where = " file=" + escapeProperty(result.file)
		if result.Line > 0 {
			where += fmt.Sprintf(",line=%d", result.Line)
		}
	}
	message := cmp.Or(result.Message, "failed")
	if where == "" {
		message = result.told()
	}
	r.options.Print.Say(term.Plain("::error" + where + "::" + escapeData(message)))
}

// escapeData and escapeProperty are as GitHub Actions reads its commands.
func escapeData(s string) string {
	return strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A").Replace(s)
}

func escapeProperty(s string) string {
	return strings.NewReplacer(":", "%3A", ",", "%2C").Replace(escapeData(s))
}

package scripts

import (
	"errors"
	"fmt"
	"io/fs"
	"math"
	"regexp"
	"strings"
	"time"

	"github.com/rogpeppe/go-internal/diff"

	"recallbox/commands/term"
	"recallbox/testscripts"
)

// Report takes the results of scripts in their order, prints each, and counts them.
type Report struct {
	options Options
	total   int
	width   int // of the longest name
	results []Result
	updated []string // the names of scripts
	elapsed func() time.Duration
	began   time.Time // by the real clock
}

// Result is what the report tells of a script.
type Result struct {
	Script  string              `json:"script"`            // its name
	Outcome testscripts.Outcome `json:"outcome"`           // passed, failed or skipped
	Seconds *float64            `json:"seconds,omitempty"` // how long it took, where that is wanted
	Checks  int                 `json:"checks"`            // how many lines asserted something, until it ended
	Phase   string              `json:"phase,omitempty"`   // the comment above what failed
	Line    int                 `json:"line,omitempty"`    // the number of the line that failed
	Command string              `json:"command,omitempty"` // that line
	Message string              `json:"message,omitempty"` // what was wrong with it, or why it was skipped
	Log     string              `json:"log,omitempty"`     // what was printed until it failed
	Updated bool                `json:"updated,omitempty"` // the script was written anew, or would be
	Diff    string              `json:"diff,omitempty"`    // what an update changes
	Work    string              `json:"work,omitempty"`    // its folder, if that stays

	file string // as the command line named it; "" for one that is no file
}

func newReport(list []Script, o Options) *Report {
	r := &Report{options: o, total: len(list), elapsed: startTimer(), began: time.Now()}
	for _, s := range list {
		r.width = max(r.width, term.Width(s.Name))
	}
	return r
}

// add adds a run and prints its result; enough is true where no other script needs to run.
func (r *Report) add(p scriptRun) (enough bool, err error) {
	if p.err != nil {
		return true, p.err
	}
	for _, id := range p.result.Cited {
		if r.options.Cite != nil {
			r.options.Cite(id)
		}
	}
	result := r.resultOf(p)
	if result.Outcome == testscripts.Passed && result.Checks == 0 && r.options.Checks {
		result.Outcome, result.Message = testscripts.Failed, "it asserts nothing"
		result.Log = "FAIL: " + result.place() + ": " + result.Message + "\n" + result.Log
	}
	if result.Outcome == testscripts.Passed && p.result.Updated != nil {
		result.Updated = true
		result.Diff = updateDiff(p)
	}
	err = r.options.Print.Hold(nil, func() error { // what cannot be printed is not written
		err := r.print(result)
		r.annotate(result)
		if err != nil || !result.Updated || r.options.DryRun {
			return err
		}
		r.updated = append(r.updated, p.script.Name)
		return r.write(p.script, p.script.inFile(p.result.Updated))
	})
	if err != nil {
		return true, err
	}
	r.results = append(r.results, result)
	enough = result.Outcome == testscripts.Failed && r.options.FailFast || p.result.Endless
	return enough, r.options.Print.Flush()
}

// write puts a script in the place of the old one; an error names it as the command line does.
func (r *Report) write(s Script, data []byte) error {
	err := r.options.Write(s.path, data)
	var failed *fs.PathError
	if errors.As(err, &failed) {
		return &fs.PathError{Op: failed.Op, Path: s.Name, Err: failed.Err}
	}
	return err
}

func (r *Report) resultOf(p scriptRun) Result {
	result := Result{
		Script: p.script.Name, Outcome: p.result.Outcome, Checks: p.result.Checks, Work: p.result.Work,
	}
	if p.script.path != "" {
		result.file = p.script.Name
	}
	if r.options.Times {
		seconds := math.Round(p.elapsed.Seconds()*1000) / 1000
		result.Seconds = &seconds
	}
	log := r.tidy(p.result.Log)
	log = strings.ReplaceAll(log, "\n"+p.script.Name+" updated\n", "\n") // the report says so itself
	switch p.result.Outcome {
	case testscripts.Failed:
		why := p.script.Failure(log)
		result.Phase, result.Line, result.Command = why.Phase, why.Line, why.Command
		result.Message, result.Log = why.Message, why.Log
	case testscripts.Skipped:
		result.Message, log, _ = strings.Cut(log, "\n")
	}
	if r.options.Runner.Verbose {
		result.Log = strings.TrimSpace(log) + "\n"
	}
	return result
}

// tidy is a script's log without its environment, and without times where the report tells none.
func (r *Report) tidy(log string) string {
	if first, _, _ := strings.Cut(log, "="); strings.EqualFold(first, "WORK") { // in small letters on Windows
		end := "\n"
		if r.options.Runner.Verbose {
			end = "\n\n"
		}
		_, log, _ = strings.Cut(log, end)
	}
	if !r.options.Times {
		log = regexp.MustCompile(`(?m)^(#.*) \(\d+\.\d{3}s\)$`).ReplaceAllString(log, "$1")
	}
	return log
}

// updateDiff is what an update changes in a script.
func updateDiff(p scriptRun) string {
	name := p.script.Name
	_, lines, _ := strings.Cut(string(diff.Diff(name, p.script.Data, name, p.result.Updated)), "\n")
	return lines
}

// outcomeWidth is how wide the longest outcome is.
const outcomeWidth = len(testscripts.Skipped)

// print prints a line for a script, and below it why it failed or what an update changes.
func (r *Report) print(result Result) error {
	p := r.options.Print
	if p.JSON {
		p.Compact = true
		return p.WriteJSON(result)
	}
	outcome := term.Join(term.Outcome(string(result.Outcome)), term.Warning(result.mark()))
	p.Line(term.Pad(outcome, outcomeWidth), term.Plain("  "+result.Script), r.remark(result))
	switch {
	case result.Log == "":
	case r.options.Runner.Verbose:
		r.printLog(result.Log)
	default:
		r.printLog(shortened(result.Log))
	}
	if r.options.DryRun && result.Diff != "" {
		r.printLog(result.Diff)
	}
	if result.Work != "" {
		p.Line(term.Plain("  work folder: " + result.Work))
	}
	return nil
}

// mark is what stands behind the outcome of a script that passed and has asserted nothing.
func (r Result) mark() string {
	if r.Outcome == testscripts.Passed && r.Checks == 0 {
		return " (no checks)"
	}
	return ""
}

// remark is what stands behind a script's name: how long it took, and whether it was updated or skipped.
func (r *Report) remark(result Result) term.Text {
	var time term.Text
	if result.Seconds != nil {
		blank := strings.Repeat(" ", r.width-term.Width(result.Script))
		if mark := result.mark(); mark != "" {
			blank = blank[min(len(blank), len("passed"+mark)-outcomeWidth):]
		}
		time = term.Faint(fmt.Sprintf("%s  %.3fs", blank, *result.Seconds))
	}
	switch {
	case result.Updated && r.options.DryRun:
		return term.Join(time, term.Plain("  would be updated"))
	case result.Updated:
		return term.Join(time, term.Plain("  updated"))
	case result.Outcome == testscripts.Skipped && result.Message != "":
		return term.Join(time, term.Plain("  "+result.Message))
	}
	return time
}

// printLog prints a log or a diff between empty lines, its phases apart and its differences in colour.
func (r *Report) printLog(log string) {
	p := r.options.Print
	p.Line()
	above := ""
	for line := range strings.Lines(log) {
		line = strings.TrimRight(line, "\r\n")
		if strings.HasPrefix(line, "#") && above != "" && !strings.HasPrefix(above, "#") {
			p.Line()
		}
		above = line
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

// Failed says whether a script has failed.
func (r *Report) Failed() bool { return r.count(testscripts.Failed) > 0 }

// UpdatedScripts are the names of the scripts that an update has changed.
func (r *Report) UpdatedScripts() []string { return r.updated }

// count is how many scripts have an outcome.
func (r *Report) count(outcome testscripts.Outcome) (n int) {
	for _, one := range r.results {
		if one.Outcome == outcome {
			n++
		}
	}
	return n
}

// PrintSummary prints for people how many scripts passed, failed and did not run.
func (r *Report) PrintSummary() {
	if r.options.Print.JSON {
		return
	}
	all := term.Count(r.total, "script", "scripts")
	line := []term.Text{term.Plainf("%s: %d passed", all, r.count(testscripts.Passed))}
	if n := r.count(testscripts.Failed); n > 0 {
		line = append(line, term.Plain(", "), term.Bad(fmt.Sprintf("%d failed", n)))
	}
	if n := r.count(testscripts.Skipped); n > 0 {
		line = append(line, term.Plainf(", %d skipped", n))
	}
	if n := r.total - len(r.results); n > 0 {
		line = append(line, term.Plainf(", %d not run", n))
	}
	if r.options.Times {
		line = append(line, term.Faint(fmt.Sprintf(", %.3fs", r.elapsed().Seconds())))
	}
	r.options.Print.Line(line...)
}

package commands

import (
	"math"
	"os"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/rogpeppe/go-internal/diff"

	"recallbox/testscripts"
)

// scriptResult is what `run` tells of a script.
type scriptResult struct {
	Script  string              `json:"script"`
	Outcome testscripts.Outcome `json:"outcome"`
	Seconds *float64            `json:"seconds,omitempty"`
	Phase   string              `json:"phase,omitempty"`   // the comment above what failed
	Line    int                 `json:"line,omitempty"`    // the number of the line that failed
	Command string              `json:"command,omitempty"` // that line
	Message string              `json:"message,omitempty"` // what was wrong with it, or why it was skipped
	Log     string              `json:"log,omitempty"`
	Updated bool                `json:"updated,omitempty"`
	Diff    string              `json:"diff,omitempty"` // what an update changes
	Work    string              `json:"work,omitempty"`
}

// runReport takes results in their order, prints them, and knows in the end how it was.
type runReport struct {
	call    *call
	total   int
	width   int // of the longest name
	results []scriptResult
	took    func() time.Duration
}

// add prints a result; true is enough.
func (r *runReport) add(p played) (bool, error) {
	if p.err != nil {
		return true, p.err
	}
	c := r.call
	for _, id := range p.result.Cited {
		if c.process.Options.Cite != nil {
			c.process.Options.Cite(id)
		}
	}
	result := r.resultOf(p)
	if p.result.Outcome == testscripts.Passed && p.result.Updated != nil {
		result.Updated = true
		result.Diff = updateDiff(p)
		if !c.Bool("dry-run") {
			if err := os.WriteFile(p.script.file, p.result.Updated, 0o666); err != nil {
				return true, renamed(err, p.script.name)
			}
		}
	}
	r.results = append(r.results, result)
	if err := c.print.scriptResult(result, r); err != nil {
		return true, err
	}
	return result.Outcome == testscripts.Failed && c.Bool("fail-fast"), c.print.Flush()
}

func (r *runReport) resultOf(p played) scriptResult {
	result := scriptResult{Script: p.script.name, Outcome: p.result.Outcome, Work: p.result.Work}
	if !r.call.Bool("no-times") {
		seconds := math.Round(p.took.Seconds()*1000) / 1000
		result.Seconds = &seconds
	}
	log := strings.ReplaceAll(r.tidied(p.result.Log), "\n"+p.script.name+" updated\n", "\n") // that is for us to say
	switch {
	case p.result.Outcome == testscripts.Failed:
		result.fail(p.script, log)
	case p.result.Outcome == testscripts.Skipped:
		result.Message, log, _ = strings.Cut(log, "\n")
	}
	if r.call.Bool("verbose") {
		result.Log = strings.TrimSpace(log) + "\n"
	}
	return result
}

// fail says which line failed, in which phase, and what came of that phase.
func (result *scriptResult) fail(s foundScript, log string) {
	failed := regexp.MustCompile(`(?m)^FAIL: `+regexp.QuoteMeta(s.name)+`:(\d+): (.*)$`).FindAllStringSubmatch(log, -1)
	if len(failed) > 0 {
		last := failed[len(failed)-1]
		result.Line, _ = strconv.Atoi(last[1])
		result.Message = last[2]
	}
	result.Phase, result.Command = s.phase(result.Line)
	for strings.HasPrefix(log, "#") { // the phases before it are only headings
		_, log, _ = strings.Cut(log, "\n")
	}
	if result.Phase != "" {
		log = result.Phase + "\n" + log
	}
	result.Log = strings.TrimSpace(log) + "\n"
}

// phase is the comment that stands above a line of the script, and that line.
func (s foundScript) phase(number int) (comment, line string) {
	lines := strings.Split(string(s.data), "\n")
	if number < 1 || number > len(lines) {
		return "", ""
	}
	end := number - 1
	for end > 0 && !strings.HasPrefix(lines[end-1], "#") {
		end--
	}
	begin := end
	for begin > 0 && strings.HasPrefix(lines[begin-1], "#") {
		begin--
	}
	return strings.Join(lines[begin:end], "\n"), lines[number-1]
}

// tidied is a script's log without its environment, and without times if nobody wants those.
func (r *runReport) tidied(log string) string {
	if strings.HasPrefix(log, "WORK=") {
		end := "\n"
		if r.call.Bool("verbose") {
			end = "\n\n"
		}
		_, log, _ = strings.Cut(log, end)
	}
	if r.call.Bool("no-times") {
		log = regexp.MustCompile(`(?m)^(#.*) \(\d+\.\d{3}s\)$`).ReplaceAllString(log, "$1")
	}
	return log
}

// updateDiff is what an update changes in a script.
func updateDiff(p played) string {
	_, lines, _ := strings.Cut(string(diff.Diff(p.script.name, p.script.data, p.script.name, p.result.Updated)), "\n")
	return lines
}

package commands

import (
	"regexp"
	"strings"
	"time"

	"recallbox/commands/term"
	"recallbox/sandbox"
	"recallbox/testscripts"
)

// performance is a script that was played: all that was said, typed, printed and changed. Terminal, page and JSON show the same one.
type performance struct {
	Script  string              `json:"script"`
	Says    string              `json:"says"`
	Outcome testscripts.Outcome `json:"outcome"`
	Message string              `json:"message,omitempty"` // why it did not come to its end, where no line is to blame
	Phases  []phase             `json:"phases"`
}

// phase is what stands below one comment of the script.
type phase struct {
	Says  string `json:"says"`
	Steps []step `json:"steps"`
}

// step is one command, what came of it, and what the script demands of that.
type step struct {
	Line      int                      `json:"line"`
	Command   string                   `json:"command"`
	Now       time.Time                `json:"now,omitzero"` // the sandbox's time after it
	Exit      int                      `json:"exit"`
	Stdout    string                   `json:"stdout,omitempty"`
	Stderr    string                   `json:"stderr,omitempty"`
	Mailboxes []sandbox.ChangedMailbox `json:"mailboxes,omitempty"`
	Decisions []decision               `json:"decisions,omitempty"`
	Checks    int                      `json:"checks"`
	Failed    *failedCheck             `json:"failed,omitempty"`

	shown     []term.Text // what is seen of it
	forPeople bool        // that is what a person at a terminal sees, whatever the script asked for
	questions []question
}

// failedCheck is the line of the script that did not hold.
type failedCheck struct {
	Line    int    `json:"line"`
	Command string `json:"command"`
	Message string `json:"message"`
}

// newPerformance is the play of a script in which nothing has been played yet.
func newPerformance(s foundScript) *performance {
	p := &performance{Script: strings.TrimSuffix(s.name, scriptSuffix), Phases: phases(s.lines())}
	if len(p.Phases) > 0 {
		p.Says = p.Phases[0].Says
	}
	return p
}

// lines are the lines that are run, or comments; no files.
func (s foundScript) lines() []string {
	script, _, _ := strings.Cut("\n"+string(s.data), "\n-- ")
	return strings.Split(script, "\n")[1:]
}

// phases are the comments of a script, each with no step yet. What stands above the first comment has an empty one.
func phases(lines []string) []phase {
	var list []phase
	for i, line := range lines {
		comment, is := strings.CutPrefix(line, "#")
		switch comment = strings.TrimSpace(comment); {
		case is && i > 0 && strings.HasPrefix(lines[i-1], "#"):
			last := &list[len(list)-1]
			last.Says = strings.TrimSpace(last.Says + " " + comment)
		case is:
			list = append(list, phase{Says: comment})
		case len(list) == 0 && comment != "":
			list = append(list, phase{})
		}
	}
	return list
}

// phaseOf is the number of the phase that a line belongs to; the first line is 1.
func phaseOf(lines []string, number int) int {
	return max(0, len(phases(lines[:number]))-1)
}

// demand is what in front of a command says when it is run, and how it must end.
var demand = regexp.MustCompile(`^\s*(?:\[\S*\]\s+)*((?:!\s+)?(?:status\s+\d+\s+)?)`)

// typed is a line of a script as a person would type it, and whether the script demands that it fails.
func typed(line string) (command string, mustFail bool) {
	found := demand.FindStringSubmatch(line)
	return strings.TrimSpace(line[len(found[0]):]), found[1] != ""
}

// isCheck says whether a command of a script only demands something of what another one did.
func isCheck(command string) bool {
	word, _, _ := strings.Cut(command, " ")
	switch word {
	case "jq", "stdout", "stderr", "cmp", "cmpenv", "exists", "grep", "ttyout":
		return true
	}
	return false
}

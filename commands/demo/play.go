package demo

import (
	"context"
	"fmt"
	"io"
	"math"
	"regexp"
	"strings"
	"time"

	"recallbox/commands/term"
	"recallbox/sandbox"
	"recallbox/sandbox/recall"
	"recallbox/testscripts"
)

// Play is all that happened in a run of a script: its comments and commands, what they printed, and what they changed.
// Terminal, page and JSON show the same one.
type Play struct {
	Script  string              `json:"script"`            // its name
	Says    string              `json:"says"`              // its first comment
	Outcome testscripts.Outcome `json:"outcome"`           // passed, failed or skipped
	Message string              `json:"message,omitempty"` // why the script did not end well, where no line is to blame
	Phases  []phase             `json:"phases"`            // the comments of the script, with what follows each
}

// phase is what stands below one comment of the script.
type phase struct {
	Says  string `json:"says"`  // the comment
	Steps []step `json:"steps"` // the commands below it
}

// step is one command with its result, and how many checks of the script that result passed.
type step struct {
	Line      int                      `json:"line"`
	Command   string                   `json:"command"`
	Now       time.Time                `json:"now,omitzero"`        // the sandbox's time after it
	Exit      int                      `json:"exit"`                // the exit code
	Stdout    string                   `json:"stdout,omitempty"`    // what it printed
	Stderr    string                   `json:"stderr,omitempty"`    // its messages
	Mailboxes []sandbox.ChangedMailbox `json:"mailboxes,omitempty"` // those that changed
	Decisions []decision               `json:"decisions,omitempty"` // that it led to
	Checks    int                      `json:"checks"`              // how many lines check what it did
	Failed    *failedCheck             `json:"failed,omitempty"`    // the check that failed

	output    []term.Text // as the viewer sees it
	forPeople bool        // the output is what a person at a terminal gets, even if the script asks for JSON
	bare      bool        // it is told without its command and output
	questions []question
}

// failedCheck is the line of the script that failed.
type failedCheck struct {
	Line    int    `json:"line"`
	Command string `json:"command"`
	Message string `json:"message"`
}

// newPlay is a play of a script that has not begun.
func newPlay(s testscripts.Script) *Play {
	p := &Play{Script: strings.TrimSuffix(s.Name, testscripts.Suffix), Phases: phases(linesOf(s))}
	if len(p.Phases) > 0 {
		p.Says = p.Phases[0].Says
	}
	return p
}

// linesOf are the lines of a script without its files.
func linesOf(s testscripts.Script) []string {
	script, _, _ := strings.Cut("\n"+string(s.Data), "\n-- ")
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

// Says is what a script says of itself: its first comment.
func Says(s testscripts.Script) string { return newPlay(s).Says }

// prefixPattern matches what stands in front of a command: when it runs, and how it must end.
var prefixPattern = regexp.MustCompile(`^\s*(?:\[\S*\]\s+)*((?:!\s+)?(?:status\s+[\d,]+\s+)?)`)

// parseLine is a line of a script as a person would type it, and whether the script demands that it fails.
func parseLine(line string) (command string, mustFail bool) {
	match := prefixPattern.FindStringSubmatch(line)
	return strings.TrimSpace(line[len(match[0]):]), match[1] != ""
}

// isCheck says whether a command of a script only checks the result of another one.
func isCheck(command string) bool {
	word, _, _ := strings.Cut(command, " ")
	switch word {
	case "jq", "stdout", "stderr", "cmp", "cmpenv", "exists", "grep", "ttyout", "measure":
		return true
	}
	return false
}

// Player plays scripts as demonstrations: it looks at the sandbox before and after each command, and records the
// difference.
type Player struct {
	Run      Run
	Open     func(testscripts.Call) (*sandbox.Box, error) // opens the script's sandbox
	Sentence func(sandbox.Event) string                   // an event in words
	Systems  []recall.System
	Exe      string                 // the program's file, for scripts that execute it; "" for none
	Temp     string                 // the folder for temporary files; "" for the system's
	Cite     func(behaviour string) // gets each behaviour that decided something; may be nil
}

// Run runs one command of a script. The transcript may be nil.
type Run func(testscripts.Call, *term.Transcript) Result

// Result is the result of a command, without its output.
type Result struct {
	Exit    int
	JSON    bool     // the command line asks for JSON
	Failure *Failure // nil where it reported none
}

// Failure is the error that a command reported.
type Failure struct {
	Message   string
	Behaviour string // that refused the command; "" for none
}

// Play plays a script, as far as the script goes well. Only the machine's faults are errors.
func (p Player) Play(ctx context.Context, s testscripts.Script) (*Play, error) {
	r := &recorder{Player: p, lines: linesOf(s), play: newPlay(s)}
	runner := testscripts.Runner{Program: r.command, Exe: p.Exe, Temp: p.Temp, Watch: r.line}
	result, err := runner.Run(ctx, s)
	if err != nil {
		return nil, fmt.Errorf("demo: %w", err)
	}
	if p.Cite != nil {
		for _, id := range result.Cited {
			p.Cite(id)
		}
	}
	r.end(s, result)
	return r.play, nil
}

// recorder records one run of a script.
type recorder struct {
	Player
	lines []string
	play  *Play
	step  *step // the one that runs now
}

// line begins the step of a line of the script, or counts the line as a check.
func (r *recorder) line(n int) {
	command, mustFail := parseLine(r.lines[n-1])
	if isCheck(command) && r.step != nil {
		r.step.Checks++
		return
	}
	ph := &r.play.Phases[phaseOf(r.lines, n)]
	ph.Steps = append(ph.Steps, step{Line: n, Command: command})
	r.step = &ph.Steps[len(ph.Steps)-1]
	if mustFail {
		r.step.Checks++
	}
}

// command runs a command of the script, and looks at the sandbox before and after it.
func (r *recorder) command(c testscripts.Call) int {
	if r.step == nil {
		return r.Run(c, nil).Exit
	}
	var stdout, stderr strings.Builder
	copied := c
	copied.Out, copied.Err = io.MultiWriter(c.Out, &stdout), io.MultiWriter(c.Err, &stderr)
	transcript := &term.Transcript{Width: stageWidth - stageIndent}
	before := r.observe(c, noEvent)
	result := r.Run(copied, transcript)
	after := r.observe(c, before.LastEvent)
	s, tidy := r.step, hideWorkFolder(c)
	s.Exit, s.Now = result.Exit, after.Now
	s.Stdout, s.Stderr = tidy(stdout.String()), tidy(stderr.String())
	s.setOutput(transcript.Lines, result)
	for i, line := range s.output {
		s.output[i] = line.Map(tidy)
	}
	s.Mailboxes = before.Changes(after.Picture)
	s.Decisions = r.decisions(before, after, result.Failure)
	s.questions = questions(*s, before.Picture, after.Picture)
	return result.Exit
}

// setOutput keeps the output of a command as the viewer sees it: as a person at a terminal gets it, or else as it was
// printed.
func (s *step) setOutput(transcript []term.Text, result Result) {
	s.output, s.forPeople = transcript, len(transcript) > 0 || result.JSON && result.Failure != nil
	if !s.forPeople {
		s.output = term.PlainLines(s.Stdout)
	}
	for _, line := range term.PlainLines(s.Stderr) {
		if strings.HasPrefix(line.String(), "recallbox: ") {
			line = term.Bad(line.String())
		}
		s.output = append(s.output, line)
	}
	if s.Exit != 0 {
		s.output = append(s.output, term.Faint(fmt.Sprintf("exit %d", s.Exit)))
	}
}

// hideWorkFolder puts $WORK in the place of the script's work folder, which has another name every time.
func hideWorkFolder(c testscripts.Call) func(string) string {
	work := c.Getenv("WORK")
	if work == "" {
		return func(s string) string { return s }
	}
	inJSON := strings.ReplaceAll(work, `\`, `\\`)
	return strings.NewReplacer(inJSON, "$WORK", work, "$WORK").Replace
}

// end records how the script ended.
func (r *recorder) end(s testscripts.Script, result testscripts.Result) {
	r.play.Outcome = result.Outcome
	message, _, _ := strings.Cut(result.Log, "\n")
	switch result.Outcome {
	case testscripts.Skipped:
		r.play.Message = message
	case testscripts.Failed:
		why := s.Failure(result.Log)
		if r.step == nil || why.Line == 0 {
			r.play.Message = message
			return
		}
		r.step.Failed = &failedCheck{why.Line, why.Command, why.Message}
		r.step.Checks = max(0, r.step.Checks-1)
	}
}

// state is what a sandbox holds at one moment; empty where there is no sandbox.
type state struct {
	sandbox.Picture
	events []sandbox.Event // since the state before
}

// noEvent comes after every event.
const noEvent = math.MaxInt64

// observe reads the script's sandbox, and its events after one of them.
func (r *recorder) observe(c testscripts.Call, after int64) (s state) {
	r.view(c, func(tx *sandbox.Tx) (err error) {
		if s.Picture, err = tx.Picture(); err != nil {
			return err
		}
		return tx.Log(sandbox.LogFilter{After: after}, func(e sandbox.Event) error {
			s.events = append(s.events, e)
			return nil
		})
	})
	return s
}

// view reads the script's sandbox. Where it cannot be read it does nothing: the command has said why.
func (r *recorder) view(c testscripts.Call, do func(*sandbox.Tx) error) {
	box, err := r.Open(c)
	if err != nil {
		return
	}
	defer box.Close()
	_ = box.View(context.WithoutCancel(c.Context), do)
}

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

// Play is a script that was played: all that was said, typed, printed and changed. Terminal, page and JSON show the
// same one.
type Play struct {
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

// newPlay is the play of a script in which nothing has been played yet.
func newPlay(s testscripts.Script) *Play {
	p := &Play{Script: strings.TrimSuffix(s.Name, testscripts.Suffix), Phases: phases(linesOf(s))}
	if len(p.Phases) > 0 {
		p.Says = p.Phases[0].Says
	}
	return p
}

// linesOf are a script's lines that are run, or comments; no files.
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

// demand is what in front of a command says when it is run, and how it must end.
var demand = regexp.MustCompile(`^\s*(?:\[\S*\]\s+)*((?:!\s+)?(?:status\s+\d+\s+)?)`)

// parseLine is a line of a script as a person would type it, and whether the script demands that it fails.
func parseLine(line string) (command string, mustFail bool) {
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

// Player plays scripts as demonstrations: it looks at the sandbox before and after each command, and writes down what
// it sees.
type Player struct {
	Run      Run
	Open     func(testscripts.Call) (*sandbox.Box, error) // opens the script's sandbox
	Sentence func(sandbox.Event) string                   // an event in words
	Systems  []recall.System
	Exe      string                 // the program's file, for scripts that execute it; "" for none
	Predict  bool                   // think of questions to ask
	Cite     func(behaviour string) // told what decided something; nil for nobody
}

// Run runs one command of a script. The transcript is nil where nobody looks.
type Run func(testscripts.Call, *term.Transcript) Result

// Result is what came of a command besides what it printed.
type Result struct {
	Exit    int
	JSON    bool     // JSON was asked for
	Failure *Failure // nil where it did not say that something went wrong
}

// Failure is what a command said went wrong.
type Failure struct {
	Message   string
	Behaviour string // that refused it; "" for none
}

// Play plays a script. The error is the machine's; a script that fails is played up to there.
func (p Player) Play(ctx context.Context, s testscripts.Script) (*Play, error) {
	r := &recorder{Player: p, lines: linesOf(s), play: newPlay(s)}
	runner := testscripts.Runner{Program: r.command, Exe: p.Exe, Watch: r.line}
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

// recorder sees one script run, and writes down what it sees.
type recorder struct {
	Player
	lines []string
	play  *Play
	now   *step // what is being played
}

// line is told that a line of the script comes next.
func (r *recorder) line(n int) {
	command, mustFail := parseLine(r.lines[n-1])
	if isCheck(command) && r.now != nil {
		r.now.Checks++
		return
	}
	of := &r.play.Phases[phaseOf(r.lines, n)]
	of.Steps = append(of.Steps, step{Line: n, Command: command})
	r.now = &of.Steps[len(of.Steps)-1]
	if mustFail {
		r.now.Checks++
	}
}

// command runs a command of the script, and looks at the sandbox before and after it.
func (r *recorder) command(c testscripts.Call) int {
	if r.now == nil {
		return r.Run(c, nil).Exit
	}
	var stdout, stderr strings.Builder
	watched := c
	watched.Out, watched.Err = io.MultiWriter(c.Out, &stdout), io.MultiWriter(c.Err, &stderr)
	transcript := &term.Transcript{Width: stageWidth - stageIndent}
	before := r.look(c, noEvent)
	result := r.Run(watched, transcript)
	after := r.look(c, before.LastEvent)
	s, tidy := r.now, hideWorkFolder(c)
	s.Exit, s.Now = result.Exit, after.Now
	s.Stdout, s.Stderr = tidy(stdout.String()), tidy(stderr.String())
	s.show(transcript.Lines, result)
	for i, line := range s.shown {
		s.shown[i] = line.Map(tidy)
	}
	s.Mailboxes = before.Changes(after.Picture)
	s.Decisions = r.decisions(before, after, result.Failure)
	if r.Predict {
		s.questions = r.questions(c, s.Decisions)
	}
	return result.Exit
}

// show keeps all that is seen of a command that has printed and ended: what a person would see, who gets no JSON, or
// else what was printed.
func (s *step) show(transcript []term.Text, result Result) {
	s.shown, s.forPeople = transcript, len(transcript) > 0 || result.JSON && result.Failure != nil
	if !s.forPeople {
		s.shown = term.PlainLines(s.Stdout)
	}
	for _, line := range term.PlainLines(s.Stderr) {
		if strings.HasPrefix(line.String(), "recallbox: ") {
			line = term.Bad(line.String())
		}
		s.shown = append(s.shown, line)
	}
	if s.Exit != 0 {
		s.shown = append(s.shown, term.Faint(fmt.Sprintf("exit %d", s.Exit)))
	}
}

// hideWorkFolder puts $WORK in the place of the script's work folder, which has another name every time.
func hideWorkFolder(c testscripts.Call) func(string) string {
	work := c.Getenv("WORK")
	if work == "" {
		return func(s string) string { return s }
	}
	return func(s string) string { return strings.ReplaceAll(s, work, "$WORK") }
}

// end writes down how the script ended.
func (r *recorder) end(s testscripts.Script, result testscripts.Result) {
	r.play.Outcome = result.Outcome
	message, _, _ := strings.Cut(result.Log, "\n")
	switch result.Outcome {
	case testscripts.Skipped:
		r.play.Message = message
	case testscripts.Failed:
		why := s.Failure(result.Log)
		if r.now == nil || why.Line == 0 {
			r.play.Message = message
			return
		}
		r.now.Failed = &failedCheck{why.Line, why.Command, why.Message}
		r.now.Checks = max(0, r.now.Checks-1)
	}
}

// state is what is seen of a sandbox: nothing, where there is none.
type state struct {
	sandbox.Picture
	events []sandbox.Event // since the state before
}

// noEvent comes after every event.
const noEvent = math.MaxInt64

// look looks at the script's sandbox, and at the events in it after one of them.
func (r *recorder) look(c testscripts.Call, after int64) (seen state) {
	r.view(c, func(tx *sandbox.Tx) (err error) {
		if seen.Picture, err = tx.Picture(); err != nil {
			return err
		}
		return tx.Log(sandbox.LogFilter{After: after}, func(e sandbox.Event) error {
			seen.events = append(seen.events, e)
			return nil
		})
	})
	return seen
}

// view reads the script's sandbox. Where it cannot be read, the command has said so, and there is nothing to see.
func (r *recorder) view(c testscripts.Call, do func(*sandbox.Tx) error) {
	box, err := r.Open(c)
	if err != nil {
		return
	}
	defer box.Close()
	_ = box.View(context.WithoutCancel(c.Context), do)
}

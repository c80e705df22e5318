package commands

import (
	"context"
	"fmt"
	"io"
	"strings"

	"recallbox/commands/term"
	"recallbox/sandbox"
	"recallbox/sandbox/recall"
	"recallbox/testscripts"
)

// watcher sees a script run, and writes down what it sees.
type watcher struct {
	options  sandbox.Options
	systems  []recall.System
	predicts bool // it thinks of questions to ask about what it sees
	lines    []string
	play     *performance
	now      *step // what is being played
}

// perform plays a script. The error is the machine's; a script that fails is played up to there.
func (c *call) perform(s foundScript) (*performance, error) {
	w := &watcher{options: c.process.Options, systems: c.systems(), predicts: c.Bool("predict"), lines: s.lines(), play: newPerformance(s)}
	defer c.print.StartProgress("demo")()
	if err := w.run(c.process.Context, s, c.process.Exe); err != nil {
		return nil, err
	}
	return w.play, c.process.Context.Err()
}

// run runs the script; what it cites, the play cites.
func (w *watcher) run(ctx context.Context, s foundScript, exe string) error {
	p := play(ctx, testscripts.Runner{Program: w.program, Exe: exe, Watch: w.line}, 0, s)
	if p.err != nil {
		return p.err
	}
	if w.options.Cite != nil {
		for _, id := range p.result.Cited {
			w.options.Cite(id)
		}
	}
	w.end(s, p.result)
	return nil
}

// line is told that a line of the script comes next.
func (w *watcher) line(n int) {
	command, mustFail := typed(w.lines[n-1])
	if isCheck(command) && w.now != nil {
		w.now.Checks++
		return
	}
	of := &w.play.Phases[phaseOf(w.lines, n)]
	of.Steps = append(of.Steps, step{Line: n, Command: command})
	w.now = &of.Steps[len(of.Steps)-1]
	if mustFail {
		w.now.Checks++
	}
}

// program runs a command of the script, and looks at the sandbox before and after it.
func (w *watcher) program(c testscripts.Call) int {
	if w.now == nil {
		return Program(w.options)(c)
	}
	var out, said strings.Builder
	process := scriptProcess(w.options, c)
	process.Out, process.Err = io.MultiWriter(c.Out, &out), io.MultiWriter(c.Err, &said)
	process.transcript = &term.Transcript{Width: stageWidth - stageIndent}
	before := w.look(c, never)
	err := run(process)
	code := exitCode(err)
	failed := failureOf(err)
	after := w.look(c, before.LastEvent)
	s, tidy := w.now, tidier(c)
	s.Exit, s.Stdout, s.Stderr, s.Now = code, tidy(out.String()), tidy(said.String()), after.Now
	s.shown, s.forPeople = seen(process.transcript.Lines, s.Stdout, s.Stderr, code, asksForJSON(c.Args), failed != nil)
	for i, line := range s.shown {
		s.shown[i] = line.Map(tidy)
	}
	s.Mailboxes = before.Changes(after.Picture)
	s.Decisions = w.decisions(before, after, failed)
	if w.predicts {
		s.questions = w.questions(c, s.Decisions)
	}
	return code
}

// end writes down how the script ended.
func (w *watcher) end(s foundScript, result testscripts.Result) {
	w.play.Outcome = result.Outcome
	message, _, _ := strings.Cut(result.Log, "\n")
	switch result.Outcome {
	case testscripts.Skipped:
		w.play.Message = message
	case testscripts.Failed:
		var why scriptResult
		why.fail(s, result.Log)
		if w.now == nil || why.Line == 0 {
			w.play.Message = message
			return
		}
		w.now.Failed = &failedCheck{why.Line, why.Command, why.Message}
		w.now.Checks = max(0, w.now.Checks-1)
	}
}

// failureOf is an error that is printed, or nil.
func failureOf(err error) *failure {
	if _, quiet := err.(exitError); quiet || err == nil {
		return nil
	}
	f := asFailure(err)
	return &f
}

// seen is all that is seen of a command that has printed and ended; forPeople is what a person would see too, who gets no
// JSON.
func seen(shown []term.Text, stdout, stderr string, exit int, json, failed bool) (lines []term.Text, forPeople bool) {
	lines, forPeople = shown, len(shown) > 0 || json && failed
	if !forPeople {
		lines = term.PlainLines(stdout)
	}
	for _, line := range term.PlainLines(stderr) {
		if strings.HasPrefix(line.String(), "recallbox: ") {
			line = term.Bad(line.String())
		}
		lines = append(lines, line)
	}
	if exit != 0 {
		lines = append(lines, term.Faint(fmt.Sprintf("exit %d", exit)))
	}
	return lines, forPeople
}

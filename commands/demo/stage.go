package demo

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"recallbox/commands/term"
)

// The stage is a terminal of the smallest size that people still have: whatever a script does is fitted into it,
// screen by screen.
const (
	stageWidth  = 80
	stageHeight = 24
	stageIndent = 2
	stageRoom   = stageHeight - 3 // without the title, the line below it, and the last line, where Enter is asked for
	minOutput   = 6               // where so many lines of output fit, a step stays on one screen
	longOutput  = stageRoom - 4   // elsewhere output is cut here
)

// screen is what is seen at once. It ends with a question where the viewer is to predict what comes next.
type screen struct {
	lines    []term.Text
	now      string // the sandbox's time when it begins
	question *question
	verdict  *question // whose answer is told at the top
}

// stage puts lines on screens.
type stage struct {
	screens []screen
	open    screen
	intro   int // how many lines on the open screen only say what is coming
	room    int
	now     string
	quiet   bool // the last step was
}

// screens are all screens of a play.
func (p *Play) screens() []screen {
	s := &stage{room: stageRoom, now: p.start()}
	for _, ph := range p.Phases {
		if len(s.open.lines) > s.intro {
			s.next()
		}
		s.tell(ph.Says)
		for _, step := range ph.Steps {
			s.play(step)
		}
	}
	s.add(p.ending(), 1)
	s.next()
	return s.screens
}

// start is the sandbox's time after the first command.
func (p *Play) start() string {
	for _, ph := range p.Phases {
		for _, st := range ph.Steps {
			if !st.Now.IsZero() {
				return st.Now.Format(time.DateTime)
			}
		}
	}
	return ""
}

// next begins another screen.
func (s *stage) next() {
	if len(s.open.lines) > 0 || s.open.question != nil {
		s.screens = append(s.screens, s.open)
		s.open = screen{}
	}
	s.intro, s.room = 0, stageRoom
}

// add puts lines below those on the screen, with empty ones between, if they fit there, and else on as many others as
// they need.
func (s *stage) add(lines []term.Text, gap int) {
	if len(s.open.lines) == 0 || len(lines) == 0 {
		gap = 0
	}
	if len(s.open.lines)+gap+len(lines) > s.room && len(s.open.lines) > s.intro {
		s.next()
		gap = 0
	}
	for _, line := range slices.Concat(make([]term.Text, gap), lines) {
		if len(s.open.lines) >= s.room {
			s.next()
		}
		s.open.now = cmp.Or(s.open.now, s.now)
		s.open.lines = append(s.open.lines, line)
	}
}

// tell says what is coming.
func (s *stage) tell(says string) {
	if says == "" {
		return
	}
	s.add(wrapIndented(term.Heading(says), 0), 1)
	s.intro = len(s.open.lines)
}

// play shows a step: on one screen, if it can be.
func (s *stage) play(st step) {
	if !st.Now.IsZero() {
		s.now = st.Now.Format(time.DateTime)
	}
	see := st.blocks
	if len(st.questions) > 0 {
		s.ask(st)
		see = st.results
	}
	gap := 1
	if st.isQuiet() && s.quiet && len(s.open.lines) > s.intro {
		gap = 0
	}
	s.quiet = st.isQuiet()
	room := s.room
	if s.intro > 0 {
		room -= s.intro + 1
	}
	blocks := fit(see, room)
	if len(s.open.lines)+gap+height(blocks) > s.room && len(s.open.lines) > s.intro {
		s.next()
		blocks = fit(see, s.room)
	}
	for _, block := range blocks {
		if len(block) > 0 {
			s.add(block, gap)
			gap = 1
		}
	}
}

// fit are blocks with as much output as there is room for, if the rest leaves any.
func fit(see func(int) [][]term.Text, room int) [][]term.Text {
	blocks := see(math.MaxInt)
	if height(blocks) <= room {
		return blocks
	}
	if spare := room - height(see(0)); spare >= minOutput {
		return see(spare)
	}
	return see(longOutput)
}

// ask shows the command, and asks what will come of it before that is shown.
func (s *stage) ask(st step) {
	for i := range st.questions {
		q := &st.questions[i]
		if i == 0 {
			s.add(st.commandLines(), 1)
		}
		s.add(q.lines(), 1)
		s.open.question = q
		s.next()
		s.open.verdict, s.room = q, stageRoom-len(q.answer(0))-1
	}
}

// height is how many lines blocks take, with an empty one between them.
func height(blocks [][]term.Text) int {
	sum := max(0, len(blocks)-1)
	for _, block := range blocks {
		sum += len(block)
	}
	return sum
}

// title is the line at the top of a screen.
func (s screen) title(name string, number, of int) term.Text {
	right := fmt.Sprintf(" %d of %d ──", number, of)
	if s.now != "" {
		right = fmt.Sprintf(" %s ── %d of %d ──", s.now, number, of)
	}
	room := stageWidth - term.Width(right) - term.Width("── ") - term.Width(" ")
	name = term.Escape(name)
	if term.Width(name) > room-4 {
		name = "…" + term.LastColumns(name, room-6)
	}
	line := strings.Repeat("─", max(1, stageWidth-term.Width("── "+name+" "+right)))
	return term.Join(term.Faint("── "), term.Heading(name), term.Faint(" "+line+right))
}

// wrapIndented wraps a text, indented.
func wrapIndented(t term.Text, indent int) []term.Text {
	lines := term.WrapHard(t, stageWidth-indent)
	for i := range lines {
		lines[i] = term.TrimRight(term.Join(term.Pad(nil, indent), lines[i]))
	}
	return lines
}

// A step on the stage is a few blocks, one below the other: the command and what it printed, the mailboxes that it
// changed, what was decided, and whether all is as the script expects.

// isQuiet is true for a step of which there is nothing to be seen but what was printed.
func (st step) isQuiet() bool {
	return len(st.Mailboxes) == 0 && len(st.Decisions) == 0 && st.Checks == 0 && st.Failed == nil
}

// blocks are what is seen of a step, of its output only so many lines.
func (st step) blocks(most int) [][]term.Text {
	results := st.results(most)
	return append([][]term.Text{append(st.commandLines(), results[0]...)}, results[1:]...)
}

// results are what is seen of a step below the command: what it printed first, though that may be nothing.
func (st step) results(most int) [][]term.Text {
	blocks := append([][]term.Text{st.outputLines(most)}, mailboxRows(st.Mailboxes)...)
	if decided := decisionLines(st); len(decided) > 0 {
		blocks = append(blocks, decided)
	}
	if checks := st.checkLines(); len(checks) > 0 {
		last := &blocks[len(blocks)-1]
		*last = slices.Concat(*last, []term.Text{nil}, checks) // they never stand alone
	}
	return blocks
}

// commandLines are the command as it was typed.
func (st step) commandLines() []term.Text {
	lines := term.WrapHard(term.Heading(st.commandForPeople()), stageWidth-4)
	for i := range lines {
		mark := term.Plain("    ")
		if i == 0 {
			mark = term.Faint("$ ")
		}
		lines[i] = term.Join(mark, lines[i])
	}
	return lines
}

// commandForPeople is the command for people, who get no JSON where a person at a terminal gets something else.
func (st step) commandForPeople() string {
	if !st.forPeople || strings.Count(st.Command, "--json") != 1 {
		return st.Command
	}
	return strings.TrimSpace(strings.NewReplacer(" --json", "", "--json ", "").Replace(st.Command))
}

// outputLines are the first lines of the output, wrapped.
func (st step) outputLines(most int) []term.Text {
	var lines []term.Text
	for _, line := range st.shown {
		lines = append(lines, wrapIndented(line, stageIndent)...)
	}
	for len(lines) > 0 && lines[len(lines)-1].Width() <= stageIndent {
		lines = lines[:len(lines)-1]
	}
	if most = max(0, most-1); len(lines)-most > 1 {
		more := fmt.Sprintf("  … %d more lines: --html has them all", len(lines)-most)
		lines = append(lines[:most:most], term.Faint(more))
	}
	return lines
}

// checkLines say whether all is as the script expects.
func (st step) checkLines() []term.Text {
	var lines []term.Text
	switch {
	case st.Checks == 1:
		lines = append(lines, term.Good("  ✓ as the script expects"))
	case st.Checks > 1:
		lines = append(lines, term.Good(fmt.Sprintf("  ✓ as the script expects, in %d ways", st.Checks)))
	}
	if f := st.Failed; f != nil {
		lines = append(lines, wrapIndented(term.Bad(fmt.Sprintf("✗ line %d: %s", f.Line, f.Command)), stageIndent)...)
		lines = append(lines, wrapIndented(term.Plain(f.Message), 2*stageIndent)...)
	}
	return lines
}

// ending says how the play ended.
func (p *Play) ending() []term.Text {
	if p.Message != "" {
		return wrapIndented(term.Bad(string(p.Outcome)+": "+p.Message), 0)
	}
	return nil
}

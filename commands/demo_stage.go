package commands

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"recallbox/commands/term"
)

// The stage is a terminal of the smallest size that people still have: whatever a script does is fitted into it, screen by screen.
const (
	stageWidth  = 80
	stageHeight = 24
	stageIndent = 2
	stageRoom   = stageHeight - 3 // without the title, the line below it, and the last line, on which somebody is asked to go on
	leastOutput = 6               // where there is room for so much of what a command prints, its step stays on one screen
	longOutput  = stageRoom - 4   // elsewhere it is cut here
)

// screen is what is seen at once. It ends with a question where the audience is to predict what comes next.
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
	told    int // how many lines on the open screen only tell what is coming
	room    int
	now     string
	quiet   bool // the last step was
}

// screens are all screens of a play.
func (p *performance) screens() []screen {
	s := &stage{room: stageRoom, now: p.begins()}
	for _, ph := range p.Phases {
		if len(s.open.lines) > s.told {
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

// begins is the sandbox's time after the first command.
func (p *performance) begins() string {
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
	s.told, s.room = 0, stageRoom
}

// add puts lines below those on the screen, with empty ones between, if they fit there, and else on as many others as they need.
func (s *stage) add(lines []term.Text, gap int) {
	if len(s.open.lines) == 0 || len(lines) == 0 {
		gap = 0
	}
	if len(s.open.lines)+gap+len(lines) > s.room && len(s.open.lines) > s.told {
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
	s.add(onStage(term.Heading(says), 0), 1)
	s.told = len(s.open.lines)
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
	if st.isQuiet() && s.quiet && len(s.open.lines) > s.told {
		gap = 0
	}
	s.quiet = st.isQuiet()
	room := s.room
	if s.told > 0 {
		room -= s.told + 1
	}
	blocks := fitted(see, room)
	if len(s.open.lines)+gap+height(blocks) > s.room && len(s.open.lines) > s.told {
		s.next()
		blocks = fitted(see, s.room)
	}
	for _, block := range blocks {
		if len(block) > 0 {
			s.add(block, gap)
			gap = 1
		}
	}
}

// fitted are blocks with as much output as there is room for, if the rest leaves any.
func fitted(see func(int) [][]term.Text, room int) [][]term.Text {
	blocks := see(math.MaxInt)
	if height(blocks) <= room {
		return blocks
	}
	if spare := room - height(see(0)); spare >= leastOutput {
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
	room := stageWidth - term.Width(right) - len("── ") - len(" ")
	if term.Width(name) > room-4 {
		name = "…" + name[max(0, len(name)-room+6):]
	}
	line := strings.Repeat("─", max(1, stageWidth-term.Width("── "+term.Escape(name)+" "+right)))
	return term.Join(term.Faint("── "), term.Heading(name), term.Faint(" "+line+right))
}

// onStage wraps a text, indented.
func onStage(t term.Text, indent int) []term.Text {
	lines := term.WrapHard(t, stageWidth-indent)
	for i := range lines {
		lines[i] = term.TrimRight(term.Join(term.Pad(nil, indent), lines[i]))
	}
	return lines
}

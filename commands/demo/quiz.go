package demo

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"recallbox/commands/term"
	"recallbox/sandbox"
	"recallbox/testscripts"
)

// Viewer is whoever watches a play at a terminal, or reads it from a pipe.
type Viewer struct {
	Print   *term.Printer
	In      io.Reader
	Person  bool // In is a terminal: there is somebody to prompt
	Pause   bool // wait for Enter after every screen
	Predict bool // ask what will happen, and count right answers
}

// show shows one play to a viewer.
type show struct {
	Viewer
	in     *bufio.Reader
	over   bool // the viewer has had enough
	chosen int  // what was answered last, 0 for nothing
	right  int
	asked  int
}

// Show shows a play, screen by screen, and asks in between what is to be asked.
func (v Viewer) Show(p *Play) error {
	s := &show{Viewer: v, in: bufio.NewReader(v.In)}
	screens := p.screens()
	for i, one := range screens {
		s.screen(one.title(p.Script, i+1, len(screens)), one)
		if err := s.goOn(one, i == len(screens)-1); err != nil || s.over {
			return err
		}
	}
	if s.Predict {
		s.Print.Line(term.Heading(fmt.Sprintf("%d of %d right", s.right, s.asked)))
	}
	return s.Print.Flush()
}

// screen shows one screen: a title, the answer to what was asked last, and what is to be seen.
func (s *show) screen(title term.Text, one screen) {
	lines := []term.Text{title, nil}
	if one.verdict != nil {
		lines = append(append(lines, one.verdict.answer(s.chosen)...), nil)
	}
	lines = append(lines, one.lines...)
	if one.question == nil && !s.Pause {
		lines = append(lines, nil)
	}
	for s.Pause && len(lines) < stageHeight-1 { // so that the next one begins at the top
		lines = append(lines, nil)
	}
	for _, line := range lines {
		s.Print.Line(line)
	}
}

// goOn waits for an answer, or for Enter.
func (s *show) goOn(one screen, last bool) error {
	switch {
	case one.question != nil:
		return s.ask(one.question)
	case s.Pause && !last:
		word, err := s.read("Enter goes on, q ends ")
		s.over = s.over || word == "q"
		return err
	}
	return nil
}

// ask asks until there is an answer that is one of the choices. Where stdin is at its end nobody answers.
func (s *show) ask(q *question) error {
	s.chosen = 0
	s.asked++
	for {
		word, err := s.read(fmt.Sprintf("1 to %d? ", len(q.choices)))
		if s.over && !s.Pause {
			s.over = false // the play goes on without answers
			return err
		}
		if err != nil || s.over || word == "q" {
			s.over = true
			return err
		}
		if n, err := strconv.Atoi(word); err == nil && n >= 1 && n <= len(q.choices) {
			s.chosen = n
			break
		}
	}
	if s.chosen == q.right+1 {
		s.right++
	}
	return nil
}

// read reads a line from whoever watches; it is over where there are no more.
func (s *show) read(prompt string) (string, error) {
	if s.Person {
		s.Print.Prompt(prompt)
	}
	line, err := s.in.ReadString('\n')
	if errors.Is(err, io.EOF) {
		s.over = line == ""
		err = nil
	}
	return strings.ToLower(strings.TrimSpace(line)), err
}

const (
	maxChoices   = 4
	maxQuestions = 2 // about one command
)

// question asks what will happen to a recipient's copy.
type question struct {
	whose   string
	choices []sandbox.Possibility
	right   int // among the choices
}

// questions are what may be asked about a step: one about each way in which copies were decided, at most a few.
func (r *recorder) questions(c testscripts.Call, all []decision) []question {
	var list []question
	groups, _ := groupDecisions(all)
	for _, g := range groups {
		if len(g.recipients) == 0 || len(list) == maxQuestions {
			continue
		}
		r.view(c, func(tx *sandbox.Tx) error {
			q, err := newQuestion(tx, g)
			if err == nil && len(q.choices) > 1 {
				list = append(list, q)
			}
			return err
		})
	}
	return list
}

func newQuestion(tx *sandbox.Tx, g decisionGroup) (q question, err error) {
	q.whose, q.choices, err = tx.Possibilities(g.Recall, g.recipients[0], maxChoices)
	for i, p := range q.choices {
		if p.Behaviour == g.Behaviour {
			q.right = i
		}
	}
	return q, err
}

// lines are the question with its choices.
func (q *question) lines() []term.Text {
	lines := wrapIndented(term.Heading("What will happen to "+q.whose+"'s copy?"), 0)
	for i, p := range q.choices {
		said := term.WrapHard(term.Join(fateText(p.Outcome), term.Plain(": "+p.Reason)), stageWidth-6)
		for j := range said {
			lead := term.Plain("      ")
			if j == 0 {
				lead = term.Plain(fmt.Sprintf("  %d   ", i+1))
			}
			lines = append(lines, term.Join(lead, said[j]))
		}
	}
	return lines
}

// fateText is an outcome as one speaks of a copy, in no colour that would tell.
func fateText(outcome string) term.Text {
	return term.Heading(map[string]string{
		"succeeded":   "taken back",
		"failed":      "it stays",
		"pending":     "nothing yet",
		"not-counted": "left alone",
	}[outcome])
}

// answer says whether a choice was right, and what was; 0 is no choice.
func (q *question) answer(chosen int) []term.Text {
	verdict := term.Plain("It was ")
	switch chosen {
	case 0:
	case q.right + 1:
		verdict = term.Good("✓ Right: ")
	default:
		verdict = term.Bad("✗ Wrong, it was ")
	}
	lines := q.solution(term.Join(verdict, term.Plainf("%d, ", q.right+1)))
	longest := q.solution(term.Plain("✗ Wrong, it was 1, "))
	for len(lines) < len(longest) { // so that what is below stands still
		lines = append(lines, nil)
	}
	return lines
}

// solution is the right answer behind some words.
func (q *question) solution(words term.Text) []term.Text {
	p := q.choices[q.right]
	return wrapIndented(term.Join(words, fateText(p.Outcome), term.Plain(": "+p.Reason)), 0)
}

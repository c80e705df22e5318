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

// session shows one play to a viewer.
type session struct {
	Viewer
	in        *bufio.Reader
	over      bool // the viewer stops, or nobody answers
	answer    int  // the last one, 0 for none
	right     int  // answers
	questions int  // so far
}

// Show shows a play, screen by screen, with its questions.
func (v Viewer) Show(p *Play) error {
	s := &session{Viewer: v, in: bufio.NewReader(v.In)}
	screens := p.screens()
	for i, one := range screens {
		s.print(one.title(p.Script, i+1, len(screens)), one)
		if err := s.wait(one, i == len(screens)-1); err != nil || s.over {
			return err
		}
	}
	if s.Predict {
		s.Print.Line(term.Heading(fmt.Sprintf("%d of %d right", s.right, s.questions)))
	}
	return s.Print.Flush()
}

// print prints one screen: its title, the answer to the last question, and its lines.
func (s *session) print(title term.Text, one screen) {
	lines := []term.Text{title, nil}
	if one.previous != nil {
		lines = append(append(lines, one.previous.verdict(s.answer)...), nil)
	}
	lines = append(lines, one.lines...)
	if !s.Pause && (one.question == nil || !s.Person) { // else the prompt stands there
		lines = append(lines, nil)
	}
	for s.Pause && len(lines) < stageHeight-1 { // so that the next screen begins at the top
		lines = append(lines, nil)
	}
	for _, line := range lines {
		s.Print.Line(line)
	}
}

// wait waits for an answer, or for Enter.
func (s *session) wait(one screen, last bool) error {
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

// ask asks until the answer is one of the choices. At the end of stdin nobody answers.
func (s *session) ask(q *question) error {
	s.answer = 0
	s.questions++
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
			s.answer = n
			break
		}
	}
	if s.answer == q.right+1 {
		s.right++
	}
	return nil
}

// read reads a line from the viewer; the session is over where there are no more.
func (s *session) read(prompt string) (string, error) {
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
	owner   string // of the copy
	choices []sandbox.Possibility
	right   int // the index of the right choice
}

// questions are the questions about a step: one for each group of decisions, at most a few.
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
	q.owner, q.choices, err = tx.Possibilities(g.Recall, g.recipients[0], maxChoices)
	for i, p := range q.choices {
		if p.Behaviour == g.Behaviour {
			q.right = i
		}
	}
	return q, err
}

// lines are the question with its choices.
func (q *question) lines() []term.Text {
	lines := wrapIndented(term.Heading("What will happen to "+q.owner+"'s copy?"), 0)
	for i, p := range q.choices {
		text := term.WrapHard(choiceText(p), stageWidth-6)
		for j := range text {
			lead := term.Plain("      ")
			if j == 0 {
				lead = term.Plain(fmt.Sprintf("  %d   ", i+1))
			}
			lines = append(lines, term.Join(lead, text[j]))
		}
	}
	return lines
}

// choiceText is what happens to a copy and why, in no colour that would give the answer away.
func choiceText(p sandbox.Possibility) term.Text {
	return term.Join(term.Heading(copyOutcome(p.Outcome)), term.Plain(": "+p.Reason))
}

// copyOutcome is an outcome in the words that people use of a copy.
func copyOutcome(outcome string) string {
	return map[string]string{
		"succeeded":   "taken back",
		"failed":      "it stays",
		"pending":     "nothing yet",
		"not-counted": "left alone",
	}[outcome]
}

// verdict says whether an answer is right, and which one is; 0 is no answer.
func (q *question) verdict(answer int) []term.Text {
	words := term.Plain("It was ")
	switch answer {
	case 0:
	case q.right + 1:
		words = term.Good("✓ Right: ")
	default:
		words = term.Bad("✗ Wrong, it was ")
	}
	lines := q.solution(term.Join(words, term.Plainf("%d, ", q.right+1)))
	longest := q.solution(term.Plain("✗ Wrong, it was 1, "))
	for len(lines) < len(longest) { // so that what is below stays in its place
		lines = append(lines, nil)
	}
	return lines
}

// solution is the right choice behind some words.
func (q *question) solution(words term.Text) []term.Text {
	return wrapIndented(term.Join(words, choiceText(q.choices[q.right])), 0)
}

package demo

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"recallbox/commands/term"
)

// Viewer is whoever watches plays at a terminal, or reads them from a pipe.
type Viewer struct {
	Print  *term.Printer
	In     io.Reader
	Person bool // In is a terminal: there is somebody to prompt
	Pause  bool // wait for Enter after every screen
	Telling
}

// session shows screens to a viewer.
type session struct {
	Viewer
	in      *bufio.Reader
	screens []screen
	answers []int // to the question of each screen, 0 for none
	over    bool  // the viewer stops, or nobody answers
}

// Show shows plays one after another, screen by screen, with their questions.
func (v Viewer) Show(plays ...*Play) error {
	s := &session{Viewer: v, in: bufio.NewReader(v.In)}
	for _, p := range plays {
		s.screens = append(s.screens, p.screens(v.Telling)...)
	}
	s.answers = make([]int, len(s.screens))
	for i := 0; i < len(s.screens); {
		s.print(i)
		step, err := s.wait(i)
		if err != nil || s.over {
			return err
		}
		i = max(0, i+step)
	}
	if s.Predict {
		right, asked := s.score()
		s.Print.Line(term.Heading(fmt.Sprintf("%d of %d right", right, asked)))
	}
	return s.Print.Flush()
}

// score is how many of the questions were answered right.
func (s *session) score() (right, asked int) {
	for i, one := range s.screens {
		if one.question == nil {
			continue
		}
		asked++
		if s.answers[i] == one.question.right+1 {
			right++
		}
	}
	return right, asked
}

// print prints one screen: its title, the answer to the last question, and its lines.
func (s *session) print(i int) {
	one := s.screens[i]
	lines := []term.Text{one.title(i+1, len(s.screens)), nil}
	if one.previous != nil {
		lines = append(append(lines, one.previous.verdict(s.answers[i-1])...), nil)
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

// wait waits for an answer or for Enter, and says how many screens further the viewer goes.
func (s *session) wait(i int) (step int, err error) {
	switch {
	case s.screens[i].question != nil:
		return s.ask(i)
	case s.Pause && i < len(s.screens)-1:
		word, err := s.read("Enter goes on, b goes back, q ends ")
		return s.turn(word), err
	}
	return 1, nil
}

// turn is where a word leads to: b goes back, q ends, all else goes on.
func (s *session) turn(word string) (step int) {
	switch word {
	case "b":
		return -1
	case "q":
		s.over = true
	}
	return 1
}

// ask asks until the answer is one of the choices. At the end of stdin nobody answers.
func (s *session) ask(i int) (step int, err error) {
	q := s.screens[i].question
	for {
		word, err := s.read(fmt.Sprintf("1 to %d? ", len(q.choices)))
		switch {
		case s.over && !s.Pause:
			s.over = false // the play goes on without answers
			return 1, err
		case err != nil || s.over:
			s.over = true
			return 1, err
		case word == "q", word == "b" && s.Pause:
			return s.turn(word), nil
		}
		if n, err := strconv.Atoi(word); err == nil && n >= 1 && n <= len(q.choices) {
			s.answers[i] = n
			return 1, nil
		}
	}
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

package commands

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"recallbox/commands/term"
)

// show plays the screens, and asks in between what is to be asked.
type show struct {
	print   *printer
	in      *bufio.Reader
	person  bool // who sits at a terminal
	pause   bool
	predict bool
	over    bool // somebody has had enough
	chosen  int  // what was answered last, 0 for nothing
	right   int
	asked   int
}

func (c *call) showPlay(p *performance) error {
	s := &show{print: c.print, in: bufio.NewReader(c.process.In), person: c.process.Terminal.In, pause: c.Bool("pause"), predict: c.Bool("predict")}
	screens := p.screens()
	for i, one := range screens {
		s.screen(one.title(p.Script, i+1, len(screens)), one)
		if err := s.goOn(one, i == len(screens)-1); err != nil || s.over {
			return err
		}
	}
	if s.predict {
		s.print.Line(term.Heading(fmt.Sprintf("%d of %d right", s.right, s.asked)))
	}
	return c.print.Flush()
}

// screen shows one screen: a title, the answer to what was asked last, and what is to be seen.
func (s *show) screen(title term.Text, one screen) {
	lines := []term.Text{title, nil}
	if one.verdict != nil {
		lines = append(append(lines, one.verdict.answer(s.chosen)...), nil)
	}
	lines = append(lines, one.lines...)
	if one.question == nil && !s.pause {
		lines = append(lines, nil)
	}
	for s.pause && len(lines) < stageHeight-1 { // so that the next one begins at the top
		lines = append(lines, nil)
	}
	for _, line := range lines {
		s.print.Line(line)
	}
}

// goOn waits for an answer, or for Enter.
func (s *show) goOn(one screen, last bool) error {
	switch {
	case one.question != nil:
		return s.ask(one.question)
	case s.pause && !last:
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
		if s.over && !s.pause {
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
	if s.person {
		s.print.Prompt(prompt)
	}
	line, err := s.in.ReadString('\n')
	if errors.Is(err, io.EOF) {
		s.over = line == ""
		err = nil
	}
	return strings.ToLower(strings.TrimSpace(line)), err
}

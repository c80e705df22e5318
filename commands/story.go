package commands

import (
	"strings"
	"time"

	"recallbox/commands/term"
	"recallbox/sandbox"
)

// A story tells events as sentences, a line each: when, who, what.
type story struct {
	printer *printer
	rows    *term.Table
	day     string
	events  int
	alike   []sandbox.Event // a run of events that differ in nothing but whom they are about
	more    int             // of them, not kept
}

func (p *printer) story() *story { return &story{printer: p, rows: p.Table()} }

// events prints events as a story.
func (p *printer) events(list []sandbox.Event) {
	s := p.story()
	for _, e := range list {
		s.add(e)
	}
	s.end()
}

// add goes on with the story. Of a long run of events that are alike only the first are kept.
func (s *story) add(e sandbox.Event) {
	s.events++
	if len(s.alike) > 0 && !areAlike(s.alike[0], e) {
		s.flush()
	}
	if len(s.alike) > term.ManyRows && !s.printer.All {
		s.more++
		return
	}
	s.alike = append(s.alike, e)
}

// areAlike is true for what many people did, or what happened to many, in one step.
func areAlike(a, b sandbox.Event) bool {
	everybodyDid := a.Who == a.Mailbox && b.Who == b.Mailbox
	return a.What == b.What && a.At.Equal(b.At) && a.Recall == b.Recall && a.Class == b.Class && (a.Who == b.Who || everybodyDid) &&
		strings.Join(a.Behaviours, " ") == strings.Join(b.Behaviours, " ")
}

func (s *story) flush() {
	shown := s.alike
	if s.more > 0 || len(shown) > term.ManyRows && !s.printer.All {
		s.more += len(shown) - term.FewRows
		shown = shown[:term.FewRows]
	}
	for _, e := range shown {
		s.tell(e)
	}
	if s.more > 0 {
		s.rows.Row(nil, nil, term.Faint(term.Count(s.more, "more", "more")+" like these: --all prints them"))
	}
	s.alike, s.more = nil, 0
}

// tell adds the line of one event, below its day.
func (s *story) tell(e sandbox.Event) {
	if day := e.At.Format(time.DateOnly); day != s.day {
		s.rows.Row(term.Heading(day), nil, nil)
		s.day = day
	}
	who := term.Plain(e.Who)
	if !strings.Contains(e.Who, "@") {
		who = term.Faint(e.Who)
	}
	s.rows.Row(term.Plain(e.At.Format(time.TimeOnly)), who, sentence(e))
}

// end prints the story.
func (s *story) end() {
	s.flush()
	s.rows.Print(true)
}

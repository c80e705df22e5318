package model

import (
	"slices"

	"recallbox/sandbox/recall"
)

// Step is one thing that is done to a world.
type Step interface {
	// Words are the step as a command line, without the program's name.
	Words() []string

	// play does it, and gives the ID of what it made, if that has one.
	play(*World) string
}

// Play does one step, or nothing where it is refused.
func (w *World) Play(s Step) (id string, refused *Refusal) {
	defer func() {
		if why := recover(); why != nil {
			refused = why.(*Refusal)
		}
	}()
	return s.play(w), nil
}

// words is a command line under construction: flags that are empty or false are left out.
type words []string

func command(of ...string) words { return of }

func (l words) flag(name, value string) words {
	if value == "" {
		return l
	}
	return append(l, "--"+name, value)
}

func (l words) flags(name string, values []string) words {
	for _, v := range values {
		l = l.flag(name, v)
	}
	return l
}

func (l words) on(name string, set bool) words {
	if !set {
		return l
	}
	return append(l, "--"+name)
}

func (l words) then(more ...string) words { return append(l, more...) }

// Refusal is why a step does nothing: the kind of error, and the behaviour where a mail system refuses. A step that cannot be done panics with
// one, before it has changed anything; Play catches it.
type Refusal struct{ Kind, Behaviour string }

func (r *Refusal) Error() string { return r.Kind + " " + r.Behaviour }

const (
	notFound = "not-found"
	invalid  = "invalid"
	conflict = "conflict"
)

// Unmodelled is the kind of what the model has no opinion of: such a step is not to be played anywhere.
const Unmodelled = "unmodelled"

// demand gives the step up where a condition does not hold.
func demand(holds bool, kind string) {
	if !holds {
		panic(&Refusal{Kind: kind})
	}
}

// refuse gives the step up because a behaviour says so.
func refuse(d recall.Decision) { panic(&Refusal{"refused", d.ID()}) }

func allow(d recall.Decision) {
	if d.Answer() == recall.Refused {
		refuse(d)
	}
}

// Garbled is a step that is typed wrong, in one of several ways, and so is no step at all.
type Garbled struct {
	Of  Step
	How int // below Garblings
}

// Garblings is in how many ways a command line can be garbled.
const Garblings = 5

func (s Garbled) Words() []string {
	line := s.Of.Words()
	switch s.How {
	case 0:
		return append(slices.Clone(line), "--no-such-flag")
	case 1:
		return append([]string{"x" + line[0]}, line[1:]...)
	case 2:
		return append(slices.Clone(line), "--as")
	case 3:
		return append([]string{"--as", "alice"}, line...)
	}
	return append(slices.Clone(line), "--color", "purple")
}

func (s Garbled) play(*World) string { panic(&Refusal{Kind: "usage"}) }

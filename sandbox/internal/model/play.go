package model

import (
	"slices"

	"recallbox/sandbox/recall"
)

// Step is one thing that is done to a world.
type Step interface {
	// Words are the step as a command line, without the program's name.
	Words() []string

	// play does the step, and returns the ID of what it made, or "".
	play(*World) string
}

// Play does one step, or nothing where it is refused. It returns the ID of what the step made, or "".
func (w *World) Play(s Step) (id string, refused *Refusal) {
	defer func() {
		if why := recover(); why != nil {
			refused = why.(*Refusal)
		}
	}()
	return s.play(w), nil
}

// words builds a command line: it leaves out flags that are empty or false.
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

// Refusal says why a step does nothing: the kind of error, and the behaviour where a mail system refuses. A step that
// cannot be done panics with one before it changes anything; Play recovers it.
type Refusal struct{ Kind, Behaviour string }

func (r *Refusal) Error() string { return r.Kind + " " + r.Behaviour }

const (
	notFound = "not-found"
	invalid  = "invalid"
	conflict = "conflict"
)

// Unmodelled is the kind of a step that the model has no opinion on. Tests leave such a step out.
const Unmodelled = "unmodelled"

// demand refuses the step unless a condition holds.
func demand(holds bool, kind string) {
	if !holds {
		panic(&Refusal{Kind: kind})
	}
}

// allow refuses the step where the mail system does.
func allow(d recall.Decision) {
	if d.Answer() == recall.Refused {
		panic(&Refusal{"refused", d.ID()})
	}
}

// Typo is a step with a mistake in its command line: the program does not understand it.
type Typo struct {
	Of  Step
	How int // which mistake, below Typos
}

// Typos is how many mistakes there are to choose from.
const Typos = 5

func (s Typo) Words() []string {
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

func (s Typo) play(*World) string { panic(&Refusal{Kind: "usage"}) }

package reference

import "recallbox/sandbox/recall"

// Refusal is why a step does nothing: the kind of error, and the behaviour where a mail system refuses. A step that cannot be done panics with
// one, before it has changed anything; Play catches it.
type Refusal struct{ Kind, Behaviour string }

func (r *Refusal) Error() string { return r.Kind + " " + r.Behaviour }

const (
	notFound = "not-found"
	invalid  = "invalid"
	conflict = "conflict"
)

// Unmodelled is the kind of what the reference has no opinion of: such a step is not to be played anywhere.
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

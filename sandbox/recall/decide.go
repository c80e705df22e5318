package recall

// Decision is a question asked of facts, and what came of it. Where no behaviour answered, Behaviour is nil.
type Decision struct {
	Question  Question
	Facts     Facts
	Behaviour *Behaviour
}

// PassedOver is a behaviour that did not answer, and the condition that it lacked.
type PassedOver struct {
	Behaviour *Behaviour
	Because   string
}

// Decide asks the question: the first behaviour whose conditions all hold answers.
func (s System) Decide(q Question, f Facts) Decision {
	d, _ := s.decide(q, f, false)
	return d
}

// Explain is Decide, with the behaviours that were passed over on the way.
func (s System) Explain(q Question, f Facts) (Decision, []PassedOver) { return s.decide(q, f, true) }

func (s System) decide(q Question, f Facts, trace bool) (Decision, []PassedOver) {
	var passed []PassedOver
	for i := range s.Rules {
		b := &s.Rules[i]
		if b.Question != q {
			continue
		}
		fails := firstThatFails(b.When, f)
		if fails < 0 {
			return Decision{q, f, b}, passed
		}
		if trace {
			passed = append(passed, PassedOver{b, b.When[fails].Denies})
		}
	}
	return Decision{Question: q, Facts: f}, passed
}

// Answer is what the behaviour said, or Silent.
func (d Decision) Answer() Answer {
	if d.Behaviour == nil {
		return Silent
	}
	return d.Behaviour.Answer
}

// ID is the behaviour's, or "".
func (d Decision) ID() string {
	if d.Behaviour == nil {
		return ""
	}
	return d.Behaviour.ID
}

// Final says whether the answer is for good.
func (d Decision) Final() bool { return d.Behaviour != nil && d.Behaviour.Final.Holds(d.Facts) }

// Effects are what is to be done now.
func (d Decision) Effects() []Effect {
	if d.Behaviour == nil || !d.acts() {
		return nil
	}
	var now []Effect
	for _, e := range d.Behaviour.Effects {
		if e.If.IsZero() || e.If.Holds(d.Facts) {
			now = append(now, e)
		}
	}
	return now
}

func (d Decision) acts() bool {
	for _, condition := range []*Predicate{&d.Behaviour.Acts, &d.Behaviour.Final} {
		if !condition.IsZero() {
			return condition.Holds(d.Facts)
		}
	}
	return true
}

// Effect is the effect of that kind, if the decision has it now.
func (d Decision) Effect(do Verb) (Effect, bool) {
	for _, e := range d.Effects() {
		if e.Do == do {
			return e, true
		}
	}
	return Effect{}, false
}

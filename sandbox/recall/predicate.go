package recall

// Predicate is a named condition on facts. Says is how it reads when it holds, Denies when it does not. The zero
// predicate is no condition at all. What it reads follows from how it is built: one fact, or other predicates.
type Predicate struct {
	Says, Denies string

	kind   kind
	mask   Facts       // the bits of all facts that it reads
	fact   *fact       // of a condition on one fact
	values uint16      // with which of the fact's values it holds, a bit for each
	parts  []Predicate // of a condition on other conditions
}

// kind is how a predicate is built.
type kind uint8

const (
	unconditional kind = iota
	oneFact            // holds with some of a fact's values
	noPart             // holds where its part does not
	allParts
	anyPart
)

// Always holds: for an answer that is for good as soon as it is given.
var Always = Both("always", "never")

// Is holds where the fact has the value.
func (x Fact[T]) Is(v T, says, denies string) Predicate {
	return x.When(func(w T) bool { return w == v }, says, denies)
}

// IsNot holds where the fact has another value.
func (x Fact[T]) IsNot(v T, says, denies string) Predicate {
	return x.When(func(w T) bool { return w != v }, says, denies)
}

// When holds where the test says so of the fact's value.
func (x Fact[T]) When(test func(T) bool, says, denies string) Predicate {
	p := Predicate{Says: says, Denies: denies, kind: oneFact, mask: x.mask(), fact: x.fact}
	for i, v := range x.values {
		if test(v) {
			p.values |= 1 << i
		}
	}
	return p
}

// Not turns a predicate round.
func Not(p Predicate) Predicate { return compound(noPart, p.Denies, p.Says, []Predicate{p}) }

// Both holds when all of the predicates do.
func Both(says, denies string, ps ...Predicate) Predicate {
	return compound(allParts, says, denies, ps)
}

// Either holds when at least one of the predicates does.
func Either(says, denies string, ps ...Predicate) Predicate {
	return compound(anyPart, says, denies, ps)
}

func compound(k kind, says, denies string, parts []Predicate) Predicate {
	p := Predicate{Says: says, Denies: denies, kind: k, parts: parts}
	for i := range parts {
		p.mask = p.mask.or(parts[i].mask)
	}
	return p
}

// IsZero says whether this is no condition at all.
func (p *Predicate) IsZero() bool { return p.kind == unconditional }

// Holds says whether the condition is met; the zero predicate is met by nothing.
func (p *Predicate) Holds(f Facts) bool {
	switch p.kind {
	case oneFact:
		return p.values>>f.value(p.fact)&1 != 0
	case noPart:
		return !p.parts[0].Holds(f)
	case allParts:
		return firstThatFails(p.parts, f) < 0
	case anyPart:
		for i := range p.parts {
			if p.parts[i].Holds(f) {
				return true
			}
		}
	}
	return false
}

// Reads are the facts that the predicate depends on.
func (p *Predicate) Reads() (s FactSet) {
	p.addReads(&s)
	return s
}

func (p *Predicate) addReads(s *FactSet) {
	if s.mask.or(p.mask) == s.mask {
		return
	}
	if p.kind == oneFact {
		s.add(p.fact)
	}
	for i := range p.parts {
		p.parts[i].addReads(s)
	}
}

// firstThatFails is the place of the first predicate that does not hold, or -1.
func firstThatFails(ps []Predicate, f Facts) int {
	for i := range ps {
		if !ps[i].Holds(f) {
			return i
		}
	}
	return -1
}

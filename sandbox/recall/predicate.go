package recall

// Predicate is a named condition on facts. Says is how it reads when it holds, Denies when it does not.
type Predicate struct {
	Says, Denies string
	Reads        FieldSet
	Holds        func(Facts) bool
}

// On makes a predicate that reads the given facts and no others.
func On(says, denies string, holds func(Facts) bool, reads ...FieldID) Predicate {
	return Predicate{says, denies, Fields(reads...), holds}
}

// Not turns a predicate round.
func Not(p Predicate) Predicate {
	return Predicate{p.Denies, p.Says, p.Reads, func(f Facts) bool { return !p.Holds(f) }}
}

// Both holds when all of the predicates do.
func Both(says, denies string, ps ...Predicate) Predicate {
	return Predicate{says, denies, readsOf(ps), func(f Facts) bool { return firstThatFails(ps, f) < 0 }}
}

// Either holds when at least one of the predicates does.
func Either(says, denies string, ps ...Predicate) Predicate {
	return Predicate{says, denies, readsOf(ps), func(f Facts) bool {
		for _, p := range ps {
			if p.Holds(f) {
				return true
			}
		}
		return false
	}}
}

func readsOf(ps []Predicate) FieldSet {
	var s FieldSet
	for _, p := range ps {
		s |= p.Reads
	}
	return s
}

// firstThatFails is the place of the first predicate that does not hold, or -1.
func firstThatFails(ps []Predicate, f Facts) int {
	for i, p := range ps {
		if !p.Holds(f) {
			return i
		}
	}
	return -1
}

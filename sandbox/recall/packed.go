package recall

import (
	"cmp"
	"slices"
)

// Facts is one case as a mail system sees it: small closed sets and relations, never folder names or times, so that any
// number of recipients can share one value. A question reads some of the facts; the others stay zero. Two values are
// equal where all their facts are.
type Facts struct{ numbers [numberCount]uint64 }

// number is one of the numbers that facts are packed into, in the order in which facts are shown.
type number uint8

const (
	copyNumber   number = iota // what may differ from recipient to recipient: stored with each outcome
	recallNumber               // what is the same for a whole recall: stored with the recall
	momentNumber               // what is asked when it matters: never stored
	numberCount
)

// bits are the place of a fact: width bits of a number, from the lowest one on.
type bits struct {
	number        number
	lowest, width uint8
}

func ofCopy(lowest, width uint8) bits   { return bits{copyNumber, lowest, width} }
func ofRecall(lowest, width uint8) bits { return bits{recallNumber, lowest, width} }
func ofMoment(lowest, width uint8) bits { return bits{momentNumber, lowest, width} }

// ones has the bits of the place set.
func (b bits) ones() uint64 { return (1<<b.width - 1) << b.lowest }

// fact is what does not depend on the type of a fact's values.
type fact struct {
	bits
	name  string
	words []string // one for each value
}

// AnyFact is a fact with values of whatever type.
type AnyFact interface {
	Lowest() int // the lowest bit of the fact in the number that it is packed into
	untyped() *fact
}

func (x *fact) untyped() *fact { return x }

func (x *fact) Lowest() int { return int(x.bits.lowest) }

// mostValues is how many values a fact may have: the widest takes four bits.
const mostValues = 16

// Fact is one fact about a case, with values of the type T.
type Fact[T comparable] struct {
	*fact
	values *[mostValues]T
}

// newFact declares a fact of a closed set: where it lies, its name in explanations, and a word for each of its values.
func newFact[T ~uint8](at bits, name string, words ...string) Fact[T] {
	var values [mostValues]T
	for i := range values {
		values[i] = T(i)
	}
	return Fact[T]{declare(&fact{at, name, words}), &values}
}

// yesNo declares a fact that holds or does not.
func yesNo(at bits, name string) Fact[bool] {
	return Fact[bool]{declare(&fact{at, name, []string{"no", "yes"}}), &[mostValues]bool{1: true}}
}

// Get is the fact's value in a case.
func (x Fact[T]) Get(f Facts) T { return x.values[f.value(x.fact)%mostValues] }

// Set changes the fact in a case.
func (x Fact[T]) Set(f *Facts, v T) { f.set(x.fact, uint64(x.indexOf(v))) }

// As is the fact with a value, for Given and With.
func (x Fact[T]) As(v T) Value { return Value{x.fact, uint64(x.indexOf(v))} }

func (x Fact[T]) indexOf(v T) int { return max(slices.Index(x.values[:], v), 0) }

func (f Facts) value(x *fact) uint64 { return f.numbers[x.number] >> x.lowest & (1<<x.width - 1) }

func (f *Facts) set(x *fact, v uint64) {
	f.numbers[x.number] = f.numbers[x.number]&^x.ones() | v<<x.lowest
}

// Value is a fact with one of its values.
type Value struct {
	fact *fact
	is   uint64
}

// Given are facts with these values, all others zero.
func Given(values ...Value) Facts { return Facts{}.With(values...) }

// With are the facts with these values in place of their own.
func (f Facts) With(values ...Value) Facts {
	for _, v := range values {
		f.set(v.fact, v.is)
	}
	return f
}

// OfRecall is the number that the store keeps with a recall.
func (f Facts) OfRecall() int64 { return int64(f.numbers[recallNumber]) }

// OfCopy is the number that the store keeps with the outcome of one copy, and groups recipients by.
func (f Facts) OfCopy() int64 { return int64(f.numbers[copyNumber]) }

// Unpack are the facts that the store keeps with a recall, and those that it keeps with one copy.
func Unpack(ofRecall, ofCopy int64) (f Facts) {
	f.numbers[recallNumber], f.numbers[copyNumber] = uint64(ofRecall), uint64(ofCopy)
	return f
}

// declared are all facts, by the number that they are packed into.
var declared [numberCount][]*fact

func declare(x *fact) *fact {
	declared[x.number] = append(declared[x.number], x)
	return x
}

// IsOfRecall says whether a number is one that facts of a recall are packed into: a file may hold any.
func IsOfRecall(n int64) bool { return isPacked(recallNumber, uint64(n)) }

// IsOfCopy says the same of the facts of a copy.
func IsOfCopy(n int64) bool { return isPacked(copyNumber, uint64(n)) }

// isPacked says whether each fact has one of its values, and nothing else is in the number.
func isPacked(as number, n uint64) bool {
	for _, x := range declared[as] {
		if n>>x.lowest&(1<<x.width-1) >= uint64(len(x.words)) {
			return false
		}
		n &^= x.ones()
	}
	return n == 0
}

// Slot is where a fact stands in a number, and how many values it has.
type Slot struct {
	Lowest, Width int
	Values        int
}

// SlotsOfRecall are those in the number that facts of a recall are packed into.
func SlotsOfRecall() []Slot { return slots(recallNumber) }

// SlotsOfCopy are those in the number that facts of a copy are packed into.
func SlotsOfCopy() []Slot { return slots(copyNumber) }

func slots(in number) (all []Slot) {
	for _, x := range declared[in] {
		all = append(all, Slot{int(x.lowest), int(x.width), len(x.words)})
	}
	return all
}

// FactSet is a set of facts.
type FactSet struct {
	mask  Facts   // the bits of all of them
	facts []*fact // in the order in which they are shown: those of a copy, of a recall, of the moment
}

// SetOf makes a set.
func SetOf(facts ...AnyFact) (s FactSet) {
	for _, x := range facts {
		s.add(x.untyped())
	}
	return s
}

// add puts a fact into the set. Other sets may share the list, which is left as it is.
func (s *FactSet) add(x *fact) {
	if s.has(x) {
		return
	}
	s.mask = s.mask.or(x.mask())
	i, _ := slices.BinarySearchFunc(s.facts, x, func(a, b *fact) int {
		return cmp.Or(cmp.Compare(a.number, b.number), cmp.Compare(a.lowest, b.lowest))
	})
	s.facts = slices.Insert(slices.Clip(s.facts), i, x)
}

// mask has the bits of the fact set.
func (x *fact) mask() (f Facts) {
	f.numbers[x.number] = x.ones()
	return f
}

func (f Facts) or(g Facts) Facts {
	for i := range f.numbers {
		f.numbers[i] |= g.numbers[i]
	}
	return f
}

func (s FactSet) has(x *fact) bool { return s.mask.numbers[x.number]&x.ones() != 0 }

// Has says whether the set holds the fact.
func (s FactSet) Has(x AnyFact) bool { return s.has(x.untyped()) }

// Empty says whether the set holds no fact.
func (s FactSet) Empty() bool { return len(s.facts) == 0 }

// And are the facts of both sets.
func (s FactSet) And(t FactSet) FactSet {
	for _, x := range t.facts {
		s.add(x)
	}
	return s
}

// Without are the facts that the other set does not hold.
func (s FactSet) Without(t FactSet) (out FactSet) {
	for _, x := range s.facts {
		if !t.has(x) {
			out.add(x)
		}
	}
	return out
}

// Enumerate calls visit with every combination of the facts in the set, the others zero.
func Enumerate(set FactSet, visit func(Facts)) { enumerate(Facts{}, set.facts, visit) }

func enumerate(f Facts, facts []*fact, visit func(Facts)) {
	if len(facts) == 0 {
		visit(f)
		return
	}
	for v := range facts[0].words {
		f.set(facts[0], uint64(v))
		enumerate(f, facts[1:], visit)
	}
}

// Vary calls visit with the facts as they are but for one, which takes each of its values in turn, and the value's
// word.
func (f Facts) Vary(x AnyFact, visit func(word string, f Facts)) {
	for v, word := range x.untyped().words {
		f.set(x.untyped(), uint64(v))
		visit(word, f)
	}
}

// VaryEach varies each fact of the set by itself.
func (f Facts) VaryEach(set FactSet, visit func(f Facts)) {
	for _, x := range set.facts {
		f.Vary(x, func(_ string, f Facts) { visit(f) })
	}
}

// Word is one fact in words, as explanations show it.
type Word struct{ Name, Value string }

// Words are the facts of the set, in their order; those about public folders where there is one only.
func (f Facts) Words(set FactSet) []Word {
	var out []Word
	public := PublicFolder.Get(f)
	for _, x := range set.facts {
		if !public && (x == FolderReader.fact || x == ReadByAnother.fact) {
			continue
		}
		value := x.word(f.value(x))
		if public && value == elsewhere {
			value = "the public folder"
		}
		out = append(out, Word{x.name, value})
	}
	return out
}

// word is the word for a value. A file that somebody tampered with may hold one that there is not.
func (x *fact) word(v uint64) string {
	if v < uint64(len(x.words)) {
		return x.words[v]
	}
	return "unknown"
}

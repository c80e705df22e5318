package systems_test

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"testing"

	"recallbox/sandbox/recall"
	"recallbox/sandbox/systems"
)

// worlds is how often the facts that a predicate does not read are changed, for each combination of those that it does.
const worlds = 8

// A predicate depends on the facts that it says it reads, and on no others: enumerating those is enumerating everything.
func TestPredicatesReadWhatTheySay(t *testing.T) {
	t.Parallel()
	all := everyField(t)
	for _, s := range systems.All() {
		t.Run(s.Name, func(t *testing.T) {
			t.Parallel()
			random := rand.New(rand.NewPCG(1, 2))
			for _, b := range s.Rules {
				for _, p := range predicatesOf(b) {
					if p.Holds == nil {
						continue
					}
					if complaint := all.perturb(p, random); complaint != "" {
						t.Errorf("%s: %s", b.ID, complaint)
					}
				}
			}
		})
	}
}

// predicatesOf are all the conditions in a behaviour.
func predicatesOf(b recall.Behaviour) []recall.Predicate {
	ps := append([]recall.Predicate{b.Final, b.Acts}, b.When...)
	for _, e := range b.Effects {
		ps = append(ps, e.If)
	}
	return ps
}

// fieldOf says where in Facts a fact lies, and how many values it has.
type fieldOf struct {
	id            recall.FieldID
	index, values int
}

type fieldsOf []fieldOf

// everyField finds each fact's field by looking which one changes when the fact is enumerated.
func everyField(t *testing.T) fieldsOf {
	var all fieldsOf
	seen := map[int]bool{}
	for id := range recall.FieldID(reflect.TypeFor[recall.Facts]().NumField()) {
		f := fieldOf{id: id, index: -1}
		recall.Enumerate(recall.Fields(id), func(facts recall.Facts) {
			if f.values++; f.values == 2 {
				f.index = firstSet(facts)
			}
		})
		if f.index < 0 || seen[f.index] {
			t.Fatalf("fact %d has no field of its own in Facts", id)
		}
		seen[f.index] = true
		all = append(all, f)
	}
	return all
}

func firstSet(f recall.Facts) int {
	for i, v := 0, reflect.ValueOf(f); i < v.NumField(); i++ {
		if !v.Field(i).IsZero() {
			return i
		}
	}
	return -1
}

// perturb changes all that a predicate does not read, and says what is wrong if it does not stay as it is, or "".
func (all fieldsOf) perturb(p recall.Predicate, random *rand.Rand) (complaint string) {
	var others [worlds]recall.Facts
	for i := range others {
		all.randomise(&others[i], p.Reads, random)
	}
	truths := map[bool]int{}
	recall.Enumerate(p.Reads, func(f recall.Facts) {
		holds := p.Holds(f)
		truths[holds]++
		for _, other := range others {
			if all.overlay(&other, f, p.Reads); p.Holds(other) != holds {
				complaint = fmt.Sprintf("%q reads more than it says: here one of %v", p.Says, other.Words(^p.Reads))
			}
		}
	})
	if complaint == "" && p.Reads != 0 && len(truths) < 2 {
		complaint = fmt.Sprintf("%q reads facts, and is always the same", p.Says)
	}
	return complaint
}

// randomise sets the facts outside a set to anything.
func (all fieldsOf) randomise(f *recall.Facts, except recall.FieldSet, random *rand.Rand) {
	v := reflect.ValueOf(f).Elem()
	for _, fd := range all {
		if !except.Has(fd.id) {
			set(v.Field(fd.index), random.IntN(fd.values))
		}
	}
}

// overlay copies the facts of a set.
func (all fieldsOf) overlay(to *recall.Facts, from recall.Facts, which recall.FieldSet) {
	source, v := reflect.ValueOf(from), reflect.ValueOf(to).Elem()
	for _, fd := range all {
		if which.Has(fd.id) {
			v.Field(fd.index).Set(source.Field(fd.index))
		}
	}
}

func set(v reflect.Value, n int) {
	if v.Kind() == reflect.Bool {
		v.SetBool(n != 0)
		return
	}
	v.SetUint(uint64(n))
}

// The test itself sees a predicate that reads more than it says.
func TestPerturbSeesALie(t *testing.T) {
	t.Parallel()
	all, random := everyField(t), rand.New(rand.NewPCG(1, 2))
	lie := recall.On("it is fresh", "it is late", func(f recall.Facts) bool { return f.Age == recall.Fresh && !f.Public }, recall.FAge)
	if all.perturb(lie, random) == "" {
		t.Error("a predicate that reads more than it says")
	}
	if same := recall.Either("", "", lie, recall.Not(lie)); all.perturb(same, random) == "" {
		t.Error("a predicate that is always the same")
	}
}

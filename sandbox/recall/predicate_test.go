package recall

import (
	"math/rand/v2"
	"testing"
)

// Predicates, however they are built, depend on the facts that they read and on no others.
func TestPredicatesReadWhatTheyDependOn(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(1, 2))
	for range 2_000 {
		p := anyPredicate(random, 3)
		reads := p.Reads()
		f, g := anyFacts(random), anyFacts(random)
		for _, x := range reads.facts {
			g.set(x, f.value(x))
		}
		if p.Holds(f) != p.Holds(g) {
			t.Fatalf("%+v: holds for one of two cases that differ in what it does not read", p)
		}
		if p.mask != reads.mask {
			t.Fatalf("%+v: reads %v", p, f.Words(reads))
		}
	}
}

// What is built of predicates holds as its parts say.
func TestPredicates(t *testing.T) {
	t.Parallel()
	yes, no := Always, Not(Always)
	for name, test := range map[string]struct {
		p    Predicate
		want bool
	}{
		"nothing":            {Predicate{}, false},
		"not":                {no, false},
		"both":               {Both("", "", yes, yes), true},
		"both but one":       {Both("", "", yes, no), false},
		"either":             {Either("", "", no, yes), true},
		"either of neither":  {Either("", "", no, no), false},
		"is":                 {Recipient.Is(Outside, "", ""), true},
		"is another":         {Recipient.Is(Inside, "", ""), false},
		"is not":             {Recipient.IsNot(Outside, "", ""), false},
		"is not another":     {Recipient.IsNot(Inside, "", ""), true},
		"when":               {Recipient.When(func(r Reach) bool { return r > Inside }, "", ""), true},
		"when it is not so":  {Recipient.When(func(r Reach) bool { return r > Outside }, "", ""), false},
		"yes":                {Forwarded.Is(true, "", ""), true},
		"no":                 {Forwarded.Is(false, "", ""), false},
		"a fact that is not": {Protected.Is(true, "", ""), false},
	} {
		if got := test.p.Holds(Given(Recipient.As(Outside), Forwarded.As(true))); got != test.want {
			t.Errorf("%s: got %t", name, got)
		}
	}
	if p := Not(Forwarded.Is(true, "forwarded", "kept")); p.Says != "kept" || p.Denies != "forwarded" {
		t.Errorf("turned round, it says %q and denies %q", p.Says, p.Denies)
	}
}

func anyPredicate(random *rand.Rand, deep int) Predicate {
	if deep == 0 {
		return []Predicate{
			Seen.Is(2, "", ""), Recipient.IsNot(Outside, "", ""), PublicFolder.Is(true, "", ""), MessageAge.Is(Late, "", ""),
			HeldBy.Is(UndoWindow, "", ""), FreePlan.Is(true, "", ""), OriginalIn.Is(Gone, "", ""), Always,
		}[random.IntN(8)]
	}
	parts := []Predicate{anyPredicate(random, random.IntN(deep)), anyPredicate(random, random.IntN(deep))}
	return []Predicate{Not(parts[0]), Both("", "", parts...), Either("", "", parts...)}[random.IntN(3)]
}

func anyFacts(random *rand.Rand) (f Facts) {
	for i := range f.numbers {
		f.numbers[i] = random.Uint64()
	}
	return f
}

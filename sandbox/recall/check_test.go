package recall

import (
	"slices"
	"strings"
	"testing"
)

func TestCheck(t *testing.T) {
	t.Parallel()
	gone := On("gone", "there", func(f Facts) bool { return f.Original == Gone }, FOriginal)
	never := On("public and not", "else", func(f Facts) bool { return f.Original == Inbox && f.Public }, FOriginal, FPublic)
	own := []Behaviour{
		{ID: "x/impossible", Question: WhatHappens, When: []Predicate{never}, Answer: Failed},
		{ID: "x/gone", Question: WhatHappens, When: []Predicate{gone}, Answer: Succeeded},
		{ID: "x/form", Question: OnlyForm},
	}
	got := System{Name: "x", Behaviours: own, Rules: own}.Check()
	for _, want := range []string{`x: "what happens to this copy?" is not answered, for one in [`, "x/gone: succeeds, and not for good", "x/impossible: no possible case reaches it"} {
		if !slices.ContainsFunc(got, func(s string) bool { return strings.HasPrefix(s, want) }) {
			t.Errorf("%q is not among %q", want, got)
		}
	}
	if len(got) != 3 {
		t.Errorf("got %q", got)
	}
}

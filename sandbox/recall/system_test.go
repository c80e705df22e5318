package recall

import (
	"slices"
	"strings"
	"testing"
)

func TestCheck(t *testing.T) {
	t.Parallel()
	gone := OriginalIn.Is(Gone, "gone", "there")
	never := Both("public and not", "else", OriginalIn.Is(Inbox, "", ""), PublicFolder.Is(true, "", ""))
	own := []Behaviour{
		{ID: "x/impossible", Question: WhatHappens, When: []Predicate{never}, Answer: Failed},
		{ID: "x/gone", Question: WhatHappens, When: []Predicate{gone}, Answer: Succeeded},
		{ID: "x/form", Question: OnlyForm},
	}
	got := System{Name: "x", Behaviours: own, Rules: own}.Check()
	for _, want := range []string{
		`x: "what happens to this copy?" is not answered, for one in [`,
		"x/gone: succeeds, and not for good",
		"x/impossible: no possible case reaches it",
	} {
		if !slices.ContainsFunc(got, func(s string) bool { return strings.HasPrefix(s, want) }) {
			t.Errorf("%q is not among %q", want, got)
		}
	}
	if len(got) != 3 {
		t.Errorf("got %q", got)
	}
}

func TestSettingsAreFacts(t *testing.T) {
	t.Parallel()
	s := System{Settings: []Setting{
		{Key: "plan", Values: []string{"paid", "free"}, Fact: FreePlan},
		{Key: "alert", Values: []string{"off", "on", "read"}, Fact: AlertsTo},
		{Key: "max-age", Values: []string{"365d"}, Longest: "3650d"},
	}}
	var f Facts
	s.Set(&f, map[string]string{"plan": "free", "alert": "read", "max-age": "1d", "unknown": "x"})
	if f != Given(FreePlan.As(true), AlertsTo.As(AlertReaders)) {
		t.Errorf("got %+v", f)
	}
	if s.Set(&f, nil); AlertsTo.Get(f) != AlertReaders {
		t.Error("what is not set is left as it is")
	}
}

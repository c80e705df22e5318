package term

import (
	"strings"
	"testing"
)

func TestMap(t *testing.T) {
	before := Join(Good("a b"), Tabbed(RolePlain, "\tb"))
	after := before.Map(func(s string) string { return strings.ReplaceAll(s, "b", "\x1b") })
	if got, want := after.String(), "a \\x1b\t\\x1b"; got != want || after.Role() != RoleGood {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestNames(t *testing.T) {
	tests := []struct {
		names int
		all   bool
		want  string
	}{
		{1, false, "x"},
		{8, false, "x, x, x, x, x, x, x, x"},
		{9, false, "x, x, x, x and 5 more"},
		{9, true, "x, x, x, x, x, x, x, x, x"},
	}
	for _, test := range tests {
		list := strings.Fields(strings.Repeat("x ", test.names))
		if got := Names(list, test.all); got != test.want {
			t.Errorf("%d, %t: got %q, want %q", test.names, test.all, got, test.want)
		}
	}
}

package testscripts

import "testing"

func TestPhase(t *testing.T) {
	s := Script{Data: []byte("one\n# a\n# b\n\ntwo\n# c\nthree")}
	tests := []struct {
		number        int
		comment, line string
	}{
		{0, "", ""}, {1, "", "one"}, {5, "# a\n# b", "two"}, {7, "# c", "three"}, {8, "", ""},
	}
	for _, test := range tests {
		if comment, line := s.phase(test.number); comment != test.comment || line != test.line {
			t.Errorf("%d: got %q, %q", test.number, comment, line)
		}
	}
}

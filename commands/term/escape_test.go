package term

import (
	"strings"
	"testing"
)

func TestEscape(t *testing.T) {
	tests := []struct{ in, want string }{
		{"plain", "plain"},
		{"Grüße, Ελλάδα, 日本語, שלום", "Grüße, Ελλάδα, 日本語, שלום"},
		{"\x1b[31mred\x1b[0m", `\x1b[31mred\x1b[0m`},
		{"a\nb\r\tc\x00\x07\x7f", `a\nb\r\tc\x00\x07\x7f`},
		{"\u009b31m", `\u009b31m`},
		{"a\u202etxt.exe\u2066\u200e", `a\u202etxt.exe\u2066\u200e`},
		{"pay\u200bpal\ufeff\u00ad\u2060", `pay\u200bpal\ufeff\u00ad\u2060`},
		{"a\u200db", `a\u200db`},
		{"👩\u200d👩\u200d👧", "👩\u200d👩\u200d👧"},
		{"می\u200cخواهم", "می\u200cخواهم"},
		{"\u200dx", `\u200dx`},
		{"\U000e0041", `\U000e0041`},
		{"bad \xff\xc3", `bad \xff\xc3`},
		{"e\u0301", "e\u0301"},
		{"bob\u3164\uffa0\u115f\u1160", `bob\u3164\uffa0\u115f\u1160`},
		{"\u2800\u034f\u17b4", `\u2800\u034f\u17b4`},
		{"b\ufe0fob\U000e0100\ufe0f", `b\ufe0fob\U000e0100\ufe0f`},
		{"❤\ufe0f 1\ufe0f\u20e3 葛\U000e0100 ‼\ufe0f ↔\ufe0f", "❤\ufe0f 1\ufe0f\u20e3 葛\U000e0100 ‼\ufe0f ↔\ufe0f"},
	}
	for _, test := range tests {
		if got := Escape(test.in); got != test.want {
			t.Errorf("%q: got %q, want %q", test.in, got, test.want)
		}
	}
	if got, want := escapeBody("a\r\nb\tc\x1b\rd\n"), "a\nb\tc\\x1b\\rd\n"; got != want {
		t.Errorf("body: got %q, want %q", got, want)
	}
}

// FuzzEscape: whatever comes in, nothing comes out that a terminal obeys.
func FuzzEscape(f *testing.F) {
	f.Add("a\x1b[0m\u202e")
	f.Fuzz(func(t *testing.T, s string) {
		for _, r := range strings.NewReplacer("\u200c", "", "\u200d", "").Replace(Escape(s)) {
			if isUnsafe(r) {
				t.Fatalf("%q: %q stays", s, r)
			}
		}
	})
}

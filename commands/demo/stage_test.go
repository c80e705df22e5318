package demo

import (
	"strings"
	"testing"

	"github.com/rivo/uniseg"
)

// letters are of one byte and of several, narrow and wide, and made of several characters.
var letters = []string{"a", "ü", "u\u0308", "漢", "👨\u200d👩\u200d👧", "🇬🇷", "न\u093f"}

// ends are all ends of a text that begin with a whole letter.
func ends(s string) map[string]bool {
	all := map[string]bool{"": true}
	for state := -1; s != ""; {
		all[s] = true
		_, s, _, state = uniseg.FirstGraphemeClusterInString(s, state)
	}
	return all
}

// The title of a screen is as wide as the screen, and a long name in it is cut between letters.
func TestTitleIsCutBetweenLetters(t *testing.T) {
	for _, letter := range letters {
		for more := range 4 {
			name := strings.Repeat("x", more) + strings.Repeat(letter, 90)
			line := screen{now: "2026-01-05 09:00:00"}.title(name, 3, 12)
			if w := line.Width(); w != stageWidth {
				t.Errorf("%q: %d columns", letter, w)
			}
			_, shown, _ := strings.Cut(line[1].String(), "…")
			if !ends(name)[shown] || shown == "" {
				t.Errorf("%q: cut to %q", letter, shown)
			}
		}
	}
}

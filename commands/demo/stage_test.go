package demo

import (
	"strings"
	"testing"

	"recallbox/commands/term/letters"
)

// The title of a screen is as wide as the screen, and a long name in it is cut between letters.
func TestTitleIsCutBetweenLetters(t *testing.T) {
	for _, letter := range letters.All() {
		for more := range 4 {
			name := strings.Repeat("x", more) + strings.Repeat(letter, 90)
			line := screen{script: name, now: "2026-01-05 09:00:00"}.title(3, 12)
			if w := line.Width(); w != stageWidth {
				t.Errorf("%q: %d columns", letter, w)
			}
			_, shown, _ := strings.Cut(line[1].String(), "…")
			if !letters.Ends(name)[shown] || shown == "" {
				t.Errorf("%q: cut to %q", letter, shown)
			}
		}
	}
}

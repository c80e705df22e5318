package term

import (
	"strings"
	"testing"

	"recallbox/commands/term/letters"
)

// What Chop gives has no line that is wider than it can be, and loses nothing.
func TestChopBetweenLetters(t *testing.T) {
	for _, letter := range letters.All() {
		for columns := 1; columns < 6; columns++ {
			whole := strings.Repeat(letter, 9)
			var all strings.Builder
			for _, line := range Chop(Plain(whole), columns) {
				if w := line.Width(); w > max(columns, Width(letter)) {
					t.Errorf("%q in %d columns: %q", letter, columns, line.String())
				}
				if !letters.Ends(whole)[line.String()] {
					t.Errorf("%q in %d columns: cut to %q", letter, columns, line.String())
				}
				all.WriteString(line.String())
			}
			if all.String() != whole {
				t.Errorf("%q in %d columns: %q", letter, columns, all.String())
			}
		}
	}
}

package term

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

// What Chop gives has no line that is wider than it can be, and loses nothing.
func TestChopBetweenLetters(t *testing.T) {
	for _, letter := range letters {
		for columns := 1; columns < 6; columns++ {
			whole := strings.Repeat(letter, 9)
			var all strings.Builder
			for _, line := range Chop(Plain(whole), columns) {
				if w := line.Width(); w > max(columns, Width(letter)) {
					t.Errorf("%q in %d columns: %q", letter, columns, line.String())
				}
				if !ends(whole)[line.String()] {
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

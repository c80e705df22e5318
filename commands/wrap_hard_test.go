package commands

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
			if w := line.width(); w != stageWidth {
				t.Errorf("%q: %d columns", letter, w)
			}
			_, shown, _ := strings.Cut(line[1].s, "…")
			if !ends(name)[shown] || shown == "" {
				t.Errorf("%q: cut to %q", letter, shown)
			}
		}
	}
}

// What is chopped has no line that is wider than it can be, and loses nothing.
func TestChoppedBetweenLetters(t *testing.T) {
	for _, letter := range letters {
		for columns := 1; columns < 6; columns++ {
			whole := strings.Repeat(letter, 9)
			var all strings.Builder
			for _, line := range chopped(plain(whole), columns) {
				if w := line.width(); w > max(columns, width(letter)) {
					t.Errorf("%q in %d columns: %q", letter, columns, line.string())
				}
				if !ends(whole)[line.string()] {
					t.Errorf("%q in %d columns: cut to %q", letter, columns, line.string())
				}
				all.WriteString(line.string())
			}
			if all.String() != whole {
				t.Errorf("%q in %d columns: %q", letter, columns, all.String())
			}
		}
	}
}

// The beginnings that are offered for completion end where a letter does.
func TestBeginningsEndWithALetter(t *testing.T) {
	for _, letter := range letters {
		whole := letter + letter + letter
		for length := 1; length <= len(whole); length++ {
			got := beginnings([]candidate{bare(whole)}, length)
			rest, begins := strings.CutPrefix(whole, got[0].word)
			if !begins || !ends(whole)[rest] || len(got[0].word) < length {
				t.Errorf("%q at %d: %q", whole, length, got[0].word)
			}
		}
	}
}

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

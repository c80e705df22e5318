// Package letters has what tests cut texts with: letters of every kind, and where a text may be cut. It must never be
// part of the program.
package letters

import "github.com/rivo/uniseg"

// All are letters of one byte and of several, narrow and wide, and made of several characters.
func All() []string {
	return []string{"a", "ü", "u\u0308", "漢", "👨\u200d👩\u200d👧", "🇬🇷", "न\u093f"}
}

// Ends are all ends of a text that begin with a whole letter; the empty one is among them.
func Ends(s string) map[string]bool {
	all := map[string]bool{"": true}
	for state := -1; s != ""; {
		all[s] = true
		_, s, _, state = uniseg.FirstGraphemeClusterInString(s, state)
	}
	return all
}

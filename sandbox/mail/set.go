package mail

import (
	"fmt"
	"strings"
)

// A set is the spelling of a closed set: the i-th word is how value i is written in commands, JSON and the
// sandbox's tables of names. Values are stored as numbers, so words are only ever appended.
type set struct {
	what  string
	words []string
}

// Sizes say how many values there are of each closed set that is stored: a number at or over it means nothing.
var Sizes = map[string]int{
	"account": len(accounts.words), "client": len(clients.words), "role": len(roles.words),
	"receipts": len(receipts.words), "rights": len(rights.words),
	"class": len(classes.words), "notice": len(notices.words), "event": len(whats.words),
	"seen": int(MarkedRead) + 1, "folder": int(PublicFolder) + 1, "line": int(Bcc) + 1,
}

func (s set) word(i uint8) string {
	if int(i) < len(s.words) {
		return s.words[i]
	}
	return fmt.Sprintf("%s(%d)", s.what, i)
}

func (s set) parse(word string) (uint8, error) {
	for i, w := range s.words {
		if w == word {
			return uint8(i), nil
		}
	}
	return 0, fmt.Errorf("%s %q: not one of %s", s.what, word, strings.Join(s.words, ", "))
}

func parse[T ~uint8](s set, word string) (T, error) {
	i, err := s.parse(word)
	return T(i), err
}

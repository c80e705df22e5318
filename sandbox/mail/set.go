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

// Values is how many values there are of a closed set that is stored: a number at or over it means nothing.
func (Account) Values() int    { return len(accounts.words) }
func (Client) Values() int     { return len(clients.words) }
func (Role) Values() int       { return len(roles.words) }
func (Receipts) Values() int   { return len(receipts.words) }
func (Rights) Values() int     { return len(rights.words) }
func (Class) Values() int      { return len(classes.words) }
func (Notice) Values() int     { return len(notices.words) }
func (What) Values() int       { return len(whats.words) }
func (Failure) Values() int    { return len(failures.words) }
func (Seen) Values() int       { return int(MarkedRead) + 1 }
func (Line) Values() int       { return int(Bcc) + 1 }
func (FolderKind) Values() int { return int(PublicFolder) + 1 }

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

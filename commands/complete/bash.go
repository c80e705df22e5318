package complete

import "strings"

// BashLine is a command line up to the cursor, as bash hands it over. What bash replaces begins behind the last of its
// break characters, or behind a quotation mark that is open.
type BashLine struct {
	Words []string // without the program's name; the last one is being typed
	quote string   // that is open, or ""
	keeps int      // how many bytes of the last word bash keeps in front of what it replaces
}

// cursor stands for the cursor, so that a word which is still empty is one.
const cursor = "\x00"

// ReadBashLine takes a line apart with words, which gives the words of one that can be understood, and nil for another.
func ReadBashLine(line, breaks string, words func(line string) []string) BashLine {
	whole := func(line string) []string { // that ends with a word
		all := words(line)
		if !strings.HasSuffix(strings.Join(all, ""), cursor) {
			return nil
		}
		return all
	}
	for _, quote := range []string{"", "'", `"`} {
		typed := whole(line + cursor + quote)
		if len(typed) < 2 {
			continue
		}
		last := strings.TrimSuffix(typed[len(typed)-1], cursor)
		typed[len(typed)-1] = last
		l := BashLine{Words: typed[1:], quote: quote}
		if quote == "" {
			l.keeps = keptBytes(last, breaks)
		} else if before := whole(line[:strings.LastIndex(line, quote)] + cursor); len(before) > 0 {
			l.keeps = len(before[len(before)-1]) - len(cursor)
		}
		return l
	}
	return BashLine{}
}

// keptBytes is how many bytes of a word bash keeps: up to the last break; a last @ itself it wants back.
func keptBytes(word, breaks string) int {
	last := strings.LastIndexAny(word, strings.Trim(breaks, " \t\n\"'"))
	if last >= 0 && word[last] == '@' {
		return last
	}
	return last + 1
}

// Insert is what bash is to put in the place of what it replaces.
func (l BashLine) Insert(word string) string {
	word = word[min(l.keeps, len(word)):]
	var b strings.Builder
	for _, r := range word {
		if strings.ContainsRune(l.special(), r) {
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return b.String()
}

// special are the characters that need a backslash where the cursor stands.
func (l BashLine) special() string {
	switch l.quote {
	case "'":
		return ""
	case `"`:
		return "$`\"\\"
	default:
		return " \t'\"\\$`&|;<>()*?[]{}!#~"
	}
}

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

// ReadBashLine splits a line. The function words gives the words of a line, or nil where it does not understand it.
func ReadBashLine(line, breaks string, words func(line string) []string) BashLine {
	split := func(line string) []string { // nil where the cursor stands in no word
		all := words(line)
		if !strings.HasSuffix(strings.Join(all, ""), cursor) {
			return nil
		}
		return all
	}
	for _, quote := range []string{"", "'", `"`} {
		all := split(line + cursor + quote)
		if len(all) < 2 {
			continue
		}
		last := strings.TrimSuffix(all[len(all)-1], cursor)
		all[len(all)-1] = last
		l := BashLine{Words: all[1:], quote: quote}
		if quote == "" {
			l.keeps = bytesToKeep(last, breaks)
		} else if before := split(line[:strings.LastIndex(line, quote)] + cursor); len(before) > 0 {
			l.keeps = len(before[len(before)-1]) - len(cursor)
		}
		return l
	}
	return BashLine{}
}

// bytesToKeep is how many bytes of a word bash keeps: all up to the last break character. It does not keep an @.
func bytesToKeep(word, breaks string) int {
	last := strings.LastIndexAny(word, strings.Trim(breaks, " \t\n\"'"))
	if last >= 0 && word[last] == '@' {
		return last
	}
	return last + 1
}

// Insert is what bash must put in the place of what it replaces.
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

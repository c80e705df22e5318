package commands

import "strings"

// bashLine is a command line up to the cursor, as bash hands it over. What bash replaces begins behind the last of its break characters, or
// behind a quotation mark that is open.
type bashLine struct {
	words []string // without the program's name; the last one is being typed
	quote string   // that is open, or ""
	keeps int      // how many bytes of the last word bash keeps in front of what it replaces
}

// cursor stands for the cursor, so that a word which is still empty is one.
const cursor = "\x00"

func readBashLine(line, breaks string) bashLine {
	for _, quote := range []string{"", "'", `"`} {
		words := bashWords(line + cursor + quote)
		if len(words) < 2 {
			continue
		}
		last := strings.TrimSuffix(words[len(words)-1], cursor)
		words[len(words)-1] = last
		l := bashLine{words: words[1:], quote: quote}
		if quote == "" {
			l.keeps = keptBytes(last, breaks)
		} else if before := bashWords(line[:strings.LastIndex(line, quote)] + cursor); len(before) > 0 {
			l.keeps = len(before[len(before)-1]) - len(cursor)
		}
		return l
	}
	return bashLine{}
}

// keptBytes is how many bytes of a word bash keeps: up to the last break; a last @ itself it wants back.
func keptBytes(word, breaks string) int {
	last := strings.LastIndexAny(word, strings.Trim(breaks, " \t\n\"'"))
	if last >= 0 && word[last] == '@' {
		return last
	}
	return last + 1
}

// bashWords are the words of a line that can be understood and ends with a word.
func bashWords(line string) []string {
	command, _ := newWordReader(line).next()
	if command.err != nil || !strings.HasSuffix(strings.Join(command.words, ""), cursor) {
		return nil
	}
	return command.words
}

// insert is what bash is to put in the place of what it replaces.
func (l bashLine) insert(word string) string {
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
func (l bashLine) special() string {
	switch l.quote {
	case "'":
		return ""
	case `"`:
		return "$`\"\\"
	default:
		return " \t'\"\\$`&|;<>()*?[]{}!#~"
	}
}

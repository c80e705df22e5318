package complete

import "strings"

// BashLine is a command line up to the cursor, as bash hands it over. What bash replaces begins behind the last of its
// break characters, or behind a quotation mark that is open.
type BashLine struct {
	Words []string // without the program's name; the last one is being typed
	quote byte     // that is open, or 0
	keeps int      // how many bytes of the last word bash keeps in front of what it replaces
	home  bool     // the last word begins with a ~ that bash will replace
}

// ReadBashLine takes a line apart. It has no words where only bash could say what they are, as it replaces something in
// them ($HOME, `date`), or where the cursor stands in no word.
func ReadBashLine(line, breaks string) BashLine {
	r := bashReader{breaks: strings.Trim(breaks, " \t\n\"'"), rest: line}
	for r.rest != "" {
		if !r.next() {
			return BashLine{}
		}
	}
	if len(r.words) == 0 {
		return BashLine{}
	}
	l := BashLine{Words: append(r.words[1:], r.word.String()), quote: r.quote, keeps: r.broken, home: r.home}
	if r.quote != 0 {
		l.keeps = r.opened
	}
	return l
}

// bashReader reads a line byte by byte.
type bashReader struct {
	breaks string
	rest   string
	words  []string // those that are whole
	word   strings.Builder
	begun  bool // the word is there, if only as a quotation mark
	home   bool
	quote  byte // that is open, or 0
	opened int  // how many bytes of the word are in front of it
	broken int  // how many bytes of the word are in front of what bash replaces where no quotation mark is open
}

// next reads what stands in front of the rest; false where it cannot be understood.
func (r *bashReader) next() bool {
	c := r.rest[0]
	r.rest = r.rest[1:]
	switch {
	case r.quote == '\'' && c != '\'':
		r.word.WriteByte(c)
	case c == r.quote:
		r.quote = 0
	case c == '$' || c == '`':
		return false
	case c == '\\':
		return r.escape()
	case r.quote != 0:
		r.word.WriteByte(c)
	case c == ' ' || c == '\t' || c == '\n':
		r.end()
	case strings.IndexByte(";|&<>()", c) >= 0, c == '#' && !r.begun:
		return false
	case c == '\'' || c == '"':
		r.begun, r.quote, r.opened = true, c, r.word.Len()
	default:
		r.plain(c)
	}
	return true
}

// end ends a word, if there is one.
func (r *bashReader) end() {
	if r.begun {
		r.words = append(r.words, r.word.String())
	}
	r.word.Reset()
	r.begun, r.home, r.broken = false, false, 0
}

// plain adds a byte that stands for itself. Behind a break character bash begins anew; an @ it replaces too.
func (r *bashReader) plain(c byte) {
	r.home = r.home || c == '~' && !r.begun
	r.begun = true
	if strings.IndexByte(r.breaks, c) >= 0 {
		r.broken = r.word.Len()
		if c != '@' {
			r.broken++
		}
	}
	r.word.WriteByte(c)
}

// escape reads what stands behind a backslash. Where nothing does, nothing can be put there.
func (r *bashReader) escape() bool {
	if r.rest == "" {
		return false
	}
	c := r.rest[0]
	r.rest = r.rest[1:]
	if c == '\n' {
		return true
	}
	if r.quote == '"' && strings.IndexByte("$`\"\\", c) < 0 {
		r.word.WriteByte('\\')
	}
	r.begun = true
	r.word.WriteByte(c)
	return true
}

// Insert is what bash must put in the place of what it replaces for each of the words, in their order. Where there are
// several bash puts in what all begin with, and that must be the beginning of a word too. Where it is none, there is
// only that beginning, with more saying so, or nothing.
func (l BashLine) Insert(words []string) (inserts []string, more bool) {
	for _, word := range words {
		inserts = append(inserts, l.insert(word))
	}
	switch {
	case len(words) == 0:
		return nil, false
	case len(words) == 1:
		inserts[0] += l.close(inserts[0])
		return inserts, false
	}
	common := commonBeginning(words)
	if l.insert(common) == commonBeginning(inserts) {
		return inserts, false
	}
	if l.quote != 0 || len(common) <= len(l.Words[len(l.Words)-1]) {
		return nil, false
	}
	return []string{l.insert(common)}, true
}

// close is the quotation mark that ends the only word. Bash puts it there itself, but not behind another one.
func (l BashLine) close(insert string) string {
	if l.quote != 0 && strings.HasSuffix(insert, string(l.quote)) {
		return string(l.quote)
	}
	return ""
}

func (l BashLine) insert(word string) string {
	word = word[min(l.keeps, len(word)):]
	var b strings.Builder
	for i, r := range word {
		switch {
		case l.quote == '\'' && r == '\'':
			b.WriteString(`'\''`)
		case l.quote == '"' && r == '!': // which a backslash between quotation marks does not leave alone
			b.WriteString(`"\!"`)
		case l.home && l.keeps+i == 0:
			b.WriteRune(r)
		case strings.ContainsRune(l.special(), r):
			b.WriteString(`\` + string(r))
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// special are the characters that need a backslash where the cursor stands.
func (l BashLine) special() string {
	switch l.quote {
	case '\'':
		return ""
	case '"':
		return "$`\"\\"
	default:
		return " \t'\"\\$`&|;<>()*?[]{}!#~^"
	}
}

// commonBeginning is what all words begin with.
func commonBeginning(words []string) string {
	common := words[0]
	for _, word := range words[1:] {
		n := 0
		for n < min(len(common), len(word)) && common[n] == word[n] {
			n++
		}
		common = common[:n]
	}
	return common
}

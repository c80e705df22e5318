package commands

import (
	"strings"
)

// Words as a shell has them: read from a line, and written into one.

// wordReader takes a batch apart into commands and their words, as a POSIX shell would: single and double
// quotes, backslashes, a line that goes on behind a backslash or within quotes, comments. Nothing is expanded:
// $, `, *, ~, |, ; and their like stand for themselves. (google/shlex lets a backslash in double quotes take
// away more than POSIX says, and counts no lines.)
type wordReader struct {
	rest string
	line int // where rest begins
}

// batchLine is one command.
type batchLine struct {
	number int // the line on which it begins
	words  []string
	err    error // why it has no words
}

func newWordReader(text string) *wordReader {
	return &wordReader{rest: strings.TrimPrefix(text, "\ufeff"), line: 1}
}

// next is the next line that is not empty; ok is false at the end.
func (r *wordReader) next() (l batchLine, ok bool) {
	for r.rest != "" {
		if l = r.command(); l.words != nil || l.err != nil {
			return l, true
		}
	}
	return l, false
}

// command reads to the end of a line.
func (r *wordReader) command() (l batchLine) {
	for {
		r.blanks()
		if r.rest == "" || r.rest[0] == '\n' {
			r.skip(min(1, len(r.rest)))
			return l
		}
		if r.rest[0] == '#' {
			r.comment()
			continue
		}
		if l.words == nil {
			l.number = r.line
		}
		word, err := r.word()
		if err != nil {
			l = batchLine{number: r.line, err: err}
			r.comment()
			return l
		}
		l.words = append(l.words, word)
	}
}

// skip goes on by n bytes.
func (r *wordReader) skip(n int) string {
	skipped := r.rest[:n]
	r.line += strings.Count(skipped, "\n")
	r.rest = r.rest[n:]
	return skipped
}

// comment goes to the end of the line.
func (r *wordReader) comment() {
	end := strings.IndexByte(r.rest, '\n')
	if end < 0 {
		end = len(r.rest)
	}
	r.skip(end)
}

func (r *wordReader) blanks() {
	for r.rest != "" {
		n := r.joint()
		if n == 0 && r.blank() && r.rest[0] != '\n' {
			n = 1
		}
		if n == 0 {
			return
		}
		r.skip(n)
	}
}

// blank is true between words. A line may end as on Windows.
func (r *wordReader) blank() bool {
	return strings.IndexByte(" \t\n", r.rest[0]) >= 0 || strings.HasPrefix(r.rest, "\r\n")
}

// joint is the length of a backslash at the end of a line, which joins it to the next one, or 0.
func (r *wordReader) joint() int {
	for _, joint := range []string{"\\\n", "\\\r\n"} {
		if strings.HasPrefix(r.rest, joint) {
			return len(joint)
		}
	}
	return 0
}

// word reads to the next blank. After an error the reader stands where the quotation mark is.
func (r *wordReader) word() (string, error) {
	var word strings.Builder
	for r.rest != "" && !r.blank() {
		closed, at := true, *r
		switch {
		case r.rest[0] == '\'':
			closed = r.single(&word)
		case r.rest[0] == '"':
			closed = r.double(&word)
		case r.joint() > 0:
			r.skip(r.joint())
		case r.rest[0] == '\\' && len(r.rest) > 1:
			r.skip(1)
			word.WriteString(r.skip(1))
		default:
			word.WriteString(r.skip(1))
		}
		if !closed {
			*r = at
			hint := say(`an apostrophe is written "it's" or 'it'\''s'`)
			return "", usageHint(hint, "the quotation mark %c is not closed", r.rest[0])
		}
	}
	return word.String(), nil
}

// single reads what stands between single quotes, as it is.
func (r *wordReader) single(word *strings.Builder) (closed bool) {
	end := strings.IndexByte(r.rest[1:], '\'')
	if end < 0 {
		return false
	}
	r.skip(1)
	word.WriteString(r.skip(end))
	r.skip(1)
	return true
}

// double reads what stands between double quotes, where a backslash takes away the meaning of $ ` " and \ only.
func (r *wordReader) double(word *strings.Builder) (closed bool) {
	r.skip(1)
	for {
		end := strings.IndexAny(r.rest, `"\`)
		if end < 0 {
			return false
		}
		word.WriteString(r.skip(end))
		switch {
		case r.rest[0] == '"':
			r.skip(1)
			return true
		case r.joint() > 0:
			r.skip(r.joint())
		case len(r.rest) > 1 && strings.IndexByte("$`\"\\", r.rest[1]) >= 0:
			r.skip(1)
			word.WriteString(r.skip(1))
		default:
			word.WriteString(r.skip(1))
		}
	}
}

// shellWords is a command line that can be typed as it is.
func shellWords(words []string) string {
	typed := make([]string, len(words))
	for i, word := range words {
		typed[i] = shellWord(word)
	}
	return strings.Join(typed, " ")
}

// shellWord is a word as a shell wants it.
func shellWord(word string) string {
	return inQuotes(word, `'\''`)
}

// inQuotes is a word in single quotes, where it needs them; an apostrophe in it is written as given. KEY='a
// value' is easier to read than 'KEY=a value'.
func inQuotes(word, apostrophe string) string {
	if isHarmless(word) {
		return word
	}
	if key, value, has := strings.Cut(word, "="); has && isHarmless(key) {
		return key + "=" + inQuotes(value, apostrophe)
	}
	return "'" + strings.ReplaceAll(word, "'", apostrophe) + "'"
}

// isHarmless is true for a word that needs no quotes anywhere.
func isHarmless(word string) bool {
	const harmless = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789@%+=:,./_-"
	return word != "" && strings.Trim(word, harmless) == ""
}

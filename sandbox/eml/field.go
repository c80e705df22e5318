package eml

import (
	"fmt"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"recallbox/sandbox/mail"
)

// A field is a header field to write: its value is ASCII without line breaks, and may be folded at any space.
type field struct{ name, value string }

// bytes is the field folded at spaces into lines of 76, never inside a word.
func (f field) bytes() []byte {
	var b strings.Builder
	b.WriteString(f.name + ":")
	width := len(f.name) + 1
	for word := range strings.SplitSeq(f.value, " ") {
		if width+1+len(word) > foldedLine && width > len(f.name)+1 {
			b.WriteString("\r\n")
			width = 0
		}
		b.WriteString(" " + word)
		width += 1 + len(word)
	}
	b.WriteString("\r\n")
	return []byte(b.String())
}

// A fieldList gathers fields and keeps the first error.
type fieldList struct {
	fields []field
	err    error
}

func (l *fieldList) add(name, value string) { l.fields = append(l.fields, field{name, value}) }

func (l *fieldList) fail(format string, args ...any) {
	if l.err == nil {
		l.err = fmt.Errorf(format, args...)
	}
}

// date adds an RFC 5322 section 3.3 date.
func (l *fieldList) date(name string, t time.Time) {
	if t.IsZero() || t.Year() < 1 || t.Year() > 9999 {
		l.fail("%s: is missing", strings.ToLower(name))
		return
	}
	l.add(name, t.Format(dateLayout))
}

const dateLayout = "Mon, 02 Jan 2006 15:04:05 -0700"

// text adds unstructured text, RFC 5322 section 2.2.1. An empty one is left out.
func (l *fieldList) text(name, value string) {
	what := strings.ToLower(name)
	if c, found := control(value); found {
		l.fail("%s %q: has %s", what, value, c)
		return
	}
	if !utf8.ValidString(value) {
		l.fail("%s %q: is not UTF-8", what, value)
		return
	}
	if value == "" {
		return
	}
	if !plainText(value) {
		value = encodeWords(value)
	}
	l.add(name, value)
}

// addresses adds an address list, RFC 5322 section 3.4; nothing for an empty one.
func (l *fieldList) addresses(name string, list ...mail.Address) {
	var written []string
	for _, a := range list {
		if err := checkAddress(a); err != nil {
			l.fail("%w", err)
			return
		}
		written = append(written, formatAddress(a))
	}
	if len(written) > 0 {
		l.add(name, strings.Join(written, ", "))
	}
}

// messageIDs adds message identifiers, RFC 5322 section 3.6.4.
func (l *fieldList) messageIDs(name string, ids ...string) {
	var written []string
	for _, id := range ids {
		if !validMsgID(id) {
			l.fail("%s %q: is not a message-id such as 1@acme.example", strings.ToLower(name), id)
			return
		}
		written = append(written, "<"+id+">")
	}
	l.add(name, strings.Join(written, " "))
}

// validMsgID asks for printable ASCII around an @ and nothing that could end the identifier early.
func validMsgID(id string) bool {
	at := strings.IndexByte(id, '@')
	return at > 0 && at < len(id)-1 && len(id) <= maxMsgID &&
		strings.IndexFunc(id, func(r rune) bool { return r <= ' ' || r > '~' || r == '<' || r == '>' }) < 0
}

// control names the first control character in a header value, which could break out of its line or hide from the reader.
func control(s string) (string, bool) {
	for _, r := range s {
		switch {
		case r == '\n' || r == '\r' || r == '\u2028' || r == '\u2029':
			return "a line break", true
		case unicode.IsControl(r):
			return fmt.Sprintf("the control character %U", r), true
		}
	}
	return "", false
}

package term

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Text from mail must not steer the terminal that shows it, nor look like something that it is not. So control
// characters, escape sequences, direction overrides and invisible characters are printed as in source code.

// Escape makes a text safe to stand in a line.
func Escape(s string) string { return escapeExcept(s, "") }

// escapeBody keeps the lines and tabs of a longer text.
func escapeBody(s string) string {
	return escapeExcept(strings.ReplaceAll(s, "\r\n", "\n"), "\n\t")
}

func escapeExcept(s, keep string) string {
	if isPlainASCII(s) {
		return s
	}
	var b strings.Builder
	before := rune(0)
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		switch {
		case r == utf8.RuneError && size == 1:
			fmt.Fprintf(&b, `\x%02x`, s[i])
		case strings.ContainsRune(keep, r):
			b.WriteRune(r)
		case isUnsafe(r) && !joins(before, r, s[i+size:]), choosesNothing(before, r):
			b.WriteString(sourceForm(r))
		default:
			b.WriteRune(r)
		}
		before = r
		i += size
	}
	return b.String()
}

func isPlainASCII(s string) bool {
	for i := range len(s) {
		if s[i] < ' ' || s[i] > '~' {
			return false
		}
	}
	return true
}

// sourceForm writes a character as Go would.
func sourceForm(r rune) string {
	switch {
	case r == '\n':
		return `\n`
	case r == '\r':
		return `\r`
	case r == '\t':
		return `\t`
	case r < 0x80:
		return fmt.Sprintf(`\x%02x`, r)
	case r < 0x10000:
		return fmt.Sprintf(`\u%04x`, r)
	default:
		return fmt.Sprintf(`\U%08x`, r)
	}
}

// isUnsafe is true for what controls a terminal or the direction of text, and for what has no width and no look.
func isUnsafe(r rune) bool {
	switch {
	case r < 0x80:
		return r < ' ' || r == 0x7f
	case unicode.Is(unicode.Prepended_Concatenation_Mark, r):
		return false // the one kind of format character that has a look
	case r == '\u2800':
		return true // a pattern of Braille without dots
	default:
		return unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp, unicode.Other_Default_Ignorable_Code_Point)
	}
}

// choosesNothing is true for a character that chooses the look of the one before it, where that one has no choice.
func choosesNothing(before, r rune) bool {
	hasChoice := joinable(before) && !unicode.Is(unicode.Variation_Selector, before) ||
		strings.ContainsRune("#*0123456789", before)
	return unicode.Is(unicode.Variation_Selector, r) && !hasChoice
}

// joins is true for a joiner that does its work between two characters beyond ASCII: in emoji, Persian, many Indian
// scripts.
func joins(before, r rune, rest string) bool {
	if r != '\u200c' && r != '\u200d' {
		return false
	}
	after, _ := utf8.DecodeRuneInString(rest)
	return joinable(before) && joinable(after)
}

func joinable(r rune) bool {
	return r >= 0x80 && r != utf8.RuneError && unicode.In(r, unicode.L, unicode.M, unicode.S, unicode.Po)
}

package eml

import (
	"fmt"
	"strings"
)

// plainText says whether a value can stand as it is: printable ASCII that folding and unfolding leave alone and no reader
// takes for an encoded word.
func plainText(s string) bool {
	if strings.Contains(s, "=?") || strings.Contains(s, "  ") || strings.TrimSpace(s) != s {
		return false
	}
	for word := range strings.SplitSeq(s, " ") {
		if len(word) > foldedLine-10 {
			return false
		}
	}
	return strings.IndexFunc(s, func(r rune) bool { return r < ' ' || r > '~' }) < 0
}

// encodeWords writes UTF-8 text as encoded words (RFC 2047), separated by spaces that readers drop. No word ends within a
// character. Only letters and digits stay as they are, so that it is good in a phrase too (section 5, rule 3).
func encodeWords(s string) string {
	const open, shut = "=?utf-8?q?", "?="
	const room = encodedWord - len(open) - len(shut) - 30 // the first shares its line with the field's name
	var words []string
	var word strings.Builder
	for _, r := range s {
		c := encodeRune(r)
		if word.Len()+len(c) > room {
			words = append(words, open+word.String()+shut)
			word.Reset()
		}
		word.WriteString(c)
	}
	if word.Len() > 0 {
		words = append(words, open+word.String()+shut)
	}
	return strings.Join(words, " ")
}

func encodeRune(r rune) string {
	switch {
	case r == ' ':
		return "_"
	case r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9':
		return string(r)
	}
	var b strings.Builder
	for _, c := range []byte(string(r)) {
		fmt.Fprintf(&b, "=%02X", c)
	}
	return b.String()
}

// param is "; name=value" with the value as a token, quoted, or in the extended form of RFC 2231, in pieces if it is long
// (sections 3 and 4). The parts are separated by spaces, so that the field can be folded between them.
func param(name, value string) string {
	if value == "" {
		return ""
	}
	if len(value) < 60 && plainText(value) {
		return "; " + name + `="` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(value) + `"`
	}
	const room = 50
	var pieces []string
	piece := "UTF-8''"
	for _, r := range value {
		c := strings.ReplaceAll(encodeRune(r), "=", "%")
		if r == ' ' {
			c = "%20"
		} else if r == '.' || r == '-' || r == '_' {
			c = string(r)
		}
		if len(piece)+len(c) > room {
			pieces = append(pieces, piece)
			piece = ""
		}
		piece += c
	}
	pieces = append(pieces, piece)
	if len(pieces) == 1 {
		return "; " + name + "*=" + pieces[0]
	}
	var b strings.Builder
	for i, p := range pieces {
		fmt.Fprintf(&b, "; %s*%d*=%s", name, i, p)
	}
	return b.String()
}

package mail

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Address is a mailbox as RFC 5322 section 3.4 writes it: a display name, which may be empty, and local@domain.
type Address struct {
	Name string
	Addr string
}

// MaxAddress is how many octets an address has at most: 64 in front of the @ and 255 behind it (RFC 5321 section
// 4.5.3.1).
const MaxAddress = 320

// Fold is an address as the sandbox keeps and compares it: lower case throughout. RFC 5321 lets the part before
// the @ be case-sensitive; no mail system in the catalogue makes use of that.
func Fold(addr string) string { return strings.ToLower(addr) }

// Domain is what stands behind the last @, or "".
func Domain(addr string) string {
	if i := strings.LastIndexByte(addr, '@'); i >= 0 {
		return addr[i+1:]
	}
	return ""
}

// Local is what stands before the last @.
func Local(addr string) string {
	if i := strings.LastIndexByte(addr, '@'); i >= 0 {
		return addr[:i]
	}
	return addr
}

// NameFor is the display name of somebody who was given none: bob.brown@acme.example is Bob Brown.
func NameFor(addr string) string {
	words := strings.FieldsFunc(
		Local(addr),
		func(r rune) bool { return r == '.' || r == '_' || r == '-' || r == '+' || unicode.IsSpace(r) },
	)
	for i, w := range words {
		first, size := utf8.DecodeRuneInString(w)
		words[i] = string(unicode.ToUpper(first)) + w[size:]
	}
	return strings.Join(words, " ")
}

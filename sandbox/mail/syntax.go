package mail

import (
	"fmt"
	"net/netip"
	"strings"
	"unicode"
	"unicode/utf8"
)

// AddressProblem is why local@domain cannot be written into a message, or "".
func AddressProblem(addr string) string {
	if isPlain(addr) {
		return ""
	}
	at := strings.LastIndexByte(addr, '@')
	switch {
	case addr == "":
		return "is empty"
	case at < 0:
		return "has no @"
	case at == 0:
		return "has nothing before the @"
	case at == len(addr)-1:
		return "has no domain"
	case len(addr) > MaxAddress:
		return fmt.Sprintf("is longer than %d bytes", MaxAddress)
	case !utf8.ValidString(addr):
		return "is not UTF-8"
	case strings.ContainsFunc(addr, unicode.IsControl):
		return "has a control character"
	}
	if !IsQuoted(addr[:at]) {
		if p := atomProblem(addr[:at], isLocalChar); p != "" {
			return p
		}
	}
	if domain := addr[at+1:]; !literalDomain(domain) {
		return atomProblem(domain, isDomainChar)
	}
	return ""
}

// isPlain says whether an address has the form that most have: small letters, digits, - and _, and dots in between.
func isPlain(addr string) bool {
	at, last := 0, byte('.') // where a dot may not stand
	for i := range len(addr) {
		c := addr[i]
		switch {
		case c >= 'a' && c <= 'z', c >= '0' && c <= '9', c == '-', c == '_':
		case last == '.':
			return false
		case c == '@' && at == 0:
			at, c = i, '.'
		case c != '.':
			return false
		}
		last = c
	}
	return at > 0 && last != '.' && len(addr) <= MaxAddress
}

// atomProblem is why s is no dot-atom (RFC 5322 section 3.2.3), or "".
func atomProblem(s string, allowed func(rune) bool) string {
	if r, bad := firstRune(s, func(r rune) bool { return r != '.' && !allowed(r) }); bad {
		return fmt.Sprintf("%q cannot stand in it", r)
	}
	if strings.HasPrefix(s, ".") || strings.HasSuffix(s, ".") || strings.Contains(s, "..") {
		return "has a dot too many"
	}
	return ""
}

func firstRune(s string, is func(rune) bool) (rune, bool) {
	if i := strings.IndexFunc(s, is); i >= 0 {
		r, _ := utf8.DecodeRuneInString(s[i:])
		return r, true
	}
	return 0, false
}

// IsAtext says whether r may stand in an atom (RFC 5322 section 3.2.3).
func IsAtext(r rune) bool {
	switch r {
	case '(', ')', '<', '>', '[', ']', ':', ';', '@', '\\', ',', '.', '"':
		return false
	}
	return r > ' ' && r <= '~'
}

// isLocalChar allows letters of every script too (RFC 6532 section 3.2), if people can see them.
func isLocalChar(r rune) bool { return IsAtext(r) || IsVisible(r) }

func isDomainChar(r rune) bool {
	return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '-' || r == '_' ||
		IsVisible(r) && !unicode.IsPunct(r)
}

// IsVisible says whether r is a letter of another script than ASCII's, or another sign that people can see.
func IsVisible(r rune) bool {
	return r >= utf8.RuneSelf && unicode.IsGraphic(r) && !unicode.IsSpace(r) && r != utf8.RuneError
}

// IsQuoted says whether s is one quoted string and nothing else (RFC 5322 section 3.2.4).
func IsQuoted(s string) bool {
	if len(s) < 3 || s[0] != '"' || s[len(s)-1] != '"' {
		return false
	}
	s = s[1 : len(s)-1]
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] == '\\' && i+1 < len(s):
			i++
		case s[i] == '\\', s[i] == '"':
			return false
		}
	}
	return true
}

// literalDomain says whether s is an IP address in brackets (RFC 5321 section 4.1.3): [192.0.2.1] or
// [IPv6:2001:db8::1].
func literalDomain(s string) bool {
	s, open := strings.CutPrefix(s, "[")
	s, shut := strings.CutSuffix(s, "]")
	v6, tagged := cutTag(s, "IPv6:")
	ip, err := netip.ParseAddr(v6)
	return open && shut && err == nil && ip.Zone() == "" && ip.Is6() == tagged
}

// cutTag takes away what stands in front, in whatever case: the sandbox keeps addresses in lower case.
func cutTag(s, tag string) (rest string, found bool) {
	if len(s) < len(tag) || !strings.EqualFold(s[:len(tag)], tag) {
		return s, false
	}
	return s[len(tag):], true
}

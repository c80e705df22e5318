package eml

import (
	"fmt"
	"net/netip"
	"strings"
	"unicode"
	"unicode/utf8"

	"recallbox/sandbox/mail"
)

// ParseAddressList reads an address list (RFC 5322 section 3.4) that somebody typed. Names may be quoted, in UTF-8 or
// in encoded words; a group stands for its members; empty elements are skipped. It never returns an empty list without
// an error.
func ParseAddressList(s string) ([]mail.Address, error) {
	return ParseAddressListFunc(s, func(word string) (string, error) {
		return "", fmt.Errorf("address %q: has no @", word)
	})
}

// ParseAddressListFunc is ParseAddressList for lists in which a word may stand for an address: complete is asked for
// every word without an @.
func ParseAddressListFunc(s string, complete func(word string) (addr string, err error)) ([]mail.Address, error) {
	if c, found := findControl(s); found {
		return nil, fmt.Errorf("address %q: has %s", s, c)
	}
	if !utf8.ValidString(s) {
		return nil, fmt.Errorf("address %q: is not UTF-8", s)
	}
	boxes, problem := parseAddresses(s)
	if problem != "" {
		return nil, fmt.Errorf("address %q: %s", s, problem)
	}
	var list []mail.Address
	for _, box := range boxes {
		a := mail.Address{Name: cleanText(decodeWords(box.name, nil)), Addr: box.addr}
		if !strings.Contains(a.Addr, "@") && a.Addr != "" {
			addr, err := complete(a.Addr)
			if err != nil {
				return nil, err
			}
			a.Addr = addr
		}
		if err := checkAddress(a); err != nil {
			return nil, err
		}
		list = append(list, a)
	}
	if len(list) == 0 {
		return nil, fmt.Errorf("address %q: is empty", s)
	}
	return list, nil
}

// checkAddress says why an address cannot be written into a message.
func checkAddress(a mail.Address) error {
	if c, found := findControl(a.Addr); found {
		return fmt.Errorf("address %q: has %s", a.Addr, c)
	}
	if c, found := findControl(a.Name); found {
		return fmt.Errorf("name %q: has %s", a.Name, c)
	}
	if !utf8.ValidString(a.Name) {
		return fmt.Errorf("name %q: is not UTF-8", a.Name)
	}
	if problem := addressProblem(a.Addr); problem != "" {
		return fmt.Errorf("address %q: %s", a.Addr, problem)
	}
	return nil
}

// SplitWritable splits a list from real mail into the addresses that Build can write, and the others.
func SplitWritable(list []mail.Address) (writable, others []mail.Address) {
	for _, a := range list {
		if checkAddress(a) == nil {
			writable = append(writable, a)
		} else {
			others = append(others, a)
		}
	}
	return writable, others
}

// addressProblem is what is wrong with local@domain, or "".
func addressProblem(addr string) string {
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
	case len(addr) > maxAddress:
		return fmt.Sprintf("is longer than %d bytes", maxAddress)
	}
	if !quotedLocal(addr[:at]) {
		if p := atomProblem(addr[:at], isLocalChar); p != "" {
			return p
		}
	}
	if domain := addr[at+1:]; !literalDomain(domain) {
		return atomProblem(domain, isDomainChar)
	}
	return ""
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

// isAtext says whether r may stand in an atom (RFC 5322 section 3.2.3).
func isAtext(r rune) bool {
	switch r {
	case '(', ')', '<', '>', '[', ']', ':', ';', '@', '\\', ',', '.', '"':
		return false
	}
	return r > ' ' && r <= '~'
}

// isLocalChar allows letters of every script too (RFC 6532 section 3.2), if people can see them.
func isLocalChar(r rune) bool { return isAtext(r) || isVisibleUnicode(r) }

func isDomainChar(r rune) bool {
	return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '-' || r == '_' ||
		isVisibleUnicode(r) && !unicode.IsPunct(r)
}

func isVisibleUnicode(r rune) bool {
	return r >= utf8.RuneSelf && unicode.IsGraphic(r) && !unicode.IsSpace(r) && r != utf8.RuneError
}

// quotedLocal says whether s is one quoted string and nothing else (RFC 5322 section 3.2.4).
func quotedLocal(s string) bool {
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
	if !open || !shut {
		return false
	}
	v6, tagged := strings.CutPrefix(s, "IPv6:")
	ip, err := netip.ParseAddr(v6)
	return err == nil && ip.Zone() == "" && ip.Is6() == tagged
}

// formatAddress writes an address that was checked. Its name stands in atoms, in quotes or in encoded words, whichever
// is enough.
func formatAddress(a mail.Address) string {
	switch {
	case a.Name == "":
		return a.Addr
	case !plainText(a.Name):
		return encodeWords(a.Name) + " <" + a.Addr + ">"
	case strings.IndexFunc(a.Name, func(r rune) bool { return r != ' ' && !isAtext(r) }) < 0:
		return a.Name + " <" + a.Addr + ">"
	}
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(a.Name) + `" <` + a.Addr + ">"
}

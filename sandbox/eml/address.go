package eml

import (
	"fmt"
	"net/netip"
	"strings"
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
		return fmt.Sprintf("is longer than %d characters", maxAddress)
	}
	if r, bad := firstRune(addr, func(r rune) bool { return r >= utf8.RuneSelf }); bad {
		return fmt.Sprintf("%q is not ASCII", r)
	}
	if !quotedLocal(addr[:at]) {
		if p := atomProblem(addr[:at], isAtext); p != "" {
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
	return r > ' ' && r <= '~' && !strings.ContainsRune(`()<>[]:;@\,."`, r)
}

func isDomainChar(r rune) bool {
	return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '-' || r == '_'
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
	v6, tagged := strings.CutPrefix(s, "IPv6:")
	ip, err := netip.ParseAddr(v6)
	return open && shut && err == nil && ip.Zone() == "" && ip.Is6() == tagged
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

// A mailbox is one element of an address list: name and address without comments and folding. The name has lost its
// quotes; a quoted local part keeps them.
type mailbox struct{ name, addr string }

// parseAddresses reads an address list. It goes on after a fault, and names the first one. A reader of mail shows what
// there is; a command line refuses.
func parseAddresses(s string) (boxes []mailbox, problem string) {
	sc := addressParser{s: s}
	for sc.i < len(sc.s) {
		sc.parseElement()
	}
	sc.endMailbox()
	if sc.inGroup {
		sc.fail("has a group without a closing ;")
	}
	return sc.boxes, sc.problem
}

type addressParser struct {
	s string
	i int

	// The mailbox that is being read, between two commas.
	phrase    []string // its words without quotes: the name in front of <
	written   []string // its words with quotes: the address where there is no <
	touching  bool     // no space stands behind the last word
	openQuote bool     // a quote did not end, so quotes count no more
	comment   string   // the last comment: the name in the old form "bob@x (Bob)"
	angle     *string

	inGroup bool
	boxes   []mailbox
	problem string
}

func (sc *addressParser) fail(problem string) {
	if sc.problem == "" {
		sc.problem = problem
	}
}

// parseElement reads one lexical element (RFC 5322 section 3.2).
func (sc *addressParser) parseElement() {
	c := sc.s[sc.i]
	sc.i++
	switch c {
	case '"':
		text, raw := sc.parseQuotedString()
		sc.addWord(text, raw)
	case '(':
		sc.comment = sc.parseComment()
	case '<':
		sc.parseAngleAddr()
	case ',':
		sc.endMailbox()
	case ':':
		sc.startGroup()
	case ';':
		sc.endGroup()
	case ' ', '\t', '\r', '\n':
		sc.touching = false
	default:
		start := sc.i - 1
		if n := encodedWordLen(sc.s[start:]); n > 0 {
			sc.i = start + n
		}
		for sc.i < len(sc.s) && strings.IndexByte("\"(<,:; \t\r\n", sc.s[sc.i]) < 0 {
			sc.i += 1 + ipv6Tag(sc.s[sc.i:])
		}
		sc.addWord(sc.s[start:sc.i], sc.s[start:sc.i])
	}
}

// ipv6Tag is the length of an IPv6 address in brackets up to the bracket. Nothing else in an address has colons.
func ipv6Tag(s string) int {
	if end := strings.IndexByte(s[:min(len(s), 60)], ']'); strings.HasPrefix(s, "[IPv6:") && end > 0 {
		return end
	}
	return 0
}

// addWord adds a word. It joins a word to the one that it touches: "a b"@x is one word.
func (sc *addressParser) addWord(text, raw string) {
	if sc.angle != nil {
		sc.fail("has something behind the >")
	}
	if n := len(sc.written); sc.touching && n > 0 && len(sc.written[n-1]) < maxLine {
		sc.phrase[n-1] += text
		sc.written[n-1] += raw
		return
	}
	sc.phrase, sc.written, sc.touching = append(sc.phrase, text), append(sc.written, raw), true
}

// parseQuotedString reads up to the closing quote (RFC 5322 section 3.2.4). Without one, the string is empty.
func (sc *addressParser) parseQuotedString() (text, raw string) {
	start, end := sc.i, -1
	if !sc.openQuote {
		end = quotedEnd(sc.s[start:])
	}
	if end < 0 {
		sc.openQuote = true
		sc.fail("has a quote that does not end")
		return "", ""
	}
	sc.i = start + end + 1
	return unescape(sc.s[start : start+end]), sc.s[start-1 : sc.i]
}

func unescape(s string) string {
	if strings.IndexByte(s, '\\') < 0 {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] == '\\' && i+1 < len(s) {
			i++
		}
		b.WriteByte(s[i])
	}
	return b.String()
}

// parseComment reads a comment, which may hold comments (RFC 5322 section 3.2.2).
func (sc *addressParser) parseComment() string {
	start, depth := sc.i, 1
	for ; sc.i < len(sc.s); sc.i++ {
		switch sc.s[sc.i] {
		case '\\':
			sc.i++
		case '(':
			depth++
		case ')':
			depth--
		}
		if depth == 0 {
			sc.i++
			return unescape(sc.s[start : sc.i-1])
		}
	}
	sc.i = min(sc.i, len(sc.s))
	sc.fail("has a ( that is not closed")
	return sc.s[start:]
}

// parseAngleAddr reads <local@domain>, without the route of old mail: <@relay:local@domain> (RFC 5322 section 4.4).
func (sc *addressParser) parseAngleAddr() {
	if sc.angle != nil {
		sc.fail("has two addresses in one place")
		sc.endMailbox()
	}
	end := strings.IndexByte(sc.s[sc.i:], '>')
	inner := sc.s[sc.i:]
	if end < 0 {
		sc.fail("has a < that is not closed")
		sc.i = len(sc.s)
	} else {
		inner = inner[:end]
		sc.i += end + 1
	}
	if strings.HasPrefix(inner, "@") {
		if colon := strings.IndexByte(inner, ':'); colon > 0 {
			inner = inner[colon+1:]
		}
	}
	inner = strings.TrimSpace(inner)
	sc.angle = &inner
}

// endMailbox ends the mailbox that is being read.
func (sc *addressParser) endMailbox() {
	switch words := len(sc.written); {
	case sc.angle != nil:
		sc.boxes = append(sc.boxes, mailbox{strings.Join(sc.phrase, " "), *sc.angle})
	case words == 1:
		sc.boxes = append(sc.boxes, mailbox{sc.comment, sc.written[0]})
	case words > 1:
		sc.boxes = append(sc.boxes, sc.guessAddress())
	}
	sc.phrase, sc.written, sc.touching, sc.comment, sc.angle = nil, nil, false, "", nil
}

// guessAddress takes the last word with an @ for the address, and the others for the name.
func (sc *addressParser) guessAddress() mailbox {
	at, count := -1, 0
	for i, word := range sc.written {
		if strings.Contains(word, "@") {
			at, count = i, count+1
		}
	}
	switch count {
	case 0:
		sc.fail("has no @")
		return mailbox{name: strings.Join(sc.phrase, " ")}
	case 1:
		sc.fail("has no < > around the address behind the name")
	default:
		sc.fail("has no comma between two addresses")
	}
	rest := append(append([]string(nil), sc.phrase[:at]...), sc.phrase[at+1:]...)
	return mailbox{strings.Join(rest, " "), sc.written[at]}
}

// startGroup drops the name of the group (RFC 5322 section 3.4).
func (sc *addressParser) startGroup() {
	if sc.inGroup || sc.angle != nil || len(sc.written) == 0 {
		sc.fail("has a : in the wrong place")
	}
	sc.phrase, sc.written, sc.touching, sc.comment, sc.inGroup = nil, nil, false, "", true
}

func (sc *addressParser) endGroup() {
	sc.endMailbox()
	if !sc.inGroup {
		sc.fail("has a ; (a comma separates addresses)")
	}
	sc.inGroup = false
}

package eml

import (
	"strings"

	"recallbox/sandbox/mail"
)

// A mailbox is one element of an address list: name and address without comments and folding. The name has lost its
// quotes; a quoted local part keeps them.
type mailbox struct{ name, addr string }

// parseAddresses reads an address list. It goes on after a fault, and names the first one. A reader of mail shows what
// there is; a command line refuses.
func parseAddresses(s string) (boxes []mailbox, problem string) {
	p := addressParser{s: s}
	for p.i < len(p.s) {
		p.parseElement()
	}
	p.endMailbox()
	if p.inGroup {
		p.fail("has a group without a closing ;")
	}
	return p.boxes, p.problem
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

	behind  bool // its first word stands behind the > of the last one
	inGroup bool
	boxes   []mailbox
	problem string
}

func (p *addressParser) fail(problem string) {
	if p.problem == "" {
		p.problem = problem
	}
}

// parseElement reads one lexical element (RFC 5322 section 3.2).
func (p *addressParser) parseElement() {
	c := p.s[p.i]
	p.i++
	switch c {
	case '"':
		text, raw := p.parseQuotedString()
		p.addWord(text, raw)
	case '(':
		p.comment, p.touching = p.parseComment(), false
	case '<':
		p.parseAngleAddr()
	case ',':
		p.endMailbox()
	case ':':
		p.startGroup()
	case ';':
		p.endGroup()
	case ' ', '\t', '\r', '\n':
		p.touching = false
	default:
		start := p.i - 1
		if n := encodedWordLen(p.s[start:]); n > 0 {
			p.i = start + n
		}
		for p.i < len(p.s) && strings.IndexByte("\"(<,:; \t\r\n", p.s[p.i]) < 0 {
			p.i += 1 + ipv6Tag(p.s[p.i:])
		}
		p.addWord(p.s[start:p.i], p.s[start:p.i])
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
func (p *addressParser) addWord(text, raw string) {
	if p.angle != nil {
		p.endMailbox()
		p.behind = true
	}
	if n := len(p.written); p.touching && n > 0 && len(p.written[n-1]) < maxLine {
		p.phrase[n-1] += text
		p.written[n-1] += raw
		return
	}
	p.phrase, p.written, p.touching = append(p.phrase, text), append(p.written, raw), true
}

// parseQuotedString reads up to the closing quote (RFC 5322 section 3.2.4). Without one, the string is empty.
func (p *addressParser) parseQuotedString() (text, raw string) {
	start, end := p.i, -1
	if !p.openQuote {
		end = quotedEnd(p.s[start:])
	}
	if end < 0 {
		p.openQuote = true
		p.fail("has a quote that does not end")
		return "", ""
	}
	p.i = start + end + 1
	return unescape(p.s[start : start+end]), p.s[start-1 : p.i]
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
func (p *addressParser) parseComment() string {
	start, depth := p.i, 1
	for ; p.i < len(p.s); p.i++ {
		switch p.s[p.i] {
		case '\\':
			p.i++
		case '(':
			depth++
		case ')':
			depth--
		}
		if depth == 0 {
			p.i++
			return unescape(p.s[start : p.i-1])
		}
	}
	p.i = min(p.i, len(p.s))
	p.fail("has a ( that is not closed")
	return p.s[start:]
}

// parseAngleAddr reads <local@domain>, without the route of old mail: <@relay:local@domain> (RFC 5322 section 4.4).
func (p *addressParser) parseAngleAddr() {
	if p.angle != nil {
		p.endMailbox()
		p.behind = true
	}
	inner := p.s[p.i:]
	if end := angleEnd(inner); end < 0 {
		p.fail("has a < that is not closed")
		p.i = len(p.s)
	} else {
		inner = inner[:end]
		p.i += end + 1
	}
	if strings.HasPrefix(inner, "@") {
		if colon := strings.IndexByte(inner, ':'); colon > 0 {
			inner = inner[colon+1:]
		}
	}
	if inner = strings.TrimSpace(inner); len(inner) < maxLine {
		inner = joinAddress(inner)
	}
	p.angle = &inner
}

// angleEnd is where the > stands that ends an address; -1 if there is none. Quotes and comments in it may hold others.
func angleEnd(s string) int {
	inner := s[:min(len(s), maxLine)]
	for i, comment := 0, 0; i < len(inner); i++ {
		switch inner[i] {
		case '"':
			i += quotedEnd(inner[i+1:]) + 1
		case '(':
			if comment >= 0 { // one that does not end makes the others text
				comment = commentEnd(inner[i+1:])
				i += comment + 1
			}
		case '>':
			return i
		}
	}
	return strings.IndexByte(s, '>')
}

// commentEnd is where the comment ends that s begins within; -1 if it does not end.
func commentEnd(s string) int {
	p := addressParser{s: s}
	if p.parseComment(); p.problem != "" {
		return -1
	}
	return p.i - 1
}

// joinAddress is an address without the comments and the blanks that may stand around its dots and its @ (RFC 5322
// section 4.4).
func joinAddress(s string) string {
	var out []byte
	blank, comment := false, 0
	for i := 0; i < len(s); i++ {
		n := 0 // more octets that belong to this one
		switch s[i] {
		case ' ', '\t', '\r', '\n':
			blank = true
			continue
		case '(':
			if comment >= 0 {
				comment = commentEnd(s[i+1:])
			}
			if comment >= 0 {
				blank, i = true, i+comment+1
				continue
			}
		case '"':
			n = quotedEnd(s[i+1:]) + 1
		}
		if blank && len(out) > 0 && !joins(out[len(out)-1]) && !joins(s[i]) {
			out = append(out, ' ')
		}
		out, blank = append(out, s[i:i+n+1]...), false
		i += n
	}
	return string(out)
}

// joins says whether c joins the words of an address.
func joins(c byte) bool { return c == '.' || c == '@' }

// endMailbox ends the mailbox that is being read.
func (p *addressParser) endMailbox() {
	p.joinWords()
	switch words := len(p.written); {
	case p.angle != nil:
		p.addMailbox(mailbox{strings.Join(p.phrase, " "), *p.angle})
	case words == 1 && !p.behind:
		p.boxes = append(p.boxes, mailbox{p.comment, p.written[0]})
	case words > 0:
		p.guessAddresses()
	}
	p.phrase, p.written, p.touching, p.comment, p.angle, p.behind = nil, nil, false, "", nil, false
}

func (p *addressParser) addMailbox(box mailbox) {
	if p.behind {
		p.fail("has no comma between two addresses")
	}
	p.boxes, p.behind = append(p.boxes, box), true
}

// joinWords joins the words of an address that has blanks or comments around its dots and its @. A dot behind the word
// of a name joins nothing: Dr. bob@x.
func (p *addressParser) joinWords() {
	if p.angle != nil {
		return
	}
	n := 0 // words so far
	for i, word := range p.written {
		if n > 0 && joined(p.written[n-1], p.written[i-1], word) {
			p.phrase[n-1] += p.phrase[i]
			p.written[n-1] += word
			continue
		}
		p.phrase[n], p.written[n] = p.phrase[i], word
		n++
	}
	p.phrase, p.written = p.phrase[:n], p.written[:n]
}

// joined says whether a word goes on where text ends, whose last word is given.
func joined(text, last, word string) bool {
	switch {
	case len(text) > maxLine || word == "":
		return false
	case joins(word[0]), strings.HasSuffix(text, "@"):
		return true
	}
	return strings.HasSuffix(text, ".") && (last == "." || strings.Contains(text, "@"))
}

// guessAddresses takes each word with an @ for an address, and those in front of it for its name. Words behind the last
// one belong to the name too.
func (p *addressParser) guessAddresses() {
	var name []string
	for i, word := range p.written {
		if strings.Contains(word, "@") && !mail.IsQuoted(word) {
			if len(name) > 0 && !p.behind {
				p.fail("has no < > around the address behind the name")
			}
			p.addMailbox(mailbox{strings.Join(name, " "), word})
			name = nil
		} else {
			name = append(name, p.phrase[i])
		}
	}
	if len(name) == 0 {
		return
	}
	if !p.behind {
		p.fail("has no @")
		p.boxes = append(p.boxes, mailbox{name: strings.Join(name, " ")})
		return
	}
	p.fail("has something behind the address")
	last := &p.boxes[len(p.boxes)-1]
	last.name = strings.TrimSpace(last.name + " " + strings.Join(name, " "))
}

// startGroup drops the name of the group (RFC 5322 section 3.4).
func (p *addressParser) startGroup() {
	if p.inGroup || p.angle != nil || len(p.written) == 0 {
		p.fail("has a : in the wrong place")
	}
	p.phrase, p.written, p.touching, p.comment, p.behind, p.inGroup = nil, nil, false, "", false, true
}

func (p *addressParser) endGroup() {
	p.endMailbox()
	if !p.inGroup {
		p.fail("has a ; (a comma separates addresses)")
	}
	p.inGroup = false
}

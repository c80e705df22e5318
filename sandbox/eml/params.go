package eml

import (
	"bytes"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// A mediaType is a Content-Type or Content-Disposition taken apart.
type mediaType struct {
	value  string // in lower case: text/plain, attachment
	params map[string]string
}

// readMediaType takes a field of RFC 2045 section 5.1 apart, as far as it can be: quotes may be missing around values with spaces,
// semicolons may stand in a row, a parameter given twice counts once.
func readMediaType(value []byte, charset string, d *defects) mediaType {
	s := unfold(decode8bit(value, charset, d))
	pieces := splitUnquoted(s)
	m := mediaType{value: strings.ToLower(strings.Trim(stripComment(pieces[0]), " \t\"'"))}
	var raw []parameter
	for _, p := range pieces[1:] {
		name, v, found := strings.Cut(p, "=")
		if name = strings.ToLower(strings.TrimSpace(name)); found && name != "" {
			raw = append(raw, parameter{name, unquote(strings.TrimSpace(v))})
		}
	}
	m.params = joinParameters(raw, d)
	return m
}

type parameter struct{ name, value string }

// splitUnquoted splits s at the semicolons outside quotes. A quote that never ends holds nothing.
func splitUnquoted(s string) (pieces []string) {
	start, endless := 0, false
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] == ';':
			pieces = append(pieces, s[start:i])
			start = i + 1
		case s[i] == '"' && !endless:
			n := quotedEnd(s[i+1:])
			if endless = n < 0; !endless {
				i += n + 1
			}
		}
	}
	return append(pieces, s[start:])
}

// quotedEnd is where the quote that ends s's quoted string stands, or -1.
func quotedEnd(s string) int {
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '\\':
			i++
		case '"':
			return i
		}
	}
	return -1
}

// unquote takes the quotes off a value. In file names of old Windows programs backslashes separate folders and escape nothing.
func unquote(s string) string {
	if len(s) == 0 || s[0] != '"' {
		return strings.TrimSpace(stripComment(s))
	}
	if end := quotedEnd(s[1:]); end >= 0 {
		s = s[:1+end]
	}
	s = s[1:]
	if len(s) > 2 && s[1] == ':' && s[2] == '\\' {
		return s
	}
	return unescape(s)
}

// stripComment cuts a comment off the end of a value, as in text/plain (as it was).
func stripComment(s string) string {
	if i := strings.Index(s, " ("); i > 0 && strings.HasSuffix(strings.TrimSpace(s), ")") {
		return s[:i]
	}
	return s
}

// A piece is one of a parameter's sections, RFC 2231 section 3.
type piece struct {
	value   string
	encoded bool // section 4
}

// joinParameters puts the sections of long parameters together and decodes what is encoded, by RFC 2231 or, against the rules but
// commonly, by RFC 2047. An extended parameter counts before a plain one of the same name.
func joinParameters(raw []parameter, d *defects) map[string]string {
	params := map[string]string{}
	sections := map[string]map[int]piece{}
	for _, p := range raw {
		base, star, extended := strings.Cut(p.name, "*")
		if !extended {
			if _, given := params[base]; !given {
				params[base] = decodeWords(p.value, d)
			}
			continue
		}
		number, encoded := strings.CutSuffix(star, "*")
		if star == "" {
			number, encoded = "0", true
		}
		n, err := strconv.Atoi(number)
		if err != nil || n < 0 {
			continue
		}
		if sections[base] == nil {
			sections[base] = map[int]piece{}
		}
		if _, given := sections[base][n]; !given {
			sections[base][n] = piece{p.value, encoded}
		}
	}
	for _, base := range slices.Sorted(maps.Keys(sections)) {
		if v := joinPieces(sections[base], d); v != "" {
			params[base] = v
		}
	}
	return params
}

// joinPieces joins sections 0, 1, 2, … up to the first that is missing; some programs begin with 1.
func joinPieces(pieces map[int]piece, d *defects) string {
	first := 0
	if _, given := pieces[0]; !given {
		first = 1
	}
	var octets bytes.Buffer
	charset := ""
	for i := first; ; i++ {
		p, given := pieces[i]
		if !given {
			if i-first < len(pieces) {
				d.add("a section of a parameter is missing")
			}
			break
		}
		v := p.value
		if p.encoded && i == first {
			if parts := strings.SplitN(v, "'", 3); len(parts) == 3 {
				charset, v = parts[0], parts[2]
			}
		}
		if p.encoded {
			v = unpercent(v)
		}
		octets.WriteString(v)
	}
	if charset == "" {
		return decodeWords(guessText(octets.Bytes(), d), d)
	}
	return decodeCharset(charset, octets.Bytes(), d)
}

func unpercent(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] == '%' && i+2 < len(s) && unhex(s[i+1]) >= 0 && unhex(s[i+2]) >= 0 {
			b.WriteByte(byte(unhex(s[i+1])<<4 | unhex(s[i+2])))
			i += 2
			continue
		}
		b.WriteByte(s[i])
	}
	return b.String()
}

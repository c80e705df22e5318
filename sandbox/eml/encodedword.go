package eml

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// decodeWords decodes the encoded words in s (RFC 2047), wherever they stand and however they were cut. Some programs
// cut them within a character, so it joins neighbours in one character set before it decodes them. All other text stays
// as it is.
func decodeWords(s string, d *defects) string {
	if !strings.Contains(s, "=?") {
		return s
	}
	w := wordDecoder{d: d}
	for s != "" {
		i := strings.Index(s, "=?")
		if i < 0 {
			break
		}
		word, n := cutWord(s[i:])
		if n < 0 {
			break
		}
		if n == 0 {
			w.plain(s[:i+2])
			s = s[i+2:]
			continue
		}
		w.plain(s[:i])
		w.word(word)
		s = s[i+n:]
	}
	w.plain(s)
	w.flush()
	return w.out.String()
}

// An encodedWord is one encoded word: its character set and the octets in it.
type encodedWord struct {
	charset string
	octets  []byte
}

// cutWord reads the encoded word at the start of s. It returns its length, 0 if there is none, -1 if there is none in
// all of s.
func cutWord(s string) (encodedWord, int) {
	charset, n := s[2:], 2
	i := strings.IndexByte(charset[:min(len(charset), 80)], '?')
	if i <= 0 || strings.ContainsAny(charset[:i], " \t\r\n\"<>") {
		return encodedWord{}, 0
	}
	charset, n = charset[:i], n+i+1
	if len(s) < n+2 || s[n+1] != '?' {
		return encodedWord{}, 0
	}
	enc := s[n] | 0x20
	n += 2
	if enc != 'q' && enc != 'b' {
		return encodedWord{}, 0
	}
	end := wordEnd(s[n:], enc == 'q')
	if end < 0 {
		return encodedWord{}, -1
	}
	charset, _, _ = strings.Cut(charset, "*") // without the language, RFC 2231 section 5
	w := encodedWord{charset: strings.ToLower(charset)}
	if enc == 'q' {
		w.octets = decodeQ(s[n : n+end])
	} else {
		w.octets = decodeBase64([]byte(s[n:n+end]), nil)
	}
	if !isASCII(s[n:n+end]) && utf8.Valid(w.octets) {
		w.charset = "utf-8" // whatever the word says
	}
	return w, n + end + 2
}

// quoteOctets encodes the octets above 127 that stand in encoded words, where only ASCII may stand (RFC 2047 section
// 2). So they are decoded with their word, and not before it.
func quoteOctets(s string, d *defects) string {
	var out strings.Builder
	for {
		i := strings.Index(s, "=?")
		if i < 0 {
			break
		}
		word, n := cutWord(s[i:])
		if n < 0 {
			break
		}
		end := i + max(n, len("=?"))
		if isASCII(s[i : i+n]) {
			out.WriteString(s[:end])
		} else {
			d.add("octets above 127 in an encoded word: read as the word says")
			out.WriteString(s[:i] + "=?" + word.charset + "?q?")
			for _, c := range word.octets {
				fmt.Fprintf(&out, "=%02X", c)
			}
			out.WriteString("?=")
		}
		s = s[end:]
	}
	return out.String() + s
}

func isASCII[T string | []byte](s T) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// encodedWordLen is the length of the encoded word at the start of s, if it has no spaces in it; else 0.
func encodedWordLen(s string) int {
	if !strings.HasPrefix(s, "=?") {
		return 0
	}
	s = s[:min(len(s), maxLine)]
	if i := strings.IndexAny(s, " \t\r\n"); i >= 0 {
		s = s[:i]
	}
	_, n := cutWord(s)
	return max(n, 0)
}

// wordEnd finds "?=". In the q encoding that may also be a question mark, which should have been encoded, in front of
// an encoded octet.
func wordEnd(s string, q bool) int {
	from := 0
	for {
		i := strings.Index(s[from:], "?=")
		if i < 0 {
			return -1
		}
		i += from
		encodes := q && i+4 <= len(s) && unhex(s[i+2]) >= 0 && unhex(s[i+3]) >= 0
		if !encodes || !strings.Contains(s[i+2:min(len(s), i+80)], "?=") {
			return i
		}
		from = i + 2
	}
}

func decodeQ(s string) []byte {
	out := make([]byte, 0, len(s))
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == '_':
			out = append(out, ' ')
		case c == '=' && i+2 < len(s) && unhex(s[i+1]) >= 0 && unhex(s[i+2]) >= 0:
			out = append(out, byte(unhex(s[i+1])<<4|unhex(s[i+2])))
			i += 2
		case c == '\r', c == '\n':
		default:
			out = append(out, c)
		}
	}
	return out
}

func unhex(c byte) int {
	switch {
	case c >= '0' && c <= '9':
		return int(c - '0')
	case c >= 'A' && c <= 'F':
		return int(c-'A') + 10
	case c >= 'a' && c <= 'f':
		return int(c-'a') + 10
	}
	return -1
}

// A wordDecoder joins decoded words and the text between them.
type wordDecoder struct {
	out     strings.Builder
	pending encodedWord // the words so far that are in one character set
	gap     string      // the space behind it, dropped if another word follows (RFC 2047 section 6.2)
	d       *defects
}

func (w *wordDecoder) plain(s string) {
	if w.pending.charset != "" && w.gap == "" && strings.TrimLeft(s, " \t\r\n") == "" {
		w.gap = s
		return
	}
	w.flush()
	w.out.WriteString(s)
}

func (w *wordDecoder) word(next encodedWord) {
	if w.pending.charset == next.charset {
		w.pending.octets = append(w.pending.octets, next.octets...)
		w.gap = ""
		return
	}
	w.gap = ""
	w.flush()
	w.pending = next
}

func (w *wordDecoder) flush() {
	if w.pending.charset != "" {
		w.out.WriteString(decodeCharset(w.pending.charset, w.pending.octets, w.d))
		w.out.WriteString(w.gap)
	}
	w.pending, w.gap = encodedWord{}, ""
}

// plainText says whether a value can stand as it is: it is printable ASCII, folding keeps its spaces, and no reader
// takes it for an encoded word.
func plainText(s string) bool {
	blank := -1 // where the last blank is
	for i := range len(s) {
		switch c := s[i]; {
		case c < ' ', c > '~', c == ' ' && blank == i-1, c != ' ' && i-blank > maxFoldedLine-10:
			return false
		case c == ' ':
			blank = i
		}
	}
	return (s == "" || blank < len(s)-1) && !strings.Contains(s, "=?")
}

// encodeWords writes UTF-8 text as encoded words (RFC 2047) with spaces between them, which readers drop. No word ends
// within a character. It encodes all but letters and digits, so that the words may stand in a phrase (section 5, rule
// 3).
func encodeWords(s string) string {
	const open, shut = "=?utf-8?q?", "?="
	const fieldName = 30 // the first word shares its line with one
	const room = maxEncodedWord - len(open) - len(shut) - fieldName
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

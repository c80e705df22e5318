package eml

import (
	"bytes"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/simplifiedchinese"
)

// decodeCharset turns text in a named character set into UTF-8. Where the name does not say enough, it guesses from the
// octets.
func decodeCharset(name string, b []byte, d *defects) string {
	switch label := charsetLabel(name); label {
	case "", "us-ascii", "ascii", "ansi-x3.4-1968", "iso646-us", "7bit", "8bit", "default", "unknown-8bit", "unknown",
		"x-unknown", "_autodetect":
		return decodeUnlabelled(b, d)
	case "utf-8", "utf8", "unicode-1-1-utf-8", "utf-8n", "utf8mb4":
		return guessText(bytes.TrimPrefix(b, []byte("\xef\xbb\xbf")), d)
	case "utf-7", "unicode-1-1-utf-7":
		return decodeUTF7(b)
	case "iso-2022-kr", "csiso2022kr":
		return decodeCharset("euc-kr", eightBitKorean(b), d)
	case "utf-16", "utf-16le", "utf-16be", "ucs-2", "iso-10646-ucs-2":
		if len(b) >= 16 && bytes.IndexByte(b, 0) < 0 && utf8.Valid(b) {
			d.add("text in UTF-8 that says it is %s", label)
			return string(b)
		}
		return decodeUTF16(label, b)
	default:
		enc := encodingOf(label)
		if enc == nil {
			d.add("unknown character set %q", name)
			return guessText(b, nil)
		}
		s := decodeWith(enc, b)
		if strings.ContainsRune(s, utf8.RuneError) {
			d.add("octets that are not %s: shown as %c", label, utf8.RuneError)
		}
		return s
	}
}

// charsetLabel is the name in the one spelling that this file uses.
func charsetLabel(name string) string {
	label := strings.ToLower(strings.Trim(strings.TrimSpace(name), `"'`))
	label = strings.ReplaceAll(label, "_", "-")
	switch {
	case label == "-autodetect":
		return "_autodetect"
	case strings.HasPrefix(label, "x-mac"), strings.HasPrefix(label, "x-unknown"):
		return label
	case strings.HasPrefix(label, "iso8859"): // iso8859-1, iso88591
		label = "iso-8859-" + strings.TrimPrefix(label[len("iso8859"):], "-")
	}
	return strings.TrimPrefix(label, "x-")
}

// koreanBegins stands in front of the first character that iso-2022-kr has beyond ASCII.
var koreanBegins = []byte("\x1b$)C")

// eightBitKorean is iso-2022-kr as euc-kr, which has the same characters. Between SO and SI, or the end of the line, it
// keeps them in seven bits (RFC 1557).
func eightBitKorean(b []byte) []byte {
	b = bytes.ReplaceAll(b, koreanBegins, nil)
	out, bit := b[:0:0], byte(0)
	for _, c := range b {
		switch {
		case c == '\x0e':
			bit = 0x80
			continue
		case c == '\x0f':
			bit = 0
			continue
		case c == '\r' || c == '\n':
			bit = 0
		case c > ' ':
			c |= bit
		}
		out = append(out, c)
	}
	return out
}

// decodeUnlabelled reads text that says it is ASCII, or says nothing. iso-2022-jp and iso-2022-kr look like ASCII too,
// but for their escape sequences.
func decodeUnlabelled(b []byte, d *defects) string {
	if bytes.Contains(b, koreanBegins) {
		return decodeCharset("iso-2022-kr", b, d)
	}
	if bytes.Contains(b, []byte("\x1b$")) {
		return decodeWith(japanese.ISO2022JP, b)
	}
	if bytes.IndexFunc(b, func(r rune) bool { return r >= utf8.RuneSelf }) >= 0 {
		d.add("octets above 127 in text that declares none")
	}
	return guessText(b, nil)
}

// guessText reads octets of which nothing is known. They are UTF-8 if they are valid or nearly valid UTF-8, else
// windows-1252, which holds iso-8859-1 too. It adds a defect if they are not UTF-8.
func guessText(b []byte, d *defects) string {
	if utf8.Valid(b) {
		return string(b)
	}
	if mostlyUTF8(b) {
		d.add("octets that are not UTF-8: shown as %c", utf8.RuneError)
		return strings.ToValidUTF8(string(b), string(utf8.RuneError))
	}
	d.add("octets that are not UTF-8: read as windows-1252")
	return decodeWith(charmap.Windows1252, b)
}

// mostlyUTF8 says whether more characters have several octets than octets belong to no character.
func mostlyUTF8(b []byte) bool {
	good, bad := 0, 0
	for len(b) > 0 {
		r, size := utf8.DecodeRune(b)
		switch {
		case size > 1:
			good++
		case r == utf8.RuneError:
			bad++
		}
		b = b[size:]
	}
	return good > bad
}

// decodeUTF16 takes the byte order from the byte order mark, else from the name, else from the octets; else it is
// big-endian (RFC 2781 section 4.3).
func decodeUTF16(label string, b []byte) string {
	little := label == "utf-16le" || label != "utf-16be" && seemsLittleEndian(b)
	switch {
	case bytes.HasPrefix(b, []byte{0xff, 0xfe}):
		little, b = true, b[2:]
	case bytes.HasPrefix(b, []byte{0xfe, 0xff}):
		little, b = false, b[2:]
	}
	units := make([]uint16, 0, len(b)/2+1)
	for ; len(b) > 1; b = b[2:] {
		if little {
			units = append(units, uint16(b[1])<<8|uint16(b[0]))
		} else {
			units = append(units, uint16(b[0])<<8|uint16(b[1]))
		}
	}
	return string(utf16.Decode(units))
}

// seemsLittleEndian says whether the second octets of UTF-16 are fewer different ones than the first. The more
// significant octets are: texts have letters of one script or two.
func seemsLittleEndian(b []byte) bool {
	var seen [2][256]bool
	var count [2]int
	for i, c := range b[:len(b)&^1] {
		if !seen[i%2][c] {
			seen[i%2][c] = true
			count[i%2]++
		}
	}
	return count[1] < count[0]
}

// decodeUTF7 decodes RFC 2152: between + and - stands UTF-16 in base64.
func decodeUTF7(b []byte) string {
	var s strings.Builder
	for len(b) > 0 {
		plus := bytes.IndexByte(b, '+')
		if plus < 0 {
			break
		}
		s.WriteString(guessText(b[:plus], nil))
		b = b[plus+1:]
		n := 0
		for n < len(b) && isBase64Digit(b[n]) {
			n++
		}
		if n == 0 {
			s.WriteByte('+')
		} else {
			s.WriteString(decodeUTF16("utf-16be", decodeBase64(b[:n], nil)))
		}
		b = b[n:]
		if len(b) > 0 && b[0] == '-' {
			b = b[1:]
		}
	}
	s.WriteString(guessText(b, nil))
	return s.String()
}

// decodeWith decodes octets with a table of golang.org/x/text. Octets that the table lacks become U+FFFD.
func decodeWith(enc encoding.Encoding, b []byte) string {
	s, err := enc.NewDecoder().Bytes(b)
	if err != nil {
		return guessText(b, nil)
	}
	return string(s)
}

// encodingOf is the encoding of that name, or nil. Names and encodings are those of the WHATWG Encoding Standard. Where
// mail commonly uses a name for more than it covers, the standard takes the larger set: windows-1252 for iso-8859-1.
// The alternative, go-message/charset, adds the names of IANA, takes twice as long at each start of the program, and
// sets a hook for the whole process.
func encodingOf(label string) encoding.Encoding {
	switch label {
	case "cp437", "ibm437":
		return charmap.CodePage437
	case "cp850", "ibm850":
		return charmap.CodePage850
	case "cp852", "ibm852":
		return charmap.CodePage852
	case "cp858", "ibm858":
		return charmap.CodePage858
	case "hz-gb-2312":
		return simplifiedchinese.HZGB2312
	}
	enc, err := htmlindex.Get(standardName(label))
	if err != nil || enc == encoding.Replacement {
		return nil
	}
	return enc
}

// standardName is the name in the standard for one that mail programs use.
func standardName(label string) string {
	switch label {
	case "ansi":
		return "windows-1252"
	case "cp874":
		return "windows-874"
	case "x-macintosh":
		return "macintosh"
	case "ms-kanji", "cp932":
		return "shift_jis"
	case "iso-2022-jp-1", "iso-2022-jp-2", "iso-2022-jp-ms", "cp50220", "cp50221":
		return "iso-2022-jp"
	case "eucjp", "euc-jp-ms", "ujis":
		return "euc-jp"
	case "euckr", "ks-c-5601-1987", "ks-c-5601-1989", "ksc-5601", "cp949", "uhc":
		return "euc-kr"
	case "gb2312", "gb-2312", "gb-2312-80", "gbk", "cp936", "ms936", "windows-936", "euc-cn", "chinese":
		return "gb18030"
	case "big-5", "cp950", "big5-eten":
		return "big5"
	}
	if number, found := strings.CutPrefix(label, "latin"); found {
		return "l" + strings.TrimPrefix(number, "-")
	}
	if number, found := strings.CutPrefix(label, "win-"); found {
		return "windows-" + number
	}
	return strings.Replace(label, "cp-", "cp", 1)
}

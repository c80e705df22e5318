package eml

import (
	"bytes"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
)

// decodeCharset is text in a named character set as UTF-8. What the name does not explain is guessed from the octets.
func decodeCharset(name string, b []byte, d *defects) string {
	switch label := charsetLabel(name); label {
	case "", "us-ascii", "ascii", "ansi-x3.4-1968", "iso646-us", "7bit", "8bit", "default", "unknown-8bit", "unknown", "x-unknown", "_autodetect":
		return undeclared(b, d)
	case "utf-8", "utf8", "unicode-1-1-utf-8", "utf-8n", "utf8mb4":
		return guessText(bytes.TrimPrefix(b, []byte("\xef\xbb\xbf")), d)
	case "utf-7", "unicode-1-1-utf-7":
		return decodeUTF7(b)
	case "utf-16", "utf-16le", "utf-16be", "ucs-2", "iso-10646-ucs-2":
		return decodeUTF16(label, b)
	default:
		if s, known := decodeTable(label, b); known {
			if strings.ContainsRune(s, utf8.RuneError) {
				d.add("octets that are not %s: shown as %c", name, utf8.RuneError)
			}
			return s
		}
		d.add("unknown character set %q", name)
		return guessText(b, nil)
	}
}

// charsetLabel is the name in the one spelling that the tables use.
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

// undeclared is text that says it is ASCII, or nothing. Escape sequences give iso-2022-jp away, which is all ASCII.
func undeclared(b []byte, d *defects) string {
	if bytes.Contains(b, []byte("\x1b$")) {
		if s, known := decodeTable("iso-2022-jp", b); known {
			return s
		}
	}
	if bytes.IndexFunc(b, func(r rune) bool { return r >= utf8.RuneSelf }) >= 0 {
		d.add("octets above 127 in text that declares none")
	}
	return guessText(b, nil)
}

// guessText shows octets of which nothing is known: UTF-8 if that is what they are, or nearly; else windows-1252, which shows
// iso-8859-1 too. A defect is added if they are not UTF-8.
func guessText(b []byte, d *defects) string {
	if utf8.Valid(b) {
		return string(b)
	}
	if mostlyUTF8(b) {
		d.add("octets that are not UTF-8: shown as %c", utf8.RuneError)
		return strings.ToValidUTF8(string(b), string(utf8.RuneError))
	}
	d.add("octets that are not UTF-8: read as windows-1252")
	return decode1252(b)
}

// mostlyUTF8 says whether there are more characters of several octets than octets that belong to none.
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

// windows1252 are the characters 0x80 to 0x9f, where it differs from iso-8859-1.
const windows1252 = "€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ"

func decode1252(b []byte) string {
	high := []rune(windows1252)
	var s strings.Builder
	s.Grow(len(b) + len(b)/8)
	for _, c := range b {
		if c >= 0x80 && c <= 0x9f {
			s.WriteRune(high[c-0x80])
		} else {
			s.WriteRune(rune(c))
		}
	}
	return s.String()
}

// decodeUTF16 takes the order of octets from the mark, else from the name, else big-endian (RFC 2781 section 4.3).
func decodeUTF16(label string, b []byte) string {
	little := label == "utf-16le"
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

// decodeUTF7 decodes RFC 2152: what stands between + and - is UTF-16 in base64.
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

// decodeTable decodes the character sets that need tables. They come from golang.org/x/text, which go-message uses too; its own
// registry of names (go-message/charset) is not used, because it costs every start of the program 0.2 ms and sets a hook for the
// whole process.
func decodeTable(label string, b []byte) (s string, known bool) {
	enc := table(label)
	if enc == nil {
		return "", false
	}
	out, err := enc.NewDecoder().Bytes(b)
	return string(out), err == nil
}

// table is the encoding of that name. Where a name is commonly used for more than it covers, it is the larger set: windows-1252 for
// iso-8859-1, GB 18030 for GB 2312, and so on, as the WHATWG Encoding Standard has it.
func table(label string) encoding.Encoding {
	if e := westernTable(label); e != nil {
		return e
	}
	switch label {
	case "shift-jis", "sjis", "ms-kanji", "cp932", "windows-31j", "csshiftjis":
		return japanese.ShiftJIS
	case "iso-2022-jp", "iso-2022-jp-1", "iso-2022-jp-2", "iso-2022-jp-ms", "csiso2022jp", "cp50220", "cp50221":
		return japanese.ISO2022JP
	case "euc-jp", "eucjp", "euc-jp-ms", "ujis":
		return japanese.EUCJP
	case "euc-kr", "euckr", "ks-c-5601-1987", "ks-c-5601-1989", "ksc5601", "ksc-5601", "korean", "cp949", "windows-949", "uhc":
		return korean.EUCKR
	case "gb2312", "gb-2312-80", "gbk", "gb18030", "cp936", "ms936", "windows-936", "euc-cn", "chinese", "gb-2312":
		return simplifiedchinese.GB18030
	case "hz-gb-2312":
		return simplifiedchinese.HZGB2312
	case "big5", "big-5", "big5-hkscs", "cp950", "cn-big5", "big5-eten":
		return traditionalchinese.Big5
	}
	return nil
}

// westernTable has the sets of one octet for each character. Nil stands for an unknown name.
func westernTable(label string) encoding.Encoding {
	switch label {
	case "iso-8859-1", "latin1", "latin-1", "l1", "iso-ir-100", "ansi", "cp1252", "windows-1252", "cp-1252", "win-1252":
		return charmap.Windows1252
	case "iso-8859-2", "latin2", "latin-2":
		return charmap.ISO8859_2
	case "iso-8859-3":
		return charmap.ISO8859_3
	case "iso-8859-4":
		return charmap.ISO8859_4
	case "iso-8859-5":
		return charmap.ISO8859_5
	case "iso-8859-6":
		return charmap.ISO8859_6
	case "iso-8859-7":
		return charmap.ISO8859_7
	case "iso-8859-8", "iso-8859-8-i", "iso-8859-8-e":
		return charmap.ISO8859_8
	case "iso-8859-9", "latin5", "windows-1254", "cp1254":
		return charmap.Windows1254
	case "iso-8859-10":
		return charmap.ISO8859_10
	case "iso-8859-11", "tis-620", "windows-874", "cp874":
		return charmap.Windows874
	case "iso-8859-13":
		return charmap.ISO8859_13
	case "iso-8859-14":
		return charmap.ISO8859_14
	case "iso-8859-15", "latin9", "latin-9":
		return charmap.ISO8859_15
	case "iso-8859-16":
		return charmap.ISO8859_16
	case "windows-1250", "cp1250", "win-1250":
		return charmap.Windows1250
	case "windows-1251", "cp1251", "win-1251":
		return charmap.Windows1251
	case "windows-1253", "cp1253":
		return charmap.Windows1253
	case "windows-1255", "cp1255":
		return charmap.Windows1255
	case "windows-1256", "cp1256":
		return charmap.Windows1256
	case "windows-1257", "cp1257":
		return charmap.Windows1257
	case "windows-1258", "cp1258":
		return charmap.Windows1258
	case "koi8-r", "koi8", "koi":
		return charmap.KOI8R
	case "koi8-u", "koi8-ru":
		return charmap.KOI8U
	case "macintosh", "x-macintosh", "x-mac-roman", "mac":
		return charmap.Macintosh
	case "x-mac-cyrillic":
		return charmap.MacintoshCyrillic
	case "cp437", "ibm437":
		return charmap.CodePage437
	case "cp850", "ibm850":
		return charmap.CodePage850
	case "cp852", "ibm852":
		return charmap.CodePage852
	case "cp858", "ibm858":
		return charmap.CodePage858
	case "cp866", "ibm866":
		return charmap.CodePage866
	}
	return nil
}

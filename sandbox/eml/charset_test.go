package eml

import (
	"strings"
	"testing"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
)

func TestCharsetNames(t *testing.T) {
	for name, c := range map[string]struct{ octets, want string }{
		"ISO_8859-1":        {"\xe4", "ä"},
		"iso8859-15":        {"\xa4", "€"},
		"iso88592":          {"\xb1", "ą"},
		`"Windows-1252"`:    {"\x80", "€"},
		" latin1 ":          {"\xe4", "ä"},
		"x-sjis":            {"\x93\xfa", "日"},
		"MS_Kanji":          {"\x93\xfa", "日"},
		"x-euc-jp":          {"\xc6\xfc", "日"},
		"GB_2312-80":        {"\xc8\xd5", "日"},
		"x-gbk":             {"\xc8\xd5", "日"},
		"ks_c_5601-1987":    {"\xec\xed", "日"},
		"Big5-HKSCS":        {"\xa4\xe9", "日"},
		"x-mac-roman":       {"\x8a", "ä"},
		"x-mac-cyrillic":    {"\x80", "А"},
		"KOI8":              {"\xc1", "а"},
		"iso-8859-8-i":      {"\xe0", "א"},
		"UTF8":              {"\xef\xbb\xbfä", "ä"},
		"unicode-1-1-utf-7": {"+AOQ- +- a", "ä + a"},
		"utf-16le":          {"\xe4\x00", "ä"},
		"utf-16":            {"\xff\xfe\xe4\x00", "ä"},
		"utf-16be":          {"\x00\xe4\x00", "ä"},
		"_autodetect_all":   {"a", "a"},
		"x-unknown":         {"\xe4", "ä"},
		"":                  {"\x1b$BF|\x1b(B", "日"},
		"no-such-set":       {"ä", "ä"},
	} {
		if got := decodeCharset(name, []byte(c.octets), nil); got != c.want {
			t.Errorf("%s %q: %q, want %q", name, c.octets, got, c.want)
		}
	}
}

// TestEncodingNames: every name that mail uses has its table. Unknown names have none, nor has what the standard
// refuses to decode.
func TestEncodingNames(t *testing.T) {
	for _, c := range []struct {
		want  encoding.Encoding
		names string
	}{
		{japanese.ShiftJIS, "shift-jis sjis ms-kanji cp932 windows-31j csshiftjis"},
		{japanese.ISO2022JP, "iso-2022-jp iso-2022-jp-1 iso-2022-jp-2 iso-2022-jp-ms csiso2022jp cp50220 cp50221"},
		{japanese.EUCJP, "euc-jp eucjp euc-jp-ms ujis"},
		{korean.EUCKR, "euc-kr euckr ks-c-5601-1987 ks-c-5601-1989 ksc5601 ksc-5601 korean cp949 windows-949 uhc"},
		{simplifiedchinese.GB18030, "gb2312 gb-2312 gb-2312-80 gbk gb18030 cp936 ms936 windows-936 euc-cn chinese"},
		{simplifiedchinese.HZGB2312, "hz-gb-2312"},
		{traditionalchinese.Big5, "big5 big-5 big5-hkscs cp950 cn-big5 big5-eten"},
		{charmap.Windows1252, "iso-8859-1 latin1 latin-1 l1 iso-ir-100 ansi cp1252 windows-1252 cp-1252 win-1252"},
		{charmap.ISO8859_2, "iso-8859-2 latin2 latin-2"},
		{charmap.ISO8859_3, "iso-8859-3"},
		{charmap.ISO8859_4, "iso-8859-4"},
		{charmap.ISO8859_5, "iso-8859-5"},
		{charmap.ISO8859_6, "iso-8859-6"},
		{charmap.ISO8859_7, "iso-8859-7"},
		{charmap.ISO8859_8, "iso-8859-8 iso-8859-8-e"},
		{charmap.ISO8859_8I, "iso-8859-8-i"},
		{charmap.Windows1254, "iso-8859-9 latin5 windows-1254 cp1254"},
		{charmap.ISO8859_10, "iso-8859-10"},
		{charmap.Windows874, "iso-8859-11 tis-620 windows-874 cp874"},
		{charmap.ISO8859_13, "iso-8859-13"},
		{charmap.ISO8859_14, "iso-8859-14"},
		{charmap.ISO8859_15, "iso-8859-15 latin9 latin-9"},
		{charmap.ISO8859_16, "iso-8859-16"},
		{charmap.Windows1250, "windows-1250 cp1250 win-1250"},
		{charmap.Windows1251, "windows-1251 cp1251 win-1251"},
		{charmap.Windows1253, "windows-1253 cp1253"},
		{charmap.Windows1255, "windows-1255 cp1255"},
		{charmap.Windows1256, "windows-1256 cp1256"},
		{charmap.Windows1257, "windows-1257 cp1257"},
		{charmap.Windows1258, "windows-1258 cp1258"},
		{charmap.KOI8R, "koi8-r koi8 koi"},
		{charmap.KOI8U, "koi8-u koi8-ru"},
		{charmap.Macintosh, "macintosh x-macintosh x-mac-roman mac"},
		{charmap.MacintoshCyrillic, "x-mac-cyrillic"},
		{charmap.CodePage437, "cp437 ibm437"},
		{charmap.CodePage850, "cp850 ibm850"},
		{charmap.CodePage852, "cp852 ibm852"},
		{charmap.CodePage858, "cp858 ibm858"},
		{charmap.CodePage866, "cp866 ibm866"},
		{nil, "iso-2022-kr replacement no-such-set"},
	} {
		for name := range strings.FieldsSeq(c.names) {
			if got := encodingOf(charsetLabel(name)); got != c.want {
				t.Errorf("%s is %v, want %v", name, got, c.want)
			}
		}
	}
}

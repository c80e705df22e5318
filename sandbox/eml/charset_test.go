package eml

import "testing"

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

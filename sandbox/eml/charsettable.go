package eml

import (
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
)

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

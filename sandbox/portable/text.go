package portable

import (
	"bytes"
	"encoding/binary"
	"unicode/utf16"
)

// Text is a text in UTF-8, however a program has written it: without the mark in front by which some on Windows know
// UTF-8, and from UTF-16 with its mark, as PowerShell writes output into files.
func Text(data []byte) []byte {
	switch {
	case bytes.HasPrefix(data, []byte("\xef\xbb\xbf")):
		return data[3:]
	case bytes.HasPrefix(data, []byte("\xff\xfe")):
		return fromUTF16(data[2:], binary.LittleEndian)
	case bytes.HasPrefix(data, []byte("\xfe\xff")):
		return fromUTF16(data[2:], binary.BigEndian)
	}
	return data
}

func fromUTF16(data []byte, order binary.ByteOrder) []byte {
	var units []uint16
	for ; len(data) >= 2; data = data[2:] {
		units = append(units, order.Uint16(data))
	}
	return []byte(string(utf16.Decode(units)))
}

// EndsLinesAsWindows says whether all lines of a text end with CR LF.
func EndsLinesAsWindows(text []byte) bool {
	ends := bytes.Count(text, []byte("\n"))
	return ends > 0 && ends == bytes.Count(text, []byte("\r\n"))
}

// ToLF is a text with LF for each CR LF.
func ToLF(text []byte) []byte { return bytes.ReplaceAll(text, []byte("\r\n"), []byte("\n")) }

// ToCRLF undoes ToLF.
func ToCRLF(text []byte) []byte { return bytes.ReplaceAll(text, []byte("\n"), []byte("\r\n")) }

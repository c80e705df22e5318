//go:build !recallbox_charsets

package eml

// decodeTable knows only what needs no tables. It stands in for charsettable.go until go.sum has golang.org/x/text.
func decodeTable(label string, b []byte) (s string, known bool) {
	switch label {
	case "iso-8859-1", "latin1", "windows-1252", "cp1252":
		return decode1252(b), true
	}
	return "", false
}

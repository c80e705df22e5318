package eml

import (
	"bytes"
	"encoding/base64"
	"strings"
	"unicode/utf8"
)

// decodeTransfer undoes a Content-Transfer-Encoding (RFC 2045 section 6). The result may share memory with body.
func decodeTransfer(encoding string, body []byte, d *defects) []byte {
	switch encoding {
	case "", "7bit", "8bit", "binary", "7-bit", "8-bit", "none", "identity":
		return body
	case "base64":
		return decodeBase64(body, d)
	case "quoted-printable":
		return decodeQuotedPrintable(body, d)
	case "x-uuencode", "x-uue", "uuencode":
		return decodeUU(body, d)
	}
	d.add("unknown transfer encoding %q: shown as it is", encoding)
	return body
}

// encodingName is the name in the field, without the quotes, comments and semicolons that some programs write.
func encodingName(value []byte) string {
	name := strings.ToLower(strings.TrimSpace(string(value)))
	name = strings.Trim(name, "\"'")
	if i := strings.IndexAny(name, "; \t\r\n("); i > 0 {
		name = name[:i]
	}
	return name
}

// decodeQuotedPrintable reads what breaks the rules of RFC 2045 section 6.7 as it was probably meant: an = that encodes
// nothing stands for itself, and digits may be in either case.
func decodeQuotedPrintable(body []byte, d *defects) []byte {
	out := make([]byte, 0, len(body))
	for len(body) > 0 {
		line, end := body, []byte(nil)
		if i := bytes.IndexByte(body, '\n'); i >= 0 {
			line, end = body[:i], body[i:i+1]
			if i > 0 && body[i-1] == '\r' {
				line, end = body[:i-1], body[i-1:i+1]
			}
		}
		body = body[len(line)+len(end):]
		if end != nil {
			line = bytes.TrimRight(line, " \t")
		}
		var soft bool
		if out, soft = decodeQuotedLine(out, line, d); !soft {
			out = append(out, end...)
		}
	}
	return out
}

// decodeQuotedLine appends the decoded line to out. It says whether the line goes on in the next (a soft line break).
func decodeQuotedLine(out, line []byte, d *defects) (_ []byte, soft bool) {
	for {
		i := bytes.IndexByte(line, '=')
		if i < 0 {
			return append(out, line...), false
		}
		out, line = append(out, line[:i]...), line[i:]
		switch {
		case len(line) == 1:
			return out, true
		case len(line) > 2 && unhex(line[1]) >= 0 && unhex(line[2]) >= 0:
			out, line = append(out, byte(unhex(line[1])<<4|unhex(line[2]))), line[3:]
		default:
			d.add("quoted-printable: an = encodes nothing: it is shown as it is")
			out, line = append(out, '='), line[1:]
		}
	}
}

// decodeUU decodes the lines between a begin line and an end line.
func decodeUU(body []byte, d *defects) []byte {
	i := bytes.Index(body, []byte("begin "))
	if i < 0 {
		d.add("uuencode: no begin line: shown as it is")
		return body
	}
	var out []byte
	lines := bytes.Split(body[i:], []byte("\n"))
	for _, line := range lines[1:] {
		line = bytes.TrimRight(line, "\r")
		if bytes.Equal(line, []byte("end")) {
			return out
		}
		out = append(out, decodeUULine(line)...)
	}
	d.add("uuencode: no end line")
	return out
}

func decodeUULine(line []byte) []byte {
	if len(line) == 0 {
		return nil
	}
	n := int(line[0]-' ') & 63
	var out []byte
	for line = line[1:]; len(line) > 0 && len(out) < n; line = line[min(4, len(line)):] {
		var v uint32
		for i := range 4 {
			v <<= 6
			if i < len(line) {
				v |= uint32(line[i]-' ') & 63
			}
		}
		out = append(out, byte(v>>16), byte(v>>8), byte(v))
	}
	return out[:min(n, len(out))]
}

// decodeBase64 decodes what there is (RFC 2045 section 6.8). It skips characters outside the alphabet, adds padding
// that is missing, and decodes each of several pieces in a row. It leaves out text behind the end, which mailing lists
// append.
func decodeBase64(body []byte, d *defects) []byte {
	if out, err := base64.StdEncoding.AppendDecode(nil, body); err == nil {
		return out
	}
	r := base64Reader{out: make([]byte, 0, len(body)/4*3+3)}
	for pos, end := 0, bytes.LastIndexByte(body, '='); pos < len(body) && !r.leftOut; pos++ {
		line := body[pos:]
		if i := bytes.IndexAny(line, "\r\n"); i >= 0 {
			line = line[:i]
		}
		r.addLine(line, pos > end)
		pos += len(line)
	}
	r.endPiece(false)
	switch {
	case r.cut:
		d.add("base64: it is cut off")
	case r.unpadded:
		d.add("base64: the padding is missing")
	}
	if r.leftOut {
		d.add("base64: what stands behind its end is left out")
	}
	if r.noise {
		d.add("base64: characters that do not belong there are left out")
	}
	return r.out
}

// A base64Reader decodes base64 line by line. A piece ends with its padding.
type base64Reader struct {
	out, digits                          []byte
	ended, leftOut, cut, unpadded, noise bool
}

// addLine adds a line, unless it is text behind the end of the base64: anything else behind padding, or where none
// follows a line with much else in it.
func (r *base64Reader) addLine(line []byte, unpadded bool) {
	others := 0
	for _, c := range bytes.TrimSpace(line) {
		switch {
		case isBase64Space(c):
			others += 4 // a blank is likelier to be between words
		case c != '=' && !isBase64Digit(c):
			others++
		}
	}
	r.leftOut = r.ended && others > 0 || unpadded && len(r.digits) > 0 && others*8 > len(line)
	for first := true; !r.leftOut; first = false {
		piece, rest, padded := bytes.Cut(line, []byte("="))
		r.addDigits(piece)
		if !padded {
			return
		}
		r.endPiece(true)
		line, r.leftOut = rest, first && !onlyBase64(rest)
	}
}

func (r *base64Reader) addDigits(data []byte) {
	for _, c := range data {
		switch {
		case isBase64Digit(c):
			r.digits = append(r.digits, c)
		case !isBase64Space(c):
			r.noise = true
		}
	}
}

func (r *base64Reader) endPiece(padded bool) {
	switch extra := len(r.digits) % 4; {
	case extra == 1:
		r.cut = true
		r.digits = r.digits[:len(r.digits)-1]
	case extra > 1 && !padded:
		r.unpadded = true
	}
	r.out, _ = base64.RawStdEncoding.AppendDecode(r.out, r.digits)
	r.digits, r.ended = r.digits[:0], r.ended || padded
}

// onlyBase64 says whether data is nothing but base64, padding and space.
func onlyBase64(data []byte) bool {
	return !bytes.ContainsFunc(data, func(r rune) bool {
		return r != '=' && (r >= utf8.RuneSelf || !isBase64Digit(byte(r)) && !isBase64Space(byte(r)))
	})
}

func isBase64Digit(c byte) bool { return isLetter(c) || c >= '0' && c <= '9' || c == '+' || c == '/' }

func isBase64Space(c byte) bool { return c == ' ' || c == '\t' || c == '\r' || c == '\n' }

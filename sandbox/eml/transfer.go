package eml

import (
	"bytes"
	"strings"
)

// decodeTransfer undoes a Content-Transfer-Encoding, RFC 2045 section 6. The result may share memory with body.
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

// encodingName reads the field: some programs quote it, add comments or semicolons.
func encodingName(value []byte) string {
	name := strings.ToLower(strings.TrimSpace(string(value)))
	name = strings.Trim(name, "\"'")
	if i := strings.IndexAny(name, "; \t\r\n("); i > 0 {
		name = name[:i]
	}
	return name
}

// decodeQuotedPrintable takes what breaks the rules of RFC 2045 section 6.7 as it was probably meant: an = that encodes nothing
// stands for itself, digits may be in either case.
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

// decodeQuotedLine says whether the line goes on in the next.
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

// decodeUU decodes what stands between a begin line and an end line.
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

// decodeBase64 decodes what there is, RFC 2045 section 6.8: characters outside the alphabet are passed over, missing padding is
// added, and several pieces one behind the other are all decoded. Text behind the padding, as mailing lists append it, is left out.
func decodeBase64(body []byte, d *defects) []byte {
	b := base64Decoder{out: make([]byte, 0, len(body)/4*3+3)}
	for i, c := range body {
		v := base64Values[c]
		switch {
		case v == space:
		case v > 0:
			b.digit(v - 1)
		case c == '=':
			b.flush()
			if b.checked {
				continue
			}
			b.checked = true
			if rest := body[i+1:]; !onlyBase64(rest) {
				d.add("base64: what stands behind its end is left out")
				return b.finish(d)
			}
		default:
			b.noise = true
		}
	}
	b.loose = b.n > 0
	b.flush()
	return b.finish(d)
}

type base64Decoder struct {
	out     []byte
	bits    uint32
	n       int  // digits in bits
	cut     bool // a lone digit was left
	loose   bool // the padding was missing
	noise   bool
	checked bool // what is behind the first padding was looked at
}

func (b *base64Decoder) digit(v byte) {
	b.bits = b.bits<<6 | uint32(v)
	if b.n++; b.n == 4 {
		b.out = append(b.out, byte(b.bits>>16), byte(b.bits>>8), byte(b.bits))
		b.bits, b.n = 0, 0
	}
}

// flush ends a group that is not full.
func (b *base64Decoder) flush() {
	switch b.n {
	case 1:
		b.cut = true
	case 2:
		b.out = append(b.out, byte(b.bits>>4))
	case 3:
		b.out = append(b.out, byte(b.bits>>10), byte(b.bits>>2))
	}
	b.bits, b.n = 0, 0
}

func (b *base64Decoder) finish(d *defects) []byte {
	switch {
	case b.cut:
		d.add("base64: it is cut off")
	case b.loose:
		d.add("base64: the padding is missing")
	}
	if b.noise {
		d.add("base64: characters that do not belong there are left out")
	}
	return b.out
}

// onlyBase64 says whether nothing but base64 follows.
func onlyBase64(rest []byte) bool {
	return bytes.IndexFunc(rest, func(r rune) bool {
		return r != '=' && (r > '~' || base64Values[byte(r)] == 0)
	}) < 0
}

// base64Values are the values of the 64 digits plus one; nothing else has a value.
var base64Values = [256]byte{
	'A': 1, 'B': 2, 'C': 3, 'D': 4, 'E': 5, 'F': 6, 'G': 7, 'H': 8,
	'I': 9, 'J': 10, 'K': 11, 'L': 12, 'M': 13, 'N': 14, 'O': 15, 'P': 16,
	'Q': 17, 'R': 18, 'S': 19, 'T': 20, 'U': 21, 'V': 22, 'W': 23, 'X': 24,
	'Y': 25, 'Z': 26, 'a': 27, 'b': 28, 'c': 29, 'd': 30, 'e': 31, 'f': 32,
	'g': 33, 'h': 34, 'i': 35, 'j': 36, 'k': 37, 'l': 38, 'm': 39, 'n': 40,
	'o': 41, 'p': 42, 'q': 43, 'r': 44, 's': 45, 't': 46, 'u': 47, 'v': 48,
	'w': 49, 'x': 50, 'y': 51, 'z': 52, '0': 53, '1': 54, '2': 55, '3': 56,
	'4': 57, '5': 58, '6': 59, '7': 60, '8': 61, '9': 62, '+': 63, '/': 64,
	' ': space, '\t': space, '\r': space, '\n': space,
}

const space = 255

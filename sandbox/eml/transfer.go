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

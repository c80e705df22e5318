package eml

import (
	"bytes"
	"strings"
)

// recipient adds an address with its type, RFC 3464 section 2.3.1.
func (l *fieldList) recipient(name, addr string) {
	if problem := addressProblem(addr); problem != "" {
		l.fail("address %q: %s", addr, problem)
		return
	}
	l.add(name, "rfc822; "+addr)
}

// typed adds "type; text". The text is not a person's, so it is refused rather than encoded.
func (l *fieldList) typed(name, typ, text string) {
	l.word(name, typ+"; "+text)
}

// word adds ASCII text as it is.
func (l *fieldList) word(name, text string) {
	if text == "" || !plainText(text) {
		l.fail("%s %q: is not plain ASCII in words", strings.ToLower(name), text)
		return
	}
	l.add(name, text)
}

// writeGroup writes the fields gathered since the last group.
func (l *fieldList) writeGroup(b *strings.Builder) {
	for _, f := range l.fields {
		b.Write(f.bytes())
	}
	l.fields = nil
}

// originalHeader is the header of the message that a report is about, as RFC 6522 section 4 wants it. It is somebody else's and may
// be broken, so it is encoded where it is not clean; recipients in Bcc are nobody's business.
func originalHeader(original []byte) part {
	raw := readHeader(WithoutBcc(original), true).raw
	p := part{body: crlf(raw), encoding: "7bit"}
	if !sevenBit(p.body) {
		p.encoding = "quoted-printable"
	}
	p.fields = []field{{"Content-Type", "text/rfc822-headers"}, {"Content-Transfer-Encoding", p.encoding}}
	return p
}

// crlf is data with every line ended by CRLF.
func crlf(data []byte) []byte {
	data = bytes.ReplaceAll(data, []byte("\r\n"), []byte("\n"))
	data = bytes.ReplaceAll(data, []byte("\r"), []byte("\n"))
	if len(data) > 0 && data[len(data)-1] != '\n' {
		data = append(data, '\n')
	}
	return bytes.ReplaceAll(data, []byte("\n"), []byte("\r\n"))
}

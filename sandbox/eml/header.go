package eml

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
)

// Field is the value of the first field of that name, as it stands; "" where there is none. The name is in lower case.
func Field(raw []byte, name string) string {
	h := readHeader(raw, true)
	return string(bytes.TrimSpace(h.get(name)))
}

// HasHeader says whether a message has any header field, as every message should.
func HasHeader(raw []byte) bool { return len(readHeader(raw, true).fields) > 0 }

// RemoveBcc returns the message as the other recipients get it: the same bytes without the Bcc and Resent-Bcc fields
// (RFC 5322 section 3.6.3). It reads the header as Parse does, but without a limit: no Bcc field may stay that anybody
// could be shown.
func RemoveBcc(raw []byte) []byte { return RemoveFields(raw, "bcc", "resent-bcc") }

// RemoveFields returns the message without the fields of these names, which are in lower case.
func RemoveFields(raw []byte, names ...string) []byte {
	r := headerReader{lines: linesOf(raw), limit: len(raw) + 1}
	var out []byte
	kept := 0
	for _, f := range r.read(true).fields {
		if slices.Contains(names, f.name) {
			out = append(out, raw[kept:f.start]...)
			kept = f.end
		}
	}
	if kept == 0 {
		return raw
	}
	return append(out, raw[kept:]...)
}

// A header is a header block as it was found, broken or not.
type header struct {
	fields  []headerField
	raw     []byte // its octets, without an mbox line in front and the blank line behind
	body    int    // where the body begins
	defects []string
}

// A headerField is one field where it stands: data[start:end] is its lines with their ends.
type headerField struct {
	name       string // in lower case
	value      []byte // as written, with its folding
	start, end int
}

// get is the value of the first field of that name, or nil. Of a field that must be single the first counts, as in most
// mail programs.
func (h *header) get(name string) []byte {
	for _, f := range h.fields {
		if f.name == name {
			return f.value
		}
	}
	return nil
}

func (h *header) has(name string) bool { return h.get(name) != nil }

// all is the values of every field of that name, as one comma-separated list.
func (h *header) all(name string) []byte {
	var list [][]byte
	for _, f := range h.fields {
		if f.name == name {
			list = append(list, f.value)
		}
	}
	return bytes.Join(list, []byte(","))
}

// readHeader reads the header of a message, in front of which anything may stand, or of a part.
func readHeader(data []byte, message bool) header {
	r := headerReader{lines: linesOf(data), limit: maxHeaderBytes}
	return r.read(message)
}

type headerReader struct {
	lines
	limit int
	pos   int
	upTo  string // the field that is the last to be read; "" for all
	header
}

func (r *headerReader) defect(format string, args ...any) {
	if len(r.defects) <= maxDefects {
		r.defects = append(r.defects, fmt.Sprintf(format, args...))
	}
}

func (r *headerReader) read(message bool) header {
	var top int
	if message {
		r.skipBlank()
		if bytes.HasPrefix(r.data[r.pos:], byteOrderMark) {
			r.defect("a byte order mark stands in front of the header: it is left out")
			r.pos += len(byteOrderMark)
			top = r.pos
			r.skipBlank()
		}
		r.skipFromLine()
		r.skipBlank()
	}
	start := r.pos
	end := r.readFields(start)
	r.raw = r.data[start:end]
	if message && !r.isHeader() {
		if line, next := r.line(top); len(line) == 0 {
			top = next // an empty header
		}
		return header{body: top, defects: []string{"no headers: all of it is shown as text"}}
	}
	return r.header
}

// byteOrderMark begins files that some programs write in UTF-8.
var byteOrderMark = []byte("\xef\xbb\xbf")

// readFields reads up to the blank line, or to where the body seems to begin without one.
func (r *headerReader) readFields(start int) (end int) {
	for r.pos < len(r.data) {
		line, next := r.line(r.pos)
		name := fieldName(line)
		switch {
		case len(line) == 0:
			r.body = next
			return r.pos
		case next-start > r.limit:
			r.defect("the header is longer than 1 MiB: the rest is shown as text")
			r.body = r.pos
			return r.pos
		case name != "":
			r.field(name, line, next)
			if name == r.upTo {
				return r.pos
			}
		case len(bytes.TrimSpace(line)) == 0:
			r.defect("the line between header and body is not blank: it has spaces in it")
			r.body = next
			return r.pos
		case !r.skipJunk():
			r.defect("no blank line between header and body")
			r.body = r.pos
			return r.pos
		}
	}
	r.body = len(r.data)
	return len(r.data)
}

// field reads the field whose first line stands at pos, with its continuation lines. A line of spaces continues a field
// only if the header goes on behind it (RFC 5322 section 4.2). Else it was meant to be the blank line.
func (r *headerReader) field(name string, line []byte, next int) {
	start, to := r.pos, r.pos+len(line)
	from := start + bytes.IndexByte(line, ':') + 1
	for next < len(r.data) && (r.data[next] == ' ' || r.data[next] == '\t') && next-start < r.limit {
		more, after := r.line(next)
		if len(bytes.TrimSpace(more)) == 0 && !r.continuesAt(after) {
			break
		}
		to, next = next+len(more), after
	}
	if r.fields == nil {
		r.fields = make([]headerField, 0, usualFields)
	}
	r.fields = append(r.fields, headerField{name, r.data[from:to:to], start, next})
	r.pos = next
}

// skipJunk skips the lines at pos that are no fields. It is false if the body seems to begin there, without a blank
// line. The header goes on behind lines whose names are against the rules, or behind one line without a name, if a
// field or the blank line follows; behind both, if a known field does.
func (r *headerReader) skipJunk() bool {
	line, next := r.line(r.pos)
	junk, named := [][]byte{line}, hasName(line)
	for !bytes.HasPrefix(line, []byte("--")) && next < len(r.data) {
		more, after := r.line(next)
		blank, name := len(bytes.TrimSpace(more)) == 0, fieldName(more)
		switch {
		case isKnownField(name), named && name != "", blank && len(r.fields) > 0 && (named || len(junk) == 1):
			for _, line := range junk {
				r.defect("a line in the header is no field: %q is left out", line[:min(len(line), 60)])
			}
			r.pos = next
			return true
		case blank, name != "":
			return false
		case hasName(more):
			junk = append(junk, more)
		case more[0] == ' ' || more[0] == '\t':
		case named:
			junk, named = append(junk, more), false
		default:
			return false
		}
		next = after
	}
	return false
}

// hasName says whether a line begins with a name and a colon, even if the name breaks the rules or is empty.
func hasName(line []byte) bool {
	colon := bytes.IndexByte(line, ':')
	return colon >= 0 && colon <= maxFoldedLine && line[0] != ' ' && line[0] != '\t'
}

// continuesAt says whether the header goes on at pos: with a known field, or with a continuation line that is not
// blank.
func (r *headerReader) continuesAt(pos int) bool {
	if pos >= len(r.data) {
		return false
	}
	line, _ := r.line(pos)
	if r.data[pos] == ' ' || r.data[pos] == '\t' {
		return len(bytes.TrimSpace(line)) > 0
	}
	return isKnownField(fieldName(line))
}

// fieldAt says whether a known field stands at pos.
func (r *headerReader) fieldAt(pos int) bool {
	if pos >= len(r.data) {
		return false
	}
	line, _ := r.line(pos)
	return isKnownField(fieldName(line))
}

// skipFromLine skips the line that begins each message in an mbox file (RFC 4155).
func (r *headerReader) skipFromLine() {
	line, next := r.line(r.pos)
	quoted := bytes.HasPrefix(line, []byte(">From ")) && r.fieldAt(next)
	if quoted || bytes.HasPrefix(line, []byte("From ")) {
		r.defect("an mbox line stands in front of the header: it is left out")
		r.pos = next
	}
}

// skipBlank skips blank lines, and lines of spaces, in front of a header. If none follows, they belong to the text.
func (r *headerReader) skipBlank() {
	pos := r.pos
	for pos < len(r.data) {
		line, next := r.line(pos)
		if len(bytes.TrimSpace(line)) > 0 {
			break
		}
		pos = next
	}
	begin := len(r.data) - len(bytes.TrimPrefix(r.data[pos:], byteOrderMark))
	if pos > r.pos && (r.fieldAt(begin) || bytes.HasPrefix(r.data[begin:], []byte("From "))) {
		r.defect("blank lines stand in front of the header: they are left out")
		r.pos = pos
	}
}

// isHeader says whether the fields are a header, and not text with a colon in it.
func (r *headerReader) isHeader() bool {
	for _, f := range r.fields {
		if isKnownField(f.name) {
			return true
		}
	}
	return len(r.data) == 0
}

// fieldName is the name of the field that begins with line, in lower case; "" if none does. Spaces may stand in front
// of the colon (RFC 5322 sections 2.2 and 4.5).
func fieldName(line []byte) string {
	colon := bytes.IndexByte(line, ':')
	if colon <= 0 || line[0] == ' ' || line[0] == '\t' {
		return ""
	}
	var small [40]byte
	lower := small[:0]
	for _, c := range bytes.TrimRight(line[:colon], " \t") {
		switch {
		case c <= ' ' || c > '~':
			return ""
		case c >= 'A' && c <= 'Z':
			c += 'a' - 'A'
		}
		lower = append(lower, c)
	}
	return string(lower)
}

// isKnownField says whether mail programs write a field of that name.
func isKnownField(name string) bool {
	switch prefix, _, _ := strings.Cut(name, "-"); prefix {
	case "x", "content", "resent", "list", "arc", "dkim", "ms", "thread":
		return prefix != name
	}
	switch name {
	case "from", "to", "cc", "bcc", "subject", "date", "sender", "reply-to", "message-id", "in-reply-to", "references",
		"received", "return-path", "delivered-to", "envelope-to", "mime-version", "comments", "keywords", "importance",
		"priority", "sensitivity", "precedence", "status", "organization", "user-agent", "errors-to",
		"disposition-notification-to", "return-receipt-to", "auto-submitted", "accept-language",
		"authentication-results", "received-spf", "domainkey-signature", "apparently-to", "newsgroups", "lines",
		"encoding", "mailing-list", "autocrypt", "feedback-id", "deferred-delivery":
		return true
	}
	return false
}

// lines are octets in lines. Lines end in CRLF or LF; in mail that has neither they end in CR.
type lines struct {
	data []byte
	eol  byte
}

func linesOf(data []byte) lines {
	if bytes.IndexByte(data, '\n') < 0 && bytes.IndexByte(data, '\r') >= 0 {
		return lines{data, '\r'}
	}
	return lines{data, '\n'}
}

// line is the line at pos without its end, and where the next line begins.
func (l *lines) line(pos int) (line []byte, next int) {
	i := bytes.IndexByte(l.data[pos:], l.eol)
	if i < 0 {
		return l.data[pos:], len(l.data)
	}
	line, next = l.data[pos:pos+i], pos+i+1
	if l.eol == '\n' {
		line = bytes.TrimSuffix(line, []byte("\r"))
	}
	return line, next
}

// trimEnd is the end of the line that ends just before pos, without its line end.
func (l *lines) trimEnd(start, pos int) int {
	if pos > start && l.data[pos-1] == l.eol {
		pos--
		if l.eol == '\n' && pos > start && l.data[pos-1] == '\r' {
			pos--
		}
	}
	return pos
}

package eml

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"io"
	"mime/quotedprintable"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/emersion/go-message/textproto"

	"recallbox/sandbox/mail"
)

// Limits of what is written. RFC 5322 section 2.1.1 recommends lines of at most 78 characters and forbids more than
// 998. RFC 2047 section 2 allows 76 to a line with an encoded word, and 75 to the word.
const (
	maxLine        = 998
	maxFoldedLine  = 76
	maxEncodedWord = 75
	maxAddress     = mail.MaxAddress
	maxMsgID       = 900 // must fit on one line with the name of its field
)

// A field is a header field to write. Its value has no line breaks, and may be folded at any space. It is ASCII, but
// for internationalised addresses and message identifiers, which only UTF-8 can hold (RFC 6532).
type field struct{ name, value string }

// writeTo writes the field in lines of 76, folded at spaces and never inside a word.
func (f field) writeTo(b *bytes.Buffer) {
	b.WriteString(f.name)
	b.WriteByte(':')
	width := len(f.name) + 1
	if width+1+len(f.value) <= maxFoldedLine {
		b.WriteByte(' ')
		b.WriteString(f.value)
		b.WriteString("\r\n")
		return
	}
	for word := range strings.SplitSeq(f.value, " ") {
		if width+1+len(word) > maxFoldedLine && width > len(f.name)+1 {
			b.WriteString("\r\n")
			width = 0
		}
		b.WriteByte(' ')
		b.WriteString(word)
		width += 1 + len(word)
	}
	b.WriteString("\r\n")
}

// usualFields is for how many header fields there is room at first, as in most messages.
const usualFields = 12

// A fieldList collects fields, and keeps the first error.
type fieldList struct {
	fields []field
	err    error
}

func (l *fieldList) add(name, value string) { l.fields = append(l.fields, field{name, value}) }

func (l *fieldList) fail(format string, args ...any) {
	if l.err == nil {
		l.err = fmt.Errorf(format, args...)
	}
}

// date adds a date (RFC 5322 section 3.3).
func (l *fieldList) date(name string, t time.Time) {
	if t.IsZero() || t.Year() < 1 || t.Year() > 9999 {
		l.fail("%s: is missing", strings.ToLower(name))
		return
	}
	l.add(name, t.Format(dateLayout))
}

const dateLayout = "Mon, 02 Jan 2006 15:04:05 -0700"

// text adds unstructured text (RFC 5322 section 2.2.1). It leaves out an empty one.
func (l *fieldList) text(name, value string) {
	what := strings.ToLower(name)
	if c, found := findControl(value); found {
		l.fail("%s %s: has %s", what, quoted(value), c)
		return
	}
	if !utf8.ValidString(value) {
		l.fail("%s %s: is not UTF-8", what, quoted(value))
		return
	}
	if value == "" {
		return
	}
	if !plainText(value) {
		value = encodeWords(value)
	}
	l.add(name, value)
}

// addresses adds an address list (RFC 5322 section 3.4), unless it is empty.
func (l *fieldList) addresses(name string, list ...mail.Address) {
	var written []string
	for _, a := range list {
		if err := checkAddress(a); err != nil {
			l.fail("%w", err)
			return
		}
		written = append(written, formatAddress(a))
	}
	if len(written) > 0 {
		l.add(name, strings.Join(written, ", "))
	}
}

// messageIDs adds message identifiers (RFC 5322 section 3.6.4).
func (l *fieldList) messageIDs(name string, ids ...string) {
	var written []string
	for _, id := range ids {
		if !validMsgID(id) {
			l.fail("%s %s: is not a message-id such as 1@acme.example", strings.ToLower(name), quoted(id))
			return
		}
		written = append(written, "<"+id+">")
	}
	l.add(name, strings.Join(written, " "))
}

// validMsgID says whether id is printable around an @, without anything that could end the identifier early.
func validMsgID(id string) bool {
	at := strings.IndexByte(id, '@')
	return at > 0 && at < len(id)-1 && len(id) <= maxMsgID &&
		!strings.ContainsFunc(id, func(r rune) bool {
			return r <= ' ' || r == '<' || r == '>' || r > '~' && !mail.IsVisible(r)
		})
}

// A part is a MIME part to write: a multipart of some kind with parts in it, or a body that fields describe.
type part struct {
	kind     string // mixed, alternative, report; "" for a body
	params   string // of Content-Type, beside the boundary
	parts    []part
	fields   []field
	body     []byte
	encoding string
}

// write returns the whole message: the given fields, those of MIME, and the body.
func write(fields []field, root part, id string) ([]byte, error) {
	b := newBoundaries(id, root)
	fields = append(append(fields[:len(fields):len(fields)], field{"MIME-Version", "1.0"}), root.header(b)...)
	var out bytes.Buffer
	out.Grow(length(fields) + len("\r\n") + b.size())
	for _, f := range fields {
		f.writeTo(&out)
	}
	out.WriteString("\r\n")
	if err := root.writeTo(&out, b); err != nil {
		return nil, fmt.Errorf("message: %w", err)
	}
	return out.Bytes(), nil
}

// foldedHeader is the header of a part, for go-message with our own lines. It adds each field in front of the others,
// so the last comes first.
func foldedHeader(fields []field) textproto.Header {
	var h textproto.Header
	for i := len(fields) - 1; i >= 0; i-- {
		var b bytes.Buffer
		fields[i].writeTo(&b)
		h.AddRaw(b.Bytes())
	}
	return h
}

func (p part) header(b *boundaries) []field {
	if p.kind == "" {
		return p.fields
	}
	return []field{{"Content-Type", "multipart/" + p.kind + p.params + `; boundary="` + b.boundary(p.kind) + `"`}}
}

func (p part) writeTo(w io.Writer, b *boundaries) error {
	if p.kind == "" {
		return p.writeBody(w)
	}
	mw := textproto.NewMultipartWriter(w)
	if err := mw.SetBoundary(b.boundary(p.kind)); err != nil {
		return err
	}
	for _, child := range p.parts {
		pw, err := mw.CreatePart(foldedHeader(child.header(b)))
		if err != nil {
			return err
		}
		if err := child.writeTo(pw, b); err != nil {
			return err
		}
	}
	return mw.Close()
}

// writeBody writes a body in its transfer encoding (RFC 2045 section 6).
func (p part) writeBody(w io.Writer) error {
	switch p.encoding {
	case "base64":
		return writeBase64(w, p.body)
	case "quoted-printable":
		qp := quotedprintable.NewWriter(w)
		if _, err := qp.Write(p.body); err != nil {
			return err
		}
		return qp.Close()
	}
	_, err := w.Write(p.body)
	return err
}

// writeBase64 writes lines of 76 characters (RFC 2045 section 6.8).
func writeBase64(w io.Writer, data []byte) error {
	const octetsInLine = 57
	line := make([]byte, base64.StdEncoding.EncodedLen(octetsInLine)+2)
	for len(data) > 0 {
		chunk := data[:min(octetsInLine, len(data))]
		n := base64.StdEncoding.EncodedLen(len(chunk))
		base64.StdEncoding.Encode(line, chunk)
		copy(line[n:], "\r\n")
		if _, err := w.Write(line[:n+2]); err != nil {
			return err
		}
		data = data[len(chunk):]
	}
	return nil
}

// boundaries makes one boundary for each kind of multipart in a message, from the ID of the message.
type boundaries struct {
	id     string
	bodies [][]byte // those that are not encoded: one could hold a boundary, by accident or malice
}

func newBoundaries(id string, root part) *boundaries {
	b := &boundaries{id: id}
	b.collect(root)
	return b
}

// collect leaves out bodies that are encoded: "=_" occurs neither in base64 nor in quoted-printable.
func (b *boundaries) collect(p part) {
	if p.encoding == "7bit" || p.encoding == "binary" {
		b.bodies = append(b.bodies, p.body)
	}
	for _, child := range p.parts {
		b.collect(child)
	}
}

// size is how many octets the bodies have.
func (b *boundaries) size() (n int) {
	for _, body := range b.bodies {
		n += len(body)
	}
	return n
}

// boundary is the first of a fixed sequence of candidates that no body contains.
func (b *boundaries) boundary(kind string) string {
	for n := 0; ; n++ {
		sum := sha256.Sum256(fmt.Appendf(nil, "%s\n%s\n%d", b.id, kind, n))
		candidate := fmt.Sprintf("=_%s_%x", kind[:1], sum[:12])
		if !b.occurs(candidate) {
			return candidate
		}
	}
}

func (b *boundaries) occurs(candidate string) bool {
	for _, body := range b.bodies {
		if bytes.Contains(body, []byte(candidate)) {
			return true
		}
	}
	return false
}

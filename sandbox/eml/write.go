package eml

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"io"
	"mime/quotedprintable"

	"github.com/emersion/go-message/textproto"
)

// A part is a MIME part to write: parts under a multipart of some kind, or a body that fields describe.
type part struct {
	kind     string // mixed, alternative, report; "" for a body
	params   string // of the multipart's Content-Type, beside the boundary
	parts    []part
	fields   []field
	body     []byte
	encoding string
}

// write is the whole message: the given fields, then those of MIME, then the body.
func write(fields []field, root part, id string) ([]byte, error) {
	b := newBoundaries(id, root)
	fields = append(append(fields[:len(fields):len(fields)], field{"MIME-Version", "1.0"}), root.header(b)...)
	var out bytes.Buffer
	if err := textproto.WriteHeader(&out, foldedHeader(fields)); err != nil {
		return nil, fmt.Errorf("message: %w", err)
	}
	if err := root.writeTo(&out, b); err != nil {
		return nil, fmt.Errorf("message: %w", err)
	}
	return out.Bytes(), nil
}

// foldedHeader is go-message's, holding our own lines. It adds in front, so the last comes first.
func foldedHeader(fields []field) textproto.Header {
	var h textproto.Header
	for i := len(fields) - 1; i >= 0; i-- {
		h.AddRaw(fields[i].bytes())
	}
	return h
}

func (p part) header(b *boundaries) []field {
	if p.kind == "" {
		return p.fields
	}
	return []field{{"Content-Type", "multipart/" + p.kind + p.params + `; boundary="` + b.of(p.kind) + `"`}}
}

func (p part) writeTo(w io.Writer, b *boundaries) error {
	if p.kind == "" {
		return p.encodeTo(w)
	}
	mw := textproto.NewMultipartWriter(w)
	if err := mw.SetBoundary(b.of(p.kind)); err != nil {
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

// encodeTo writes a body in its transfer encoding, RFC 2045 section 6.
func (p part) encodeTo(w io.Writer) error {
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

// writeBase64 writes lines of 76, RFC 2045 section 6.8.
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

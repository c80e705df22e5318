package eml

import "net/textproto"

// Message is a message as a reader is shown it.
type Message struct {
	Header
	Text        string // lines end in LF; no line end at its own end
	Attachments []Attachment
	Defects     []string // what was broken and how it was read, in plain words
}

// Attachment is a part that is not shown as text. Data may share memory with the message that was parsed.
type Attachment struct {
	Name, Type string // neither is ever empty
	Data       []byte
}

// Parse shows a message. It takes any bytes at all.
func Parse(raw []byte) Message {
	var d defects
	h := readHeader(raw, true)
	for _, s := range h.defects {
		d.add("%s", s)
	}
	h.missing(len(raw), &d)
	m := Message{Header: h.envelope(&d)}
	s := shower{d: &d}
	m.Text = s.tidy(s.show(readTree(raw, h, &d), true))
	m.Attachments, m.Defects = s.attachments, d.list
	return m
}

// missing names the fields that RFC 5322 section 3.6 wants once.
func (h *header) missing(size int, d *defects) {
	switch {
	case size == 0:
		d.add("the message is empty")
		return
	case len(h.fields) == 0:
		return
	}
	for _, name := range [...]string{"from", "date"} {
		if !h.has(name) {
			d.add("no %s", textproto.CanonicalMIMEHeaderKey(name))
		}
	}
	for _, name := range [...]string{"from", "date", "subject", "message-id", "content-type"} {
		n := 0
		for _, f := range h.fields {
			if f.name == name {
				n++
			}
		}
		if n > 1 {
			d.add("%s more than once: the first counts", textproto.CanonicalMIMEHeaderKey(name))
		}
	}
}

package eml

import (
	"bytes"
	"fmt"
	"net/textproto"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"recallbox/sandbox/mail"
)

// Header is what a list of messages needs, and all that Parse reads from the fields of the header. Its texts have no
// control characters, so that Build takes them.
type Header struct {
	Subject                    string
	From, To, Cc, Bcc, ReplyTo []mail.Address
	Date                       time.Time // zero when missing or unreadable
	MessageID, InReplyTo       string    // without <>
	References                 []string
	Sensitivity                mail.Sensitivity
	ReadReceiptTo              []mail.Address
}

// ParseHeader reads the header of a message and leaves the body alone.
func ParseHeader(raw []byte) Header {
	h := readHeader(raw, true)
	return h.parse(nil)
}

// From reads only whom a message is from, as ParseHeader does. Where the field is ASCII, what follows it is no matter.
func From(raw []byte) []mail.Address {
	r := headerReader{lines: linesOf(raw), limit: maxHeaderBytes, upTo: "from"}
	h := r.read(true)
	if !isASCII(h.get("from")) {
		h = readHeader(raw, true)
	}
	return h.reader(nil).mailboxes("from", h.get("from"))
}

// ReceivedDate is when a message arrived, as the message itself says: the date that the last server noted (RFC 5321
// section 4.4), else the Date field. It is zero where there is neither.
func ReceivedDate(raw []byte) time.Time {
	h := readHeader(raw, true)
	if trace := h.get("received"); trace != nil {
		if t, ok := ParseDate(string(trace[bytes.LastIndexByte(trace, ';')+1:])); ok {
			return t
		}
	}
	f := fieldReader{&h, "", nil}
	return f.date("date")
}

func (h *header) parse(d *defects) Header {
	f := h.reader(d)
	return Header{
		Subject:       f.text("subject"),
		From:          f.mailboxes("from", h.get("from")),
		To:            f.addresses("to", h.all("to")),
		Cc:            f.addresses("cc", h.all("cc")),
		Bcc:           f.addresses("bcc", h.all("bcc")),
		ReplyTo:       f.addresses("reply-to", h.get("reply-to")),
		Date:          f.date("date"),
		MessageID:     first(f.messageIDs("message-id")),
		InReplyTo:     first(f.messageIDs("in-reply-to")),
		References:    f.messageIDs("references"),
		Sensitivity:   f.sensitivity(),
		ReadReceiptTo: f.addresses("disposition-notification-to", h.get("disposition-notification-to")),
	}
}

func first(ids []string) string {
	if len(ids) == 0 {
		return ""
	}
	return ids[0]
}

// A fieldReader reads the values of fields. Broken programs write the header in the charset of the body.
type fieldReader struct {
	*header
	charset string
	d       *defects
}

// reader reads the fields in the charset of the body, which nobody needs to know where they are ASCII.
func (h *header) reader(d *defects) fieldReader {
	charset := ""
	if value := h.get("content-type"); value != nil && !isASCII(h.raw) {
		charset = readMediaType(value, nil).params["charset"]
	}
	return fieldReader{h, charset, d}
}

func (f fieldReader) text(name string) string {
	return cleanText(decodeWords(unfold(decode8bit(f.get(name), f.charset, f.d)), f.d))
}

// addresses are those to which something can go: "Undisclosed recipients" <> is none.
func (f fieldReader) addresses(name string, value []byte) []mail.Address {
	none := func(a mail.Address) bool { return a.Addr == "" }
	return slices.DeleteFunc(f.mailboxes(name, value), none)
}

// mailboxes may have a name and no address.
func (f fieldReader) mailboxes(name string, value []byte) []mail.Address {
	if len(value) == 0 {
		return nil
	}
	boxes, problem := parseAddresses(unfold(decode8bit(value, f.charset, f.d)))
	if problem != "" {
		f.d.add("%s %s", textproto.CanonicalMIMEHeaderKey(name), problem)
	}
	var list []mail.Address
	for _, box := range boxes {
		a := mail.Address{Name: cleanText(decodeWords(box.name, f.d)), Addr: cleanText(box.addr)}
		if a.Name != "" || a.Addr != "" {
			list = append(list, a)
		}
	}
	return list
}

func (f fieldReader) date(name string) time.Time {
	value := unfold(string(f.get(name)))
	t, read := ParseDate(value)
	if !read && strings.TrimSpace(value) != "" {
		shown := cleanText(strings.ToValidUTF8(value, "?"))
		f.d.add("%s %q cannot be read", textproto.CanonicalMIMEHeaderKey(name), shown)
	}
	return t
}

// messageIDs are the texts in angle brackets. Where there are none, they are the words with an @ (RFC 5322 section
// 4.5.4).
func (f fieldReader) messageIDs(name string) []string {
	value := unfold(string(f.get(name)))
	var ids []string
	for rest := value; ; {
		_, after, found := strings.Cut(rest, "<")
		id, more, closed := strings.Cut(after, ">")
		if !found || !closed {
			break
		}
		if id = strings.Join(strings.Fields(id), ""); validMsgID(id) {
			ids = append(ids, id)
		}
		rest = more
	}
	if ids == nil {
		for _, word := range strings.Fields(value) {
			if word = strings.Trim(word, `<>,;"`); validMsgID(word) {
				ids = append(ids, word)
			}
		}
	}
	return ids
}

func (f fieldReader) sensitivity() mail.Sensitivity {
	value := strings.ToLower(f.text("sensitivity"))
	for i, name := range sensitivityNames {
		if i > 0 && value == strings.ToLower(name) {
			return mail.Sensitivity(i)
		}
	}
	return mail.Normal
}

// unfold undoes folding (RFC 5322 section 2.2.3).
func unfold(s string) string {
	if strings.IndexByte(s, '\n') < 0 && strings.IndexByte(s, '\r') < 0 {
		return s
	}
	return strings.NewReplacer("\r\n ", " ", "\r\n\t", " ", "\n ", " ", "\n\t", " ", "\r ", " ", "\r\t", " ").Replace(s)
}

// decode8bit reads a value that may hold octets above 127. Only UTF-8 may do so (RFC 6532).
func decode8bit(value []byte, charset string, d *defects) string {
	s := string(value)
	if !isASCII(s) {
		s = quoteOctets(s, d)
	}
	switch label := charsetLabel(charset); {
	case utf8.ValidString(s) && strings.Contains(s, "\x1b$"):
		return decodeUnlabelled([]byte(s), nil)
	case utf8.ValidString(s):
		return s
	case label != "" && label != "utf-8" && label != "us-ascii":
		d.add("octets above 127 in the header: read as %s, like the text", label)
		return decodeCharset(charset, []byte(s), nil)
	}
	return guessText([]byte(s), d)
}

// cleanText makes text from a header one line that can be written again. Line breaks and tabs become spaces; other
// control characters, and octets that are not UTF-8, become U+FFFD.
func cleanText(s string) string {
	if plainText(s) {
		return s
	}
	clean := func(r rune) rune {
		if _, found := findControl(string(r)); !found {
			return r
		}
		if r == '\t' || r == '\n' || r == '\r' || r == '\u2028' || r == '\u2029' {
			return ' '
		}
		return utf8.RuneError
	}
	return strings.TrimSpace(strings.Map(clean, strings.ToValidUTF8(s, string(utf8.RuneError))))
}

// findControl names the first control character in a value. It could begin a new line of the header, or hide from the
// reader.
func findControl(s string) (string, bool) {
	for _, r := range s {
		switch {
		case r == '\n' || r == '\r' || r == '\u2028' || r == '\u2029':
			return "a line break", true
		case unicode.IsControl(r):
			return fmt.Sprintf("the control character %U", r), true
		}
	}
	return "", false
}

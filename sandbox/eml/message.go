package eml

import (
	"bytes"
	"fmt"
	"net/textproto"
	"strings"
	"unicode/utf8"
)

// Message is a message as a reader sees it.
type Message struct {
	Header
	Text        string // lines end in LF; the last line has no end
	Attachments []Attachment
	Defects     []string // what was broken, and how it was read, in plain words
}

// Attachment is a part that is not shown as text. Data may share memory with the message that was parsed.
type Attachment struct {
	Name, Type string // neither is ever empty
	Data       []byte
}

// Parse reads a message for showing it. It takes any bytes at all.
func Parse(raw []byte) Message {
	var d defects
	h := readHeader(raw, true)
	for _, s := range h.defects {
		d.add("%s", s)
	}
	h.checkFields(len(raw), &d)
	m := Message{Header: h.parse(&d)}
	r := renderer{d: &d}
	m.Text = r.cleanBody(r.render(readTree(raw, h, &d), true))
	m.Attachments, m.Defects = r.attachments, d.list
	return m
}

// checkFields notes the fields that RFC 5322 section 3.6 demands once and that are missing, or occur more than once.
func (h *header) checkFields(size int, d *defects) {
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

// HTML is the source of the first part that is shown as HTML, in UTF-8 and without NUL; "" where a message has none.
func HTML(raw []byte) string {
	var d defects
	source := (&renderer{d: &d}).html(readTree(raw, readHeader(raw, true), &d), true)
	return strings.ToValidUTF8(withoutNUL(source), string(utf8.RuneError))
}

// Limits against hostile mail. Nothing beyond them is lost: it is shown undecoded, and Message.Defects says so.
const (
	maxDepth       = 100     // multiparts inside multiparts
	maxParts       = 10_000  // parts of one message
	maxHeaderBytes = 1 << 20 // octets in one header block
	maxDefects     = 100     // sentences; one more says that there are others
	maxDefectBytes = 240     // octets in a sentence, which may quote the message
)

// defects collects what was broken, each sentence once and in one line. A nil one collects nothing.
type defects struct{ list []string }

func (d *defects) add(format string, args ...any) {
	if d == nil || len(d.list) > maxDefects {
		return
	}
	s := cleanText(fmt.Sprintf(format, args...))
	if len(s) > maxDefectBytes {
		s = strings.ToValidUTF8(s[:maxDefectBytes], "") + "…"
	}
	for _, have := range d.list {
		if have == s {
			return
		}
	}
	if len(d.list) == maxDefects {
		s = "there is more that is broken"
	}
	d.list = append(d.list, s)
}

// A renderer turns the tree of parts into text and attachments.
type renderer struct {
	attachments []Attachment
	d           *defects
}

// render returns the text of a part and of the parts inside it. It makes everything else an attachment.
func (r *renderer) render(n *node, root bool) string {
	switch {
	case n.multipart() && len(n.parts) == 0:
		return r.emptyMultipart(n)
	case n.typ.value == "multipart/alternative" && n.multipart():
		return r.alternative(n)
	case n.multipart():
		var texts []string
		for _, part := range n.parts {
			if text := r.render(part, false); strings.TrimSpace(text) != "" {
				texts = append(texts, strings.TrimRight(text, "\n"))
			}
		}
		return strings.Join(texts, "\n\n")
	case n.isText(root):
		text := r.text(n)
		if n.isFile() && !root {
			r.attach(n)
		}
		return text
	}
	r.attach(n)
	return ""
}

// alternative returns the plain text. If that is empty, it returns the best of the others, which is the last (RFC 2046
// section 5.1.4). It leaves out other forms of the same text, and keeps as attachments what is no form of it: an
// invitation, or pictures that go with HTML.
func (r *renderer) alternative(n *node) string {
	plain, rich := "", ""
	for _, part := range n.parts {
		switch typ := part.typ.value; {
		case part.multipart():
			if text := r.render(part, false); strings.TrimSpace(text) != "" {
				rich = text
			}
		case typ == "text/plain" && part.isText(false):
			if strings.TrimSpace(plain) == "" {
				plain = r.text(part)
			}
		case part.isText(false):
			if strings.TrimSpace(plain) == "" {
				if text := r.text(part); strings.TrimSpace(text) != "" {
					rich = text
				}
			}
		case !strings.HasPrefix(typ, "text/") || typ == "text/calendar" || part.isFile():
			r.attach(part)
		}
	}
	if strings.TrimSpace(plain) != "" {
		return plain
	}
	return rich
}

// emptyMultipart shows a multipart in which not one delimiter was found.
func (r *renderer) emptyMultipart(n *node) string {
	if len(bytes.TrimSpace(n.body)) == 0 {
		r.d.add("a multipart without parts")
		return ""
	}
	if !n.noBoundary {
		r.d.add("a multipart in which its boundary never occurs: shown as text")
	}
	return decodeCharset("", n.body, r.d)
}

func (r *renderer) html(n *node, root bool) string {
	if n.typ.value == "text/html" && n.isText(root) && (root || !n.isFile()) {
		body := r.decode(n)
		charset := n.typ.params["charset"]
		if charset == "" {
			charset = metaCharset(body)
		}
		return decodeCharset(charset, body, r.d)
	}
	for _, part := range n.parts {
		if source := r.html(part, n.typ.value == "multipart/alternative"); source != "" {
			return source
		}
	}
	return ""
}

// isText says whether a part is shown as text: people read it, and it is not a file, or one to be shown inline (RFC
// 2183 section 2.1). A message that consists of text alone is shown even if it has the name of a file.
func (n *node) isText(root bool) bool {
	switch n.typ.value {
	case "text/plain", "text/html", "text/enriched", "text/richtext":
	default:
		return false
	}
	if n.opaque || n.disp.value == "attachment" {
		return false
	}
	return root || !n.isFile() || n.disp.value == "inline"
}

func (n *node) isFile() bool { return n.name() != "" }

// name is the file name of a part (RFC 2183 section 2.3). Older programs wrote it as the name in Content-Type.
func (n *node) name() string {
	for _, name := range []string{n.disp.params["filename"], n.typ.params["name"]} {
		if name = cleanText(withoutFolders(cleanText(name))); name != "" {
			return name
		}
	}
	return ""
}

// withoutFolders is the name of a file without the folders of the sender's machine, which concern nobody. A \
// separates folders only where the name is a path of Windows.
func withoutFolders(name string) string {
	separators := "/"
	if isWindowsPath(name) {
		separators = `/\`
	}
	name = strings.TrimRight(name, separators)
	return name[strings.LastIndexAny(name, separators)+1:]
}

// isWindowsPath says whether a name begins with a drive, as C:\, or with a server, as \\server.
func isWindowsPath(name string) bool {
	return strings.HasPrefix(name, `\\`) || len(name) > 2 && isLetter(name[0]) && name[1:3] == `:\`
}

func (r *renderer) decode(n *node) []byte {
	if n.opaque {
		return n.body
	}
	return decodeTransfer(encodingName(n.header.get("content-transfer-encoding")), n.body, r.d)
}

func (r *renderer) text(n *node) string {
	body := r.decode(n)
	charset := n.typ.params["charset"]
	if n.typ.value == "text/html" {
		if charset == "" {
			charset = metaCharset(body)
		}
		return htmlText(decodeCharset(charset, body, r.d))
	}
	text := lineFeeds(decodeCharset(charset, body, r.d))
	if n.typ.value != "text/plain" {
		return enrichedText(text)
	}
	return text
}

// lineFeeds turns every line end into LF.
func lineFeeds(text string) string {
	if strings.IndexByte(text, '\r') < 0 {
		return text
	}
	return strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(text)
}

// cleanBody replaces NUL, which many programs cannot hold, and drops the line ends at the end.
func (r *renderer) cleanBody(text string) string {
	text = lineFeeds(text)
	if strings.ContainsRune(text, 0) {
		r.d.add("NUL octets in the text: shown as %c", utf8.RuneError)
		text = withoutNUL(text)
	}
	return strings.TrimRight(strings.ToValidUTF8(text, string(utf8.RuneError)), "\n")
}

func withoutNUL(text string) string { return strings.ReplaceAll(text, "\x00", string(utf8.RuneError)) }

func (r *renderer) attach(n *node) {
	a := Attachment{Name: n.name(), Type: n.typ.value, Data: r.decode(n)}
	if a.Name == "" && a.Type == "message/rfc822" {
		if subject := ParseHeader(a.Data).Subject; subject != "" {
			a.Name = strings.NewReplacer("/", "_", `\`, "_").Replace(subject) + ".eml"
		}
	}
	if a.Name == "" {
		ext := extensions[a.Type]
		if ext == "" {
			ext = ".bin"
		}
		a.Name = fmt.Sprintf("attachment-%d%s", len(r.attachments)+1, ext)
	}
	r.attachments = append(r.attachments, a)
}

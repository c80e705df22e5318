package eml

import (
	"bytes"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/emersion/go-message"
	_ "github.com/emersion/go-message/charset" // the library decodes no character sets without it
	gomail "github.com/emersion/go-message/mail"

	"recallbox/fixtures/corpus"
	"recallbox/sandbox/mail"
)

// What go-message reads without complaint, this package must read the same: the header fields, decoded; the texts; the
// HTML; the attachments. differences lists where it does not, by file and subject, and says why the library is not to
// be followed there.
var differences = map[string]string{
	"8bit-headers/file-name: part 1":                   octetsAsTheyAre,
	"8bit-headers/file-name: attachment 1":             octetsAsTheyAre,
	"8bit-headers/koi8-r-like-the-text: subject":       octetsAsTheyAre,
	"8bit-headers/latin1: subject":                     octetsAsTheyAre,
	"8bit-headers/windows-1252: subject":               octetsAsTheyAre,
	"old-charsets/ascii-that-is-not: text":             octetsAsTheyAre,
	"old-charsets/utf-8-that-is-latin1: text":          octetsAsTheyAre,
	"old-charsets/utf-8-with-a-broken-character: text": octetsAsTheyAre,

	"old-charsets/escape-sequences-undeclared: text": "only the escape sequences say that it is iso-2022-jp",
	"old-charsets/html-declares-it: html":            "only the meta element of the HTML says what it is",
	"old-charsets/latin1-that-is-windows-1252: text": "browsers and mail programs read iso-8859-1 as windows-1252",

	"nul-bytes/in-header-and-attachment: subject": "we show no control characters",
	"nul-bytes/in-text: text":                     "we show no control characters",

	"bare-cr/multipart: subject":                "go-message takes the whole message for one line, and finds no field",
	"bare-cr/old-macintosh: subject":            "go-message takes the whole message for one line, and finds no field",
	"bare-cr/multipart: attachment 1":           "go-message takes the whole message for one line, and finds no field",
	"nested-rfc822/digest: attachment 1":        partOfDigest,
	"nested-rfc822/digest: attachment 2":        partOfDigest,
	"broken-headers/twice: to":                  "go-message reads the first To alone: a copy went to the second, too",
	"rfc2047/broken-words: subject":             "go-message leaves words that lack padding or hold a question mark",
	"rfc2231/latin1-and-language: part 1":       "go-message prefers the plain file name to the extended one",
	"rfc2231/latin1-and-language: attachment 1": "go-message prefers the plain file name to the extended one",
}

const partOfDigest = "parts of a digest are messages (RFC 2046 section 5.1.5): go-message says text"

const octetsAsTheyAre = "go-message hands on octets that are not UTF-8: nobody could read them"

// TestOracle compares both readers over the corpus. It fails at a difference that is not in the list, and at one in the
// list that is no longer there.
func TestOracle(t *testing.T) {
	files, err := fs.Glob(corpus.FS, "*/*.eml")
	if err != nil {
		t.Fatal(err)
	}
	seen, read := map[string]bool{}, 0
	for _, file := range files {
		raw, err := corpus.FS.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		o := askOracle(raw)
		if o.whole {
			read++
		}
		for _, d := range o.compare(raw) {
			key := strings.TrimSuffix(file, ".eml") + ": " + d.subject
			seen[key] = true
			if differences[key] == "" {
				t.Errorf("%s: go-message reads %q, we %q", key, d.theirs, d.ours)
			}
		}
	}
	for key := range differences {
		if !seen[key] {
			t.Errorf("%s: is listed, but both read the same", key)
		}
	}
	t.Logf("go-message reads %d of %d files without complaint", read, len(files))
	if read < 100 {
		t.Errorf("go-message reads only %d of %d files: it proves nothing", read, len(files))
	}
}

// TestOracleFolder compares both readers over the .eml files in the folder that RECALLBOX_CORPUS names.
func TestOracleFolder(t *testing.T) {
	folder := os.Getenv("RECALLBOX_CORPUS")
	if folder == "" {
		t.Skip("RECALLBOX_CORPUS names no folder of .eml files")
	}
	files, read := 0, 0
	err := fs.WalkDir(os.DirFS(folder), ".", func(file string, e fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(file, ".eml") {
			return err
		}
		raw, err := fs.ReadFile(os.DirFS(folder), file)
		if err != nil {
			return err
		}
		files++
		o := askOracle(raw)
		if o.whole {
			read++
		}
		for _, d := range o.compare(raw) {
			t.Errorf("%s: %s: go-message reads %.200q, we %.200q", file, d.subject, d.theirs, d.ours)
		}
		return nil
	})
	if err != nil || files == 0 {
		t.Fatalf("%s: %d files, %v", folder, files, err)
	}
	t.Logf("go-message reads %d of %d files without complaint", read, files)
}

// An oracle is what go-message read. What it complained about is missing.
type oracle struct {
	fields map[string]string // by name, in the form of ourFields
	whole  bool              // it read every part without complaint
	parts  []oraclePart
}

type oraclePart struct {
	typ, disposition, name string
	charset                bool // it had one: the library has transcoded the text
	data                   []byte
}

func askOracle(raw []byte) oracle {
	o := oracle{fields: map[string]string{}}
	e, err := message.Read(bytes.NewReader(raw))
	if e == nil || err != nil && !message.IsUnknownCharset(err) && !message.IsUnknownEncoding(err) {
		return o
	}
	h := gomail.Header{Header: e.Header}
	if s, err := h.Subject(); err == nil {
		o.fields["subject"] = s
	}
	if d, err := h.Date(); err == nil && !d.IsZero() {
		o.fields["date"] = d.UTC().String()
	}
	if id, err := h.MessageID(); err == nil && id != "" {
		o.fields["message-id"] = id
	}
	for _, name := range []string{"in-reply-to", "references"} {
		if ids, err := h.MsgIDList(name); err == nil && len(ids) > 0 {
			o.fields[name] = strings.Join(ids, " ")
		}
	}
	for _, name := range []string{"from", "to", "cc", "bcc", "reply-to"} {
		if list, err := h.AddressList(name); err == nil && len(list) > 0 {
			var all []string
			for _, a := range list {
				all = append(all, fmt.Sprintf("%s <%s>", a.Name, a.Address))
			}
			o.fields[name] = strings.Join(all, ", ")
		}
	}
	o.whole = err == nil && o.readParts(e) == nil && len(e.Header.Map()) > 0
	return o
}

// readParts reads the leaves of the tree of parts.
func (o *oracle) readParts(e *message.Entity) error {
	if parts := e.MultipartReader(); parts != nil {
		for {
			part, err := parts.NextPart()
			if err == io.EOF {
				return nil
			} else if err != nil {
				return err
			}
			if err := o.readParts(part); err != nil {
				return err
			}
		}
	}
	typ, params, err := e.Header.ContentType()
	if err != nil {
		return err
	}
	disposition, with, err := e.Header.ContentDisposition()
	if err != nil && e.Header.Has("Content-Disposition") {
		return err
	}
	data, err := io.ReadAll(e.Body)
	if err != nil {
		return err
	}
	name := with["filename"]
	if name == "" {
		name = params["name"]
	}
	o.parts = append(o.parts, oraclePart{typ, disposition, name, params["charset"] != "", data})
	return nil
}

// A difference is where the two readers disagree.
type difference struct{ subject, theirs, ours string }

func (o oracle) compare(raw []byte) []difference {
	m := Parse(raw)
	var all []difference
	ours := ourFields(m.Header)
	for _, name := range slices.Sorted(maps.Keys(o.fields)) {
		if theirs := o.fields[name]; theirs != ours[name] {
			all = append(all, difference{name, theirs, ours[name]})
		}
	}
	if o.whole {
		all = append(all, o.compareParts(raw, m)...)
	}
	return all
}

// ourFields are the header fields in a form that both readers have.
func ourFields(h Header) map[string]string {
	addresses := func(list []mail.Address) string {
		var all []string
		for _, a := range list {
			all = append(all, fmt.Sprintf("%s <%s>", a.Name, a.Addr))
		}
		return strings.Join(all, ", ")
	}
	return map[string]string{
		"subject":     h.Subject,
		"date":        h.Date.UTC().String(),
		"message-id":  h.MessageID,
		"in-reply-to": h.InReplyTo,
		"references":  strings.Join(h.References, " "),
		"from":        addresses(h.From),
		"to":          addresses(h.To),
		"cc":          addresses(h.Cc),
		"bcc":         addresses(h.Bcc),
		"reply-to":    addresses(h.ReplyTo),
	}
}

// compareParts: the first plain text is shown, the first HTML is its source, and every part that is a file is an
// attachment.
func (o oracle) compareParts(raw []byte, m Message) []difference {
	var all []difference
	plain, html := false, false
	for i, p := range o.parts {
		file := p.disposition == "attachment" || p.name != "" && len(o.parts) > 1
		switch {
		case p.typ == "text/plain" && !file && !plain:
			plain = true
			text := strings.TrimRight(lineFeeds(string(p.data)), "\n")
			if !strings.Contains(m.Text, text) {
				all = append(all, difference{"text", text, m.Text})
			}
		case p.typ == "text/html" && !file && !html:
			html = true
			if source := HTML(raw); lineFeeds(source) != lineFeeds(string(p.data)) {
				all = append(all, difference{"html", string(p.data), source})
			}
		case file || !strings.HasPrefix(p.typ, "text/"):
			if !slices.ContainsFunc(m.Attachments, p.is) {
				theirs := fmt.Sprintf("%s %q %.60q", p.typ, p.name, p.data)
				ours := fmt.Sprintf("%.400q", m.Attachments)
				all = append(all, difference{fmt.Sprintf("part %d", i+1), theirs, ours})
			}
		}
	}
	for i, a := range m.Attachments {
		if !slices.ContainsFunc(o.parts, func(p oraclePart) bool { return p.is(a) }) {
			all = append(all, difference{fmt.Sprintf("attachment %d", i+1), "no such part", fmt.Sprintf("%.200q", a)})
		}
	}
	return all
}

// is says whether an attachment is that part. The library has changed the octets of a text that has a character set.
func (p oraclePart) is(a Attachment) bool {
	sameName := p.name == "" || a.Name == p.name
	sameData := bytes.Equal(a.Data, p.data) || p.charset && strings.HasPrefix(p.typ, "text/")
	return a.Type == p.typ && sameName && sameData
}

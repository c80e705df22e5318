package eml

import (
	"bytes"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/emersion/go-message"
	_ "github.com/emersion/go-message/charset" // the library decodes no character sets without it
	gomail "github.com/emersion/go-message/mail"

	"recallbox/fixtures/corpus"
	"recallbox/sandbox/mail"
)

// What go-message reads without complaint, this package must read the same: the header fields, decoded; the texts; the
// HTML; the attachments. What it hands on undecoded it has not read: see readable. Dates count in whole seconds, and
// blanks in a row as one.

// An exception is where the library is not to be followed.
type exception struct {
	why    string
	covers func(raw []byte, d difference) bool
}

var exceptions = []exception{
	{"go-message takes a message whose lines end in CR for one line", func(raw []byte, _ difference) bool {
		return !bytes.Contains(raw, []byte("\n"))
	}},
	{"parts of a digest are messages (RFC 2046 section 5.1.5): go-message says text", func(raw []byte, _ difference) bool {
		return bytes.Contains(raw, []byte("multipart/digest"))
	}},
	{"go-message reads the first of several fields alone", func(raw []byte, d difference) bool {
		h := readHeader(raw, true)
		return bytes.Count(h.all(d.subject), []byte(",")) > bytes.Count(h.get(d.subject), []byte(","))
	}},
	{"go-message takes every zone for UTC that is not four digits", func(raw []byte, d difference) bool {
		return d.subject == "date" && !fourDigits.MatchString(Field(raw, "date"))
	}},
	{"mail has no years before 1900 (RFC 5322 section 3.3): go-message reads them", func(_ []byte, d difference) bool {
		return d.subject == "date" && d.theirs < "1900"
	}},
	{"go-message prefers the plain file name to the extended one", func(raw []byte, d difference) bool {
		return d.part && bytes.Contains(raw, []byte("name*="))
	}},
	{"go-message reads UTF-16 without a mark as big-endian, whatever its octets say", func(raw []byte, d difference) bool {
		return d.part && bytes.Contains(raw, []byte("charset=utf-16"))
	}},
}

var fourDigits = regexp.MustCompile(`[+-][0-9]{4}`)

func exceptionFor(raw []byte, d difference) int {
	return slices.IndexFunc(exceptions, func(e exception) bool { return e.covers(raw, d) })
}

// readable says whether the library has read a text, and does not hand it on as it stands: octets that are not UTF-8,
// or U+FFFD for what it cannot decode, control characters, encoded words.
func readable(s string) bool {
	unread := func(r rune) bool {
		return r == utf8.RuneError || unicode.IsControl(r) && !strings.ContainsRune("\t\r\n", r)
	}
	return utf8.ValidString(s) && !strings.ContainsFunc(s, unread)
}

func readableField(s string) bool { return readable(s) && !strings.Contains(s, "=?") }

// TestOracle compares both readers over the corpus. It fails at a difference that no exception covers, and at an
// exception that covers none.
func TestOracle(t *testing.T) {
	needed := make([]bool, len(exceptions))
	read, files := compareAll(t, corpus.FS, func(i int) { needed[i] = true })
	for i, e := range exceptions {
		if !needed[i] {
			t.Errorf("is an exception, but both read the same: %s", e.why)
		}
	}
	if read < files/2 {
		t.Errorf("go-message reads only %d of %d files: it proves nothing", read, files)
	}
}

// TestOracleFolder compares both readers over the .eml files in the folder that RECALLBOX_CORPUS names.
func TestOracleFolder(t *testing.T) {
	folder := os.Getenv("RECALLBOX_CORPUS")
	if folder == "" {
		t.Skip("RECALLBOX_CORPUS names no folder of .eml files")
	}
	if _, files := compareAll(t, os.DirFS(folder), func(int) {}); files == 0 {
		t.Errorf("%s: no .eml file", folder)
	}
}

// compareAll counts the files, and those that go-message reads without complaint.
func compareAll(t *testing.T, folder fs.FS, except func(exception int)) (read, files int) {
	t.Helper()
	err := fs.WalkDir(folder, ".", func(file string, e fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(file, ".eml") {
			return err
		}
		raw, err := fs.ReadFile(folder, file)
		if err != nil {
			return err
		}
		files++
		o := askOracle(raw)
		if o.whole {
			read++
		}
		for _, d := range o.compare(raw) {
			if i := exceptionFor(raw, d); i >= 0 {
				except(i)
			} else {
				t.Errorf("%s: %s: go-message reads %.200q, we %.200q", file, d.subject, d.theirs, d.ours)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("go-message reads %d of %d files without complaint", read, files)
	return read, files
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
	if e.Header.Len() == 0 {
		return o
	}
	h := gomail.Header{Header: e.Header}
	if s, err := h.Subject(); err == nil {
		o.fields["subject"] = s
	}
	if d, err := h.Date(); err == nil && !d.IsZero() {
		o.fields["date"] = d.UTC().Truncate(time.Second).String()
	}
	if id, err := h.MessageID(); err == nil && id != "" {
		o.fields["message-id"] = id
	}
	if ids, err := h.MsgIDList("references"); err == nil && len(ids) > 0 {
		o.fields["references"] = strings.Join(ids, " ")
	}
	if ids, err := h.MsgIDList("in-reply-to"); err == nil && len(ids) > 0 {
		o.fields["in-reply-to"] = ids[0]
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
	for name, value := range o.fields {
		o.fields[name] = singleBlanks(value)
	}
	maps.DeleteFunc(o.fields, func(_, value string) bool { return !readableField(value) })
	o.whole = err == nil && o.readParts(e) == nil
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
	if !strings.Contains(typ, "/") {
		return fmt.Errorf("content type %q", typ)
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

// A difference is where the two readers disagree: in a field of the header, or in a part.
type difference struct {
	subject, theirs, ours string
	part                  bool
}

func (o oracle) compare(raw []byte) []difference {
	m := Parse(raw)
	var all []difference
	ours := ourFields(m.Header)
	for _, name := range slices.Sorted(maps.Keys(o.fields)) {
		if theirs := o.fields[name]; theirs != ours[name] {
			all = append(all, difference{name, theirs, ours[name], false})
		}
	}
	if o.whole {
		all = append(all, o.compareParts(raw, m)...)
	}
	return all
}

func singleBlanks(s string) string { return strings.Join(strings.Fields(s), " ") }

// ourFields are the header fields in a form that both readers have.
func ourFields(h Header) map[string]string {
	addresses := func(list []mail.Address) string {
		var all []string
		for _, a := range list {
			at := max(strings.LastIndexByte(a.Addr, '@'), 0)
			local, domain := a.Addr[:at], a.Addr[at:]
			if mail.IsQuoted(local) {
				local = unescape(local[1 : len(local)-1])
			}
			all = append(all, fmt.Sprintf("%s <%s%s>", a.Name, local, domain))
		}
		return singleBlanks(strings.Join(all, ", "))
	}
	return map[string]string{
		"subject":     singleBlanks(h.Subject),
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
		file := p.disposition == "attachment" || p.name != "" && p.disposition != "inline" && len(o.parts) > 1
		switch {
		case p.typ == "text/html" && p.name != "" && p.disposition == "inline":
			// It is shown, or another form of what is shown.
		case p.typ == "text/plain" && !file && !plain:
			plain = true
			text := strings.TrimRight(lineFeeds(string(p.data)), "\n")
			if readable(text) && !strings.Contains(m.Text, text) {
				all = append(all, difference{"text", text, m.Text, true})
			}
		case p.typ == "text/html" && !file && !html:
			html = true
			source := lineFeeds(HTML(raw))
			if theirs := lineFeeds(string(p.data)); readable(theirs) && source != theirs {
				all = append(all, difference{"html", theirs, source, true})
			}
		case file || !strings.HasPrefix(p.typ, "text/"):
			if !slices.ContainsFunc(m.Attachments, p.is) {
				theirs := fmt.Sprintf("%s %q %.60q", p.typ, p.name, p.data)
				ours := fmt.Sprintf("%.400q", m.Attachments)
				all = append(all, difference{fmt.Sprintf("part %d", i+1), theirs, ours, true})
			}
		}
	}
	for i, a := range m.Attachments {
		if !slices.ContainsFunc(o.parts, func(p oraclePart) bool { return p.is(a) }) {
			ours := fmt.Sprintf("%.200q", a)
			all = append(all, difference{fmt.Sprintf("attachment %d", i+1), "no such part", ours, true})
		}
	}
	return all
}

// is says whether an attachment is that part. The library has changed the octets of a text that has a character set,
// and shows the folders in front of a file name.
func (p oraclePart) is(a Attachment) bool {
	inFolder := strings.HasSuffix(p.name, "/"+a.Name) || strings.HasSuffix(p.name, `\`+a.Name)
	sameName := p.name == "" || a.Name == p.name || inFolder || !readableField(p.name)
	sameData := bytes.Equal(a.Data, p.data) || p.charset && strings.HasPrefix(p.typ, "text/")
	return a.Type == p.typ && sameName && sameData
}

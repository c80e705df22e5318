package mailfile

import (
	"bytes"
	"io"
	"strings"

	"recallbox/sandbox/eml"
)

// What a file holds, by how it begins.
type held int

const (
	noMail held = iota
	mboxFile
	messageFile
	foreignFile
)

// sniffed is how many bytes of a file are looked at.
const sniffed = 8 << 10

// sniff says what a file holds, or why it is no mail.
func (r *reader) sniff(where string) (held, string) {
	f, err := r.files.Open(where)
	if err != nil {
		return noMail, whyNot(err)
	}
	defer f.Close()
	head := (&peekReader{from: f}).peek()
	switch what, remedy := Foreign(head); {
	case what != "":
		return foreignFile, what + ": " + remedy
	case isMbox(head):
		return mboxFile, ""
	case isMessage(head):
		return messageFile, ""
	}
	return noMail, "it is no mail"
}

// foreignForms are the files of mail programs that are no mail as others know it: how they begin, what they are, and
// what makes mail of them.
var foreignForms = []struct{ begin, what, remedy string }{
	{
		"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
		"it is an Outlook message (.msg)", "the program msgconvert makes an .eml file of it",
	},
	{"!BDN", "it is an Outlook data file (.pst)", "the program readpst makes mbox files of it"},
	{"\xff\xfe", "it is text in UTF-16, which no mail is", "`iconv -f utf-16 -t utf-8` makes mail of it"},
	{"\xfe\xff", "it is text in UTF-16, which no mail is", "`iconv -f utf-16 -t utf-8` makes mail of it"},
}

// Foreign says what bytes are that only some programs read as mail, and what makes other files of them; "" if they are
// nothing of that kind.
func Foreign(data []byte) (what, remedy string) {
	for _, form := range foreignForms {
		if bytes.HasPrefix(data, []byte(form.begin)) {
			return form.what, form.remedy
		}
	}
	return "", ""
}

// isMbox says whether a file begins as an mbox file does, perhaps behind lines of blanks and a byte order mark.
func isMbox(head []byte) bool {
	return bytes.HasPrefix(bytes.TrimLeft(head, "\ufeff \t\r\n"), fromWord)
}

// usualFields are in the header of almost every message, and together in few other texts.
var usualFields = []string{
	"from", "to", "date", "subject", "message-id", "received", "return-path", "delivered-to", "mime-version",
}

// isMessage says whether a file is a message, whatever its name: it begins with a header that has two usual fields.
func isMessage(head []byte) bool {
	first, _, _ := bytes.Cut(head, []byte("\n"))
	if !isField(first) {
		return false
	}
	n := 0
	for _, name := range usualFields {
		if eml.Field(head, name) != "" {
			n++
		}
	}
	return n >= 2
}

func isMessageName(name string) bool { return strings.HasSuffix(strings.ToLower(name), emlEnd) }
func isMboxName(name string) bool    { return strings.HasSuffix(strings.ToLower(name), mboxEnd) }

// isAppleMbox says whether a file is the mbox in a folder that Apple Mail has exported. It may be empty.
func isAppleMbox(dir, name string) bool { return name == MboxName && isMboxName(dir) }

// isIndex says whether a program keeps what it knows of an mbox file there: Thunderbird, or Apple Mail.
func (r *reader) isIndex(dir, name string) bool {
	return strings.HasSuffix(name, ".msf") || name == "table_of_contents" && (isMboxName(dir) || dir == r.top)
}

// A peekReader can look at the beginning of a stream before it is read.
type peekReader struct {
	from io.Reader
	head []byte
}

func (s *peekReader) peek() []byte {
	head := make([]byte, sniffed)
	n, _ := io.ReadFull(s.from, head)
	s.head = head[:n]
	return s.head
}

func (s *peekReader) Read(into []byte) (int, error) {
	if len(s.head) > 0 {
		n := copy(into, s.head)
		s.head = s.head[n:]
		return n, nil
	}
	return s.from.Read(into)
}

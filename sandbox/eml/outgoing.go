package eml

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"recallbox/sandbox/mail"
)

// Outgoing is a message to write. From, Date and MessageID are required. Everything else may be left out.
type Outgoing struct {
	From        mail.Address
	Sender      *mail.Address // who sends it for the one in From; nil where that is the same (RFC 5322 section 3.6.2)
	To, Cc, Bcc []mail.Address
	Subject     string
	Text, HTML  string // UTF-8 with any line ends; of both, the mail program chooses (RFC 2046 section 5.1.4)
	Attachments []File
	Calendar    string // a meeting that it asks to, as of NewMeeting or MeetingRequest

	Date       time.Time // written in its own zone, whole seconds
	MessageID  string    // without <>; boundaries are made from it
	InReplyTo  string    // without <>
	References []string  // without <>

	Sensitivity   mail.Sensitivity
	ReadReceiptTo *mail.Address
}

// Author is who sends the message.
func (o *Outgoing) Author() *mail.Address {
	if o.Sender != nil {
		return o.Sender
	}
	return &o.From
}

// File is a file to attach. An empty Type is chosen by the extension of the name.
type File struct {
	Name, Type string
	Data       []byte
}

// MaxBytes is how large a message may be, in octets.
const MaxBytes = mail.MaxBytes

// Errors for what is too large to be written.
var (
	ErrTooLarge      = errors.New("the message would be larger than 150 MiB")
	ErrHeaderTooLong = errors.New("the message's header would be longer than 1 MiB")
)

// Build writes the message with its Bcc field: it is the copy that the sender keeps. Equal input gives equal bytes.
//
// It refuses what it could not write without a change: control characters in header values, addresses that are none,
// text that is not UTF-8. With ErrTooLarge or ErrHeaderTooLong it refuses what nobody could read back whole.
func Build(o Outgoing) ([]byte, error) {
	if o.size() > MaxBytes {
		return nil, ErrTooLarge
	}
	fields, err := o.fields()
	if err != nil {
		return nil, err
	}
	if length(fields) > maxHeaderBytes {
		return nil, ErrHeaderTooLong
	}
	body, err := o.body()
	if err != nil {
		return nil, err
	}
	return write(fields, body, o.MessageID)
}

// size is about how many octets the message will have. Files are written in base64, four octets for three.
func (o Outgoing) size() int {
	n := len(o.Text) + len(o.HTML) + len(o.Calendar)
	for _, file := range o.Attachments {
		n += len(file.Data) / 3 * 4
	}
	return n
}

// length is about how many octets the fields take.
func length(fields []field) int {
	n := 0
	for _, f := range fields {
		n += len(f.name) + len(f.value) + len(": \r\n")
	}
	return n
}

// fields are the header fields in the order of RFC 5322 section 3.6.
func (o Outgoing) fields() ([]field, error) {
	f := fieldList{fields: make([]field, 0, usualFields)}
	f.date("Date", o.Date)
	f.addresses("From", o.From)
	if o.Sender != nil {
		f.addresses("Sender", *o.Sender)
	}
	f.addresses("To", o.To...)
	f.addresses("Cc", o.Cc...)
	f.addresses("Bcc", o.Bcc...)
	f.messageIDs("Message-ID", o.MessageID)
	if o.InReplyTo != "" {
		f.messageIDs("In-Reply-To", o.InReplyTo)
	}
	if len(o.References) > 0 {
		f.messageIDs("References", o.References...)
	}
	f.text("Subject", o.Subject)
	if int(o.Sensitivity) < len(sensitivityNames) && o.Sensitivity != mail.Normal {
		f.add("Sensitivity", sensitivityNames[o.Sensitivity])
	}
	if o.ReadReceiptTo != nil {
		f.addresses("Disposition-Notification-To", *o.ReadReceiptTo)
	}
	return f.fields, f.err
}

// sensitivityNames are the values of the Sensitivity field (RFC 2156 section 5.3.4).
var sensitivityNames = [...]string{
	mail.Normal:       "",
	mail.PersonalMail: "Personal",
	mail.Private:      "Private",
	mail.Confidential: "Company-Confidential",
}

// body is the tree of parts: text, or text, HTML and a calendar as alternatives, and this mixed with attachments.
func (o Outgoing) body() (part, error) {
	content, err := o.content()
	if err != nil || len(o.Attachments) == 0 {
		return content, err
	}
	mixed := part{kind: "mixed"}
	if o.Text != "" || o.HTML != "" || o.Calendar != "" {
		mixed.parts = append(mixed.parts, content)
	}
	for _, file := range o.Attachments {
		p, err := file.part()
		if err != nil {
			return part{}, err
		}
		mixed.parts = append(mixed.parts, p)
	}
	return mixed, nil
}

func (o Outgoing) content() (part, error) {
	if err := checkText("text", o.Text); err != nil {
		return part{}, err
	}
	if err := checkText("html", o.HTML); err != nil {
		return part{}, err
	}
	if err := checkText("calendar", o.Calendar); err != nil {
		return part{}, err
	}
	var forms []part
	if o.Text != "" || o.HTML == "" {
		forms = append(forms, textPart("text/plain", o.Text))
	}
	if o.HTML != "" {
		forms = append(forms, textPart("text/html", o.HTML))
	}
	if o.Calendar != "" {
		meeting := invite(o.Calendar, o.Subject, slices.Concat(o.To, o.Cc))
		forms = append(forms, textPart("text/calendar; method=REQUEST", meeting))
	}
	if len(forms) == 1 {
		return forms[0], nil
	}
	return part{kind: "alternative", parts: forms}, nil
}

func checkText(what, text string) error {
	switch {
	case !utf8.ValidString(text):
		return fmt.Errorf("%s: is not UTF-8", what)
	case strings.ContainsRune(text, 0):
		return fmt.Errorf("%s: has a NUL character", what)
	}
	return nil
}

// part is the file as a MIME part. Base64 keeps every byte, line ends too. But a message may not be in base64 (RFC 2046
// section 5.2.1), so one that is not seven-bit as it stands is sent as plain octets.
func (f File) part() (part, error) {
	typ, err := f.mediaType()
	if err != nil {
		return part{}, err
	}
	if c, found := findControl(f.Name); found {
		return part{}, fmt.Errorf("attachment %s: its name has %s", quoted(f.Name), c)
	}
	if !utf8.ValidString(f.Name) {
		return part{}, fmt.Errorf("attachment %s: its name is not UTF-8", quoted(f.Name))
	}
	p := part{body: f.Data, encoding: "base64"}
	switch {
	case strings.HasPrefix(typ, "message/rfc822") && sevenBit(f.Data):
		p.encoding = "7bit"
	case strings.HasPrefix(typ, "message/"), strings.HasPrefix(typ, "multipart/"):
		typ = octetStream
	}
	p.fields = []field{
		{"Content-Type", typ},
		{"Content-Transfer-Encoding", p.encoding},
		{"Content-Disposition", "attachment" + param("filename", f.Name)},
	}
	return p, nil
}

// textPart is a text with CRLF line ends. It stands as it is if it is seven-bit, else in quoted-printable.
func textPart(typ, text string) part {
	p := part{body: crlf(text), encoding: "7bit"}
	charset := "us-ascii"
	if !sevenBit(p.body) {
		p.encoding, charset = "quoted-printable", "utf-8"
	}
	p.fields = []field{{"Content-Type", typ + "; charset=" + charset}, {"Content-Transfer-Encoding", p.encoding}}
	return p
}

// sevenBit says whether data may stand in a message as it is: printable ASCII in CRLF lines of at most 998 characters
// (RFC 2045 section 2.7).
func sevenBit(data []byte) bool {
	for len(data) > 0 {
		line, rest, found := bytes.Cut(data, []byte("\r\n"))
		if len(line) > maxLine {
			return false
		}
		for _, c := range line {
			if c != '\t' && (c < ' ' || c > '~') {
				return false
			}
		}
		if !found {
			break
		}
		data = rest
	}
	return true
}

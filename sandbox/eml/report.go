package eml

import (
	"bytes"
	"fmt"
	"strings"
	"time"

	"recallbox/sandbox/mail"
)

// DeliveryReport says what became of a message (RFC 3464): a bounce, or the delivery receipt that was asked for.
type DeliveryReport struct {
	From, To      mail.Address // the postmaster of the reporting system, and the sender of the message
	Subject, Text string       // for people; the text is the first part of the report
	Date          time.Time
	MessageID     string // without <>

	ReportingMTA string    // the domain name of the reporting system
	ArrivalDate  time.Time // when the message came in; left out when zero
	Recipients   []RecipientStatus
	Original     []byte // the message that the report is about; its header goes in, without Bcc
}

// RecipientStatus is what became of a message for one recipient (RFC 3464 section 2.3).
type RecipientStatus struct {
	Recipient  string // the address of the message
	Action     Action
	Status     string // RFC 3463; when empty, 5.1.1 for Failed and 2.0.0 for Delivered
	Diagnostic string // an SMTP reply such as "550 5.1.1 no such user"; left out when empty
}

// Action is what the reporting system did with a message (RFC 3464 section 2.3.3).
type Action uint8

const (
	Failed Action = iota
	Delivered
)

var actions = [...]struct{ word, status string }{
	Failed:    {"failed", "5.1.1"},
	Delivered: {"delivered", "2.0.0"},
}

// BuildDeliveryReport writes the report.
func BuildDeliveryReport(d DeliveryReport) ([]byte, error) {
	if len(d.Recipients) == 0 {
		return nil, fmt.Errorf("delivery report: has no recipients")
	}
	status, err := d.status()
	if err != nil {
		return nil, err
	}
	r := report{
		from: d.From, to: d.To, subject: d.Subject, text: d.Text, date: d.Date, id: d.MessageID, original: d.Original,
	}
	return r.write("delivery-status", status)
}

// status is the part for programs: one group of fields for the message, then one for each recipient.
func (d DeliveryReport) status() ([]byte, error) {
	var b bytes.Buffer
	var f fieldList
	mta := d.ReportingMTA
	if !isASCII(mta) {
		mta = embedUnicode(mta)
	}
	f.typedText("Reporting-MTA", "dns", mta)
	if !d.ArrivalDate.IsZero() {
		f.date("Arrival-Date", d.ArrivalDate)
	}
	f.writeGroup(&b)
	for _, r := range d.Recipients {
		if int(r.Action) >= len(actions) {
			return nil, fmt.Errorf("delivery report: unknown action %d", r.Action)
		}
		action := actions[r.Action]
		if r.Status == "" {
			r.Status = action.status
		}
		b.WriteString("\r\n")
		f.recipient("Final-Recipient", r.Recipient)
		f.add("Action", action.word)
		f.plainWords("Status", r.Status)
		if r.Diagnostic != "" {
			f.typedText("Diagnostic-Code", "smtp", r.Diagnostic)
		}
		f.writeGroup(&b)
	}
	return b.Bytes(), f.err
}

// A report is what both kinds of report have.
type report struct {
	from, to      mail.Address
	subject, text string
	date          time.Time
	id            string
	original      []byte
}

// write writes the multipart/report of RFC 6522: a text for people, fields for programs, the header of the original.
func (r report) write(kind string, status []byte) ([]byte, error) {
	fields, err := r.fields()
	if err != nil {
		return nil, err
	}
	text, err := Outgoing{Text: r.text}.content()
	if err != nil {
		return nil, err
	}
	machine := part{body: status, encoding: "7bit", fields: []field{{"Content-Type", "message/" + kind}}}
	root := part{kind: "report", params: "; report-type=" + kind, parts: []part{text, machine}}
	if len(r.original) > 0 {
		root.parts = append(root.parts, originalHeader(r.original))
	}
	return write(fields, root, r.id)
}

// fields are the header fields that every report has. They say that it is automatic (RFC 3834), so that nothing answers
// it.
func (r report) fields() ([]field, error) {
	var f fieldList
	f.date("Date", r.date)
	f.addresses("From", r.from)
	f.addresses("To", r.to)
	f.messageIDs("Message-ID", r.id)
	if about := ParseHeader(r.original).MessageID; validMsgID(about) {
		f.messageIDs("In-Reply-To", about)
		f.messageIDs("References", about)
	}
	f.text("Subject", r.subject)
	f.add("Auto-Submitted", "auto-replied")
	return f.fields, f.err
}

// DispositionNotification is a read receipt (RFC 8098): what a recipient did with a message.
type DispositionNotification struct {
	From, To      mail.Address // the recipient, and who asked (Disposition-Notification-To)
	Subject, Text string
	Date          time.Time
	MessageID     string // without <>

	ReportingUA       string // the mail program of the recipient; left out when empty
	OriginalRecipient string // the address of the message, when it is another than From
	Deleted           bool   // the message was deleted and never displayed; else it was displayed
	Automatic         bool   // a rule did it, not the person
	SentAutomatically bool   // the person was not asked whether to send the receipt
	Original          []byte // the message; its header goes into the receipt, without Bcc
}

// BuildDispositionNotification writes the receipt.
func BuildDispositionNotification(d DispositionNotification) ([]byte, error) {
	var f fieldList
	if d.ReportingUA != "" {
		f.plainWords("Reporting-UA", d.ReportingUA)
	}
	if d.OriginalRecipient != "" {
		f.recipient("Original-Recipient", d.OriginalRecipient)
	}
	f.recipient("Final-Recipient", d.From.Addr)
	if about := ParseHeader(d.Original).MessageID; validMsgID(about) {
		f.messageIDs("Original-Message-ID", about)
	}
	f.add("Disposition", d.disposition())
	var status bytes.Buffer
	f.writeGroup(&status)
	if f.err != nil {
		return nil, f.err
	}
	r := report{
		from: d.From, to: d.To, subject: d.Subject, text: d.Text, date: d.Date, id: d.MessageID, original: d.Original,
	}
	return r.write("disposition-notification", status.Bytes())
}

// disposition is the value of the field (RFC 8098 section 3.2.6).
func (d DispositionNotification) disposition() string {
	action, sending, what := "manual-action", "MDN-sent-manually", "displayed"
	if d.Automatic {
		action = "automatic-action"
	}
	if d.SentAutomatically {
		sending = "MDN-sent-automatically"
	}
	if d.Deleted {
		what = "deleted"
	}
	return action + "/" + sending + "; " + what
}

// recipient adds an address with its type (RFC 3464 section 2.3.1; for other scripts RFC 6533 section 3).
func (l *fieldList) recipient(name, addr string) {
	if problem := mail.AddressProblem(addr); problem != "" {
		l.fail("address %s: %s", quoted(addr), problem)
		return
	}
	if isASCII(addr) {
		l.add(name, "rfc822; "+addr)
	} else {
		l.add(name, "utf-8; "+embedUnicode(addr))
	}
}

// embedUnicode writes an address in ASCII (utf-8-addr-xtext in RFC 6533 section 3): \x{FC} is ü.
func embedUnicode(s string) string {
	var b strings.Builder
	for _, r := range s {
		if r <= ' ' || r > '~' || strings.ContainsRune(`+=\`, r) {
			fmt.Fprintf(&b, `\x{%X}`, r)
		} else {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// typedText adds "type; text". No person wrote the text, so it is refused where it would have to be encoded.
func (l *fieldList) typedText(name, typ, text string) {
	l.plainWords(name, typ+"; "+text)
}

// plainWords adds ASCII text as it is.
func (l *fieldList) plainWords(name, text string) {
	if text == "" || !plainText(text) {
		l.fail("%s %s: is not plain ASCII in words", strings.ToLower(name), quoted(text))
		return
	}
	l.add(name, text)
}

// writeGroup writes the fields that were added since the last group.
func (l *fieldList) writeGroup(b *bytes.Buffer) {
	for _, f := range l.fields {
		f.writeTo(b)
	}
	l.fields = nil
}

// originalHeader is the header of the message that a report is about, as RFC 6522 section 4 asks. Somebody else wrote
// it and it may be broken, so it is encoded where it is not seven-bit. It leaves out Bcc, which concerns nobody.
func originalHeader(original []byte) part {
	raw := readHeader(RemoveBcc(original), true).raw
	p := part{body: crlf(raw), encoding: "7bit"}
	if !sevenBit(p.body) {
		p.encoding = "quoted-printable"
	}
	p.fields = []field{{"Content-Type", "text/rfc822-headers"}, {"Content-Transfer-Encoding", p.encoding}}
	return p
}

// crlf is a text with CRLF at the end of every line, whatever its line ends were.
func crlf[T string | []byte](text T) []byte {
	out := make([]byte, 0, len(text)+len(text)/16+len("\r\n"))
	ended := true
	for i := range len(text) {
		c := text[i]
		if ended = c == '\r' || c == '\n'; !ended {
			out = append(out, c)
		} else if c == '\r' || i == 0 || text[i-1] != '\r' {
			out = append(out, '\r', '\n')
		}
	}
	if !ended {
		out = append(out, '\r', '\n')
	}
	return out
}

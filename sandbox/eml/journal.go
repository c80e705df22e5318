package eml

import (
	"strings"
	"time"

	"recallbox/sandbox/mail"
)

// JournalReport holds a message for the journal of an organisation: its envelope in words, and the message itself as an
// attachment, byte for byte.
type JournalReport struct {
	From, To   mail.Address // the postmaster of the reporting system, and the journal
	Date       time.Time
	MessageID  string // without <>
	Subject    string // that of the message
	Sender     string // the envelope's
	Recipients []string
	Original   []byte
}

// BuildJournalReport writes the report.
func BuildJournalReport(j JournalReport) ([]byte, error) {
	var f fieldList
	f.date("Date", j.Date)
	f.addresses("From", j.From)
	f.addresses("To", j.To)
	f.messageIDs("Message-ID", j.MessageID)
	f.text("Subject", j.Subject)
	f.add("Auto-Submitted", "auto-generated")
	if f.err != nil {
		return nil, f.err
	}
	text, err := Outgoing{Text: j.envelope()}.content()
	if err != nil {
		return nil, err
	}
	return write(f.fields, part{kind: "mixed", parts: []part{text, wholeMessage(j.Original)}}, j.MessageID)
}

// envelope is the text of the report.
func (j JournalReport) envelope() string {
	var b strings.Builder
	b.WriteString("Sender: " + j.Sender + "\n")
	b.WriteString("Subject: " + strings.ToValidUTF8(strings.ReplaceAll(j.Subject, "\x00", ""), "\uFFFD") + "\n")
	for _, r := range j.Recipients {
		b.WriteString("Recipient: " + r + "\n")
	}
	return b.String()
}

// wholeMessage is a message as a part, in which no byte differs.
func wholeMessage(original []byte) part {
	p := part{body: original, encoding: "7bit"}
	if !sevenBit(original) {
		p.encoding = "binary"
	}
	p.fields = []field{
		{"Content-Type", "message/rfc822"},
		{"Content-Transfer-Encoding", p.encoding},
		{"Content-Disposition", "attachment" + param("filename", "message.eml")},
	}
	return p
}

package eml

import (
	"strings"
	"time"

	"recallbox/sandbox/mail"
)

// Disposition is a read receipt, RFC 8098: what a recipient did with a message.
type Disposition struct {
	From, To      mail.Address // the recipient, and who asked (Disposition-Notification-To)
	Subject, Text string
	Date          time.Time
	MessageID     string // without <>

	ReportingUA       string // the recipient's mail program; left out when empty
	OriginalRecipient string // the address that was written to, when it is another than From
	Deleted           bool   // deleted without having been displayed; else displayed
	Automatic         bool   // a rule did it, not the person
	SentAutomatically bool   // the person was not asked whether to send the receipt
	Original          []byte // the message; its header goes into the receipt, less Bcc
}

// BuildDisposition writes the receipt.
func BuildDisposition(d Disposition) ([]byte, error) {
	var f fieldList
	if d.ReportingUA != "" {
		f.word("Reporting-UA", d.ReportingUA)
	}
	if d.OriginalRecipient != "" {
		f.recipient("Original-Recipient", d.OriginalRecipient)
	}
	f.recipient("Final-Recipient", d.From.Addr)
	if about := ParseHeader(d.Original).MessageID; validMsgID(about) {
		f.messageIDs("Original-Message-ID", about)
	}
	f.add("Disposition", d.disposition())
	var machine strings.Builder
	f.writeGroup(&machine)
	if f.err != nil {
		return nil, f.err
	}
	fields, err := reportFields(d.From, d.To, d.Subject, d.Date, d.MessageID, d.Original)
	if err != nil {
		return nil, err
	}
	return writeReport(fields, "disposition-notification", d.Text, []byte(machine.String()), d.Original, d.MessageID)
}

// disposition is the field's value, RFC 8098 section 3.2.6.
func (d Disposition) disposition() string {
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

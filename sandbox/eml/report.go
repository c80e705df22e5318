package eml

import (
	"fmt"
	"strings"
	"time"

	"recallbox/sandbox/mail"
)

// DeliveryReport is a report on what became of a message, RFC 3464: a bounce, or the delivery receipt that was asked for.
type DeliveryReport struct {
	From, To      mail.Address // the reporting system's postmaster, and the message's sender
	Subject, Text string       // for people; the text also stands in the report's first part
	Date          time.Time
	MessageID     string // without <>

	ReportingMTA string    // the domain name of the reporting system
	ArrivalDate  time.Time // when the message came in; left out when zero
	Recipients   []RecipientStatus
	Original     []byte // the message reported on; its header goes into the report, less Bcc
}

// RecipientStatus is what became of a message for one recipient, RFC 3464 section 2.3.
type RecipientStatus struct {
	Recipient  string // the address that was written to
	Action     Action
	Status     string // RFC 3463; when empty, 5.1.1 for Failed and 2.0.0 for Delivered
	Diagnostic string // an SMTP reply such as "550 5.1.1 no such user"; left out when empty
}

// Action is what was done with a message, RFC 3464 section 2.3.3.
type Action uint8

const (
	Failed Action = iota
	Delivered
)

var actions = [...]struct{ word, status string }{
	Failed:    {"failed", "5.1.1"},
	Delivered: {"delivered", "2.0.0"},
}

// BuildDeliveryReport writes the report. It says that it is automatic (RFC 3834), so that nothing answers it, and refers to the
// original.
func BuildDeliveryReport(d DeliveryReport) ([]byte, error) {
	if len(d.Recipients) == 0 {
		return nil, fmt.Errorf("delivery report: has no recipients")
	}
	status, err := d.status()
	if err != nil {
		return nil, err
	}
	fields, err := reportFields(d.From, d.To, d.Subject, d.Date, d.MessageID, d.Original)
	if err != nil {
		return nil, err
	}
	return writeReport(fields, "delivery-status", d.Text, status, d.Original, d.MessageID)
}

// status is the machine-readable part: one group of fields for the message, then one for each recipient.
func (d DeliveryReport) status() ([]byte, error) {
	var b strings.Builder
	var f fieldList
	f.typed("Reporting-MTA", "dns", d.ReportingMTA)
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
		f.word("Status", r.Status)
		if r.Diagnostic != "" {
			f.typed("Diagnostic-Code", "smtp", r.Diagnostic)
		}
		f.writeGroup(&b)
	}
	return []byte(b.String()), f.err
}

// reportFields are the header fields that every report has.
func reportFields(from, to mail.Address, subject string, date time.Time, id string, original []byte) ([]field, error) {
	var f fieldList
	f.date("Date", date)
	f.addresses("From", from)
	f.addresses("To", to)
	f.messageIDs("Message-ID", id)
	if about := ParseHeader(original).MessageID; validMsgID(about) {
		f.messageIDs("In-Reply-To", about)
		f.messageIDs("References", about)
	}
	f.text("Subject", subject)
	f.add("Auto-Submitted", "auto-replied")
	return f.fields, f.err
}

// writeReport is the multipart/report of RFC 6522: words for people, fields for programs, the original's header.
func writeReport(fields []field, kind, text string, machine, original []byte, id string) ([]byte, error) {
	words, err := Outgoing{Text: text}.content()
	if err != nil {
		return nil, err
	}
	status := part{body: machine, encoding: "7bit", fields: []field{{"Content-Type", "message/" + kind}}}
	report := part{kind: "report", params: "; report-type=" + kind, parts: []part{words, status}}
	if len(original) > 0 {
		report.parts = append(report.parts, originalHeader(original))
	}
	return write(fields, report, id)
}

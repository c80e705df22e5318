package eml

import (
	"bytes"
	"strings"
	"testing"

	"recallbox/sandbox/mail"
)

func deliveryReport() DeliveryReport {
	return DeliveryReport{
		From:         mail.Address{Name: "Mail Delivery System", Addr: "postmaster@acme.example"},
		To:           mail.Address{Addr: "alice@acme.example"},
		Subject:      "Undeliverable: Offer",
		Text:         "Nobody here has the address carol@acme.example.",
		Date:         monday,
		MessageID:    "m2@acme.example",
		ReportingMTA: "acme.example",
		ArrivalDate:  monday,
		Recipients:   []RecipientStatus{{Recipient: "carol@acme.example", Diagnostic: "550 5.1.1 no such user"}},
		Original: []byte("From: alice@acme.example\r\nBcc: dave@acme.example\r\nMessage-ID: <m1@acme.example>\r\n" +
			"Subject: Offer\r\n\r\nHello"),
	}
}

func readReceipt() DispositionNotification {
	return DispositionNotification{
		From:              mail.Address{Addr: "bob@acme.example"},
		To:                mail.Address{Addr: "alice@acme.example"},
		Subject:           "Read: Offer",
		Text:              "Your message was read.",
		Date:              monday,
		MessageID:         "m2@acme.example",
		ReportingUA:       "acme.example; recallbox",
		OriginalRecipient: "all@acme.example",
		Original:          deliveryReport().Original,
	}
}

func contains(t *testing.T, raw []byte, wanted ...string) {
	t.Helper()
	for _, want := range wanted {
		if !strings.Contains(string(raw), strings.ReplaceAll(want, "\n", "\r\n")) {
			t.Errorf("no %q in\n%s", want, raw)
		}
	}
}

func TestBounce(t *testing.T) {
	raw, err := BuildDeliveryReport(deliveryReport())
	if err != nil {
		t.Fatal(err)
	}
	checkStrict(t, raw)
	contains(t, raw, "Content-Type: multipart/report; report-type=delivery-status;\n boundary=",
		"\nAuto-Submitted: auto-replied\n",
		"\nIn-Reply-To: <m1@acme.example>\n",
		"Content-Type: message/delivery-status\n\nReporting-MTA: dns; acme.example\n"+
			"Arrival-Date: Mon, 05 Jan 2026 09:00:00 +0000\n\n"+
			"Final-Recipient: rfc822; carol@acme.example\nAction: failed\nStatus: 5.1.1\n"+
			"Diagnostic-Code: smtp; 550 5.1.1 no such user\n",
		"Content-Type: text/rfc822-headers\nContent-Transfer-Encoding: 7bit\n\nFrom: alice@acme.example\n"+
			"Message-ID: <m1@acme.example>\nSubject: Offer\n\n--")
	if bytes.Contains(raw, []byte("dave")) {
		t.Error("the report names a Bcc recipient")
	}
	if m := Parse(raw); m.Text != deliveryReport().Text || len(m.Attachments) != 2 || len(m.Defects) > 0 {
		t.Errorf("read back: %+v", m)
	}
}

func TestDeliveryReceipt(t *testing.T) {
	d := deliveryReport()
	d.Recipients = []RecipientStatus{
		{Recipient: "bob@acme.example", Action: Delivered},
		{Recipient: "eve@acme.example", Action: Delivered, Status: "2.1.5"},
	}
	raw, err := BuildDeliveryReport(d)
	if err != nil {
		t.Fatal(err)
	}
	checkStrict(t, raw)
	contains(t, raw, "Final-Recipient: rfc822; bob@acme.example\nAction: delivered\nStatus: 2.0.0\n\n"+
		"Final-Recipient: rfc822; eve@acme.example\nAction: delivered\nStatus: 2.1.5\n")
}

func TestReportWithoutRecipients(t *testing.T) {
	d := deliveryReport()
	d.Recipients = nil
	if _, err := BuildDeliveryReport(d); err == nil {
		t.Error("a report on nobody was written")
	}
}

func TestReadReceipt(t *testing.T) {
	for _, c := range []struct {
		deleted, automatic, sent bool
		want                     string
	}{
		{false, false, false, "manual-action/MDN-sent-manually; displayed"},
		{false, false, true, "manual-action/MDN-sent-automatically; displayed"},
		{true, false, true, "manual-action/MDN-sent-automatically; deleted"},
		{true, true, true, "automatic-action/MDN-sent-automatically; deleted"},
	} {
		d := readReceipt()
		d.Deleted, d.Automatic, d.SentAutomatically = c.deleted, c.automatic, c.sent
		raw, err := BuildDispositionNotification(d)
		if err != nil {
			t.Fatal(err)
		}
		checkStrict(t, raw)
		contains(t, raw, "Content-Type: multipart/report; report-type=disposition-notification;\n boundary=",
			"Content-Type: message/disposition-notification\n\nReporting-UA: acme.example; recallbox\n"+
				"Original-Recipient: rfc822; all@acme.example\n"+
				"Final-Recipient: rfc822; bob@acme.example\nOriginal-Message-ID: <m1@acme.example>\n"+
				"Disposition: "+c.want+"\n",
			"Content-Type: text/rfc822-headers\n")
	}
}

// TestReportsAreDeterministic also takes originals that are no mail at all.
func TestReportsAreDeterministic(t *testing.T) {
	for _, original := range []string{
		"", "no header", "\x00\xff", "Subject: ö\n\nx", "Subject: a\rFrom: b\r\rc",
		strings.Repeat("X-Long: "+strings.Repeat("é", 900)+"\r\n", 3),
	} {
		d := deliveryReport()
		d.Original = []byte(original)
		a, err := BuildDeliveryReport(d)
		b, _ := BuildDeliveryReport(d)
		if err != nil || !bytes.Equal(a, b) {
			t.Errorf("%q: %v", original, err)
		}
		checkStrict(t, a)
	}
}

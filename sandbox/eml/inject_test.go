package eml

import (
	"strings"
	"testing"

	"recallbox/sandbox/mail"
)

// TestInjection tries to break out of every value that somebody can type.
func TestInjection(t *testing.T) {
	places := map[string]func(*Outgoing, string){
		"subject":         func(o *Outgoing, s string) { o.Subject = s },
		"from name":       func(o *Outgoing, s string) { o.From.Name = s },
		"from address":    func(o *Outgoing, s string) { o.From.Addr = s },
		"to name":         func(o *Outgoing, s string) { o.To[0].Name = s },
		"to address":      func(o *Outgoing, s string) { o.To[0].Addr = s + "@acme.example" },
		"to domain":       func(o *Outgoing, s string) { o.To[0].Addr = "bob@" + s },
		"cc":              func(o *Outgoing, s string) { o.Cc = []mail.Address{{Name: s, Addr: "c@acme.example"}} },
		"bcc":             func(o *Outgoing, s string) { o.Bcc = []mail.Address{{Addr: s}} },
		"message-id":      func(o *Outgoing, s string) { o.MessageID = s },
		"in-reply-to":     func(o *Outgoing, s string) { o.InReplyTo = s },
		"references":      func(o *Outgoing, s string) { o.References = []string{"a@b", s} },
		"attachment name": func(o *Outgoing, s string) { o.Attachments = []File{{Name: s}} },
		"attachment type": func(o *Outgoing, s string) { o.Attachments = []File{{Name: "a", Type: s}} },
		"receipt":         func(o *Outgoing, s string) { o.ReadReceiptTo = &mail.Address{Addr: s} },
		"receipt name":    func(o *Outgoing, s string) { o.ReadReceiptTo = &mail.Address{Name: s, Addr: "a@b"} },
	}
	for _, breakout := range []string{"\r\n", "\n", "\r", "\x00", "\v", "\f", "\x1b", "\x7f", "\u0085", "\u2028", "\r\n ", "\n\t"} {
		for place, put := range places {
			for _, s := range []string{"x" + breakout + "X-Evil: 1", breakout + "X-Evil: 1", "x@y" + breakout, "a@b>" + breakout + "X-Evil: 1" + breakout + breakout + "body"} {
				o := letter()
				put(&o, s)
				raw, err := Build(o)
				if err == nil {
					t.Errorf("%s %q was taken:\n%s", place, s, raw)
					continue
				}
				if msg := err.Error(); strings.ContainsAny(msg, "\r\n\x00\x1b") || msg != strings.TrimRight(msg, ".") || msg[0] < 'a' || msg[0] > 'z' {
					t.Errorf("%s %q: error %q", place, s, msg)
				}
			}
		}
	}
}

// TestReportInjection does the same to reports: what goes into their fields comes from addresses and from other people's mail.
func TestReportInjection(t *testing.T) {
	evil := []byte("Message-ID: <a@b>\r\nX-Evil: 1>\r\nFrom: a@b\r\nBcc: secret@acme.example\r\nSubject: x\x00\xff\r\n" + strings.Repeat("y", 2000) + "\r\n\r\nbody")
	d := deliveryReport()
	d.Original = evil
	raw, err := BuildDeliveryReport(d)
	if err != nil {
		t.Fatal(err)
	}
	checkStrict(t, raw)
	if strings.Contains(string(raw), "secret") {
		t.Error("the report names a Bcc recipient")
	}
	for _, s := range []string{"x\r\nX-Evil: 1", "x\x00", "", "jörg", "a  b"} {
		d := deliveryReport()
		d.ReportingMTA = s
		if raw, err := BuildDeliveryReport(d); err == nil {
			t.Errorf("MTA %q was taken:\n%s", s, raw)
		}
		r := disposition()
		r.OriginalRecipient = s + "@"
		if raw, err := BuildDisposition(r); err == nil {
			t.Errorf("recipient %q was taken:\n%s", s, raw)
		}
	}
}

func TestBuildRefuses(t *testing.T) {
	for want, spoil := range map[string]func(*Outgoing){
		`date: is missing`:        func(o *Outgoing) { o.Date = o.Date.AddDate(-3000, 0, 0) },
		`address "": is empty`:    func(o *Outgoing) { o.From.Addr = "" },
		`address "bob": has no @`: func(o *Outgoing) { o.To[0].Addr = "bob" },
		`message-id "": is not a message-id such as 1@acme.example`: func(o *Outgoing) { o.MessageID = "" },
		`text: is not UTF-8`:                       func(o *Outgoing) { o.Text = "\xff" },
		`html: has a NUL character`:                func(o *Outgoing) { o.HTML = "a\x00" },
		`html: is not UTF-8`:                       func(o *Outgoing) { o.HTML = "\xff" },
		`subject "\xff": is not UTF-8`:             func(o *Outgoing) { o.Subject = "\xff" },
		`name "\xff": is not UTF-8`:                func(o *Outgoing) { o.From.Name = "\xff" },
		`attachment "\xff": its name is not UTF-8`: func(o *Outgoing) { o.Attachments = []File{{Name: "\xff"}} },
		`attachment "a": type "pdf" is not a media type such as text/plain`: func(o *Outgoing) { o.Attachments = []File{{Name: "a", Type: "pdf"}} },
		`address "jörg@acme.example": 'ö' is not ASCII`:                     func(o *Outgoing) { o.From.Addr = "jörg@acme.example" },
	} {
		o := letter()
		spoil(&o)
		if _, err := Build(o); err == nil || err.Error() != want {
			t.Errorf("%v, want %s", err, want)
		}
	}
}

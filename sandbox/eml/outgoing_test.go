package eml

import (
	"bytes"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"recallbox/sandbox/mail"
)

var monday = time.Date(2026, 1, 5, 9, 0, 0, 0, time.UTC)

// smallMessage is a small message to vary.
func smallMessage() Outgoing {
	return Outgoing{
		From:      mail.Address{Name: "Alice", Addr: "alice@acme.example"},
		To:        []mail.Address{{Addr: "bob@acme.example"}},
		Subject:   "Offer",
		Text:      "Hello Bob.",
		Date:      monday,
		MessageID: "m1@acme.example",
	}
}

func mustBuild(t *testing.T, o Outgoing) []byte {
	t.Helper()
	raw, err := Build(o)
	if err != nil {
		t.Fatal(err)
	}
	checkStrict(t, raw)
	return raw
}

func TestBuildPlainText(t *testing.T) {
	want := strings.ReplaceAll(`Date: Mon, 05 Jan 2026 09:00:00 +0000
From: Alice <alice@acme.example>
To: bob@acme.example
Message-ID: <m1@acme.example>
Subject: Offer
MIME-Version: 1.0
Content-Type: text/plain; charset=us-ascii
Content-Transfer-Encoding: 7bit

Hello Bob.
`, "\n", "\r\n")
	if got := string(mustBuild(t, smallMessage())); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestBuildAllFields(t *testing.T) {
	o := smallMessage()
	o.Cc = []mail.Address{{Name: "Doe, Jane", Addr: "jane@acme.example"}}
	o.Bcc = []mail.Address{{Name: "Jörg", Addr: "joerg@acme.example"}}
	o.InReplyTo, o.References = "m0@acme.example", []string{"a@x.example", "m0@acme.example"}
	o.Sensitivity, o.ReadReceiptTo = mail.Confidential, &o.From
	raw := string(mustBuild(t, o))
	for _, line := range []string{
		"Cc: \"Doe, Jane\" <jane@acme.example>",
		"Bcc: =?utf-8?q?J=C3=B6rg?= <joerg@acme.example>",
		"In-Reply-To: <m0@acme.example>",
		"References: <a@x.example> <m0@acme.example>",
		"Sensitivity: Company-Confidential",
		"Disposition-Notification-To: Alice <alice@acme.example>",
	} {
		if !strings.Contains(raw, "\r\n"+line+"\r\n") {
			t.Errorf("no line %q in\n%s", line, raw)
		}
	}
	m := Parse([]byte(raw))
	if m.Sensitivity != mail.Confidential || !reflect.DeepEqual(m.ReadReceiptTo, []mail.Address{o.From}) ||
		m.InReplyTo != o.InReplyTo || !reflect.DeepEqual(m.References, o.References) ||
		!reflect.DeepEqual(m.Bcc, o.Bcc) || !reflect.DeepEqual(m.Cc, o.Cc) {
		t.Errorf("read back: %+v", m)
	}
}

func TestSensitivityWords(t *testing.T) {
	for s, word := range map[mail.Sensitivity]string{
		mail.PersonalMail: "Personal", mail.Private: "Private", mail.Confidential: "Company-Confidential",
	} {
		o := smallMessage()
		o.Sensitivity = s
		raw := mustBuild(t, o)
		if !bytes.Contains(raw, []byte("\r\nSensitivity: "+word+"\r\n")) || ParseHeader(raw).Sensitivity != s {
			t.Errorf("%v is not %s", s, word)
		}
	}
	if bytes.Contains(mustBuild(t, smallMessage()), []byte("Sensitivity")) {
		t.Error("a normal message is marked")
	}
}

func TestBuildShapes(t *testing.T) {
	file := []File{{Name: "a.pdf", Data: []byte("%PDF")}}
	for _, c := range []struct {
		text, html string
		files      []File
		want       string
	}{
		{"t", "", nil, "text/plain"},
		{"", "<p>h", nil, "text/html"},
		{"t", "<p>h", nil, "multipart/alternative text/plain text/html"},
		{"t", "", file, "multipart/mixed text/plain application/pdf"},
		{"t", "<p>h", file, "multipart/mixed multipart/alternative text/plain text/html application/pdf"},
		{"", "", file, "multipart/mixed application/pdf"},
		{"", "", nil, "text/plain"},
	} {
		o := smallMessage()
		o.Text, o.HTML, o.Attachments = c.text, c.html, c.files
		raw := mustBuild(t, o)
		var types []string
		for line := range strings.SplitSeq(string(raw), "\r\n") {
			if typ, found := strings.CutPrefix(line, "Content-Type: "); found {
				typ, _, _ = strings.Cut(typ, ";")
				types = append(types, typ)
			}
		}
		if got := strings.Join(types, " "); got != c.want {
			t.Errorf("text %q, html %q, %d files: %s, want %s", c.text, c.html, len(c.files), got, c.want)
		}
	}
}

// hardTexts are texts that have broken mail programs.
var hardTexts = []string{
	"", "a", " leading", "trailing ", "two  spaces", "\"quoted\"", `back\slash`, "comma, semi; colon:",
	"(comment)", "<angle>", "a@b", "=?utf-8?q?fake?=",
	"=?", "?=", "=20", "Jörg", "日本語の件名", "🎉 party", "e\u0301 combining", "مرحبا", "x" + strings.Repeat("long", 400),
	strings.Repeat("ö", 600), strings.Repeat("word ", 300) + "end", ".", "--", "From x", "--=_m_", "a\u00a0b", "'",
	"%41", "*0*=", "RE: [x] y",
}

func TestRoundTrip(t *testing.T) {
	for i, s := range hardTexts {
		o := smallMessage()
		o.Subject = s
		o.From.Name, o.To[0].Name = s, s
		o.Text = s + "\n" + hardTexts[(i+1)%len(hardTexts)] + "\n\nFrom here\n.\n-- \nend"
		o.HTML = "<p>" + strings.ReplaceAll(s, "<", "&lt;") + "</p>"
		for j, name := range []string{s, s + ".txt", hardTexts[(i+5)%len(hardTexts)] + ".eml"} {
			o.Attachments = append(o.Attachments, File{Name: name, Data: []byte(strings.Repeat(s+"\r\n\n\r\x00", j+1))})
		}
		raw := mustBuild(t, o)
		m := Parse(raw)
		if len(m.Defects) > 0 {
			t.Errorf("%q: defects %q", s, m.Defects)
		}
		checkRoundTrip(t, o, m)
	}
}

// checkRoundTrip compares what was read with what was written. Space around texts in the header is lost, and so are
// line ends at the end.
func checkRoundTrip(t *testing.T, o Outgoing, m Message) {
	t.Helper()
	from, to := o.From, o.To[0]
	from.Name, to.Name = strings.TrimSpace(from.Name), strings.TrimSpace(to.Name)
	if m.Subject != strings.TrimSpace(o.Subject) || !reflect.DeepEqual(m.From, []mail.Address{from}) ||
		!reflect.DeepEqual(m.To, []mail.Address{to}) {
		t.Errorf("subject %q of %q to %q, want %q", m.Subject, m.From, m.To, o.Subject)
	}
	if !m.Date.Equal(o.Date) || m.MessageID != o.MessageID {
		t.Errorf("date %v, id %q", m.Date, m.MessageID)
	}
	want := strings.TrimRight(strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(o.Text), "\n")
	if strings.TrimSpace(want) != "" && m.Text != want {
		t.Errorf("text %q, want %q", m.Text, want)
	}
	if len(m.Attachments) != len(o.Attachments) {
		t.Fatalf("%d attachments, want %d", len(m.Attachments), len(o.Attachments))
	}
	for i, a := range m.Attachments {
		if name := strings.TrimSpace(withoutFolders(strings.TrimSpace(o.Attachments[i].Name))); name != "" && a.Name != name {
			t.Errorf("attachment %q, want %q", a.Name, name)
		}
		if !bytes.Equal(a.Data, o.Attachments[i].Data) {
			t.Errorf("attachment %q: %q, want %q", a.Name, a.Data, o.Attachments[i].Data)
		}
	}
}

func TestSameInputSameBytes(t *testing.T) {
	o := smallMessage()
	o.HTML = "<p>ö"
	o.Attachments = []File{{Name: "ü.bin", Type: "text/x; b=2; a=1; c=\"3 4\"", Data: make([]byte, 1000)}}
	first := mustBuild(t, o)
	for range 20 {
		if !bytes.Equal(mustBuild(t, o), first) {
			t.Fatal("other bytes")
		}
	}
	o.MessageID = "m2@acme.example"
	if bytes.Contains(mustBuild(t, o), boundaryOf(first)) {
		t.Error("another message has the same boundary")
	}
}

func boundaryOf(raw []byte) []byte {
	_, after, _ := bytes.Cut(raw, []byte(`boundary="`))
	b, _, _ := bytes.Cut(after, []byte(`"`))
	return b
}

// TestBoundaryInContent writes into a message the boundary that it would have, again and again.
func TestBoundaryInContent(t *testing.T) {
	o := smallMessage()
	o.Attachments = []File{{Name: "x.bin", Data: []byte("x")}}
	for i := range 5 {
		b := boundaryOf(mustBuild(t, o))
		if strings.Contains(o.Text, string(b)) {
			t.Fatalf("boundary %s occurs in the text", b)
		}
		o.Text += fmt.Sprintf("\n--%s\n--%s--\n%d", b, b, i)
		checkRoundTrip(t, o, Parse(mustBuild(t, o)))
		o.Attachments = append(o.Attachments, File{Name: "inner.eml", Data: mustBuild(t, o)})
		checkRoundTrip(t, o, Parse(mustBuild(t, o)))
	}
}

func TestTypeByExtension(t *testing.T) {
	for name, want := range map[string]string{
		"a.PDF": "application/pdf", "a.txt": "text/plain", "a": octetStream, "a.unheard-of": octetStream,
		".png": "image/png", "a.eml": "message/rfc822",
	} {
		if got, err := (File{Name: name}).mediaType(); err != nil || got != want {
			t.Errorf("%s: %s, %v", name, got, err)
		}
	}
}

func TestDateKeepsItsZone(t *testing.T) {
	o := smallMessage()
	o.Date = time.Date(2026, 7, 1, 23, 59, 59, 0, time.FixedZone("", -5*3600-1800))
	raw := mustBuild(t, o)
	if !bytes.Contains(raw, []byte("Date: Wed, 01 Jul 2026 23:59:59 -0530\r\n")) ||
		!ParseHeader(raw).Date.Equal(o.Date) {
		t.Errorf("%s", raw)
	}
}

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
	for _, breakout := range []string{
		"\r\n", "\n", "\r", "\x00", "\v", "\f", "\x1b", "\x7f", "\u0085", "\u2028", "\r\n ", "\n\t",
	} {
		for place, put := range places {
			for _, s := range []string{
				"x" + breakout + "X-Evil: 1",
				breakout + "X-Evil: 1",
				"x@y" + breakout,
				"a@b>" + breakout + "X-Evil: 1" + breakout + breakout + "body",
			} {
				o := smallMessage()
				put(&o, s)
				raw, err := Build(o)
				if err == nil {
					t.Errorf("%s %q was taken:\n%s", place, s, raw)
					continue
				}
				msg := err.Error()
				if strings.ContainsAny(msg, "\r\n\x00\x1b") || strings.HasSuffix(msg, ".") || msg[0] < 'a' ||
					msg[0] > 'z' {
					t.Errorf("%s %q: error %q", place, s, msg)
				}
			}
		}
	}
}

// TestReportInjection does the same to reports. Their fields hold addresses, and mail from others.
func TestReportInjection(t *testing.T) {
	evil := []byte("Message-ID: <a@b>\r\nX-Evil: 1>\r\nFrom: a@b\r\nBcc: secret@acme.example\r\n" +
		"Subject: x\x00\xff\r\n" + strings.Repeat("y", 2000) + "\r\n\r\nbody")
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
	for _, s := range []string{"x\r\nX-Evil: 1", "x\x00", "", "a  b"} {
		d := deliveryReport()
		d.ReportingMTA = s
		if raw, err := BuildDeliveryReport(d); err == nil {
			t.Errorf("MTA %q was taken:\n%s", s, raw)
		}
		r := readReceipt()
		r.OriginalRecipient = s + "@"
		if raw, err := BuildDispositionNotification(r); err == nil {
			t.Errorf("recipient %q was taken:\n%s", s, raw)
		}
	}
}

// TestInternationalAddresses: only UTF-8 can hold them in a header (RFC 6532); a report has them in ASCII (RFC 6533).
func TestInternationalAddresses(t *testing.T) {
	o := smallMessage()
	o.From = mail.Address{Name: "Jörg", Addr: "jörg@bücher.example"}
	o.To = []mail.Address{{Addr: "用户@例え.example"}, {Name: "Bob", Addr: "bob@acme.example"}}
	o.MessageID, o.References = "m1@bücher.example", []string{"m0@bücher.example"}
	raw := mustBuild(t, o)
	contains(t, raw, "From: =?utf-8?q?J=C3=B6rg?= <jörg@bücher.example>\n", "To: 用户@例え.example, Bob <bob@",
		"Message-ID: <m1@bücher.example>\n")
	if h := ParseHeader(raw); !reflect.DeepEqual(h.From, []mail.Address{o.From}) || !reflect.DeepEqual(h.To, o.To) ||
		h.MessageID != o.MessageID || !reflect.DeepEqual(h.References, o.References) {
		t.Errorf("read back: %+v", h)
	}
	d := deliveryReport()
	d.To, d.Original, d.ReportingMTA = o.From, raw, "bücher.example"
	d.Recipients[0].Recipient = "用+户@例え.example"
	report, err := BuildDeliveryReport(d)
	if err != nil {
		t.Fatal(err)
	}
	checkStrict(t, report)
	contains(t, report, "Reporting-MTA: dns; b\\x{FC}cher.example\n",
		"Final-Recipient: utf-8; \\x{7528}\\x{2B}\\x{6237}@\\x{4F8B}\\x{3048}.example\n",
		"In-Reply-To: <m1@bücher.example>\n")
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
		`attachment "a": type "pdf" is not a media type such as text/plain`: func(o *Outgoing) {
			o.Attachments = []File{{Name: "a", Type: "pdf"}}
		},
		`address "j\u202frg@x": '\u202f' cannot stand in it`: func(o *Outgoing) { o.From.Addr = "j\u202frg@x" },
	} {
		o := smallMessage()
		spoil(&o)
		if _, err := Build(o); err == nil || err.Error() != want {
			t.Errorf("%v, want %s", err, want)
		}
	}
}

package eml

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"io/fs"
	"path"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"recallbox/fixtures/corpus"
	"recallbox/sandbox/mail"
)

// checkMessage checks what is true of every message that was read.
func checkMessage(t *testing.T, raw []byte, m Message) {
	t.Helper()
	if !utf8.ValidString(m.Text) || strings.ContainsAny(m.Text, "\r\x00") || strings.HasSuffix(m.Text, "\n") {
		t.Errorf("text %q", m.Text)
	}
	texts := []string{m.Subject, m.MessageID, m.InReplyTo}
	texts = append(texts, m.References...)
	for _, a := range slices.Concat(m.From, m.To, m.Cc, m.Bcc, m.ReplyTo, m.ReadReceiptTo) {
		texts = append(texts, a.Name, a.Addr)
	}
	for _, a := range m.Attachments {
		if a.Name == "" || a.Type == "" {
			t.Errorf("attachment %q of type %q", a.Name, a.Type)
		}
		texts = append(texts, a.Name)
	}
	for _, s := range slices.Concat(texts, m.Defects) {
		if c, found := findControl(s); found || !utf8.ValidString(s) {
			t.Errorf("%q has %s", s, c)
		}
	}
	if !m.Date.IsZero() {
		if _, err := m.Date.MarshalText(); err != nil {
			t.Error(err)
		}
	}
	if h := ParseHeader(raw); !reflect.DeepEqual(h, m.Header) {
		t.Errorf("ParseHeader gives %+v, Parse %+v", h, m.Header)
	}
}

// checkBcc: the Bcc lines go, all of them, and nothing else goes.
func checkBcc(t *testing.T, raw []byte) {
	t.Helper()
	without := RemoveBcc(raw)
	if bcc := ParseHeader(without).Bcc; len(bcc) > 0 {
		t.Errorf("Bcc left: %q", bcc)
	}
	if again := RemoveBcc(without); !bytes.Equal(again, without) {
		t.Errorf("a second time removes more: %q, %q", without, again)
	}
	if !bytes.Contains(bytes.ToLower(raw), []byte("bcc")) && !bytes.Equal(raw, without) {
		t.Error("changed without a Bcc")
	}
}

// again is a new message with all that another has.
func again(raw []byte, m Message) Outgoing {
	o := smallMessage()
	o.To, _ = SplitWritable(m.To)
	o.Cc, _ = SplitWritable(m.Cc)
	o.Subject, o.Text, o.HTML = m.Subject, m.Text, HTML(raw)
	o.InReplyTo, o.References = m.InReplyTo, m.References
	for _, a := range m.Attachments {
		o.Attachments = append(o.Attachments, File(a))
	}
	return o
}

func FuzzParse(f *testing.F) {
	files, _ := fs.Glob(corpus.FS, "*/*.eml")
	for _, file := range files {
		raw, _ := corpus.FS.ReadFile(file)
		f.Add(raw)
	}
	for _, s := range hardTexts {
		f.Add([]byte(s))
		f.Add([]byte("From: " + s + " <a@x>\nSubject: " + s + "\nContent-Type: text/html; name=\"" + s +
			"\"\n\n<p>" + s))
	}
	f.Add([]byte("From: a@x\nBcc: b@x\nContent-Type: multipart/mixed; boundary=b\n\n--b\n" +
		"Content-Type: multipart/alternative; boundary=c\n\n--c\n\nx\n--c\nContent-Type: text/html\n\n<a href=x>y\n" +
		"--c--\n--b\nContent-Type: message/rfc822\n\nSubject: in\n\nt\n--b--\n"))
	f.Add([]byte("From x\nSubject: a\rBcc: x\r\n junk\nBcc : y\n\tz\n \nDate: 1 jan 26 1:2\n" +
		"Content-Transfer-Encoding: base64\n\n=AA=A"))
	f.Add([]byte("To: a, \"b <c@d>, e:f;(\n" +
		"Content-Disposition: attachment; filename*1*=%41; filename*0=utf-7''+AGE-\n" +
		"Content-Transfer-Encoding: x-uue\n\nbegin 6 x\n#abc\n"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		before := bytes.Clone(raw)
		m := Parse(raw)
		checkMessage(t, raw, m)
		checkBcc(t, raw)
		if !bytes.Equal(raw, before) {
			t.Error("the message was changed")
		}
		if second := Parse(raw); !reflect.DeepEqual(m, second) {
			t.Errorf("shown differently: %+v, %+v", m, second)
		}
		if _, err := Build(again(raw, m)); err != nil && err != ErrTooLarge && err != ErrHeaderTooLong {
			t.Errorf("cannot be sent on: %v", err)
		}
		d := deliveryReport()
		d.Original = raw
		report, err := BuildDeliveryReport(d)
		if err == nil {
			err = strict(report)
		}
		if err != nil {
			t.Errorf("cannot be reported on: %v", err)
		}
	})
}

// FuzzBuildParse: what Build writes is strict, is read as it was meant, and is the same a second time.
func FuzzBuildParse(f *testing.F) {
	for i, s := range hardTexts {
		f.Add(s, s, s, s, []byte(s), s, i)
	}
	f.Fuzz(func(t *testing.T, subject, name, text, html string, data []byte, file string, second int) {
		o := smallMessage()
		o.Subject, o.From.Name, o.To[0].Name, o.Text, o.HTML = subject, name, subject, text, html
		o.Date = o.Date.AddDate(0, 0, second%100_000)
		o.Attachments = []File{{Name: file, Data: data}, {Name: name + ".eml", Data: data}}
		raw, err := Build(o)
		if err != nil {
			return
		}
		if err := strict(raw); err != nil {
			t.Fatalf("%v\n%q", err, raw)
		}
		m := Parse(raw)
		checkRoundTrip(t, o, m)
		checkMessage(t, raw, m)
		if again, _ := Build(o); !bytes.Equal(again, raw) {
			t.Error("other bytes")
		}
	})
}

// classes are the kinds of mail of which the corpus must have at least two each.
var classes = []string{
	"8bit-headers", "addresses", "alternative", "bare-cr", "bare-lf", "broken-base64", "broken-headers",
	"content-types", "dates", "file-names",
	"broken-quoted-printable", "empty",
	"html", "long-lines", "mbox", "missing-boundary", "missing-headers", "mixed", "nested-rfc822", "nul-bytes",
	"old-charsets",
	"related", "reports", "rfc2047", "rfc2231", "signed", "unterminated-boundary", "uuencode",
}

func TestCorpus(t *testing.T) {
	files, err := fs.Glob(corpus.FS, "*/*.eml")
	if err != nil {
		t.Fatal(err)
	}
	count := map[string]int{}
	for _, file := range files {
		name := strings.TrimSuffix(file, ".eml")
		count[path.Dir(name)]++
		t.Run(name, func(t *testing.T) { checkExpected(t, name) })
	}
	for _, class := range classes {
		if count[class] < 2 {
			t.Errorf("%s has %d files, needs two", class, count[class])
		}
		delete(count, class)
	}
	for class := range count {
		t.Errorf("%s: no such class", class)
	}
}

func checkExpected(t *testing.T, name string) {
	raw, err := corpus.FS.ReadFile(name + ".eml")
	if err != nil {
		t.Fatal(err)
	}
	want, err := corpus.FS.ReadFile(name + ".expected")
	if err != nil {
		t.Fatal(err)
	}
	m := Parse(raw)
	if got := expectedForm(m); got != string(want) {
		t.Errorf("is shown as\n%s\nexpected\n%s", got, want)
	}
	checkMessage(t, raw, m)
	checkBcc(t, raw)
}

// expectedForm is a message in the format of the .expected files.
func expectedForm(m Message) string {
	var b strings.Builder
	line := func(name, value string) { b.WriteString(strings.TrimRight(name+": "+value, " ") + "\n") }
	list := func(name string, l []mail.Address) {
		if len(l) > 0 {
			line(name, formatAddresses(l))
		}
	}
	line("subject", m.Subject)
	line("from", formatAddresses(m.From))
	line("to", formatAddresses(m.To))
	list("cc", m.Cc)
	list("bcc", m.Bcc)
	list("reply-to", m.ReplyTo)
	list("receipt-to", m.ReadReceiptTo)
	if m.Sensitivity != mail.Normal {
		line("sensitivity", m.Sensitivity.String())
	}
	if m.Date.IsZero() {
		line("date", "")
	} else {
		line("date", m.Date.Format(time.RFC3339))
	}
	b.WriteString("text:\n")
	if m.Text != "" {
		for l := range strings.SplitSeq(m.Text, "\n") {
			if l != "" {
				l = " " + l
			}
			b.WriteString("|" + l + "\n")
		}
	}
	for _, a := range m.Attachments {
		line("attachment", fmt.Sprintf("%s; %s; %d bytes; sha256 %x", a.Name, a.Type, len(a.Data),
			sha256.Sum256(a.Data)))
	}
	for _, d := range m.Defects {
		line("defect", d)
	}
	return b.String()
}

func formatAddresses(list []mail.Address) string {
	var all []string
	for _, a := range list {
		name := a.Name
		if strings.ContainsAny(name, `",<>@;:()\`) {
			name = `"` + strings.ReplaceAll(name, `"`, `\"`) + `"`
		}
		switch {
		case a.Addr == "":
			all = append(all, name)
		case name == "":
			all = append(all, a.Addr)
		default:
			all = append(all, name+" <"+a.Addr+">")
		}
	}
	return strings.Join(all, ", ")
}

// BenchmarkParse reads the whole corpus, and mail that keeps one decoder busy.
func BenchmarkParse(b *testing.B) {
	var all [][]byte
	files, _ := fs.Glob(corpus.FS, "*/*.eml")
	for _, file := range files {
		raw, _ := corpus.FS.ReadFile(file)
		all = append(all, raw)
	}
	o := smallMessage()
	o.Attachments = []File{{Name: "a.bin", Data: bytes.Repeat([]byte("0123456789abcde\n"), 1<<16)}}
	base64Mail, err := Build(o)
	if err != nil {
		b.Fatal(err)
	}
	words := []byte("From: a@x.example\nSubject: " +
		strings.Repeat("=?utf-8?q?J=C3=B6rg?= =?iso-8859-1?b?5A==?= x ", 1000) + "\n\n")
	for _, bench := range []struct {
		name  string
		mails [][]byte
	}{{"corpus", all}, {"base64", [][]byte{base64Mail}}, {"encoded-words", [][]byte{words}}} {
		b.Run(bench.name, func(b *testing.B) {
			for range b.N {
				for _, raw := range bench.mails {
					Parse(raw)
				}
			}
		})
	}
}

package eml

import (
	"bytes"
	"io/fs"
	"reflect"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"recallbox/fixtures/corpus"
)

// checkShown holds a shown message against what is true of every one.
func checkShown(t *testing.T, raw []byte, m Message) {
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
		if c, found := control(s); found || !utf8.ValidString(s) {
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

// checkBcc: nothing but the Bcc lines goes, and they all do.
func checkBcc(t *testing.T, raw []byte) {
	t.Helper()
	without := WithoutBcc(raw)
	if bcc := ParseHeader(without).Bcc; len(bcc) > 0 {
		t.Errorf("Bcc left: %q", bcc)
	}
	if again := WithoutBcc(without); !bytes.Equal(again, without) {
		t.Errorf("a second time removes more: %q, %q", without, again)
	}
	if !bytes.Contains(bytes.ToLower(raw), []byte("bcc")) && !bytes.Equal(raw, without) {
		t.Error("changed without a Bcc")
	}
}

func FuzzParse(f *testing.F) {
	files, _ := fs.Glob(corpus.FS, "*/*.eml")
	for _, file := range files {
		raw, _ := corpus.FS.ReadFile(file)
		f.Add(raw)
	}
	for _, s := range nasty {
		f.Add([]byte(s))
		f.Add([]byte("From: " + s + " <a@x>\nSubject: " + s + "\nContent-Type: text/html; name=\"" + s + "\"\n\n<p>" + s))
	}
	f.Add([]byte("From: a@x\nBcc: b@x\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: multipart/alternative; boundary=c\n\n--c\n\nx\n--c\nContent-Type: text/html\n\n<a href=x>y\n--c--\n--b\nContent-Type: message/rfc822\n\nSubject: in\n\nt\n--b--\n"))
	f.Add([]byte("From x\nSubject: a\rBcc: x\r\n junk\nBcc : y\n\tz\n \nDate: 1 jan 26 1:2\nContent-Transfer-Encoding: base64\n\n=AA=A"))
	f.Add([]byte("To: a, \"b <c@d>, e:f;(\nContent-Disposition: attachment; filename*1*=%41; filename*0=utf-7''+AGE-\nContent-Transfer-Encoding: x-uue\n\nbegin 6 x\n#abc\n"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		before := bytes.Clone(raw)
		m := Parse(raw)
		checkShown(t, raw, m)
		checkBcc(t, raw)
		if !bytes.Equal(raw, before) {
			t.Error("the message was changed")
		}
		if again := Parse(raw); !reflect.DeepEqual(m, again) {
			t.Errorf("shown differently: %+v, %+v", m, again)
		}
		o := letter()
		o.Subject = m.Subject
		for _, a := range m.Attachments {
			o.Attachments = append(o.Attachments, File{Name: a.Name, Data: a.Data})
		}
		if _, err := Build(o); err != nil {
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

// FuzzBuildParse: what can be built is strict, comes back as it was, and is the same a second time.
func FuzzBuildParse(f *testing.F) {
	for i, s := range nasty {
		f.Add(s, s, s, s, []byte(s), s, i)
	}
	f.Fuzz(func(t *testing.T, subject, name, text, html string, data []byte, file string, second int) {
		o := letter()
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
		sameAsBuilt(t, o, m)
		checkShown(t, raw, m)
		if again, _ := Build(o); !bytes.Equal(again, raw) {
			t.Error("other bytes")
		}
	})
}

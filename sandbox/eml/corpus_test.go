package eml

import (
	"crypto/sha256"
	"fmt"
	"io/fs"
	"path"
	"strings"
	"testing"
	"time"

	"recallbox/fixtures/corpus"
	"recallbox/sandbox/mail"
)

// classes are the kinds of mail that the corpus must have at least two of each.
var classes = []string{
	"8bit-headers", "alternative", "bare-cr", "bare-lf", "broken-base64", "broken-headers", "broken-quoted-printable", "empty",
	"html", "long-lines", "mbox", "missing-boundary", "missing-headers", "mixed", "nested-rfc822", "nul-bytes", "old-charsets",
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
		t.Run(name, func(t *testing.T) { shownAsExpected(t, name) })
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

func shownAsExpected(t *testing.T, name string) {
	raw, err := corpus.FS.ReadFile(name + ".eml")
	if err != nil {
		t.Fatal(err)
	}
	want, err := corpus.FS.ReadFile(name + ".expected")
	if err != nil {
		t.Fatal(err)
	}
	m := Parse(raw)
	if got := shown(m); got != string(want) {
		t.Errorf("is shown as\n%s\nexpected\n%s", got, want)
	}
	checkShown(t, raw, m)
	checkBcc(t, raw)
}

// shown is a message in the format of the .expected files.
func shown(m Message) string {
	var b strings.Builder
	line := func(name, value string) { b.WriteString(strings.TrimRight(name+": "+value, " ") + "\n") }
	list := func(name string, l []mail.Address) {
		if len(l) > 0 {
			line(name, shownAddresses(l))
		}
	}
	line("subject", m.Subject)
	line("from", shownAddresses(m.From))
	line("to", shownAddresses(m.To))
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
		line("attachment", fmt.Sprintf("%s; %s; %d bytes; sha256 %x", a.Name, a.Type, len(a.Data), sha256.Sum256(a.Data)))
	}
	for _, d := range m.Defects {
		line("defect", d)
	}
	return b.String()
}

func shownAddresses(list []mail.Address) string {
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

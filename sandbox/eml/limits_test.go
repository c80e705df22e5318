package eml

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"
)

// TestTimeIsLinear reads a mebibyte of everything that has made mail parsers quadratic. Each takes milliseconds. The
// limit is for slow machines.
func TestTimeIsLinear(t *testing.T) {
	const limit = 3 * time.Second
	const size = 1 << 20
	multi := "From: a@b\nContent-Type: multipart/mixed; boundary=b\n\n--b\n"
	for name, c := range map[string][2]string{ // what stands in front, and what is repeated
		"lines":              {"From: a@b\n\n", "\n"},
		"dashes":             {multi, "--\n"},
		"near boundaries":    {multi, "--bb\n"},
		"boundaries":         {multi, "--b\n"},
		"closing boundaries": {multi, "--b--\n"},
		"parts":              {multi, "\n\n--b\n"},
		"boundaryless":       {multi, "Content-Type: multipart/mixed\n\n--x\n--b\n"},
		"nested":             {multi, "Content-Type: multipart/mixed; boundary=b\n\n--b\n"},
		"header fields":      {"From: a@b\n", "X-A: b\n"},
		"header junk":        {"From: a@b\n", "junk\nX-A: b\n"},
		"illegal names":      {"From: a@b\n", "a b: c\n"},
		"illegal, then text": {"From: a@b\n", "a b: c\n\n"},
		"continuation":       {"Subject: a\n", " b\n"},
		"blank continuation": {"Subject: a\n", " \n"},
		"blank in front":     {"\n", "\n"},
		"words":              {"Subject: ", "=?utf-8?q?a?="},
		"endless words":      {"Subject: ", "=?utf-8?q?a"},
		"half words":         {"Subject: ", "=?"},
		"joined words":       {"Subject: ", "=?utf-8?q?a?= "},
		"switching words":    {"Subject: ", "=?utf-8?q?a?= =?koi8-r?b?YQ==?= "},
		"odd words":          {"Subject: ", "=?utf-8?q??=20"},
		"addresses":          {"To: ", "a@b,"},
		"quotes":             {"To: ", `"`},
		"escaped quotes":     {"To: ", `\"`},
		"glued quotes":       {"To: ", `"a"`},
		"backslashes":        {"To: \"", `\`},
		"comments":           {"To: ", "("},
		"closed comments":    {"To: ", "()"},
		"angles":             {"To: ", "<"},
		"groups":             {"To: ", "a:b;"},
		"literals":           {"To: a@", "[IPv6:"},
		"message-ids":        {"References: ", "<a@b"},
		"parameters":         {"From: a@b\nContent-Type: text/plain", ";a=b"},
		"quoted parameters":  {"From: a@b\nContent-Type: text/plain;", `\";`},
		"sections":           {"From: a@b\nContent-Type: text/plain", ";a*1=b"},
		"dates":              {"Date: ", "1 Jan "},
		"base64":             {"From: a@b\nContent-Transfer-Encoding: base64\n\n", "AA=="},
		"base64 in lines":    {"From: a@b\nContent-Transfer-Encoding: base64\n\n", "AA==\n"},
		"base64 and noise":   {"From: a@b\nContent-Transfer-Encoding: base64\n\n", "A!!!\n"},
		"open comments":      {"To: ", "<(a>"},
		"comments in angles": {"To: ", "<" + strings.Repeat("(", 900) + ">"},
		"angles, quotes":     {"To: ", `<">`},
		"no commas":          {"To: ", "<a@b>c "},
		"dots":               {"To: ", "a . "},
		"names of nothing":   {"From: a@b\nContent-Type: ", " name"},
		"quoted-printable":   {"From: a@b\nContent-Transfer-Encoding: quoted-printable\n\n", "= "},
		"qp spaces":          {"From: a@b\nContent-Transfer-Encoding: quoted-printable\n\n", "  =\n"},
		"uuencode":           {"From: a@b\nContent-Transfer-Encoding: x-uuencode\n\nbegin 6 a\n", "#AAA\n"},
		"utf-7":              {"From: a@b\nContent-Type: text/plain; charset=utf-7\n\n", "+AGE-"},
		"iso-2022-jp":        {"From: a@b\nContent-Type: text/plain; charset=iso-2022-jp\n\n", "\x1b$B"},
		"tags":               {"From: a@b\nContent-Type: text/html\n\n", "<a>"},
		"open tags":          {"From: a@b\nContent-Type: text/html\n\n", "<a "},
		"attributes":         {"From: a@b\nContent-Type: text/html\n\n<a ", `x="' `},
		"open quotes":        {"From: a@b\nContent-Type: text/html\n\n", `<a b="c>`},
		"comments in html":   {"From: a@b\nContent-Type: text/html\n\n", "<!--"},
		"scripts":            {"From: a@b\nContent-Type: text/html\n\n", "<script>"},
		"closing scripts":    {"From: a@b\nContent-Type: text/html\n\n<script>", "</"},
		"lists":              {"From: a@b\nContent-Type: text/html\n\n", "<ol><li>a"},
		"quotations":         {"From: a@b\nContent-Type: text/html\n\n", "<blockquote>a"},
		"preformatted":       {"From: a@b\nContent-Type: text/html\n\n<pre>", "\n"},
		"links":              {"From: a@b\nContent-Type: text/html\n\n", "<a href=http://x>y"},
		"entities":           {"From: a@b\nContent-Type: text/html\n\n", "&am"},
		"enriched":           {"From: a@b\nContent-Type: text/enriched\n\n", "<x>\n"},
	} {
		raw := []byte(c[0] + strings.Repeat(c[1], size/len(c[1])))
		start := time.Now()
		m := Parse(raw)
		if took := time.Since(start); took > limit {
			t.Errorf("%s: %v", name, took)
		} else if testing.Verbose() && took > 100*time.Millisecond {
			t.Logf("%s: %v", name, took)
		}
		checkMessage(t, raw, m)
		RemoveBcc(raw)
	}
}

func TestManyParts(t *testing.T) {
	m := Parse(partsOf(maxParts))
	if len(m.Attachments) != maxParts || len(m.Defects) > 0 {
		t.Errorf("%d attachments, %q", len(m.Attachments), m.Defects)
	}
	m = Parse(partsOf(maxParts + 2))
	const defect = "more than 10000 parts: the rest is one attachment, as it stands"
	if len(m.Attachments) != maxParts+1 || len(m.Defects) != 1 || m.Defects[0] != defect {
		t.Fatalf("%d attachments, %q", len(m.Attachments), m.Defects)
	}
	last := m.Attachments[maxParts]
	firstPart := []byte("Content-Type: image/png\r\n\r\n10000\r\n--b\r\n")
	if !bytes.HasPrefix(last.Data, firstPart) || !bytes.HasSuffix(last.Data, []byte("--b--\r\n")) {
		t.Errorf("the rest is %q", last.Data)
	}
}

func partsOf(n int) []byte {
	var b bytes.Buffer
	b.WriteString("From: a@x.example\r\nDate: Mon, 05 Jan 2026 09:00:00 +0000\r\n" +
		"Content-Type: multipart/mixed; boundary=b\r\n\r\n")
	for i := range n {
		fmt.Fprintf(&b, "--b\r\nContent-Type: image/png\r\n\r\n%d\r\n", i)
	}
	b.WriteString("--b--\r\n")
	return b.Bytes()
}

// nest is multiparts inside multiparts, with a text in each.
func nest(depth int) []byte {
	var b bytes.Buffer
	b.WriteString("From: a@x.example\r\nDate: Mon, 05 Jan 2026 09:00:00 +0000\r\n")
	for i := range depth {
		fmt.Fprintf(&b, "Content-Type: multipart/mixed; boundary=b%[1]d\r\n\r\n", i)
		fmt.Fprintf(&b, "--b%[1]d\r\n\r\ntext %[1]d\r\n--b%[1]d\r\n", i)
	}
	b.WriteString("\r\ninnermost\r\n")
	for i := depth - 1; i >= 0; i-- {
		fmt.Fprintf(&b, "--b%d--\r\n", i)
	}
	return b.Bytes()
}

func TestDepth(t *testing.T) {
	m := Parse(nest(maxDepth))
	if len(m.Defects) > 0 || !strings.HasSuffix(m.Text, "text 99\n\ninnermost") || len(m.Attachments) > 0 {
		t.Errorf("text ends in %q, %d attachments, %q", m.Text[len(m.Text)-30:], len(m.Attachments), m.Defects)
	}
	m = Parse(nest(1000))
	const defect = "multiparts nested deeper than 100: what is inside is one attachment, as it stands"
	if len(m.Defects) != 1 || m.Defects[0] != defect {
		t.Errorf("%q", m.Defects)
	}
	if len(m.Attachments) != 1 || m.Attachments[0].Type != "multipart/mixed" ||
		!bytes.Contains(m.Attachments[0].Data, []byte("innermost")) {
		t.Errorf("%d attachments", len(m.Attachments))
	}
}

func TestHeaderLimit(t *testing.T) {
	raw := []byte("From: a@x.example\r\nDate: 5 Jan 2026 09:00 +0000\r\n" +
		strings.Repeat("X-Fill: "+strings.Repeat("y", 90)+"\r\n", 12_000) +
		"Bcc: late@x.example\r\nSubject: late\r\n\r\nbody\r\n")
	m := Parse(raw)
	if m.Subject != "" || m.From[0].Addr != "a@x.example" || !strings.HasSuffix(m.Text, "Subject: late\n\nbody") {
		t.Errorf("subject %q, text ends in %q", m.Subject, m.Text[max(0, len(m.Text)-30):])
	}
	if len(m.Defects) != 1 || m.Defects[0] != "the header is longer than 1 MiB: the rest is shown as text" {
		t.Errorf("%q", m.Defects)
	}
	if bytes.Contains(RemoveBcc(raw), []byte("late@x.example")) {
		t.Error("a Bcc behind the limit stays")
	}
	m = Parse([]byte("From: a@x.example\nSubject: " + strings.Repeat("long\n ", 400_000) + "\n\nbody"))
	if len(m.Defects) == 0 || len(m.Subject) > maxHeaderBytes {
		t.Errorf("%d characters of subject, %q", len(m.Subject), m.Defects)
	}
}

// TestHundredMebibytes writes and reads a large attachment, and shows a large text in one line.
func TestHundredMebibytes(t *testing.T) {
	if testing.Short() {
		t.Skip("needs half a gibibyte of memory")
	}
	data := bytes.Repeat([]byte("0123456789abcde\n"), 100<<20/16)
	o := smallMessage()
	o.Attachments = []File{{Name: "big.bin", Data: data}}
	start := time.Now()
	raw, err := Build(o)
	if err != nil {
		t.Fatal(err)
	}
	built := time.Now()
	m := Parse(raw)
	if len(m.Attachments) != 1 || !bytes.Equal(m.Attachments[0].Data, data) {
		t.Error("the attachment is another")
	}
	t.Logf("built in %v, read in %v", built.Sub(start), time.Since(built))
	if took := time.Since(start); took > 20*time.Second {
		t.Errorf("took %v", took)
	}
	start = time.Now()
	ParseHeader(raw)
	if took := time.Since(start); took > 100*time.Millisecond {
		t.Errorf("the header alone took %v", took)
	}
}

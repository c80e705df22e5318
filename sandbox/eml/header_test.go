package eml

import (
	"strings"
	"testing"
)

// TestRemoveBcc: § marks what must go. Everything else stays as it is.
func TestRemoveBcc(t *testing.T) {
	for name, marked := range map[string]string{
		"none":               "From: a@x\r\nSubject: Bcc: y\r\n\r\nBcc: z\r\n",
		"one":                "From: a@x\r\n§Bcc: b@x\r\n§Subject: y\r\n\r\nBcc: z\r\n",
		"first":              "§Bcc: b@x\r\n§From: a@x\r\n\r\nbody",
		"last":               "From: a@x\r\n§bCC: b@x\r\n§\r\nbody",
		"only":               "§Bcc: b@x\r\n§\r\nbody",
		"continued":          "From: a@x\r\n§Bcc: b@x,\r\n c@x,\r\n\td@x\r\n§Subject: y\r\n\r\n",
		"folded at once":     "§Bcc:\r\n b@x\r\n§From: a@x\r\n\r\n",
		"several":            "§Bcc: b@x\r\n§From: a@x\r\n§BCC : c@x\r\n§§Resent-Bcc: d@x\r\n§To: e@x\r\n\r\n",
		"empty":              "§Bcc:\r\n§From: a@x\r\n\r\n",
		"bare LF":            "From: a@x\n§Bcc: b@x,\n c@x\n§Subject: y\n\nBcc: z\n",
		"bare CR":            "From: a@x\r§Bcc: b@x,\r c@x\r§Subject: y\r\rBcc: z\r",
		"mixed ends":         "From: a@x\n§Bcc: b@x,\r\n c@x\n§Subject: y\r\n\nBcc: z\r\n",
		"mbox":               "From x Mon Jan 5 09:00:00 2026\r\n§Bcc: b@x\r\n§From: a@x\r\n\r\n",
		"blank in front":     "\r\n\r\n§Bcc: b@x\r\n§From: a@x\r\n\r\n",
		"behind a junk line": "From: a@x\r\njunk\r\n§Bcc: b@x\r\n§Subject: y\r\n\r\n",
		"illegal names":      "From: a@x\r\nX Foo: 1\r\n  2\r\n§Bcc: b@x\r\n§Größe: 3\r\n\r\nBcc: text",
		"junk at the end":    "From: a@x\r\n§Bcc: b@x\r\n§junk\r\n\r\nBcc: text",
		"mark in front":      "\xef\xbb\xbf§Bcc: b@x\r\n§From: a@x\r\n\r\n",
		"blanks in front":    " \t\r\n§Bcc: b@x\r\n§From: a@x\r\n\r\n",
		"no body":            "From: a@x\r\n§Bcc: b@x\r\n§",
		"no line end":        "From: a@x\r\n§Bcc: b@x§",
		"no blank line":      "From: a@x\r\n§Bcc: b@x\r\n§body goes on\r\nBcc is a word\r\n",
		"raw octets":         "From: \xff\x00@x\r\n§Bcc: \xfe\x00\r\n§Subject: \xfd\r\n\r\n\x00\xff",
		"other names":        "X-Bcc: a@x\r\nBccx: y\r\nTo: Bcc\r\n\r\n",
		"nested": "From: a@x\r\n§Bcc: b@x\r\n§Content-Type: message/rfc822\r\n\r\nBcc: c@x\r\n" +
			"From: d@x\r\n\r\n",
		"no header":         "Hello,\r\n\r\nBcc: is text here\r\n",
		"text, then header": "Hello,\r\n§Bcc: b@x\r\n§",
	} {
		raw, want := "", ""
		for i, piece := range strings.Split(marked, "§") {
			raw += piece
			if i%2 == 0 {
				want += piece
			}
		}
		if got := string(RemoveBcc([]byte(raw))); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
}

// TestSenderKeepsBcc: what Build writes names them. What the others get does not.
func TestSenderKeepsBcc(t *testing.T) {
	o := smallMessage()
	o.Bcc = o.To
	with := mustBuild(t, o)
	o.Bcc = nil
	if without := mustBuild(t, o); string(RemoveBcc(with)) != string(without) || len(ParseHeader(with).Bcc) != 1 {
		t.Errorf("with %s\nwithout %s", with, without)
	}
}

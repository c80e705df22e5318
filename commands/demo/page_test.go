package demo_test

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"recallbox/commands/demo"
)

// A page needs nothing else, runs nothing, holds every mailbox state, and is the same every time.
func TestDemoPage(t *testing.T) {
	t.Parallel()
	for _, name := range []string{
		"outlook/auto-read", "stories/same-mistake-everywhere", "outlook/public-read", "zoho/recalled-tag", "cli/hints",
	} {
		p := play(t, name)
		page, err := demo.Page(demo.Telling{}, p)
		if err != nil {
			t.Fatal(err)
		}
		again, _ := demo.Page(demo.Telling{}, play(t, name))
		if !bytes.Equal(page, again) {
			t.Errorf("%s: another page the second time", name)
		}
		checkAlone(t, name, string(page))
		checkWellFormed(t, name, string(page))
		for _, ph := range p.Phases {
			for _, st := range ph.Steps {
				for _, m := range st.Mailboxes {
					if want := len(m.Copies); strings.Count(string(page), "<h4>"+m.Address+"</h4>") == 0 || want == 0 {
						t.Errorf("%s: no state of %s", name, m.Address)
					}
				}
			}
		}
		if got, want := strings.Count(string(page), `<section class="mailbox"`), mailboxStates(p); got != want {
			t.Errorf("%s: %d mailbox states, want %d", name, got, want)
		}
	}
}

func mailboxStates(p *demo.Play) (n int) {
	for _, ph := range p.Phases {
		for _, st := range ph.Steps {
			n += len(st.Mailboxes)
		}
	}
	return n
}

// checkAlone looks for whatever a page could load or run.
func checkAlone(t *testing.T, name, page string) {
	t.Helper()
	for _, bad := range []string{
		`(?i)<(script|link|img|iframe|object|embed|base|form|video|audio|source)\b`,
		`(?i)\bsrc\s*=`, `(?i)\bhref\s*=\s*"?[^"#]`, `(?i)url\(`, `(?i)@import`, `(?i)\son\w+\s*=`, `(?i)https?://`,
		`(?i)http-equiv`,
	} {
		if found := regexp.MustCompile(bad).FindString(page); found != "" {
			t.Errorf("%s: has %q", name, found)
		}
	}
}

// checkWellFormed pairs the tags, and wants each heading below one a level higher at most.
func checkWellFormed(t *testing.T, name, page string) {
	t.Helper()
	var open []string
	level := 0
	for _, tag := range regexp.MustCompile(`<(/?)([a-z0-9]+)[^>]*>`).FindAllStringSubmatch(page, -1) {
		switch {
		case tag[2] == "meta":
		case tag[1] == "":
			open = append(open, tag[2])
			if h := regexp.MustCompile(`^h(\d)$`).FindStringSubmatch(tag[2]); h != nil {
				if now := int(h[1][0] - '0'); now > level+1 {
					t.Errorf("%s: h%d below h%d", name, now, level)
				} else {
					level = now
				}
			}
		case len(open) == 0 || open[len(open)-1] != tag[2]:
			t.Fatalf("%s: </%s> closes %v", name, tag[2], open)
		default:
			open = open[:len(open)-1]
		}
	}
	if len(open) > 0 {
		t.Errorf("%s: %v stay open", name, open)
	}
	for _, want := range []string{
		"<!DOCTYPE html>", `<html lang="en">`, "<title>" + strings.TrimSpace(name),
		"prefers-color-scheme", "@media print", "break-inside: avoid",
	} {
		if !strings.Contains(page, want) {
			t.Errorf("%s: no %q", name, want)
		}
	}
}

// Text from mail is text on the page.
func TestDemoPageEscapes(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	script := "# <b>bold</b> & </title><script>alert(1)</script>\n" +
		"recallbox org add acme --domain acme.example\n" +
		"recallbox user add alice@acme.example bob@acme.example name=<i>Bob</i>\n" +
		"recallbox folder add --as bob '<img src=x>'\n" +
		"recallbox send --as alice --to bob --subject '<script src=//evil.example>' " +
		"--body '<!-- <a href=https://evil.example>'\n" +
		"recallbox move --as bob m1 '<img src=x>'\nrecallbox open --as bob m1\nrecallbox recall --as alice m1\n"
	if err := os.WriteFile(filepath.Join(dir, "x.txtar"), []byte(script), 0o666); err != nil {
		t.Fatal(err)
	}
	code, out, said := runDemo(t.Context(), dir, "x.txtar", "--html", "x.html")
	if code != 0 || out != "" || said != "" {
		t.Fatalf("exit %d\n%s%s", code, out, said)
	}
	page, err := os.ReadFile(filepath.Join(dir, "x.html"))
	if err != nil {
		t.Fatal(err)
	}
	tags := strings.Join(regexp.MustCompile(`<[^>]*>`).FindAllString(string(page), -1), "\n")
	if found := regexp.MustCompile(`(?i)<(script|img|i|!--)|evil`).FindString(tags); found != "" {
		t.Errorf("has the tag %q", found)
	}
	for _, want := range []string{"&lt;script src=//evil.example&gt;", "&lt;img src=x&gt;"} {
		if !strings.Contains(string(page), want) {
			t.Errorf("no %q", want)
		}
	}
}

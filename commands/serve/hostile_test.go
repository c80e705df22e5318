package serve_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"recallbox/fixtures/corpus"
)

// evil is what a name, a subject or a text may be, and what must stay text.
const (
	evilName = `"><img src=http://evil.example/x.png onerror=alert(1)><script>alert(1)</script>`
	evil     = evilName + "\u202e"
)

// evilPage is a message as HTML that wants to run, to load and to lead away.
const evilPage = `<h1>Offer</h1><script>alert(1)</script><img src="http://evil.example/x.png" onerror="alert(1)">
<link rel="stylesheet" href="http://evil.example/x.css"><meta http-equiv="refresh" content="0;url=http://evil.example/">
<form action="http://evil.example/"><input name="a" autofocus onfocus="alert(1)"></form>
<iframe src="http://evil.example/"></iframe>
<style>@import "http://evil.example/y.css"; body { background: url(//evil.example/z) }</style>
<svg onload="alert(1)"></svg><a href="javascript:alert(1)" id="link">here</a>`

// TestHostileMail: whatever stands in names, subjects, folders and mail, it stays text on every screen: nothing runs,
// nothing is loaded, nothing becomes markup. Each person of a test notes that; see watch.
func TestHostileMail(t *testing.T) {
	l := newLesson(t, office...)
	l.write("evil.html", evilPage)
	l.run("user", "set", "bob", "name="+evilName)
	l.run("folder", "add", "--as", "bob", `<img src=x onerror=alert(1)>`)
	l.run("public-folder", "add", "board@acme.example", "--name", evilName)
	l.run("send", "--as", "alice", "--to", "bob,board@acme.example", "--subject", evil, "--body", evil,
		"--html-file", "evil.html")
	l.run("move", "--as", "bob", "m1", `<img src=x onerror=alert(1)>`)
	mail := filepath.Join(l.dir, "mail")
	if err := os.CopyFS(mail, corpus.FS); err != nil {
		t.Fatal(err)
	}
	files, _ := fs.Glob(corpus.FS, "*/*.eml")
	for _, file := range files {
		if out, said, exit := l.try("send", "--as", "carol", "--to", "alice", "--eml", filepath.Join(mail, file)); exit > 1 {
			t.Errorf("%s: %s%s", file, out, said)
		}
	}

	p := l.open()
	p.show("alice@acme.example,bob@acme.example,board@acme.example")
	p.sees("#columns", "<script>alert(1)</script>")
	p.sees("#columns", `\u202e`)
	p.click(row(2), "<script>")
	p.sees("#pane .body", "<script>alert(1)</script>")
	p.opens(row(2), "<script>", "</script>")
	p.sees(".window .body", "<script>alert(1)</script>")
	p.click(".window button", "Show as HTML")
	p.until("document.querySelector('iframe')?.contentDocument === null") // it belongs to nobody, and has come
	p.click(".window button", "Show as text")
	p.opens(row(1)+".is-read", "<script>", "Alice")
	p.click(".window:first-child button", "Delivery status")
	p.click(".window.message button", "Recall This Message…")
	p.click("dialog button", "What would happen?")
	p.sees("dialog .would", "<script>")
	p.click("dialog button", "OK")
	p.sees(".window.result", "<script>")
	p.click(".window.result button", "Explain")
	p.sees(".window.explain", "Decided")
	p.press(":")
	p.types("inspect mailbox bob")
	p.press(enter)
	p.sees("#output", "<script>")
	p.sees(".log", "m1 reached")

	// Each message of the corpus is looked at, as text and as HTML.
	value[int](p, `(async () => {
		const { openMessage } = await import("/page/message.js");
		const { readMailbox } = await import("/page/world.js");
		const box = await readMailbox("alice@acme.example");
		const all = box.folders.flatMap((folder) => folder.messages.map((message) => [folder.path, message]));
		for (const [folder, message] of all) {
			const place = { as: box.address, address: box.address, id: message.id, folder, twice: false, message };
			await openMessage(place, [], true);
		}
		const buttons = [...document.querySelectorAll(".window button")];
		for (const one of buttons) if (one.textContent === "Show as HTML") one.click();
		return all.length;
	})()`)
	p.until("document.querySelectorAll('iframe').length > 5")
	markup := value[string](p, `(() => {
		const own = "head > *, #box, .compose form, dialog form, #greet form, iframe[sandbox=''][src^='/mail/']";
		return [...document.querySelectorAll("img, script, svg, object, embed, link, meta, style, form, iframe")]
			.filter((one) => !one.matches(own)).map((one) => one.outerHTML).join("\n");
	})()`)
	if markup != "" {
		t.Errorf("markup of mail:\n%s", markup)
	}
}

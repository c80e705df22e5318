package serve_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
)

// office is a company in which three people can write to each other.
var office = []string{
	"org add acme --domain acme.example",
	"user add alice@acme.example bob@acme.example carol@acme.example",
}

// send sends a message from the page, by the mouse.
func (p *person) send(to, subject, text string) {
	p.Helper()
	p.click("button", "New message")
	p.fill(".compose input[name=to]", to)
	p.fill(".compose input[name=subject]", subject)
	p.fill(".compose textarea", text)
	p.click(".compose button", "Send")
	p.until("!document.querySelector('.compose')")
}

// download is what the page offers to take home.
func (p *person) download(form string) string {
	p.Helper()
	link := "document.querySelector('.downloads a[href$=" + form + "]')"
	return value[string](p, "fetch("+link+".href).then((answer) => answer.text())")
}

// TestLesson: a trainer begins with an empty sandbox, does a lesson with the mouse, and takes it home as a script,
// which passes and makes an equal sandbox.
func TestLesson(t *testing.T) {
	l := newLesson(t)
	p := l.open()

	p.sees("#greet", "An empty sandbox")
	p.click("#greet button", "Start a company")
	p.sees("#columns", "Carol")
	p.send("bob, carol", "Budget", "Not yet final.")
	p.sees("#strip", "recallbox send --as alice --to 'bob, carol' --subject Budget --body 'Not yet final.'")
	p.sees(row(2), "new")

	// A click is no reading, a double click is.
	p.click(row(3), "Budget")
	p.sees("#pane", "This is a preview, which is not reading: Carol's copy stays as it was.")
	p.sees(column(3), "1 message, 1 unread")
	p.opens(row(2), "Budget", "Bob")
	p.sees(column(2), "1 message, 0 unread")
	p.sees("#strip", "Bob opened m1 “Budget”")

	// Who has got it cannot recall it, which is a part of the lesson.
	p.press("x", enter)
	p.sees(".window.refused", "does not lie in Bob's own Sent Items")
	p.press(escape)
	p.sees(row(1), "To: Bob, Carol")
	p.opens(row(1), "Budget", "Alice")
	p.click(".window:first-child button", "Recall This Message…")
	p.sees("dialog", "Delete unread copies and replace with a new message")
	p.sees("dialog", "Tell me if recall succeeds or fails for each recipient")
	p.click("dialog button", "What would happen?")
	p.sees("dialog .succeeded", "Carol")
	p.click("dialog button", "OK")
	p.sees(".window.result .failed", "Bob already marked read: it stays")
	p.sees(".window.result .succeeded", "Carol only previewed when the recall message arrived: deleted")
	p.sees(column(3)+" .went", "Budget")

	p.click(".window.result .failed button", "Explain")
	p.sees(".window.explain .decided", "outlook/auto-read")
	p.sees(".window.explain .facts", "original was")
	p.sees(".window.explain .passed", "behaviours")
	p.sees(".window.explain .source", "Passage: current article")

	p.click("#clock button", "+10 min")
	p.sees("#clock", "Mon 5 Jan 2026 09:10")

	p.click("nav button", "Log and commands")
	p.sees(".lesson", "clock advance 10m")
	p.sees(".lesson li", "recall --as bob m1 refused")
	script := p.download("script")
	if !strings.Contains(script, "\nstatus 3 recallbox recall --as bob m1\n") {
		t.Errorf("the script does not have what was refused:\n%s", script)
	}
	l.write("lesson.txtar", script)
	l.run("run", "lesson.txtar")

	l.write("batch", p.download("batch"))
	l.run("init", "--sandbox", "again.db")
	l.run("batch", "--sandbox", "again.db", "batch")
	for _, look := range [][]string{{"inspect", "--json"}, {"log", "--json"}, {"inspect", "recall", "r1", "--json"}} {
		if got, want := l.run(append(look, "--sandbox", "again.db")...), l.run(look...); got != want {
			t.Errorf("%q of the lesson done again:\n%s\nof the lesson:\n%s", look, got, want)
		}
	}
}

// TestReplace: the second choice of a recall leads to the new message, which goes in place of the first.
func TestReplace(t *testing.T) {
	l := newLesson(t, append(office, "send --as alice --to bob --subject Prices --body High")...)
	p := l.open()
	p.opens(row(1), "Prices", "Alice")
	p.click(".window.message button", "Recall This Message…")
	p.click("dialog label", "replace with a new message")
	p.click("dialog label", "Tell me if recall")
	p.click("dialog button", "OK")
	p.fill(".compose textarea", "Right.")
	p.click(".compose button", "Send")
	p.sees(".window.result", "Complete success")
	p.sees("#strip", "recallbox recall --as alice m1 --replace --no-report --body Right.")
	p.opens(row(2)+".came:not(:has(.kind))", "Prices", "Bob")
	p.sees(".window:first-child .body", "Right.")
}

// TestOtherSystems: each mail system offers its own way, asks where it asks, and says why it refuses.
func TestOtherSystems(t *testing.T) {
	l := newLesson(t,
		"org add zoho --domain zoho.example --system zoho", "user add zoe@zoho.example yan@zoho.example",
		"send --as zoe --to yan --subject List",
		"org add quick --domain quick.example --system undo", "user add ula@quick.example vic@quick.example",
		"send --as ula --to vic --subject Hasty",
	)
	p := l.open()
	p.show("zoe@zoho.example,yan@zoho.example,ula@quick.example,vic@quick.example")

	// An e-mail is recalled from its delivery status, after Proceed.
	p.opens(row(1), "List", "Zoe")
	p.click(".window.message button", "Mail Delivery Status (MDS)")
	p.click(".window.status button", "Recall this email")
	p.click("dialog button", "OK")
	p.sees("dialog", "Zoho Mail asks: recall this email?")
	if p.text("#strip .trouble") != "" {
		t.Error("the question is a refusal")
	}
	p.click("dialog button", "Proceed")
	p.sees("#strip", "recallbox recall --as zoe m1 --yes")
	p.sees(".window.result .succeeded", "Yan")

	// What is still held back is taken back, and falls due by itself otherwise.
	p.opens(row(3), "Hasty", "Ula")
	p.sees("#clock .next", "Next: Mon 5 Jan 09:00:10")
	p.click(".window:first-child button", "Undo")
	p.sees(column(3), "moved from Outbox")
	p.sees("#clock .next", "Nothing falls due")

	// What does not lie in Sent Items is refused, with the reason.
	l.run("org", "add", "acme", "--domain", "acme.example")
	l.run("user", "add", "bob@acme.example")
	l.run("send", "--as", "zoe", "--to", "bob", "--subject", "Outside")
	p.show("bob@acme.example")
	p.opens(row(1), "Outside", "Bob")
	p.click(".window.message button", "Recall This Message…")
	p.click("dialog button", "OK")
	p.sees(".window.refused", "does not lie in Bob's own Sent Items")
	p.sees(".window.refused", "hint: recallbox behaviours show outlook/sent-items")
}

// TestAllSeeEachOther: two browsers and the command line see what the others do, as it happens.
func TestAllSeeEachOther(t *testing.T) {
	l := newLesson(t, office...)
	one, other := l.open(), l.open()
	l.run("send", "--as", "alice", "--to", "bob", "--subject", "Hello")
	for _, p := range []*person{one, other} {
		p.sees(row(2)+".came", "Hello")
		p.sees("#strip", "m1 “Hello” reached Bob's Inbox")
	}
	one.click(row(2), "Hello")
	one.click("#pane button", "Mark read")
	other.sees(row(2)+".is-read", "now read")
	if log := l.run("log"); !strings.Contains(log, "bob@acme.example") || !strings.Contains(log, "marked m1 as read") {
		t.Errorf("the log:\n%s", log)
	}
	l.run("user", "add", "dora@acme.example") // which is no event
	other.until("[...document.querySelectorAll('.picker option')].some((one) => one.value === 'dora@acme.example')")
	l.run("init", "--force") // is another sandbox
	one.sees("#greet", "An empty sandbox")
}

// TestPlay: a script is played step by step in a sandbox of its own, with the question before the step.
func TestPlay(t *testing.T) {
	l := newLesson(t, office...)
	before := l.run("log", "--json")
	p := l.open()
	p.click("nav button", "Play")
	p.fill("#play input[type=search]", "auto-unread")
	p.click("button.play", "auto-unread")
	for range 20 {
		if value[bool](p, "Boolean(document.querySelector('.question'))") {
			break
		}
		p.click("#play button", "Next")
	}
	p.sees(".question", "What will happen to the copy of bob@acme.example?")
	p.until("!document.querySelector('#clock .steps').checkVisibility()")
	shown := value[string](p, "document.querySelector('#play').innerText.replace("+
		"document.querySelector('.question').innerText, '')")
	if strings.Contains(shown, "delete") {
		t.Errorf("the answer is given away:\n%s", shown)
	}
	p.click(".question label", "It is deleted.")
	p.click(".question button", "Answer")
	p.sees(".verdict", "Right.")
	p.sees("#play .went", "Budget")
	p.sees(".score", "1 of 1 right")
	p.press("b")
	p.sees(".question", "What will happen to the copy of bob@acme.example?")
	if after := l.run("log", "--json"); after != before {
		t.Errorf("the play is in the sandbox:\n%s", after)
	}
}

// TestKeyboard: a lesson without the mouse.
func TestKeyboard(t *testing.T) {
	l := newLesson(t, append(office, "send --as alice --to bob,carol --subject Budget")...)
	p := l.open()
	p.press("?")
	p.sees("dialog", "previews the message, which is not reading it")
	p.press(escape)
	p.until("!document.querySelector('dialog')")
	p.press("1", right, " ") // to Alice, beside her Bob, preview
	p.sees("#pane", "Bob's copy stays as it was")
	p.press("r")
	p.sees(row(2)+".is-read", "Budget")
	p.press("u")
	p.sees(row(2)+".is-unread", "Budget")
	p.press("1", enter)
	p.sees(".window.message", "Alice has opened")
	p.press("f")
	p.sees(".compose", "Forward")
	p.press(escape)
	p.until("!document.querySelector('.compose')")
	p.press("x")
	p.sees("dialog", "Recall This Message")
	p.press(enter)
	p.sees(".window.result", "Complete success")
	p.press(escape, escape)
	p.until("!document.querySelector('.window')")
	p.press("+")
	p.sees("#clock", "09:01")
	p.press("1", "c")
	p.sees(".compose", "New message")
	p.types("bob")
	p.press(tab, tab)
	p.types("Again")
	p.press(tab, tab, enter)
	p.sees(row(2)+".came", "Again")
	p.press(":")
	p.types("inspect mailb")
	p.sees("#candidates", "mailbox")
	p.press(tab)
	p.until("document.querySelector('#command').value === 'inspect mailbox '")
	p.types("bob")
	p.press(enter)
	p.sees("#output", "bob@acme.example")
	if place := value[string](p, "document.activeElement.id"); place != "command" {
		t.Errorf("the focus is on %q after a command", place)
	}
}

// TestActs: each act of the stage is a command, which stands in the history as somebody would have typed it.
func TestActs(t *testing.T) {
	l := newLesson(t, append(office, "folder add --as bob Projects", "send --as alice --to bob --subject Plan")...)
	p := l.open()
	p.click(row(2), "Plan")
	p.sees("#pane .body", "")
	p.picks("#pane .move", "Projects")
	p.sees(row(2)+".moved", "moved from Inbox")
	p.click("#pane button", "Mark read")
	p.sees(row(2)+".is-read", "Plan")
	p.click("#pane button", "Reply")
	p.fill(".compose textarea", "It's good.")
	p.click(".compose button", "Send")
	p.sees(row(1)+".came", "Re: Plan")
	p.click("#pane button", "Forward")
	p.fill(".compose input[name=to]", "carol")
	p.click(".compose button", "Send")
	p.sees(row(3)+".came", "Plan")
	p.click("#pane button", "Delete")
	p.sees(row(2)+".moved", "moved from Projects")
	want := []string{
		"preview --as bob m1", "move --as bob m1 Projects", "mark-read --as bob m1",
		"send --as bob --in-reply-to m1 --to alice --subject 'Re: Plan' --body 'It'\\''s good.'",
		"forward --as bob m1 --to carol", "delete --as bob m1",
	}
	history := strings.Split(strings.TrimSpace(l.run("history")), "\n")
	if got := history[len(history)-len(want):]; !slices.Equal(got, want) {
		t.Errorf("the history:\n%s\nwanted:\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// TestPublicFolder: a public folder stands on the stage as a mailbox does, and somebody reads in it.
func TestPublicFolder(t *testing.T) {
	l := newLesson(t, append(office, "public-folder add board@acme.example --name Notices",
		"send --as alice --to board@acme.example --subject Party")...)
	p := l.open()
	p.show("board@acme.example,alice@acme.example")
	p.picks(column(1)+" .reader select", "bob@acme.example")
	p.opens(row(1), "Party", "Bob")
	p.sees("#strip", "recallbox open --as bob --in board m1")
	p.sees(row(1)+".read", "read by bob")
	p.click("#strip button", "Clear")
	p.sees("#strip", "Nothing has happened")
}

// TestReadOnly: a page that may only look offers nothing else, and changes nothing.
func TestReadOnly(t *testing.T) {
	l := newLesson(t, append(office, "send --as alice --to bob --subject Budget")...)
	l.serve("--read-only")
	before := l.run("log", "--json")
	p := l.open()
	p.sees("#top", "read only")
	p.click(row(2), "Budget")
	p.sees("#pane", "Only looked at")
	p.doubleClick(row(1), "Budget")
	p.sees(".window.message .head", "bob@acme.example")
	p.press("r", "d", "+", "c")
	if offered := p.text("#stage-side") + p.text("#windows") + p.text("#top"); strings.Contains(offered, "Mark") ||
		strings.Contains(offered, "Recall") || strings.Contains(offered, "+1") || strings.Contains(offered, "New message") {
		t.Errorf("it offers:\n%s", offered)
	}
	l.run("mark-read", "--as", "bob", "m1") // which comes behind all that was pressed
	p.sees(row(2), "now read")
	if after := l.run("log", "--json"); strings.Count(after, "seq") != strings.Count(before, "seq")+1 {
		t.Errorf("the log:\n%s", after)
	}
}

// TestBoxRefuses: the command box says why it does not run a command, and the sandbox stays.
func TestBoxRefuses(t *testing.T) {
	l := newLesson(t, office...)
	p := l.open()
	p.press(":")
	p.types("init --force")
	p.press(enter)
	p.sees("#output .trouble", "init is not for the page")
	p.sees("#output .trouble", "in a terminal: recallbox init --force")
	var people struct{ Users []struct{ Address string } }
	if err := json.Unmarshal([]byte(l.run("user", "list", "--json")), &people); err != nil || len(people.Users) != 3 {
		t.Errorf("%v: %v", people, err)
	}
}

package serve_test

import (
	"os"
	"strings"
	"testing"
)

// check lets axe-core look for what somebody cannot read, reach or hear.
func (p *person) check(screen, axe string) {
	p.Helper()
	for _, dark := range []bool{false, true} {
		p.dark(dark)
		if wide := value[bool](p, "document.documentElement.scrollWidth > innerWidth"); wide {
			p.Errorf("%s: it is wider than its window", screen)
		}
		if axe == "" {
			return
		}
		value[bool](p, "typeof axe === 'object' || (() => { "+axe+"; return true; })()")
		rules := `["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]`
		if dark { // in which colours alone are others
			rules = `["color-contrast"]`
		}
		found := value[[]string](p, `axe.run({runOnly: `+rules+`}).then((result) => result.violations.flatMap((one) =>
			one.nodes.map((node) => one.id + " at " + node.target.join(" ") + ": " + node.failureSummary)))`)
		if len(found) > 0 {
			p.Errorf("%s, dark: %v\n%s", screen, dark, strings.Join(found, "\n"))
		}
	}
}

// TestAccessible: every screen fits the window from a phone to a projector, and can be read, reached and heard, in
// light and dark. RECALLBOX_AXE names the file of axe-core, axe.min.js, without which only the fit is checked.
func TestAccessible(t *testing.T) {
	l := newLesson(t, append(office, "send --as alice --to bob,carol --subject Budget", "open --as bob m1")...)
	axe := ""
	if file := os.Getenv("RECALLBOX_AXE"); file != "" {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		axe = string(data)
	}
	for _, width := range []int64{360, 1920, 1280} {
		axe := axe
		if width != 1280 { // elsewhere names and colours are the same
			axe = ""
		}
		p := l.open()
		p.size(width, width*9/16+200)
		p.dark(false)
		p.click(row(2), "Budget")
		p.sees("#pane .body", "")
		p.check("stage", axe)
		p.opens(row(1), "Budget", "Alice")
		p.click(".window.message button", "Delivery status")
		p.sees(".window.status", "carol@acme.example")
		p.check("windows", axe)
		p.click(".window.message button", "Recall This Message…")
		p.click("dialog button", "What would happen?")
		p.sees("dialog .succeeded, dialog .failed", "Carol")
		p.check("recall", axe)
		if width == 1280 {
			p.click("dialog button", "OK")
			p.sees(".window.result .succeeded", "Carol")
			p.click(".window.result button", "Explain")
			p.sees(".window.explain .source", "Passage")
			p.check("explain", axe)
		} else {
			p.click("dialog button", "Cancel")
		}
		p.click("#stage-side button", "New message")
		p.sees(".compose", "Subject")
		p.check("compose", axe)
		p.click("nav button", "Play")
		p.sees("#play", "salaries")
		p.check("plays", axe)
		p.click("button.play", "salaries-to-everyone")
		p.sees("#play", "Step 1")
		p.check("play", axe)
		p.click("nav button", "Log and commands")
		p.fill("#command", "inspect m")
		p.sees("#candidates", "mailbox")
		p.check("commands", axe)
		p.click("nav button", "?")
		p.sees("dialog", "shows this list")
		p.check("keys", axe)
	}
}

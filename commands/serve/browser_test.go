package serve_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"recallbox/commands"
	"recallbox/sandbox"
)

// Tests in a real browser. RECALLBOX_BROWSER names one: without it, that which is installed is used, and where there is
// none these tests do not run, and go test -v says so. With it they run or fail.

// chromium is the browser of all tests, which is started once.
var chromium = sync.OnceValues(func() (context.Context, error) {
	file := os.Getenv("RECALLBOX_BROWSER")
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "chrome"} {
		if found, err := exec.LookPath(name); file == "" && err == nil {
			file = found
		}
	}
	if file == "" {
		return nil, nil
	}
	flags := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(file), chromedp.NoSandbox,
		chromedp.WSURLReadTimeout(time.Minute), chromedp.WindowSize(1280, 800))
	allocator, _ := chromedp.NewExecAllocator(context.Background(), flags...)
	ctx, end := chromedp.NewContext(allocator)
	endBrowser = end
	return ctx, chromedp.Do(ctx)
})

var endBrowser = func() {} // ends the browser, once it has begun

func TestMain(m *testing.M) {
	code := m.Run()
	endBrowser()
	os.Exit(code)
}

// lesson is a sandbox in a folder, and the server that shows it.
type lesson struct {
	*testing.T
	dir string
	url string
}

// newLesson makes a sandbox with a batch, and serves it.
func newLesson(t *testing.T, lines ...string) *lesson {
	t.Helper()
	if ctx, err := chromium(); err != nil {
		t.Fatal("the browser does not start:", err)
	} else if ctx == nil {
		t.Skip("NOT RUN: no chromium is installed, and RECALLBOX_BROWSER names none")
	}
	l := &lesson{T: t, dir: t.TempDir()}
	l.run("init")
	for _, line := range lines {
		l.run(strings.Fields(line)...)
	}
	l.serve()
	return l
}

func process(dir string, args []string) commands.Process {
	return commands.Process{Dir: dir, Args: args, Options: sandbox.Options{Throwaway: true}}
}

// try runs a command as somebody at a terminal does.
func (l *lesson) try(args ...string) (out, said string, exit int) {
	var o, e bytes.Buffer
	p := process(l.dir, args)
	p.Out, p.Err = &o, &e
	exit = commands.Run(p)
	return o.String(), e.String(), exit
}

// run runs a command that must succeed.
func (l *lesson) run(args ...string) string {
	l.Helper()
	out, said, exit := l.try(args...)
	if exit != 0 {
		l.Fatalf("recallbox %q: exit %d: %s", args, exit, said)
	}
	return out
}

func (l *lesson) write(name, text string) {
	l.Helper()
	if err := os.WriteFile(filepath.Join(l.dir, name), []byte(text), 0o600); err != nil {
		l.Fatal(err)
	}
}

// serve serves the sandbox until the test ends.
func (l *lesson) serve(flags ...string) {
	l.Helper()
	in, out := io.Pipe()
	ctx, interrupt := context.WithCancel(context.Background())
	ended := make(chan int, 1)
	p := process(l.dir, append([]string{"serve", "--json", "--listen", "127.0.0.1:0"}, flags...))
	p.Context, p.Out = ctx, out
	go func() {
		ended <- commands.Run(p)
		out.Close()
	}()
	l.Cleanup(func() {
		interrupt()
		<-ended
	})
	var served struct{ URL string }
	if err := json.NewDecoder(in).Decode(&served); err != nil {
		l.Fatal(err)
	}
	l.url = served.URL
}

// person is somebody who sits before the page.
type person struct {
	*lesson
	ctx context.Context

	mutex  sync.Mutex
	faults []string // what no page may do: dialogs, requests to elsewhere, errors
}

// open opens the page in a browser of its own.
func (l *lesson) open() *person {
	l.Helper()
	browser, _ := chromium()
	ctx, end := chromedp.NewContext(browser, chromedp.WithNewBrowserContext())
	p := &person{lesson: l, ctx: ctx}
	if err := chromedp.Listen(ctx, p.watch); err != nil {
		l.Fatal(err)
	}
	ctx, giveUp := context.WithTimeout(ctx, 3*time.Minute)
	p.ctx = ctx
	l.Cleanup(func() {
		p.mutex.Lock()
		defer p.mutex.Unlock()
		for _, fault := range p.faults {
			l.Error(fault)
		}
		giveUp()
		end()
	})
	call(p, network.Enable, network.EnableParams{})
	p.do(chromedp.Navigate(l.url))
	p.until("document.documentElement.dataset.ready")
	return p
}

// watch notes what no page may do.
func (p *person) watch(event any) {
	base, _, _ := strings.Cut(p.url, "?")
	fault := ""
	switch e := event.(type) {
	case *network.EventRequestWillBeSent:
		if !strings.HasPrefix(e.Request.URL, base) && e.Request.URL != "about:blank" {
			fault = "a request to " + e.Request.URL
		}
	case *page.EventJavascriptDialogOpening:
		fault = "a dialog: " + e.Message
		go chromedp.Call(p.ctx, page.HandleJavaScriptDialog, page.HandleJavaScriptDialogParams{Accept: true})
	case *runtime.EventExceptionThrown:
		fault = fmt.Sprintf("an error: %+v", e.ExceptionDetails)
	}
	if fault != "" {
		p.mutex.Lock()
		defer p.mutex.Unlock()
		p.faults = append(p.faults, fault)
	}
}

func (p *person) do(actions ...chromedp.Action[chromedp.Void]) {
	p.Helper()
	if err := chromedp.Do(p.ctx, actions...); err != nil {
		p.Fatalf("%v; the page shows:\n%s", err, p.text("body"))
	}
}

// call gives the browser a command that chromedp has no action for.
func call[P any](p *person, command cdp.Command[P, cdp.Empty], params P) {
	p.Helper()
	if _, err := chromedp.Call(p.ctx, command, params); err != nil {
		p.Fatal(err)
	}
}

// value is the value of an expression in the page.
func value[T any](p *person, expression string) T {
	p.Helper()
	v, err := chromedp.Run(p.ctx, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
	if err != nil {
		p.Fatalf("%s: %v", expression, err)
	}
	return v
}

// patience is for a machine on which much else runs.
const patience = 20 * time.Second

// until waits until an expression is true in the page.
func (p *person) until(expression string) {
	p.Helper()
	for begin := time.Now(); ; time.Sleep(20 * time.Millisecond) {
		is, err := chromedp.Run(p.ctx, chromedp.Evaluate[bool]("Boolean("+expression+")"))
		if err == nil && is {
			return
		}
		if time.Since(begin) > patience {
			p.Fatalf("it did not come to %s (%v); the page shows:\n%s", expression, err, p.text("body"))
		}
	}
}

// text is what an element shows.
func (p *person) text(selector string) string {
	text, _ := chromedp.Run(p.ctx, chromedp.Evaluate[string](
		fmt.Sprintf("document.querySelector(%q)?.innerText ?? ''", selector)))
	return text
}

// sees waits until an element shows some words.
func (p *person) sees(selector, words string) {
	p.Helper()
	p.until("[...document.querySelectorAll(" + strconv.Quote(selector) + ")].some((one) => one.innerText.includes(" +
		strconv.Quote(words) + "))")
}

// find is an expression for the element with some words, in the page.
func find(selector, words string) string {
	return fmt.Sprintf("[...document.querySelectorAll(%q)].find((one) => "+
		"one.innerText.includes(%q) && one.checkVisibility())", selector, words)
}

// still is an expression for the place of an element in the window, once it has not moved for a few frames, and nothing
// lies over it: somebody with a mouse waits for that, too.
func still(element string) string {
	return "(async () => { let last = '', frames = 0, at; " +
		"for (let tries = 0; frames < 6 && tries < 600; tries++) {" +
		" await new Promise(requestAnimationFrame);" +
		" const one = " + element + "; if (!one) { frames = 0; continue; }" +
		" one.scrollIntoView({block: 'center'});" +
		" const box = one.getBoundingClientRect();" +
		" at = [box.x + Math.min(box.width / 2, 60), box.y + Math.min(box.height / 2, 12)];" +
		" const there = one.contains(document.elementFromPoint(at[0], at[1]));" +
		" frames = there && last === at.join() ? frames + 1 : 0; last = at.join(); }" +
		" return at; })()"
}

// click clicks with the mouse on the element with some words, once or more.
func (p *person) click(selector, words string, clicks ...chromedp.MouseOption) {
	p.Helper()
	element := find(selector, words)
	p.until(element)
	at := value[[]float64](p, still(element))
	p.do(chromedp.MouseClickXY(at[0], at[1], clicks...))
}

func (p *person) doubleClick(selector, words string) {
	p.Helper()
	p.click(selector, words, chromedp.ClickCount(1))
	p.click(selector, words, chromedp.ClickCount(2))
}

// opens opens a message by a double click, and waits for its window.
func (p *person) opens(row, subject, who string) {
	p.Helper()
	p.doubleClick(row, subject)
	p.sees(".window:first-child", who+" has opened")
}

// fill writes into a field.
func (p *person) fill(selector, text string) {
	p.Helper()
	p.until(fmt.Sprintf("document.querySelector(%q)", selector))
	value[bool](p, "(() => { const one = document.querySelector("+strconv.Quote(selector)+
		"); one.focus(); one.select(); return true; })()")
	p.types(text)
}

// press presses keys, one after the other.
func (p *person) press(keys ...string) {
	p.Helper()
	for _, key := range keys {
		press := input.DispatchKeyEventParams{Type: input.DispatchKeyEventTypeKeyDown, Key: key}
		press.WindowsVirtualKeyCode = codes[key]
		switch {
		case key == enter:
			press.Text = "\r"
		case len(key) == 1:
			press.Text = key
		}
		call(p, input.DispatchKeyEvent, press)
		press.Type, press.Text = input.DispatchKeyEventTypeKeyUp, ""
		call(p, input.DispatchKeyEvent, press)
	}
}

// keys are their names, and codes the numbers by which the browser knows what they do by themselves.
const (
	enter  = "Enter"
	escape = "Escape"
	tab    = "Tab"
	right  = "ArrowRight"
)

var codes = map[string]int64{enter: 13, escape: 27, tab: 9, right: 39, " ": 32}

// types types text where the focus is.
func (p *person) types(text string) {
	p.Helper()
	call(p, input.InsertText, input.InsertTextParams{Text: text})
}

// show opens the page anew, with some mailboxes.
func (p *person) show(addresses string) {
	p.Helper()
	base, _, _ := strings.Cut(p.url, "?")
	p.do(chromedp.Navigate("about:blank"), chromedp.Navigate(base+"#stage?show="+addresses))
	p.until("document.documentElement.dataset.ready")
}

// picks chooses an option of a select.
func (p *person) picks(selector, option string) {
	p.Helper()
	p.until(fmt.Sprintf("document.querySelector(%q)?.querySelector('option[value=%q]')", selector, option))
	value[bool](p, fmt.Sprintf("(() => { const one = document.querySelector(%q); one.value = %q; "+
		"return one.dispatchEvent(new Event('change')); })()", selector, option))
}

// column is the selector of somebody's column on the stage.
func column(i int) string { return fmt.Sprintf(".column:nth-child(%d)", i) }

// row is the selector of a message there.
func row(i int) string { return column(i) + " [role=option]" }

// dark lets the page be dark, or light.
func (p *person) dark(is bool) {
	scheme := map[bool]string{true: "dark", false: "light"}[is]
	call(p, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{
		{Name: "prefers-color-scheme", Value: scheme}, {Name: "prefers-reduced-motion", Value: "reduce"},
	}})
}

// size is the window's.
func (p *person) size(width, height int64) {
	p.do(chromedp.EmulateViewport(width, height))
}

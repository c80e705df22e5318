package serve_test

import (
	"path/filepath"
	"regexp"
	"testing"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// The page of a demonstration is handed out: four sheets have all of one behaviour.
func TestDemonstrationPrints(t *testing.T) {
	l := newLesson(t)
	l.run("demo", "outlook/auto-read", "--html", "page.html")
	browser, _ := chromium()
	ctx, end := chromedp.NewContext(browser, chromedp.WithNewBrowserContext())
	defer end()
	if err := chromedp.Do(ctx, chromedp.Navigate("file://"+filepath.Join(l.dir, "page.html"))); err != nil {
		t.Fatal(err)
	}
	printed, err := chromedp.Call(ctx, page.PrintToPDF, page.PrintToPDFParams{})
	if err != nil {
		t.Fatal(err)
	}
	if sheets := len(regexp.MustCompile(`/Type /Page\b`).FindAll(printed.Data, -1)); sheets != 4 {
		t.Errorf("%d sheets, not 4", sheets)
	}
}

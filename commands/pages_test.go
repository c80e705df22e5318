package commands_test

import (
	"bytes"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"recallbox/commands"
)

var update = flag.Bool("update", false, "write what the pages generate and show")

const howToUpdate = "go test ./commands -run TestPages -update"

// page is a Markdown page of the repository, by its path in it.
type page struct{ file string }

// pages are all there are.
func pages(t *testing.T) []page {
	t.Helper()
	var all []page
	err := filepath.WalkDir("..", func(path string, entry fs.DirEntry, err error) error {
		if err == nil && entry.IsDir() && (entry.Name() == ".git" || entry.Name() == "testdata") {
			return filepath.SkipDir
		}
		if strings.HasSuffix(path, ".md") {
			all = append(all, page{filepath.ToSlash(strings.TrimPrefix(path, ".."+string(filepath.Separator)))})
		}
		return err
	})
	if err != nil || len(all) == 0 {
		t.Fatal("there are no pages", err)
	}
	return all
}

func (p page) path() string { return filepath.Join("..", filepath.FromSlash(p.file)) }

// width is how wide the terminal of a page's sessions is. `help` prints a topic with an indent of two.
func (p page) width() int {
	if strings.HasPrefix(p.file, "commands/topics/") {
		return 78
	}
	return 100
}

// TestPages keeps the pages true: what stands between markers is generated, and each command that a page shows is run,
// in order, in a folder of its own, and prints what the page says.
func TestPages(t *testing.T) {
	made := map[string]bool{}
	for _, p := range pages(t) {
		t.Run(p.file, func(t *testing.T) {
			text := p.read(t)
			got, names := p.generate(t, text)
			got = p.play(t, got)
			for _, name := range names {
				made[name] = true
			}
			if got != text && *update {
				if err := os.WriteFile(p.path(), []byte(got), 0o666); err != nil {
					t.Fatal(err)
				}
			} else if got != text {
				t.Errorf("out of date: %s\n%s", howToUpdate, firstDifference(got, text))
			}
		})
	}
	for name := range generators() {
		if !made[name] {
			t.Errorf("no page has a place for %s: <!-- begin %[1]s: generated --> <!-- end %[1]s -->", name)
		}
	}
}

func (p page) read(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile(p.path())
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func firstDifference(want, got string) string {
	w, g := strings.Split(want, "\n"), strings.Split(got, "\n")
	for i := range min(len(w), len(g)) {
		if w[i] != g[i] {
			return fmt.Sprintf("line %d is\n\t%s\nand should be\n\t%s", i+1, g[i], w[i])
		}
	}
	return "it is too long or too short"
}

// TestReadmeIsOneSitting: whoever comes for the first time reads the README in ten minutes.
func TestReadmeIsOneSitting(t *testing.T) {
	text := page{"README.md"}.read(t)
	if lines := strings.Count(text, "\n"); lines > 250 || len(text) > 16<<10 {
		t.Errorf("README.md has %d lines and %d bytes; 250 and 16 KB are the most", lines, len(text))
	}
}

// TestProseIsShort: all that is written by hand, on all pages, can be read in an afternoon and kept true. What is
// measured is printed by a command, as what is generated.
func TestProseIsShort(t *testing.T) {
	generated := regexp.MustCompile(`(?s)<!-- (begin [^>]*generated|speed: measured) -->.*?<!-- end [^>]*-->`)
	size := 0
	for _, p := range pages(t) {
		size += len(generated.ReplaceAllString(p.read(t), ""))
	}
	if size > 80<<10 || size < 20<<10 {
		t.Errorf("the pages have %d bytes that are written by hand; 80 KB are the most", size)
	}
}

// TestPagesAreNarrow: a page can be read as it is, too. Elsewhere than in the README a row of a table may be wide, and
// what is generated.
func TestPagesAreNarrow(t *testing.T) {
	for _, p := range pages(t) {
		made := false
		for i, line := range strings.Split(p.read(t), "\n") {
			made = strings.HasPrefix(line, "<!-- begin ") || made && !strings.HasPrefix(line, "<!-- end ")
			may := p.file != "README.md" && (made || strings.HasPrefix(line, "|"))
			if columns := utf8.RuneCountInString(line); columns > 120 && !may {
				t.Errorf("%s:%d: %d columns, more than 120", p.file, i+1, columns)
			}
		}
	}
}

// TestPagesLinkToWhatIsThere: to files, to headings, and in words (`recallbox help class`) to topics and commands.
func TestPagesLinkToWhatIsThere(t *testing.T) {
	for _, p := range pages(t) {
		for _, link := range regexp.MustCompile(`\]\(([^)\s]+)\)`).FindAllStringSubmatch(p.read(t), -1) {
			if strings.Contains(link[1], "://") {
				continue
			}
			file, heading, _ := strings.Cut(link[1], "#")
			target := p
			if file != "" {
				target = page{filepath.ToSlash(filepath.Join(filepath.Dir(p.file), file))}
			}
			if _, err := os.Stat(target.path()); err != nil {
				t.Errorf("%s: nothing is at %s", p.file, link[1])
			} else if heading != "" && !slices.Contains(target.anchors(t), heading) {
				t.Errorf("%s: no heading is at %s", p.file, link[1])
			}
		}
	}
}

// TestPagesNameTests: each test that a page tells to run is there.
func TestPagesNameTests(t *testing.T) {
	var there []byte
	err := filepath.WalkDir("..", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, "_test.go") {
			return err
		}
		text, err := os.ReadFile(path)
		there = append(there, text...)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range pages(t) {
		for _, name := range regexp.MustCompile(`\b(?:Test|Fuzz)[A-Z]\w+`).FindAllString(p.read(t), -1) {
			if !bytes.Contains(there, []byte("\nfunc "+name)) {
				t.Errorf("%s: there is no %s", p.file, name)
			}
		}
	}
}

// anchors are what GitHub calls the headings of a page.
func (p page) anchors(t *testing.T) []string {
	t.Helper()
	var all []string
	for _, found := range regexp.MustCompile(`(?m)^#+ (.+)$`).FindAllStringSubmatch(p.read(t), -1) {
		name := regexp.MustCompile(`[^\w\- ]`).ReplaceAllString(strings.ToLower(found[1]), "")
		all = append(all, strings.ReplaceAll(name, " ", "-"))
	}
	return all
}

var (
	fencedBlock = regexp.MustCompile("(?ms)^```([\\w.]*)\n(.*?)^```$")
	codeSpan    = regexp.MustCompile("`([^`\n]+)`")
	commandLine = regexp.MustCompile(`(?:^|\s)recallbox ((?:[a-z][a-z-]* ?)+)([^|&;]*)`)
	longFlag    = regexp.MustCompile(`(?:^|\s)(--[a-z-]+)`)
)

// TestPagesNameCommands: each command that a page tells to type is there, with its flags.
func TestPagesNameCommands(t *testing.T) {
	for _, p := range pages(t) {
		text := p.read(t)
		var code []string
		for _, block := range fencedBlock.FindAllStringSubmatch(text, -1) {
			if !strings.HasPrefix(block[1], "go") {
				code = append(code, strings.Split(strings.ReplaceAll(block[2], "\\\n", " "), "\n")...)
			}
		}
		for _, span := range codeSpan.FindAllStringSubmatch(fencedBlock.ReplaceAllString(text, ""), -1) {
			code = append(code, span[1])
		}
		for _, line := range code {
			if found := commandLine.FindStringSubmatch(line); found != nil {
				p.wantHelp(t, strings.Fields(found[1]), longFlag.FindAllStringSubmatch(found[2], -1))
			}
		}
	}
}

// wantHelp wants help to explain a command, which is the first of words or the first two, and to name these flags.
func (p page) wantHelp(t *testing.T, words []string, flags [][]string) {
	t.Helper()
	help := func(words ...string) (string, bool) {
		var out, err bytes.Buffer
		code := commands.Run(commands.Process{
			Context: t.Context(), Args: append([]string{"help"}, words...), Out: &out, Err: &err,
			Getenv: func(string) string { return "" },
		})
		return out.String(), code == 0
	}
	text, found := help(words[:min(2, len(words))]...)
	if !found || words[0] == "help" {
		text, found = help(words[0])
	}
	if words[0] == "help" && len(words) > 1 {
		_, found = help(words[1:]...)
	}
	if !found {
		t.Errorf("%s: there is no recallbox %s", p.file, strings.Join(words, " "))
	}
	for _, flag := range flags {
		if !strings.Contains(text, flag[1]) {
			t.Errorf("%s: recallbox %s has no %s", p.file, strings.Join(words, " "), flag[1])
		}
	}
}

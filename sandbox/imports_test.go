package sandbox_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

const module = "recallbox"

// listed is what go list says of a package.
type listed struct {
	ImportPath string
	Dir        string
	GoFiles    []string
	Imports    []string
}

// ours says for every package which packages of this module it may import. It goes down only: a package that is not
// here has no place in the design yet.
var ours = map[string][]string{
	"sandbox/internal/model":  {"sandbox/mail", "sandbox/recall", "sandbox/systems", "sandbox/delay"}, // for tests
	"testscripts/speed":       {},
	"testscripts/speed/table": {},

	"sandbox/mail":     {},
	"sandbox/delay":    {},
	"sandbox/recall":   {"sandbox/mail"},
	"sandbox/systems":  {"sandbox/mail", "sandbox/recall"},
	"sandbox/eml":      {"sandbox/mail"},
	"sandbox/store":    {"sandbox/mail", "sandbox/recall"},
	"sandbox/portable": {},
	"sandbox/mailfile": {"sandbox/eml", "sandbox/portable"},
	"sandbox": {
		"sandbox/mail", "sandbox/recall", "sandbox/systems", "sandbox/eml", "sandbox/portable", "sandbox/mailfile",
		"sandbox/store", "sandbox/delay",
	},
	"fixtures":              {"sandbox"},
	"fixtures/corpus":       {},
	"testscripts/jq":        {},
	"testscripts":           {"testscripts/jq"},
	"testscripts/faults":    {},
	"testscripts/invented":  {"sandbox/mail", "sandbox/recall", "sandbox/systems"},
	"commands/term":         {},
	"commands/term/letters": {}, // for tests
	"commands/complete": {
		"commands/term", "sandbox", "sandbox/delay", "sandbox/mail", "sandbox/recall", "fixtures", "testscripts",
	},
	"commands/scripts":    {"commands/term", "sandbox", "sandbox/portable", "testscripts"},
	"commands/experiment": {"commands/term", "commands/scripts", "sandbox", "testscripts"},
	"commands/demo": {
		"commands/term", "sandbox", "sandbox/mail", "sandbox/recall", "sandbox/systems", "testscripts",
	},
	"commands/serve": {"sandbox"},
	"commands": {
		"commands/term", "commands/complete", "commands/scripts", "commands/experiment", "commands/demo", "commands/serve",
		"sandbox", "sandbox/mail", "sandbox/recall", "sandbox/systems", "sandbox/eml", "sandbox/portable",
		"sandbox/mailfile", "sandbox/delay", "fixtures", "testscripts", "testscripts/jq",
	},
	"": {"commands"},
}

// pure are the packages that decide: facts in, decisions out, and nothing else.
var pure = []string{"sandbox/delay", "sandbox/mail", "sandbox/recall", "sandbox/systems"}

// outside is what pure packages never import, nor anything below it.
var outside = []string{
	"os", "net", "syscall", "io/fs", "database/sql", "math/rand", "crypto/rand", "time", "runtime", "testing", "embed",
	"unsafe", "C",
}

// harmless is below what is outside, and only reads texts.
const harmless = "net/netip"

// reserved are the libraries that only some packages import, with everything below them; the longest name counts.
var reserved = map[string][]string{
	"github.com/urfave/cli":       {"commands"},
	"github.com/fatih/color":      {"commands/term"},
	"github.com/rivo/uniseg":      {"commands/term", "commands/term/letters"},
	"github.com/itchyny/gojq":     {"testscripts/jq"},
	"github.com/rogpeppe":         {"testscripts", "commands", "commands/scripts"},
	"github.com/emersion":         {"sandbox/eml"},
	"golang.org/x/text":           {"sandbox/eml"},
	"golang.org/x/term":           {""},
	"github.com/mattn":            {""},
	"golang.org/x/sys":            {"sandbox/store"},
	"github.com/mattn/go-sqlite3": {"sandbox/store"},
	"database/sql":                {"sandbox/store"},
	"C":                           {"sandbox/store"},
	"net":                         {"commands/serve", "commands"},
	"net/netip":                   {"sandbox/mail", "commands"},
	"net/textproto":               {"sandbox/eml"},
	"net/url":                     {"sandbox/store", "commands/serve"},
	"math/rand":                   {},
	"crypto/rand":                 {"commands/serve"},
	"os/signal":                   {""},
}

// The reader's way in doc.go names every file, and no other.
func TestDocNamesFiles(t *testing.T) {
	t.Parallel()
	doc, err := os.ReadFile("doc.go")
	if err != nil {
		t.Fatal(err)
	}
	named := map[string]bool{"doc.go": true}
	for _, found := range regexp.MustCompile(`(?m)^//\t(\w+\.go) `).FindAllStringSubmatch(string(doc), -1) {
		named[found[1]] = true
	}
	for _, p := range packages(t) {
		if short(p.ImportPath) != "sandbox" {
			continue
		}
		for _, file := range p.GoFiles {
			if !named[file] {
				t.Errorf("doc.go does not say what %s is for", file)
			}
			delete(named, file)
		}
	}
	for file := range named {
		t.Errorf("doc.go names %s, which is not there", file)
	}
	files := 0
	for folder, text := range foldersInDoc(t, string(doc)) {
		for _, file := range regexp.MustCompile(`\w+\.(go|sql|html|css|bash)\b`).FindAllString(text, -1) {
			files++
			if _, err := os.Stat(filepath.Join("..", folder, file)); err != nil && file != "main.go" {
				t.Errorf("doc.go names %s in %s, which is not there", file, folder)
			}
		}
	}
	if files < 50 {
		t.Errorf("%d files of other packages were found in doc.go", files)
	}
}

// foldersInDoc is what doc.go says of each folder in its list of packages.
func foldersInDoc(t *testing.T, doc string) map[string]string {
	t.Helper()
	_, list, found := strings.Cut(doc, "// # The packages\n")
	list, _, ended := strings.Cut(list, "// Everything in one transaction")
	if !found || !ended {
		t.Fatal("doc.go has no list of packages")
	}
	says, folder := map[string]string{}, "sandbox"
	for line := range strings.Lines(list) {
		if head := regexp.MustCompile(`^//\t([\w./]+)(\s|$)`).FindStringSubmatch(line); head != nil {
			folder = head[1]
		}
		says[folder] += line
	}
	return says
}

// Who may import whom.
func TestImports(t *testing.T) {
	t.Parallel()
	for _, p := range packages(t) {
		name := short(p.ImportPath)
		below, known := ours[name]
		if !known {
			t.Errorf("%s: has no place in the design: say in this test what it may import", p.ImportPath)
			continue
		}
		for _, imported := range p.Imports {
			if complaint := forbidden(name, imported, below); complaint != "" {
				t.Errorf("%s imports %s: %s", p.ImportPath, imported, complaint)
			}
		}
	}
}

// forbidden says why a package may not import another, or "".
func forbidden(name, imported string, below []string) string {
	if imported == module || strings.HasPrefix(imported, module+"/") {
		if !slices.Contains(below, short(imported)) {
			return "imports go down only"
		}
		return ""
	}
	if users, known := usersOf(imported); known && !slices.Contains(users, name) {
		return fmt.Sprintf("only %q import it", users)
	}
	if slices.Contains(pure, name) {
		if strings.Contains(imported, ".") {
			return "a pure package has the standard library only"
		}
		if imported != harmless && slices.ContainsFunc(outside, func(o string) bool { return within(imported, o) }) {
			return "a pure package has nothing of the world"
		}
	}
	return ""
}

// usersOf are the packages that a library is reserved for.
func usersOf(library string) ([]string, bool) {
	for ; library != "."; library = path.Dir(library) {
		if users, known := reserved[library]; known {
			return users, true
		}
	}
	return nil, false
}

func TestForbidden(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, imported string
		wrong          bool
	}{
		{"sandbox/systems", "recallbox/sandbox/recall", false},
		{"sandbox/systems", "recallbox/sandbox/store", true},
		{"sandbox/recall", "recallbox/sandbox", true},
		{"sandbox/recall", "math/bits", false},
		{"sandbox/recall", "math/rand/v2", true},
		{"sandbox/mail", "time", true},
		{"sandbox/mail", "os/exec", true},
		{"sandbox/mail", "golang.org/x/text/cases", true},
		{"sandbox", "database/sql", true},
		{"sandbox/store", "database/sql", false},
		{"sandbox/store", "net/url", false},
		{"sandbox/eml", "net/mail", true},
		{"testscripts", "github.com/urfave/cli/v2", true},
		{"commands", "github.com/urfave/cli/v2", false},
		{"commands", "recallbox/commands/demo", false},
		{"commands/demo", "recallbox/commands", true},
		{"commands/demo", "recallbox/commands/scripts", true},
		{"commands/scripts", "recallbox/commands/term", false},
		{"commands/term", "recallbox/sandbox", true},
		{"commands/term", "github.com/urfave/cli/v2", true},
	}
	for _, test := range tests {
		if got := forbidden(test.name, test.imported, ours[test.name]); (got != "") != test.wrong {
			t.Errorf("%s imports %s: %q", test.name, test.imported, got)
		}
	}
}

// world is what of the process and its clock only some packages may use; the others are told. Progress, how long
// scripts take and when they began is shown by the real clock, and other processes and browsers are waited for by it;
// benchmarks have it too.
var world = map[string][]string{
	"time.Now": {
		"commands/term/progress.go", "commands/scripts/run.go", "commands/scripts/report.go", "sandbox/store/lock.go",
		"testscripts/speed/speed.go", "commands/serve/events.go",
	},
	"time.Since": {
		"commands/term/progress.go", "commands/scripts/run.go", "sandbox/store/lock.go", "testscripts/speed/speed.go",
	},
	"os.Getenv":  {"main.go"},
	"os.Environ": {"main.go"},
	"os.Getwd":   {"main.go"},
	"os.Chdir":   {},
	"os.Stdin":   {"main.go", "testscripts/speed/table/main.go"},
	"os.Stdout":  {"main.go", "testscripts/speed/table/main.go"},
	"os.Stderr":  {"main.go"},
	"os.Exit":    {"main.go"},
	"os.Args":    {"main.go"},
}

// Below main nothing looks at the process or at the real time, so that many runs go on at once in one process and
// give equal bytes.
func TestNothingLooksAtTheProcess(t *testing.T) {
	t.Parallel()
	for _, p := range packages(t) {
		for _, file := range p.GoFiles {
			name := path.Join(short(p.ImportPath), file)
			eachSelector(t, filepath.Join(p.Dir, file), func(used string, at token.Position) {
				if allowed, watched := world[used]; watched && !slices.Contains(allowed, name) {
					t.Errorf("%s:%d: %s", name, at.Line, used)
				}
			})
		}
	}
}

// eachSelector visits every a.B in a file, where a is the name of a package.
func eachSelector(t *testing.T, name string, visit func(string, token.Position)) {
	t.Helper()
	files := token.NewFileSet()
	file, err := parser.ParseFile(files, name, nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	ast.Inspect(file, func(n ast.Node) bool {
		if s, ok := n.(*ast.SelectorExpr); ok {
			if of, ok := s.X.(*ast.Ident); ok {
				visit(of.Name+"."+s.Sel.Name, files.Position(s.Pos()))
			}
		}
		return true
	})
}

// packages are all of this module's, as they are without their tests.
func packages(t *testing.T) []listed {
	t.Helper()
	cmd := exec.Command("go", "list", "-json=ImportPath,Dir,GoFiles,Imports", module+"/...")
	var complaints strings.Builder
	cmd.Stderr = &complaints
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go list: %v\n%s", err, complaints.String())
	}
	var all []listed
	for d := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p listed
		if err := d.Decode(&p); errors.Is(err, io.EOF) {
			return all
		} else if err != nil {
			t.Fatal(err)
		}
		all = append(all, p)
	}
}

// short is a package's path below the module.
func short(importPath string) string {
	return strings.TrimPrefix(strings.TrimPrefix(importPath, module), "/")
}

func within(name, parent string) bool { return name == parent || strings.HasPrefix(name, parent+"/") }

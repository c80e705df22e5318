package commands_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"recallbox/sandbox/recall"
	"recallbox/sandbox/systems"
)

var update = flag.Bool("update", false, "write what the README generates and shows")

const howToUpdate = "go test ./commands -run TestReadme -update"

// TestReadme keeps the README true: its tables are generated, each command that it shows is run, in order, and prints what it says, and
// each link leads somewhere.
func TestReadme(t *testing.T) {
	const file = "../README.md"
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	got := played(t, generate(t, string(text)))
	if got != string(text) && *update {
		if err := os.WriteFile(file, []byte(got), 0o666); err != nil {
			t.Fatal(err)
		}
	} else if got != string(text) {
		t.Errorf("README.md is out of date: %s\n%s", howToUpdate, firstDifference(got, string(text)))
	}
	for _, link := range regexp.MustCompile(`\]\(([^)#:]+)\)`).FindAllStringSubmatch(got, -1) {
		if strings.HasPrefix(link[1], "testscripts/") {
			continue // TestPairs tells which scripts are missing
		}
		if _, err := os.Stat(filepath.Join("..", link[1])); err != nil {
			t.Errorf("README.md: nothing is at %s", link[1])
		}
	}
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

// generated are the parts between markers, by name.
var generated = map[string]func(*testing.T) string{
	"behaviours": func(*testing.T) string { return behaviourTables(systems.All()) },
	"ours":       func(*testing.T) string { return ourBehaviours(systems.All()) },
	"sources":    func(*testing.T) string { return sourceList() },
	"systems":    func(*testing.T) string { return systemTable(systems.All()) },
	"comparison": func(*testing.T) string { return comparisonTable(systems.All()) },
	"example":    func(t *testing.T) string { return "```go\n" + source(t, "../sandbox/example_test.go") + "```\n" },
	"system":     func(t *testing.T) string { return "```go\n" + source(t, "../sandbox/systems/undo.go") + "```\n" },
}

// generate puts what is generated between its markers.
func generate(t *testing.T, text string) string {
	t.Helper()
	for name, make := range generated {
		begin, end := "<!-- begin "+name+": generated -->\n", "<!-- end "+name+" -->"
		before, rest, found := strings.Cut(text, begin)
		_, after, ended := strings.Cut(rest, end)
		if !found || !ended {
			t.Errorf("README.md has no place for %s: %s…%s", name, begin, end)
			continue
		}
		text = before + begin + "\n" + make(t) + "\n" + end + after
	}
	return text
}

func source(t *testing.T, file string) string {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// behaviourTables has a table for each system.
func behaviourTables(all []recall.System) string {
	var b strings.Builder
	for i, s := range all {
		if i > 0 {
			b.WriteString("\n")
		}
		fmt.Fprintf(&b, "### %s: %s\n\n| behaviour | what is documented | basis | source | script |\n|---|---|---|---|---|\n", s.Name, s.Says)
		for _, row := range distinct(s.Behaviours) {
			fmt.Fprintf(&b, "| %s | %s | %s | %s | [%s](testscripts/%s.txtar) |\n", row.ID, cell(row.Says), row.Basis, row.Source, strings.TrimPrefix(row.ID, s.Name+"/"), row.ID)
		}
	}
	return b.String()
}

// ourBehaviours lists what no source says.
func ourBehaviours(all []recall.System) string {
	var b strings.Builder
	for _, s := range all {
		for _, row := range distinct(s.Behaviours) {
			if row.Basis == recall.Ours {
				fmt.Fprintf(&b, "- %s: %s\n", row.ID, row.Says)
			}
		}
	}
	return b.String()
}

// distinct are behaviours with what several records of one ID say put together.
func distinct(all []recall.Behaviour) []recall.Behaviour {
	var out []recall.Behaviour
	for _, b := range all {
		i := slices.IndexFunc(out, func(o recall.Behaviour) bool { return o.ID == b.ID })
		switch {
		case i < 0:
			out = append(out, b)
		case !strings.Contains(out[i].Says, b.Says):
			out[i].Says += " " + b.Says
		}
	}
	return out
}

func sourceList() string {
	var b strings.Builder
	for _, s := range systems.Sources {
		fmt.Fprintf(&b, "- %s: %s\n", s.Code, s.Title)
	}
	return b.String()
}

// systemTable lists what an organisation can be told to use, and what it can set.
func systemTable(all []recall.System) string {
	var b strings.Builder
	b.WriteString("| mail system | what it is | settings of an organisation (the default first) |\n|---|---|---|\n")
	for _, s := range all {
		if s.Feature {
			continue
		}
		var settings []string
		for _, set := range append(slices.Clone(systems.CommonSettings), s.Settings...) {
			settings = append(settings, fmt.Sprintf("`%s=%s`", set.Key, strings.Join(set.Values, "\\|")))
		}
		fmt.Fprintf(&b, "| %s | %s | %s |\n", s.Name, cell(s.Says), strings.Join(settings, ", "))
	}
	return b.String()
}

func cell(text string) string { return strings.ReplaceAll(text, "|", `\|`) }

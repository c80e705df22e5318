package commands_test

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"recallbox/commands"
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

// played runs what the README shows, in order and in one folder, and gives the README with what was printed. ```sh is for copying: it is
// run, and what its last command prints stands in the ```text behind it. ```console is a session: what was typed behind $, and what
// came. A list item that begins with a command is run too.
func played(t *testing.T, text string) string {
	t.Helper()
	s := newShell(t)
	var out []string
	for lines := strings.Split(text, "\n"); len(lines) > 0; {
		language, fenced := strings.CutPrefix(lines[0], "```")
		if command, is := strings.CutPrefix(lines[0], "- `recallbox "); is {
			command, _, _ = strings.Cut(command, "`")
			s.run("recallbox " + command)
		}
		if !fenced {
			out, lines = append(out, lines[0]), lines[1:]
			continue
		}
		size := slices.Index(lines[1:], "```")
		if size < 0 {
			t.Fatalf("README.md: a block does not end: %s", lines[0])
		}
		body := lines[1 : 1+size]
		out, lines = append(out, lines[0]), lines[1+size+1:]
		switch language {
		case "sh":
			s.run(strings.Join(body, "\n"))
		case "text":
			body = strings.Split(strings.TrimRight(s.last, "\n"), "\n")
		case "console":
			body = s.session(body)
		}
		out = append(append(out, body...), "```")
	}
	return strings.Join(out, "\n")
}

// shell is as much of one as the README needs.
type shell struct {
	t    *testing.T
	dir  string
	vars map[string]string // what name=$(command) kept
	last string            // what the last command printed
}

func newShell(t *testing.T) *shell {
	t.Helper()
	dir := t.TempDir()
	fixtures, err := filepath.Abs("../fixtures")
	if err == nil {
		err = os.Symlink(fixtures, filepath.Join(dir, "fixtures"))
	}
	if err != nil {
		t.Fatal(err)
	}
	return &shell{t: t, dir: dir, vars: map[string]string{}}
}

// session runs what stands behind the prompts, and puts what comes below each.
func (s *shell) session(lines []string) []string {
	var out []string
	for i := 0; i < len(lines); i++ {
		typed, is := strings.CutPrefix(lines[i], "$ ")
		if !is {
			continue
		}
		out = append(out, lines[i])
		for strings.HasSuffix(typed, `\`) && i+1 < len(lines) {
			i++
			out = append(out, lines[i])
			typed += "\n" + lines[i]
		}
		if printed := strings.TrimRight(s.run(typed), "\n"); printed != "" {
			out = append(out, strings.Split(printed, "\n")...)
		}
	}
	return out
}

// run runs lines of commands, and gives what they print.
func (s *shell) run(text string) (printed string) {
	for line := range strings.SplitSeq(strings.ReplaceAll(text, "\\\n", " "), "\n") {
		for command := range strings.SplitSeq(line, "&&") {
			if kept := keeps.FindStringSubmatch(strings.TrimSpace(command)); kept != nil {
				s.last, s.vars[kept[1]] = s.kept(s.words(kept[2]))
				printed += s.last
			} else if words := s.words(command); len(words) > 0 {
				s.last = s.one(words)
				printed += s.last
			}
		}
	}
	return printed
}

// one runs a command. What a README says beside the program's own commands (to fetch it, to build it) is not run.
func (s *shell) one(words []string) string {
	switch words[0] {
	case "recallbox", "./recallbox":
		return s.recallbox(words[1:])
	case "echo":
		if n := len(words); n > 2 && words[n-2] == ">" {
			if err := os.WriteFile(filepath.Join(s.dir, words[n-1]), []byte(strings.Join(words[1:n-2], " ")+"\n"), 0o666); err != nil {
				s.t.Error(err)
			}
		}
	case "go", "git", "cd", "export", ".ci/run":
	default:
		s.t.Errorf("README.md: cannot try %q", words)
	}
	return ""
}

// keeps is a command whose stdout a variable keeps: name=$(recallbox …).
var keeps = regexp.MustCompile(`^(\w+)=\$\(recallbox (.+)\)$`)

// recallbox runs the program as somebody at a terminal of 100 columns sees it, in black and white.
func (s *shell) recallbox(args []string) string {
	var printed bytes.Buffer
	s.process(args, &printed, &printed, commands.Terminal{Out: true, Err: true, Width: 100})
	return printed.String()
}

// kept runs the program with stdout kept by the shell: what is still seen on the terminal, and what was kept.
func (s *shell) kept(args []string) (seen, value string) {
	var out, err bytes.Buffer
	s.process(args, &out, &err, commands.Terminal{Err: true, Width: 100})
	return err.String(), strings.TrimRight(out.String(), "\n")
}

// process runs the program. A refusal may be shown; what cannot be understood may not.
func (s *shell) process(args []string, out, err *bytes.Buffer, terminal commands.Terminal) {
	env := map[string]string{"NO_COLOR": "1", "HOME": s.dir}
	code := commands.Run(commands.Process{
		Context: s.t.Context(), Args: args, Dir: s.dir, Getenv: func(name string) string { return env[name] }, Out: out, Err: err, Terminal: terminal,
	})
	if code != 0 && code != 3 {
		s.t.Errorf("README.md: recallbox %q: exit %d\n%s", args, code, err)
	}
}

// words takes a command apart as a shell would.
func (s *shell) words(command string) []string {
	var words []string
	for rest := strings.TrimSpace(command); rest != ""; rest = strings.TrimLeft(rest, " ") {
		var word strings.Builder
		for rest != "" && rest[0] != ' ' {
			if q := rest[0]; q == '\'' || q == '"' {
				inside, after, closed := strings.Cut(rest[1:], string(q))
				if !closed {
					s.t.Errorf("README.md: a quotation mark is missing: %s", command)
				}
				word.WriteString(inside)
				rest = after
				continue
			}
			word.WriteByte(rest[0])
			rest = rest[1:]
		}
		if value, is := s.vars[strings.TrimPrefix(word.String(), "$")]; is && strings.HasPrefix(word.String(), "$") {
			word.Reset()
			word.WriteString(value)
		}
		words = append(words, word.String())
	}
	return words
}

package commands

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"recallbox/sandbox"
	"recallbox/sandbox/recall"
	"recallbox/sandbox/systems"
)

// TestEveryStepHasAHint: each step that the library knows has its words, and there are no others.
func TestEveryStepHasAHint(t *testing.T) {
	steps := declaredSteps(t)
	if len(steps) < 60 {
		t.Fatalf("%d steps are declared", len(steps))
	}
	for name, step := range steps {
		if stepHints[step] == "" {
			t.Errorf("%s has no hint", name)
		}
	}
	if len(stepHints) != len(steps) {
		t.Errorf("%d steps have hints, and %d are declared", len(stepHints), len(steps))
	}
}

// TestEveryHintGetsItsValues: where the library names a step it gives the values that the hint has places for, and no
// others; and it names each step somewhere.
func TestEveryHintGetsItsValues(t *testing.T) {
	steps, tried := declaredSteps(t), map[sandbox.Step]bool{}
	for _, file := range sources(t, "../sandbox") {
		for _, call := range calls(file, "try") {
			step, ok := steps[lastName(call.Args[0])]
			if !ok {
				t.Errorf("%v is no step", call.Args[0])
				continue
			}
			tried[step] = true
			var given []string
			for i := 1; i < len(call.Args); i += 2 {
				given = append(given, text(t, call.Args[i]))
			}
			if want := places(stepHints[step]); len(call.Args)%2 == 0 || !sameWords(given, want) {
				t.Errorf("%s is given %q, and its hint has places for %q", step, given, want)
			}
		}
	}
	for _, s := range systems.All() {
		for _, b := range s.Behaviours {
			if b.Next == "" {
				continue
			}
			tried[b.Next] = true
			if known := refusalWords(b); !containsAll(known, places(stepHints[b.Next])) {
				t.Errorf("%s: %q has a place for more than %q", b.ID, stepHints[b.Next], known)
			}
		}
	}
	for name, step := range steps {
		if !tried[step] {
			t.Errorf("nothing leads to %s", name)
		}
	}
}

// refusalWords are the values that a refusal has, besides the settings.
func refusalWords(b recall.Behaviour) []string {
	switch b.Question {
	case recall.MayRecall:
		words := []string{"address", "author", "by", "client", "message", "organisation"}
		if slices.ContainsFunc(b.When, asksOfEarlier) {
			words = append(words, "recall")
		}
		return words
	case recall.MayRestore:
		return []string{"address", "message", "owner"}
	}
	return []string{"address", "message"}
}

// asksOfEarlier says whether there is an earlier recall where the condition holds.
func asksOfEarlier(p recall.Predicate) bool {
	return p.Holds(recall.Given(recall.RecalledBefore.As(true))) && !p.Holds(recall.Facts{})
}

// TestHintsCanBeTyped: a line in a hint is a command with flags that it has; and with all that it needs, unless it only
// names the command.
func TestHintsCanBeTyped(t *testing.T) {
	templates := slices.Collect(maps.Values(stepHints))
	for _, file := range sources(t, ".") {
		for _, name := range []string{"try", "suggest"} {
			for _, call := range calls(file, name) {
				if s, ok := call.Args[0].(*ast.BasicLit); ok {
					templates = append(templates, text(t, s))
				}
			}
		}
	}
	lines := 0
	for _, template := range templates {
		values := map[string]string{}
		for _, name := range places(template) {
			values[name] = "o'brien@acme.example"
		}
		for i, part := range strings.Split(template, "`") {
			if i%2 == 0 {
				continue
			}
			lines++
			for _, sandbox := range []string{"", "my lessons.db"} {
				canBeTyped(t, hint{"`" + part + "`", values}.text(sandbox))
			}
		}
	}
	if lines < 70 {
		t.Errorf("%d lines were looked at", lines)
	}
}

func canBeTyped(t *testing.T, line string) {
	t.Helper()
	for _, words := range typedLines(t, line) {
		in, err := readLine(tree(), words)
		if err != nil || in.command.Action == nil {
			t.Errorf("%s: %v", line, err)
			continue
		}
		if title(in.command) == strings.Join(words, " ") || len(in.args) == 0 && len(in.flags) == 1 && in.sandbox() != "" {
			continue // it names the command
		}
		in.command.Action = action(nop)
		if err := in.run(Process{}.complete(), nil); err != nil {
			t.Errorf("%s: %v", line, err)
		}
	}
}

func TestHintText(t *testing.T) {
	odd := map[string]string{"user": "o'brien", "list": "a\nb\nc"}
	tests := []struct {
		hint           hint
		sandbox, wants string
	}{
		{hint{}, "x.db", ""},
		{say("`{user}` is printed as it is"), "x.db", "`{user}` is printed as it is"},
		{hint{"{user}: `user show {user}` shows {user}", odd}, "", `o'brien: recallbox user show 'o'\''brien' shows o'brien`},
		{
			hint{"`user list` or `user add`", odd},
			"my.db",
			"recallbox user list --sandbox my.db or recallbox user add --sandbox my.db",
		},
		{hint{"in {list| or in }", odd}, "", "in a or in b or in c"},
		{
			typing([]string{"delete", "--as", "al", "--", "-x", "a b"}),
			"-.db",
			"recallbox delete --as al --sandbox=-.db -- -x 'a b'",
		},
		{typing([]string{"systems", "--compare"}), "my.db", "recallbox systems --compare"},
		{
			typing([]string{"user", "set", "al", "name=A -- B"}),
			"my.db",
			"recallbox user set al name='A -- B' --sandbox my.db",
		},
	}
	for _, test := range tests {
		if got := test.hint.text(test.sandbox); got != test.wants {
			t.Errorf("%q: got %s, want %s", test.hint.template, got, test.wants)
		}
	}
}

// TestLibrarySpeaksOfNoCommand: no text of the library says what is typed. (The model types commands in tests.)
func TestLibrarySpeaksOfNoCommand(t *testing.T) {
	var commands []string
	for _, c := range tree().Subcommands {
		commands = append(commands, c.Names()...)
	}
	typed := regexp.MustCompile(`\brecallbox (` + strings.Join(commands, "|") + `)\b|(^|[\s(])--[a-z]`)
	for _, wrong := range []string{"recallbox init makes one", "--as bob names one", "name it with --sandbox"} {
		if !typed.MatchString(wrong) {
			t.Errorf("%q is not found", wrong)
		}
	}
	files := sources(t, "../sandbox")
	if len(files) < 60 {
		t.Fatalf("%d files are looked at", len(files))
	}
	for name, file := range files {
		if strings.HasPrefix(name, "../sandbox/internal/model/") {
			continue
		}
		if strings.HasPrefix(name, "../sandbox/systems/statements_") { // which say where a command shows them
			continue
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if s, ok := n.(*ast.BasicLit); ok && s.Kind == token.STRING && typed.MatchString(text(t, s)) && !isSQL(text(t, s)) {
				t.Errorf("%s says %s", name, s.Value)
			}
			return true
		})
	}
}

// isSQL is true for a statement, in which -- begins a comment.
func isSQL(s string) bool {
	return regexp.MustCompile(`\b(SELECT|CREATE|INSERT|UPDATE|DELETE)\b`).MatchString(s)
}

// sources are the files below a folder that are part of the program, by name; the model is for tests only.
func sources(t *testing.T, folder string) map[string]*ast.File {
	files := map[string]*ast.File{}
	err := filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err == nil && entry.IsDir() && (entry.Name() == "model" || entry.Name() == "testdata") {
			return fs.SkipDir
		}
		if err != nil || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		files[path], err = parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// declaredSteps are the constants of type Step, by name.
func declaredSteps(t *testing.T) map[string]sandbox.Step {
	steps := map[string]sandbox.Step{}
	for _, file := range sources(t, "../sandbox") {
		ast.Inspect(file, func(n ast.Node) bool {
			if v, ok := n.(*ast.ValueSpec); ok && len(v.Values) == 1 && v.Type != nil && lastName(v.Type) == "Step" {
				steps[v.Names[0].Name] = sandbox.Step(text(t, v.Values[0]))
			}
			return true
		})
	}
	return steps
}

// calls are those of a function or a method of that name.
func calls(file *ast.File, name string) (list []*ast.CallExpr) {
	ast.Inspect(file, func(n ast.Node) bool {
		if call, ok := n.(*ast.CallExpr); ok && lastName(call.Fun) == name {
			list = append(list, call)
		}
		return true
	})
	return list
}

// lastName is the name that an expression is, or that it selects.
func lastName(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.Ident:
		return e.Name
	case *ast.SelectorExpr:
		return e.Sel.Name
	}
	return ""
}

// text is what a string literal says.
func text(t *testing.T, e ast.Expr) string {
	literal, ok := e.(*ast.BasicLit)
	if !ok {
		t.Fatalf("%v is no literal", e)
	}
	s, err := strconv.Unquote(literal.Value)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// places are the names of a template's values.
func places(template string) (names []string) {
	for _, found := range regexp.MustCompile(`\{(\w+)`).FindAllStringSubmatch(template, -1) {
		names = append(names, found[1])
	}
	return names
}

func containsAll(list, wanted []string) bool {
	return !slices.ContainsFunc(wanted, func(w string) bool { return !slices.Contains(list, w) })
}

func sameWords(a, b []string) bool { return containsAll(a, b) && containsAll(b, a) }

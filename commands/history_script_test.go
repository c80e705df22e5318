package commands

import (
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode"

	"recallbox/sandbox"
	"recallbox/testscripts"
)

// FuzzScriptLines: a script runs the words that are in the history, and finds the files that they read, whatever is in them.
func FuzzScriptLines(f *testing.F) {
	for _, word := range []string{"", "a b", "it's", "''", "#", `\`, "\n", "\r\n", "\r", "$HOME", "${/}", `"`, "<", "&", "\n-- a --\n", "\xff", "[!short]", "-- a --\n", "a"} {
		f.Add("x", word, "list.pdf", "data")
		f.Add(word, "x", "$x", word)
	}
	for _, name := range []string{" a", "a ", "1.batch", "input", "a.base64", "a/$b/ c", "-- x --"} {
		f.Add("\n", "x", name, "data\n")
	}
	f.Fuzz(func(t *testing.T, a, b, name, data string) {
		if !isInputName(name) {
			name = "list.pdf"
		}
		var ran, found []string
		program := func(c testscripts.Call) int {
			switch c.Args[0] {
			case "init":
				return 0
			case "batch":
				text, _ := os.ReadFile(filepath.Join(c.Dir, c.Args[1]))
				l, _ := newWordReader(string(text)).next()
				c.Args = l.words
			}
			file, _ := os.ReadFile(filepath.Join(c.Dir, name))
			ran, found = append(ran, strings.Join(c.Args, "|")), append(found, string(file))
			return 0
		}
		words := []string{"send", a, b}
		script := scriptOf([]sandbox.Command{{Seq: 1, Line: shellWords(words)}}, []sandbox.Input{{Name: name, Data: []byte(data)}})
		result, err := testscripts.Runner{Program: program}.Run(t.Context(), testscripts.Script{Name: "s", Data: script})
		if err != nil || result.Outcome != testscripts.Passed {
			t.Fatalf("%v\n%s\n%s", err, result.Log, script)
		}
		if !slices.Equal(ran, []string{strings.Join(words, "|")}) || !slices.Equal(found, []string{data}) {
			t.Errorf("ran %q with %q, want %q with %q\n%s", ran, found, words, data, script)
		}
	})
}

// isInputName is true for names such as a sandbox gives to its inputs.
func isInputName(name string) bool {
	return fs.ValidPath(name) && name != "-" && name[0] != '.' && len(name) < 100 && !strings.ContainsFunc(name, unicode.IsControl)
}

package commands

import (
	"database/sql"
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

// What was confirmed at a terminal needs nobody at one when it is run again.
func TestHistoryHasTheConfirmation(t *testing.T) {
	run := inZoho(t)
	if code, _, said := run("y\n", Terminal{In: true, Out: true, Err: true}, "recall --as alice m1"); code != 0 {
		t.Fatalf("exit %d\n%s", code, said)
	}
	_, out, _ := run("", Terminal{}, "history")
	if want := "\nrecall --as alice m1 --yes\n"; !strings.HasSuffix(out, want) || strings.Count(out, "recall ") != 1 {
		t.Errorf("got\n%s", out)
	}
}

// A sandbox of which an earlier recallbox made a part says so, and is not passed off as a whole one.
func TestHistoryThatIsNotWhole(t *testing.T) {
	dir := t.TempDir()
	in := func(line string) (code int, out, said string) {
		return runIn(t.Context(), dir, strings.Fields(line)...)
	}
	in("init")
	db, err := sql.Open("sqlite3", filepath.Join(dir, "recallbox.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec(`INSERT INTO history VALUES (0, '')`); err != nil {
		t.Fatal(err)
	}
	in("org add acme --domain acme.example")
	code, out, said := in("history")
	if code != 0 || out != "org add acme --domain acme.example\n" ||
		!strings.HasPrefix(said, "warning: an earlier recallbox") {
		t.Errorf("exit %d\n%s%s", code, out, said)
	}
	if code, out, _ := in("history --json"); code != 0 || !strings.Contains(out, `"warnings"`) ||
		strings.Contains(out, `"seq": 0`) {
		t.Errorf("exit %d\n%s", code, out)
	}
	for _, line := range []string{"history --script", "export --fixture lesson"} {
		code, out, said := in(line)
		if code != 1 || out != "" || !strings.HasPrefix(said, "recallbox: the history is not whole") {
			t.Errorf("%s: exit %d\n%s%s", line, code, out, said)
		}
	}
}

// FuzzScriptLines: a script runs the words that are in the history, and finds the files that they read,
// whatever is in them.
func FuzzScriptLines(f *testing.F) {
	for _, word := range []string{
		"", "a b", "it's", "''", "#", `\`, "\n", "\r\n", "\r", "$HOME", "${/}", `"`, "<", "&", "\n-- a --\n", "\xff",
		"[!short]", "-- a --\n", "a",
	} {
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
		var script []byte
		err := writeScript(
			sandbox.History{Commands: []sandbox.Command{{Seq: 1, Line: shellWords(words)}}, Inputs: []string{name}},
			sandbox.RowsOf(sandbox.Input{Name: name, Data: []byte(data)}),
			func(part []byte) { script = append(script, part...) },
		)
		if err != nil {
			t.Fatal(err)
		}
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
	return fs.ValidPath(name) && name != "-" && name[0] != '.' && len(name) < 100 &&
		!strings.ContainsFunc(name, unicode.IsControl)
}

package commands

import (
	"bytes"
	"cmp"
	"database/sql"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/urfave/cli/v2"

	"recallbox/commands/demo"
	"recallbox/sandbox"
	"recallbox/sandbox/systems"
	"recallbox/testscripts"
	"recallbox/testscripts/invented"
)

// JSON is a promise, which these tests hold: `help json` documents each field of each document, and none is taken away.

// ShapesPage is the generated part of `help json`: a section for each shape, with an example and its fields.
func ShapesPage(t *testing.T) string {
	t.Helper()
	var b strings.Builder
	for i, s := range shapes {
		if i > 0 {
			b.WriteString("\n")
		}
		fmt.Fprintf(&b, "## %s\n\n", s.name)
		if s.commands != "" {
			fmt.Fprintf(&b, "Printed by `%s`.\n\n", strings.ReplaceAll(s.commands, ", ", "`, `"))
		}
		fmt.Fprintf(&b, "```\nrecallbox %s --json\n%s```\n", s.last(), s.shown(t))
		if s.value != nil {
			b.WriteString("\n| field | type | what it is |\n|---|---|---|\n")
		}
		for _, f := range s.fields() {
			says := cmp.Or(strings.ReplaceAll(f.says, "|", `\|`), "as there")
			fmt.Fprintf(&b, "| %s | %s | %s |\n", f.path, f.kind, says)
		}
	}
	return b.String()
}

// PlayFields are the fields of a play that the live page gets.
func PlayFields() string {
	var b strings.Builder
	b.WriteString("| field | type | what it is |\n|---|---|---|\n")
	for _, f := range fieldsOf(reflect.TypeFor[demo.LivePlay](), "") {
		fmt.Fprintf(&b, "| %s | %s | %s |\n", f.path, f.kind, cmp.Or(strings.ReplaceAll(f.says, "|", `\|`), "as there"))
	}
	return b.String()
}

func (s documented) last() string {
	lines := strings.Split(s.session, "\n")
	return lines[len(lines)-1]
}

func (s documented) lastWords() []string {
	l, _ := newWordReader(s.last()).next()
	return append(l.words, "--json")
}

// shown is the example as the page shows it, and a line for each document.
func (s documented) shown(t *testing.T) string {
	t.Helper()
	if s.example != "" {
		return s.example + "\n"
	}
	var b strings.Builder
	for _, document := range documentsIn(t, s.play(t)) {
		b.WriteString(readable(document) + "\n")
	}
	return b.String()
}

// sessionFiles are files that the sessions read.
var sessionFiles = map[string]string{
	"waits.txtar": "# Somebody waits.\n\nparam WAIT 1m 1m,1h\nparam MORE 5s\nrecallbox clock advance $WAIT --json\n" +
		"measure late '.now > \"2026-01-05T09:30\"'\n",
	"two.batch":     "send --as alice --to bob --subject Budget\nforward --as bob m1 --to carol\n",
	"old.txtar":     "# The clock stands.\nrecallbox clock\ncmp stdout clock.txt\n-- clock.txt --\nold\n",
	"skipped.txtar": "# There is nothing to see.\nskip 'nothing to see'\n",
	"broken.txtar":  "# A check fails.\nrecallbox clock\nstdout never\n",
	"everything.txtar": "# Everything moves.\nrecallbox org add acme --domain acme.example\n" +
		"recallbox user add alice@acme.example bob@acme.example\nrecallbox public-folder add news@acme.example\n" +
		"recallbox send --as alice --to bob,news --subject Budget\nrecallbox move --as bob m1 Archive\n" +
		"recallbox open --as bob m1 --in news\nstatus 1 recallbox open --as bob m9\nstdout error\n",
}

// play runs the session, and gives what its last line prints.
func (s documented) play(t *testing.T) string {
	t.Helper()
	out, code := printedAsJSON(s.begin(t), s.lastWords())
	if code != s.exit {
		t.Errorf("%s: %s: exit %d, want %d: %s", s.name, s.last(), code, s.exit, out)
	}
	return out
}

// begin plays the session but for its last line, and gives the folder.
func (s documented) begin(t *testing.T) (dir string) {
	t.Helper()
	dir = t.TempDir()
	for _, files := range []map[string]string{exampleFiles, sessionFiles} {
		for name, text := range files {
			writeFile(t, filepath.Join(dir, name), text)
		}
	}
	succeeds(t, dir, []string{"init"})
	makeState(t, dir, s.state)
	lines := strings.Split(s.session, "\n")
	for _, line := range lines[:len(lines)-1] {
		l, _ := newWordReader(line).next()
		succeeds(t, dir, l.words)
	}
	return dir
}

func printedAsJSON(dir string, words []string) (string, int) {
	var out bytes.Buffer
	ctx, end := endOf(words)
	defer end()
	code := Run(Process{
		Context: ctx, Args: words, Dir: dir, In: strings.NewReader("clock\n"), Out: &out, Err: io.Discard,
		Options: sandbox.Options{Throwaway: true}, Terminal: Terminal{In: true},
	})
	return out.String(), code
}

func documentsIn(t *testing.T, text string) (all []json.RawMessage) {
	t.Helper()
	for d := json.NewDecoder(strings.NewReader(text)); ; {
		var one json.RawMessage
		switch err := d.Decode(&one); {
		case errors.Is(err, io.EOF):
			return all
		case err != nil:
			t.Fatalf("%v: %s", err, text)
		}
		all = append(all, one)
	}
}

// shapesOf are the shapes that a command line may print.
func shapesOf(words []string) (list []documented, err error) {
	l, err := readLine(tree(), words)
	if err != nil {
		return shapes[:1], nil
	}
	command := title(l.command)
	switch {
	case l.has("version"):
		command = "--version"
	case l.has("help") || l.command.Action == nil:
		command = "help"
	}
	for _, s := range shapes {
		for entry := range strings.SplitSeq(s.commands, ", ") {
			name, option, _ := strings.Cut(entry, " --")
			if entry == command || name == command && l.has(option) || command == "batch" || s.commands == "" {
				list = append(list, s)
				break
			}
		}
	}
	return list, nil
}

// witness has seen documents, and keeps which fields occurred.
type witness struct {
	sync.Mutex
	seen map[string]bool
}

// see wants each document to have the shape of one that its command prints.
func (w *witness) see(t *testing.T, words []string, printed string) {
	t.Helper()
	w.Lock()
	defer w.Unlock()
	candidates, err := shapesOf(words)
	if err != nil {
		t.Errorf("%s: %v", shellWords(words), err)
	}
	for _, document := range documentsIn(t, printed) {
		var problems []error
		fits := slices.ContainsFunc(candidates, func(s documented) bool {
			if s.value == nil {
				return false
			}
			seen, err := s.fits(document)
			if err != nil {
				problems = append(problems, fmt.Errorf("as %s: %w", s.name, err))
				return false
			}
			maps.Copy(w.seen, seen)
			return true
		})
		if !fits {
			t.Errorf("recallbox %s prints what help json does not document: %.300s\n%v",
				shellWords(words), document, errors.Join(problems...))
		}
	}
}

// TestJSONIsDocumented: whatever is printed by the examples of all commands, the sessions of the page and all scripts
// has one of the shapes, and each field of each shape occurs in some of it.
func TestJSONIsDocumented(t *testing.T) {
	w := &witness{seen: map[string]bool{}}
	t.Run("played", func(t *testing.T) {
		for _, s := range shapes {
			t.Run(s.name, func(t *testing.T) {
				t.Parallel()
				if s.example == "" {
					w.see(t, s.lastWords(), s.play(t))
				} else if _, err := s.fits(json.RawMessage(s.example)); err != nil {
					t.Error(err)
				}
			})
		}
		for i, s := range rareSessions {
			t.Run(fmt.Sprint("rare ", i), func(t *testing.T) {
				t.Parallel()
				played := documented{state: s.state, session: s.session}
				dir := played.begin(t)
				damageSandbox(t, dir, s.damage)
				printed, _ := printedAsJSON(dir, played.lastWords())
				w.see(t, played.lastWords(), printed)
			})
		}
		everyCommand(tree(), func(c *cli.Command) {
			if c.Action != nil && title(c) != forShells {
				t.Run(title(c), func(t *testing.T) {
					t.Parallel()
					seeExamples(t, w, c)
				})
			}
		})
		files, err := filepath.Glob("../testscripts/*/*.txtar")
		if err != nil || len(files) < 100 {
			t.Fatal(len(files), " scripts ", err)
		}
		for _, file := range files {
			t.Run(filepath.Base(file), func(t *testing.T) {
				t.Parallel()
				play := Program(sandbox.Options{Throwaway: true})
				seeScript(t, w, play, testscripts.Script{Name: filepath.Base(file), File: file})
			})
		}
		t.Run("a mail system that nobody has", func(t *testing.T) {
			t.Parallel()
			play := Program(sandbox.Options{Throwaway: true, Systems: systems.With(invented.Kite())})
			seeScript(t, w, play, testscripts.Script{Name: "kite", Data: []byte(invented.KiteScript)})
		})
	})
	printed, _ := printedAsJSON("", []string{"--version", "--json"})
	w.see(t, []string{"--version"}, printed)
	ofClone, err := json.Marshal(build{Version: "0.2.0", Commit: "1a2b3c4", Modified: true})
	if err != nil {
		t.Fatal(err)
	}
	w.see(t, []string{"--version"}, string(ofClone))
	w.see(t, []string{"log", "--follow"}, `{"replaced": true}`) // cli/log-follow has it printed
	for _, s := range shapes {
		for _, f := range s.fields() {
			if f.says == "" && f.needsMeaning() {
				t.Errorf("%s: %s has no meaning; write it beside %s", s.name, f.path, f.id)
			}
			if !w.seen[f.id] {
				t.Errorf("%s: nothing prints %s; add a session that does, or take it off", s.name, f.path)
			}
		}
	}
}

func damageSandbox(t *testing.T, dir, statements string) {
	t.Helper()
	db, err := sql.Open("sqlite3", "file:"+filepath.Join(dir, "recallbox.db")+"?_foreign_keys=off")
	if err == nil {
		_, err = db.Exec(statements)
		err = errors.Join(err, db.Close())
	}
	if err != nil {
		t.Error(err)
	}
}

// seeExamples runs what help tells to type, with --json.
func seeExamples(t *testing.T, w *witness, c *cli.Command) {
	t.Helper()
	dir := exampleFolder(t, c)
	for _, words := range typedLines(t, strings.ReplaceAll(c.UsageText, "~/", "")) {
		if i := slices.Index(words, "--"); i < 0 {
			words = append(words, "--json")
		} else {
			words = slices.Insert(words, i, "--json")
		}
		printed, _ := printedAsJSON(dir, words)
		w.see(t, words, printed)
	}
}

// seeScript runs a script, and looks at what its commands print with --json.
func seeScript(t *testing.T, w *witness, play func(testscripts.Call) int, script testscripts.Script) {
	t.Helper()
	runner := testscripts.Runner{Program: func(c testscripts.Call) int {
		if !slices.Contains(c.Args, "--json") || slices.Contains(c.Args, "--raw") {
			return play(c)
		}
		var copied bytes.Buffer
		c.Out = io.MultiWriter(c.Out, &copied)
		code := play(c)
		w.see(t, c.Args, copied.String())
		return code
	}}
	if _, err := runner.Run(t.Context(), script); err != nil {
		t.Error(err)
	}
}

// forShells is the command that prints no JSON: shells read it.
const forShells = "completion candidates"

// TestEveryCommandHasAShape: none is forgotten on the page, and it names none that is not there.
func TestEveryCommandHasAShape(t *testing.T) {
	there := map[string]bool{"--version": true}
	everyCommand(tree(), func(c *cli.Command) {
		if c.Action != nil && title(c) != forShells {
			there[title(c)] = true
		}
	})
	listed := map[string]bool{}
	for _, s := range shapes {
		for entry := range strings.SplitSeq(s.commands, ", ") {
			name, _, _ := strings.Cut(strings.TrimPrefix(entry, "--"), " --")
			if strings.HasPrefix(entry, "--") {
				name = entry
			}
			listed[name] = true
			if s.commands != "" && !there[name] {
				t.Errorf("%s: there is no recallbox %s", s.name, entry)
			}
		}
	}
	for name := range there {
		if !listed[name] {
			t.Errorf("help json tells of no shape that recallbox %s prints: add it to shapes", name)
		}
	}
}

// frozenFields lists every field that JSON has had.
const frozenFields = "testdata/json-fields"

// TestJSONIsAPromise: a field that was there stays there, under its name, with its type, and is not left out where it
// was always there.
func TestJSONIsAPromise(t *testing.T) {
	text, err := os.ReadFile(frozenFields)
	if err != nil {
		t.Fatal(err)
	}
	now := map[string]bool{}
	for _, s := range shapes {
		for _, f := range s.fields() {
			now[s.name+": "+f.path+" "+f.kind] = true
		}
	}
	promised := map[string]bool{}
	for line := range strings.Lines(string(text)) {
		promised[strings.TrimSpace(line)] = true
	}
	for _, line := range slices.Sorted(maps.Keys(promised)) {
		if sure := strings.Replace(line, "?", "", 1); !now[line] && !now[sure] {
			t.Errorf("%s is gone. JSON is a promise: fields are added, never renamed or removed. Before the first "+
				"release it may still go: then take its line out of commands/%s by hand", line, frozenFields)
		}
	}
	maps.DeleteFunc(now, func(line string, _ bool) bool { return promised[line] })
	if len(now) == 0 {
		return
	}
	if flag.Lookup("update").Value.String() != "true" {
		t.Errorf("new in JSON, and to be kept from now on:\n%s\ngo test ./commands -run 'TestPages|TestJSON' -update",
			strings.Join(slices.Sorted(maps.Keys(now)), "\n"))
		return
	}
	maps.Copy(promised, now)
	all := strings.Join(slices.SortedFunc(maps.Keys(promised), cmp.Compare), "\n") + "\n"
	if err := os.WriteFile(frozenFields, []byte(all), 0o666); err != nil {
		t.Error(err)
	}
}

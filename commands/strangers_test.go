package commands

import (
	"database/sql"
	"errors"
	"io"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	_ "github.com/mattn/go-sqlite3"
)

// alter changes the sandbox in a folder as somebody could who knows its tables.
func alter(t *testing.T, dir, statement string, args ...any) {
	t.Helper()
	db, err := sql.Open("sqlite3", filepath.Join(dir, "recallbox.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec(statement, args...); err != nil {
		t.Fatal(err)
	}
}

// What prints a history, or writes it as something to run, passes on no line and no file that a command could not have
// left: nothing of it is ever more than a line of a batch, or lies elsewhere than beside it.
func TestHistoryOfAStranger(t *testing.T) {
	const addLine, addFile = `INSERT INTO history (seq, line) VALUES (2, ?)`, `INSERT INTO inputs VALUES (?, 1)`
	lines := []string{
		"run e.txtar", "demo e.txtar", "batch e", "init --force", "snapshot save x", "export --fixture x", "completion bash",
		"recallbox org list", "nonsense", "", " ", "# nothing", "org list # more", "org list\norg list", "org 'list",
		"org add b --domain", "org list --sandbox other.db", "org list --json", "org list --color=always",
		"send --as alice --to bob --attach ../x", "send --as alice --to bob --attach=/etc/passwd",
		"send --as alice --to bob --eml -", "import --as alice /home", "import --as alice ..",
		"send --as alice --to bob --body-file recallbox.db", "exec sh", "! org list", "[unix] org list",
		"log --follow", "at +5m -- run e.txtar", "at +5m -- at +5m -- org list", "at +5m -- log --follow",
		"at +5m -- send --as alice --to bob --body-file x", "at +5m -- nonsense",
	}
	files := []string{
		"../x", "/x", "a/../../x", "", ".", "x\ny", "x\x1b[2J", "fixture.batch", "recallbox.db", ".bin/recallbox", "a//b",
		`a\b`,
		"con", "a:b", "a\xffb", "x -- \nexec sh\n-- y",
	}
	// A name that no file has anywhere is found as a value that the column cannot have.
	namesIt := func(said string) bool {
		return strings.Contains(said, "the history") || strings.Contains(said, "inputs ") ||
			strings.Contains(said, "history seq=")
	}
	alike := func(statement, value string) {
		dir := t.TempDir()
		if code, _, said := runIn(t.Context(), dir, "init"); code != 0 {
			t.Fatal(said)
		}
		runIn(t.Context(), dir, "org", "add", "acme", "--domain", "acme.example")
		runIn(t.Context(), dir, "user", "add", "alice@acme.example")
		runIn(t.Context(), dir, "send", "--as", "alice", "--to", "alice", "--body", "x")
		runIn(t.Context(), dir, "clock", "advance", "1h")
		alter(t, dir, `DELETE FROM history WHERE seq = 2`)
		alter(t, dir, statement, value)
		if code, out, _ := runIn(t.Context(), dir, "check"); code != 1 || !namesIt(out) {
			t.Errorf("%q: check: exit %d\n%s", value, code, out)
		}
		for _, command := range []string{"history --script", "export --fixture lesson", "history", "history --json"} {
			if statement == addFile && strings.HasPrefix(command, "history") && command != "history --script" {
				continue // which prints no files
			}
			code, out, said := runIn(t.Context(), dir, strings.Fields(command)...)
			if code != 1 || strings.Contains(out, "org add") || !namesIt(said) {
				t.Errorf("%q: %s: exit %d\n%s%s", value, command, code, out, said)
			}
			if _, err := os.Stat(filepath.Join(dir, "lesson")); err == nil {
				t.Errorf("%q: there is a fixture", value)
			}
		}
	}
	for _, line := range lines {
		alike(addLine, line)
	}
	for _, file := range files {
		alike(addFile, file)
	}
}

// What the program does for a script stays in the script's folder: it writes to no other sandbox, and no other file.
func TestScriptsKeepToTheirFolder(t *testing.T) {
	outside := t.TempDir()
	if code, _, said := runIn(t.Context(), outside, "init", "--sandbox", "kept.db"); code != 0 {
		t.Fatal(said)
	}
	for name, text := range map[string]string{"kept.batch": "clock advance 1s\n", "kept.txtar": "recallbox clock\n"} {
		if err := os.WriteFile(filepath.Join(outside, name), []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	before := filesIn(t, outside)
	play := func(script string) (code int, out string) {
		var stdout strings.Builder
		code = Run(Process{
			Context: t.Context(), Args: []string{"run", "-"}, Dir: t.TempDir(), In: strings.NewReader(script), Out: &stdout,
		})
		return code, stdout.String()
	}
	for _, lines := range []string{
		"recallbox init --force --sandbox OUTSIDE/kept.db", "recallbox clock advance 1s -s OUTSIDE/kept.db",
		"recallbox init --sandbox OUTSIDE/new.db", "recallbox snapshot save x --sandbox OUTSIDE/kept.db",
		"env RECALLBOX_SANDBOX=OUTSIDE/kept.db\nrecallbox clock advance 1s",
		"recallbox batch OUTSIDE/kept.batch -s OUTSIDE/kept.db",
		"cd OUTSIDE\nrecallbox clock advance 1s --sandbox kept.db", "cd OUTSIDE\nrecallbox init --sandbox sub/../new.db",
		"recallbox demo undo/not-recall --html OUTSIDE/x.html",
		"recallbox run undo/not-recall --junit OUTSIDE/kept.db --force",
		"recallbox run undo/not-recall --junit OUTSIDE/x.xml", "recallbox experiment delay --csv OUTSIDE/x.csv",
		"recallbox experiment delay --jsonl OUTSIDE/x", "recallbox experiment delay --svg OUTSIDE/x",
		"recallbox export --fixture OUTSIDE/lesson", "recallbox run --update OUTSIDE/kept.txtar",
		"recallbox user add a@b.example\nrecallbox export --as a@b.example --format eml OUTSIDE/mail",
		"recallbox user add a@b.example\nrecallbox export --as a@b.example --folder Inbox --format mbox OUTSIDE/x.mbox",
		"symlink away -> OUTSIDE\nrecallbox init --sandbox away/new.db",
		"symlink away -> OUTSIDE\nrecallbox export --fixture away/x",
		"rm recallbox.db\nsymlink recallbox.db -> OUTSIDE/kept.db\nrecallbox clock advance 1s",
		"symlink x.html -> OUTSIDE/x.html\nrecallbox demo undo/not-recall --html x.html",
		"symlink away -> OUTSIDE\nsymlink x.html -> away/x.html\nrecallbox demo undo/not-recall --html x.html",
		"symlink x.html -> y.html\nsymlink y.html -> x.html\nrecallbox demo undo/not-recall --html x.html",
		"recallbox clock advance 1s --json --sandbox OUTSIDE/kept.db", "recallbox run inner.txtar\n-- inner.txtar --\n" +
			"recallbox init --sandbox OUTSIDE/new.db",
	} {
		code, out := play(strings.ReplaceAll(lines, "OUTSIDE", filepath.ToSlash(outside)) + "\n")
		if code != 1 || !strings.Contains(out, "lies outside of the script's folder") {
			t.Errorf("%s: exit %d\n%s", lines, code, out)
		}
		if after := filesIn(t, outside); !maps.Equal(before, after) {
			t.Errorf("%s: left %q", lines, slices.Sorted(maps.Keys(after)))
		}
	}
	const inside = `
mkdir sub
symlink there -> sub
recallbox init --sandbox there/new.db
recallbox init --sandbox $WORK/sub/../abs.db
cd sub
recallbox init --sandbox ../up.db
recallbox export --fixture ../lesson
recallbox demo undo/not-recall --html page.html
recallbox run undo/not-recall --junit -
env TMPDIR=OUTSIDE
recallbox init --force --fixture office
`
	if code, out := play(strings.ReplaceAll(inside, "OUTSIDE", filepath.ToSlash(t.TempDir()))); code != 0 {
		t.Errorf("exit %d\n%s", code, out)
	}
}

// A pipe that nobody fills is no script, no fixture and no mail: nobody waits for it.
func TestPipesAreNoFiles(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"x.txtar", "fixture.batch", "x"} {
		if err := exec.Command("mkfifo", filepath.Join(dir, name)).Run(); err != nil {
			t.Skip("there is no mkfifo")
		}
	}
	write := func(name, text string) {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	write("reads.batch", "user add zoe@else.example\nsend --as zoe@else.example --to zoe@else.example --attach x\n")
	write("imports.batch", "user add zoe@else.example\nimport --as zoe@else.example x\n")
	runIn(t.Context(), dir, "init")
	for line, want := range map[string]string{
		"run x.txtar":                              `recallbox: run: "x.txtar" is no file`,
		"demo x.txtar":                             `recallbox: demo: "x.txtar" is no file`,
		"run .":                                    `recallbox: run: no script in "."`,
		"init --force --fixture x":                 `recallbox: "x" is no file`,
		"init --force --fixture x.txtar":           `recallbox: "x.txtar" is no file`,
		"init --force --fixture .":                 `recallbox: "fixture.batch" is no file`,
		"init --force --fixture reads.batch":       `recallbox: reads.batch: line 2: "x" is no file`,
		"init --force --fixture imports.batch":     `recallbox: imports.batch: line 2: "x" is no file`,
		"send --as a@b.example --eml x --to a@b.c": `recallbox: "x" is no file`,
		"import --as a@b.example x":                `recallbox: "x" is no file`,
	} {
		code, _, said := runIn(t.Context(), dir, strings.Fields(line)...)
		if first, _, _ := strings.Cut(said, "\n"); code == 0 || first != want {
			t.Errorf("%s: exit %d\n%s", line, code, said)
		}
	}
}

// full is a stdout that takes nothing, a file as a rule.
type full struct{}

func (f full) ReadFrom(io.Reader) (int64, error) {
	_, err := f.Write(nil)
	return 0, err
}

func (full) Write([]byte) (int, error) {
	return 0, &fs.PathError{Op: "write", Path: "/dev/stdout", Err: errors.New("no space left")}
}

// Who cannot be told what was done is told that it was done, and nothing else is told so.
func TestDoneButNotPrinted(t *testing.T) {
	dir := t.TempDir()
	onFull := func(line string) (code int, said string) {
		var stderr strings.Builder
		code = Run(Process{
			Context: t.Context(), Args: strings.Fields(line), Dir: dir, Out: full{}, Err: &stderr,
			In: strings.NewReader("clock advance 1s\n"),
		})
		return code, stderr.String()
	}
	const said = "recallbox: done, but could not be printed: /dev/stdout: no space left\n"
	const done = said + "hint: recallbox log tells what was done\n"
	for _, test := range []struct{ line, want string }{
		{"init --json", said},
		{"org add acme --domain acme.example", done},
		{"user add alice@acme.example bob@acme.example", done},
		{"user set bob auto-process=off --json", done},
		{"rule add --as bob --mark-read", done},
		{"send --as alice --to bob", done},
		{"send --as alice --to bob --json", done},
		{"open --as bob m1", done},
		{"recall --as alice m2", done},
		{"clock advance 1h --json", done},
		{"batch --json", done},
		{"snapshot save now --json", said},
		{"export --as bob --format eml mail --json", said},
		{"export --as bob --folder Inbox --format mbox inbox.mbox --json", said},
		{"export --fixture lesson --json", said},
		{"import --as alice mail", done},
		{"init --force --fixture lesson --json", said},
		{"log", "recallbox: /dev/stdout: no space left\n"},
		{"recall --as alice m1 --dry-run", "recallbox: /dev/stdout: no space left\n"},
		{"history --script", "recallbox: /dev/stdout: no space left\n"},
	} {
		if code, got := onFull(test.line); code != 1 || got != test.want {
			t.Errorf("%s: exit %d\n%s", test.line, code, got)
		}
	}
	if code, out, _ := runIn(t.Context(), dir, "inspect", "recall", "r1", "--json"); code != 0 {
		t.Errorf("the recall is not there\n%s", out)
	}
	if _, out, _ := runIn(t.Context(), dir, "clock"); out != "2026-01-05T10:00:01Z\n" {
		t.Errorf("the clock stands at %s", out)
	}
}

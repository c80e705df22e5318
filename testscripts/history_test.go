package testscripts_test

import (
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	_ "github.com/mattn/go-sqlite3"

	"recallbox/commands"
	"recallbox/fixtures"
	"recallbox/sandbox"
	"recallbox/testscripts"
)

// program runs commands as scripts do.
var program = commands.Program(sandbox.Options{})

// TestHistoryMakesTheSandboxAgain takes every sandbox that a script has made: its history, as a fixture and as
// a script, makes one that is equal row by row, and has an equal history.
func TestHistoryMakesTheSandboxAgain(t *testing.T) {
	exe := build(t)
	for _, script := range scripts(t) {
		t.Run(script.Name, func(t *testing.T) {
			t.Parallel()
			wantSameHistory(t, filepath.Join(runOnce(t, exe, script).Work, "recallbox.db"))
		})
	}
}

// A sandbox that is made of a built-in fixture has the fixture's lines as its history. What is true of any
// sandbox is true of it, and what the fixture's comments say to type can be typed.
func TestBuiltInFixtures(t *testing.T) {
	list, err := fixtures.List()
	if err != nil || len(list) != 4 {
		t.Fatalf("%d fixtures, %v", len(list), err)
	}
	for _, f := range list {
		t.Run(f.Name, func(t *testing.T) {
			t.Parallel()
			box := filepath.Join(t.TempDir(), "box.db")
			do(t, box, "init", "--fixture", f.Name)
			batch, err := os.ReadFile(filepath.Join("../fixtures", f.Name, fixtures.Batch))
			if err != nil {
				t.Fatal(err)
			}
			want := regexp.MustCompile(`(?m)^(#.*)?\n`).ReplaceAllString(string(batch), "")
			if got := do(t, box, "history"); got != want {
				t.Errorf("the history is\n%s\nand the fixture is\n%s", got, want)
			}
			wantSameHistory(t, box)
			ready := regexp.MustCompile(`(?m)^#.*\brecallbox (recall|outbox take-back) .*`).FindAllString(string(batch), -1)
			if len(ready) == 0 {
				t.Error("no message is ready to be recalled")
			}
			for _, line := range ready {
				_, typed, _ := strings.Cut(line, "recallbox ")
				do(t, box, strings.Fields(typed)...)
			}
		})
	}
}

func wantSameHistory(t *testing.T, box string) {
	t.Helper()
	dir := t.TempDir()
	first, second, again := filepath.Join(dir, "first"), filepath.Join(dir, "second"), filepath.Join(dir, "again.db")
	do(t, box, "export", "--fixture", first)
	do(t, again, "init", "--fixture", first)
	wantSameRows(t, box, again)
	do(t, again, "export", "--fixture", second)
	if a, b := contents(t, first), contents(t, second); !slices.Equal(a, b) {
		t.Errorf("exported\n%q\nand of what was made of that\n%q", a, b)
	}
	result := run(
		t, testscripts.Runner{Program: program, KeepIn: dir},
		testscripts.Script{Name: "history", Data: []byte(do(t, box, "history", "--script"))},
	)
	if result.Outcome != testscripts.Passed {
		t.Fatal(result.Log)
	}
	wantSameRows(t, box, filepath.Join(result.Work, "recallbox.db"))
}

// do runs a command on a sandbox, and gives what it prints.
func do(t *testing.T, box string, args ...string) string {
	t.Helper()
	var out, said strings.Builder
	env := func(name string) string { return map[string]string{"RECALLBOX_SANDBOX": box}[name] }
	call := testscripts.Call{
		Context: t.Context(),
		Args:    args,
		Dir:     filepath.Dir(box),
		Getenv:  env,
		In:      strings.NewReader(""),
		Out:     &out,
		Err:     &said,
	}
	if code := program(call); code != 0 {
		t.Fatalf("%s: exit %d\n%s", strings.Join(args, " "), code, said.String())
	}
	return out.String()
}

// contents are the files of a folder, each with its name and its bytes.
func contents(t *testing.T, folder string) (files []string) {
	t.Helper()
	err := filepath.WalkDir(folder, func(file string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		data, err := os.ReadFile(file)
		files = append(files, strings.TrimPrefix(file, folder)+"\n"+string(data))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// wantSameRows demands that two sandboxes hold the same, apart from their snapshots: then every command prints the
// same.
func wantSameRows(t *testing.T, one, other string) {
	t.Helper()
	db, err := sql.Open("sqlite3", "file:"+one+"?mode=ro")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	db.SetMaxOpenConns(1)
	if _, err := db.Exec("ATTACH ? AS other", other); err != nil {
		t.Fatal(err)
	}
	rows, err := db.Query(`SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'snapshot%'`)
	if err != nil {
		t.Fatal(err)
	}
	var tables []string
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			t.Fatal(err)
		}
		tables = append(tables, name)
	}
	for _, name := range tables {
		var lost, new int
		but := ""
		if name == "sqlite_sequence" {
			but = " WHERE name <> 'snapshots'" // how many there ever were
		}
		query := `SELECT (SELECT count(*) FROM (SELECT * FROM main.%[1]q%[2]s EXCEPT SELECT * FROM other.%[1]q%[2]s)),
			(SELECT count(*) FROM (SELECT * FROM other.%[1]q%[2]s EXCEPT SELECT * FROM main.%[1]q%[2]s))`
		if err := db.QueryRow(fmt.Sprintf(query, name, but)).Scan(&lost, &new); err != nil || lost+new > 0 {
			t.Errorf(
				"%s: %d rows are not in the sandbox that was made again, %d of that are not in the first one (%v)",
				name, lost, new, err,
			)
		}
	}
}

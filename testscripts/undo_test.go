package testscripts_test

import (
	"bytes"
	"database/sql"
	"flag"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"

	_ "github.com/mattn/go-sqlite3"

	"recallbox/testscripts"
)

var undoneAll = flag.Bool("undone", false, "undo and redo every command of all scripts, not of a few")

// TestUndo does every command of a script, undoes it by a snapshot from before, and does it again: a diff
// tells what differs between the two states, the snapshot brings every table back, the same command then says
// the same, and the script does not notice.
func TestUndo(t *testing.T) {
	for i, script := range scripts(t) {
		if !*undoneAll && i%30 != 1 {
			continue
		}
		t.Run(script.Name, func(t *testing.T) {
			t.Parallel()
			r := testscripts.Runner{Program: undoEach(t, program), Exe: build(t)}
			if result := run(t, r, script); result.Outcome == testscripts.Failed {
				t.Error(result.Log)
			}
		})
	}
}

// notUndone are the words of command lines that a snapshot cannot undo: they leave something outside of the script's
// sandbox, or are about its snapshots.
var notUndone = []string{"init", "run", "demo", "export", "snapshot", "--sandbox", "-s"}

// undoEach is a program that does every command, undoes it, and does it again.
func undoEach(t *testing.T, program testscripts.Program) testscripts.Program {
	return func(c testscripts.Call) int {
		if slices.ContainsFunc(c.Args, func(word string) bool { return slices.Contains(notUndone, word) }) {
			return program(c)
		}
		in, err := io.ReadAll(c.In)
		if err != nil {
			t.Error(err)
		}
		do := func(args ...string) (int, string) {
			var out bytes.Buffer
			again := c
			again.Args, again.In, again.Out, again.Err = args, bytes.NewReader(in), &out, &out
			return program(again), out.String()
		}
		before, seenBefore := tables(t, c.Getenv("RECALLBOX_SANDBOX")), observe(t, do)
		if code, said := do("snapshot", "save", "undone"); code != 0 {
			t.Logf("%q: no snapshot: %s", c.Args, said)
			return program(c)
		}
		code, said := do(c.Args...)
		wantDiff(t, c.Args, do, "undone", seenBefore, observe(t, do))
		if code, said := do("snapshot", "restore", "undone"); code != 0 {
			t.Errorf("%q: restore: %s", c.Args, said)
		}
		if after := tables(t, c.Getenv("RECALLBOX_SANDBOX")); after != before {
			t.Errorf("%q was not undone: before it\n%s\nand then\n%s", c.Args, before, after)
		}
		if codeThen, then := do(c.Args...); codeThen != code || then != said {
			t.Errorf("%q: exit %d\n%s\nand again: exit %d\n%s", c.Args, code, said, codeThen, then)
		}
		for _, args := range [][]string{{"restore", "undone"}, {"remove", "undone"}} {
			if code, said := do("snapshot", args[0], args[1]); code != 0 {
				t.Errorf("snapshot %q: %s", args, said)
			}
		}
		c.In = bytes.NewReader(in)
		return program(c)
	}
}

// tables is every row of a sandbox file, the snapshots left out; "" where there is none.
func tables(t *testing.T, path string) string {
	t.Helper()
	db, err := sql.Open("sqlite3", "file:"+path+"?mode=ro")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	var b strings.Builder
	tables := column(t, db, `
		SELECT name FROM sqlite_schema
		WHERE type = 'table' AND name NOT LIKE 'snapshot%'
		ORDER BY name`)
	for _, table := range tables {
		columns := column(t, db, fmt.Sprintf(`SELECT 'quote("' || name || '")' FROM pragma_table_info('%s')`, table))
		rows := column(t, db, fmt.Sprintf(`SELECT %s FROM "%s"`, strings.Join(columns, ` || ' ' || `), table))
		if table == "sqlite_sequence" {
			// how many there ever were
			rows = slices.DeleteFunc(rows, func(row string) bool { return strings.HasPrefix(row, "'snapshots' ") })
		}
		fmt.Fprintf(&b, "%s\n%s\n", table, strings.Join(rows, "\n"))
	}
	return b.String()
}

// column is what a query gives, row by row.
func column(t *testing.T, db *sql.DB, query string) (all []string) {
	t.Helper()
	rows, err := db.Query(query)
	if err != nil {
		return nil // no sandbox there, or one that the script has damaged
	}
	defer rows.Close()
	for rows.Next() {
		var one string
		if err := rows.Scan(&one); err != nil {
			t.Fatal(err)
		}
		all = append(all, one)
	}
	return all
}

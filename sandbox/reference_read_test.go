package sandbox_test

import (
	"database/sql"
	"slices"
	"testing"

	"recallbox/sandbox/reference"
)

// elsewhere are the tables that are not compared by themselves, and why not.
var elsewhere = map[string]string{
	"citations":      "are compared where they are cited",
	"contents":       "how messages are written is eml's",
	"hold_senders":   "are compared with the holds",
	"history":        "is what the command line was",
	"inputs":         "are files that the command line read",
	"snapshots":      "are sandboxes of their own",
	"snapshot_parts": "are sandboxes of their own",
}

// A table that is added to the sandbox is compared, or said not to be.
func TestReferenceComparesAllTables(t *testing.T) {
	t.Parallel()
	compared := reference.New(0).Tables()
	stage := newStage(t)
	for _, name := range query(t, stage.path, `SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'`) {
		if !slices.ContainsFunc(compared, func(table reference.Table) bool { return table.Name == name }) && elsewhere[name] == "" {
			t.Errorf("%s: is not compared with the reference", name)
		}
	}
}

// readTables reads the tables out of a sandbox's file.
func readTables(t *testing.T, path string) map[string][]string {
	t.Helper()
	out := map[string][]string{}
	db := openFile(t, path)
	defer db.Close()
	for name, text := range tables {
		out[name] = lines(t, db, text)
	}
	return out
}

func query(t *testing.T, path, text string) []string {
	t.Helper()
	db := openFile(t, path)
	defer db.Close()
	return lines(t, db, text)
}

func openFile(t *testing.T, path string) *sql.DB {
	t.Helper()
	db, err := sql.Open("sqlite3", "file:"+path+"?mode=ro")
	if err != nil {
		t.Fatal(err)
	}
	return db
}

// lines runs a query with one column.
func lines(t *testing.T, db *sql.DB, text string) (all []string) {
	t.Helper()
	rows, err := db.Query(text)
	if err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	defer rows.Close()
	for rows.Next() {
		var line string
		if err := rows.Scan(&line); err != nil {
			t.Fatal(err)
		}
		all = append(all, line)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return all
}

package sandbox_test

import (
	"bytes"
	"database/sql"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	_ "github.com/mattn/go-sqlite3"

	"recallbox/sandbox"
)

// What was decided in a sandbox of version 1 is explained in the same words once it has been brought up, and follows from
// the facts. The explanations are those that version 3, the last to pack all facts into one number, printed of it.
func TestUpgradeKeepsExplanations(t *testing.T) {
	t.Parallel()
	box, err := sandbox.Open(oldSandbox(t), sandbox.Options{Throwaway: true})
	if err != nil {
		t.Fatal(err)
	}
	defer box.Close()
	want, err := os.ReadFile("testdata/recalls-1.explained.json")
	if err != nil {
		t.Fatal(err)
	}
	err = box.View(t.Context(), func(tx *sandbox.Tx) error {
		for i, line := range strings.Split(strings.TrimSpace(string(want)), "\n") {
			e, err := tx.Explain(fmt.Sprintf("r%d", i+1), "")
			if err != nil {
				return err
			}
			if got := inJSON(t, e); got != line {
				t.Errorf("r%d is explained otherwise\n%s\nand was before\n%s", i+1, got, line)
			}
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
	health, err := box.Check(t.Context())
	if err != nil || len(health.Problems) > 0 {
		t.Errorf("%v, %v", health.Problems, err)
	}
}

// oldSandbox makes a file of version 1 with recalls in it.
func oldSandbox(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "old.db")
	db, err := sql.Open("sqlite3", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	statements := "PRAGMA application_id = 1919107704; PRAGMA user_version = 1;"
	for _, file := range []string{"store/testdata/schema-1.sql", "testdata/recalls-1.sql"} {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		statements += string(text)
	}
	if _, err := db.Exec("BEGIN;" + statements + "; COMMIT"); err != nil {
		t.Fatal(err)
	}
	return path
}

func inJSON(t *testing.T, v any) string {
	t.Helper()
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(b.String())
}

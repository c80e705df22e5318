package sandbox_test

import (
	"bytes"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	_ "github.com/mattn/go-sqlite3"

	"recallbox/sandbox"
)

func TestSavepoint(t *testing.T) {
	file := filepath.Join(t.TempDir(), "box.db")
	if err := sandbox.Create(t.Context(), file, sandbox.New{Start: sandbox.Start}, sandbox.Options{}); err != nil {
		t.Fatal(err)
	}
	box, err := sandbox.Open(file, sandbox.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer box.Close()
	no := errors.New("no")
	err = box.Update(t.Context(), func(tx *sandbox.Tx) error {
		change := func(name string, by time.Duration, end error) func() error {
			return func() error {
				_, err := tx.AddOrganisation(name, name+".example", "", nil)
				_, late := tx.Advance(by)
				return errors.Join(err, late, end)
			}
		}
		if failed, err := tx.Savepoint(change("kept", time.Hour, nil)); failed != nil || err != nil {
			t.Errorf("got %v, %v", failed, err)
		}
		if failed, err := tx.Savepoint(change("failed", time.Minute, no)); !errors.Is(failed, no) || err != nil {
			t.Errorf("got %v, %v", failed, err)
		}
		if err := tx.DryRun(change("tried", time.Minute, nil)); err != nil {
			t.Error(err)
		}
		if err := tx.DryRun(change("tried", time.Minute, no)); !errors.Is(err, no) {
			t.Errorf("got %v", err)
		}
		if c, err := tx.Clock(); err != nil || !c.Now.Equal(sandbox.Start.Add(time.Hour)) {
			t.Errorf("the clock stands at %v, %v", c.Now, err)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	err = box.View(t.Context(), func(tx *sandbox.Tx) error {
		list, err := tx.Organisations()
		if len(list) != 1 || list[0].Name != "kept" {
			t.Errorf("got %+v", list)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestKept(t *testing.T) {
	path := filepath.Join(t.TempDir(), "kept.db")
	kept := &sandbox.OpenFile{}
	t.Cleanup(func() { kept.Close() })
	with, without := sandbox.Options{Throwaway: true, OpenFile: kept}, sandbox.Options{Throwaway: true}
	wantOrganisations(t, path, with, -1)
	for range 2 { // the second time it is replaced while it is kept
		if err := sandbox.Create(t.Context(), path, sandbox.New{Start: sandbox.Start, Replace: true}, without); err != nil {
			t.Fatal(err)
		}
		wantOrganisations(t, path, with, 0)
		addOrganisation(t, path, without, "acme")
		wantOrganisations(t, path, with, 1)
		addOrganisation(t, path, with, "globex")
		wantOrganisations(t, path, without, 2)
		wantOrganisations(t, path, with, 2)
	}
	if err := os.Truncate(path, 0); err != nil {
		t.Fatal(err)
	}
	wantOrganisations(t, path, with, -1)
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	wantOrganisations(t, path, with, -1)
}

func addOrganisation(t *testing.T, path string, o sandbox.Options, name string) {
	t.Helper()
	box, err := sandbox.Open(path, o)
	if err != nil {
		t.Fatal(err)
	}
	defer box.Close()
	err = box.Update(t.Context(), func(tx *sandbox.Tx) error {
		_, err := tx.AddOrganisation(name, name+".example", "outlook", nil)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// wantOrganisations counts organisations. A negative number means a sandbox that cannot be opened.
func wantOrganisations(t *testing.T, path string, o sandbox.Options, want int) {
	t.Helper()
	box, err := sandbox.Open(path, o)
	if want < 0 || err != nil {
		if (err == nil) == (want < 0) {
			t.Fatalf("opening: %v", err)
		}
		return
	}
	defer box.Close()
	err = box.View(t.Context(), func(tx *sandbox.Tx) error {
		list, err := tx.Organisations()
		if len(list) != want {
			t.Errorf("%d organisations, want %d", len(list), want)
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}

// What was decided in a sandbox of version 1 is explained in the same words once it has been brought up, and
// follows from the facts. The explanations are those that version 3, the last to pack all facts into one number,
// printed of it. What is asked and said besides since then may be there too, and what the documents say may be
// put better.
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
			var got, want any
			unmarshal(t, inJSON(t, e), &got)
			unmarshal(t, line, &want)
			if !holds(got, want) {
				t.Errorf("r%d is explained otherwise\n%s\nand was before\n%s", i+1, inJSON(t, e), line)
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

func unmarshal(t *testing.T, text string, into *any) {
	t.Helper()
	if err := json.Unmarshal([]byte(text), into); err != nil {
		t.Fatal(err)
	}
}

// holds says whether a JSON value has all that another has, but what that cites of the documents and why it passed
// something over, which is the program's and not the sandbox's.
func holds(got, want any) bool {
	switch want := want.(type) {
	case map[string]any:
		all, is := got.(map[string]any)
		for key, value := range want {
			ours := key == "says" || key == "source" || key == "beyond" || key == "because"
			is = is && (ours || holds(all[key], value))
		}
		return is
	case []any:
		all, is := got.([]any)
		for _, value := range want {
			is = is && slices.ContainsFunc(all, func(one any) bool { return holds(one, value) })
		}
		return is
	}
	return got == want
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
	for _, file := range []string{"store/schema-1.sql", "testdata/recalls-1.sql"} {
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

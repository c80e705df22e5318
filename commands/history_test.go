package commands

import (
	"database/sql"
	"path/filepath"
	"strings"
	"testing"
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
	if code != 0 || out != "org add acme --domain acme.example\n" || !strings.HasPrefix(said, "warning: an earlier recallbox") {
		t.Errorf("exit %d\n%s%s", code, out, said)
	}
	if code, out, _ := in("history --json"); code != 0 || !strings.Contains(out, `"warnings"`) || strings.Contains(out, `"seq": 0`) {
		t.Errorf("exit %d\n%s", code, out)
	}
	for _, line := range []string{"history --script", "export --fixture lesson"} {
		code, out, said := in(line)
		if code != 1 || out != "" || !strings.HasPrefix(said, "recallbox: the history is not whole") {
			t.Errorf("%s: exit %d\n%s%s", line, code, out, said)
		}
	}
}

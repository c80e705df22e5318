package testscripts_test

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"recallbox/testscripts"
)

// toy is a program that does what its arguments say.
func toy(c testscripts.Call) int {
	switch c.Args[0] {
	case "init":
		os.WriteFile(c.Getenv("RECALLBOX_SANDBOX"), nil, 0o666)
	case "say":
		fmt.Fprintln(c.Out, strings.Join(c.Args[1:], " "))
	case "env":
		fmt.Fprintln(c.Out, c.Getenv(c.Args[1]))
	case "copy":
		io.Copy(c.Out, c.In)
	case "dir":
		fmt.Fprintln(c.Out, filepath.Base(c.Dir))
	case "cite":
		c.Cite(c.Args[1])
	case "refuse":
		fmt.Fprintln(c.Err, "refused")
		return 3
	case "panic":
		panic("oh")
	}
	return 0
}

func script(text string) testscripts.Script {
	return testscripts.Script{Name: "sample", Data: []byte(text)}
}

// A script that passed fails with its final command, if it has left a sandbox.
func TestFinally(t *testing.T) {
	for text, want := range map[string]testscripts.Outcome{
		"recallbox say hi": testscripts.Failed,
		"rm recallbox.db":  testscripts.Passed,
	} {
		result := run(t, testscripts.Runner{Program: toy, Finally: "refuse"}, script(text))
		if result.Outcome != want ||
			want == testscripts.Failed && !strings.Contains(result.Log, "recallbox refuse at the end of the script:\nrefused") {
			t.Errorf("%s: %s\n%s", text, result.Outcome, result.Log)
		}
	}
}

func TestRunner(t *testing.T) {
	tests := []struct {
		name, text string
		want       testscripts.Outcome
		log        string
	}{
		{"sandbox", "exists recallbox.db\nrecallbox env HOME\nstdout '^'$WORK'$'", testscripts.Passed, ""},
		{"no environment of ours", "recallbox env USER\n! stdout '[a-z]'", testscripts.Passed, ""},
		{"directory", "mkdir sub\ncd sub\nrecallbox dir\nstdout ^sub$", testscripts.Passed, ""},
		{"stdin", "recallbox copy < a\ncmp stdout a\nrecallbox copy\n! stdout .\n-- a --\nx\n", testscripts.Passed, ""},
		{"golden", "recallbox say hi\ncmp stdout golden\n-- golden --\nho\n", testscripts.Failed, "stdout and golden differ"},
		{"failure", "recallbox refuse", testscripts.Failed, "unexpected command failure: exit 3"},
		{"demanded failure", "! recallbox refuse\nstderr refused", testscripts.Passed, ""},
		{"demanded failure that succeeds", "! recallbox say", testscripts.Failed, "unexpected command success"},
		{"status", "status 3 recallbox refuse\nstderr refused\nstatus 0 recallbox say", testscripts.Passed, ""},
		{"wrong status", "status 1 recallbox refuse", testscripts.Failed, "exit 3, want 1"},
		{"status of a program", "status 1 exec false", testscripts.Passed, ""},
		{
			"jq holds",
			"recallbox say '{\"a\":[1,2]}'\njq '.a[0] == 1'\njq '.a[]' '^1\\n2$'\n! jq '.b'\n! jq '.a' 3\n! jq '.b[]?'",
			testscripts.Passed, "",
		},
		{"jq strings", "recallbox say '\"x y\" \"z\"'\njq . '^x y$'\njq . '^z$'\n! jq . '\"'", testscripts.Passed, ""},
		{"jq fails", "recallbox say '{\"a\":0}'\njq '.a == 1'", testscripts.Failed, "jq `.a == 1`: no result"},
		{
			"jq big numbers", "recallbox say '{\"a\":12345678901234567890}'\njq .a ^12345678901234567890$",
			testscripts.Passed, "",
		},
		{"no JSON", "recallbox say x\n! jq .", testscripts.Failed, "stdout is no JSON"},
		{"nothing", "! jq .", testscripts.Failed, "stdout is empty"},
		{"conditions", "[short] recallbox say\n[!exec:sh] stop\nrecallbox say", testscripts.Passed, ""},
		{"skip", "skip 'not here'", testscripts.Skipped, "not here"},
		{"panic", "recallbox panic", testscripts.Failed, "panic: oh"},
		{"background", "recallbox say &", testscripts.Failed, "use exec"},
		{"names twice", "recallbox say\n-- a --\n-- a --\n", testscripts.Failed, "would overwrite"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			result := run(t, testscripts.Runner{Program: toy}, script(test.text))
			if result.Outcome != test.want || !strings.Contains(result.Log, test.log) {
				t.Errorf("%s, want %s with %q\n%s", result.Outcome, test.want, test.log, result.Log)
			}
		})
	}
}

func TestRunnerCollectsCitations(t *testing.T) {
	result := run(
		t, testscripts.Runner{Program: toy},
		script("recallbox cite b/z\nrecallbox cite a/y\nrecallbox cite b/z\n"),
	)
	if want := []string{"a/y", "b/z"}; !slices.Equal(result.Cited, want) {
		t.Errorf("got %v, want %v", result.Cited, want)
	}
}

func TestRunnerExecutesTheProgram(t *testing.T) {
	r := testscripts.Runner{Program: toy, Exe: "/bin/echo"}
	if result := run(t, r, script("exec recallbox hi\nstdout ^hi$")); result.Outcome != testscripts.Passed {
		t.Error(result.Log)
	}
}

func TestRunnerUpdates(t *testing.T) {
	file := filepath.Join(t.TempDir(), "a.txtar")
	os.WriteFile(file, []byte("recallbox say hi\ncmp stdout golden\n-- golden --\nho\n"), 0o666)
	result := run(t, testscripts.Runner{Program: toy, Update: true}, testscripts.Script{Name: "a", File: file})
	now, _ := os.ReadFile(file)
	if result.Outcome != testscripts.Passed || !strings.HasSuffix(string(now), "-- golden --\nhi\n") {
		t.Errorf("%s\n%s", result.Outcome, now)
	}
}

func TestRunnerKeepsItsWork(t *testing.T) {
	dir := t.TempDir()
	var all sync.WaitGroup
	for _, name := range []string{"a/x", "b/x"} {
		all.Go(func() {
			r := testscripts.Runner{Program: toy, KeepIn: dir}
			if _, err := r.Run(t.Context(), testscripts.Script{Name: name, Data: []byte("recallbox say")}); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	kept, _ := filepath.Glob(filepath.Join(dir, "*/x/script-x/recallbox.db"))
	if len(kept) != 2 {
		t.Errorf("kept %v", kept)
	}
}

// Nothing is left of a script, not even in a folder that nobody may write to.
func TestRunnerLeavesNothing(t *testing.T) {
	dir := t.TempDir()
	script := testscripts.Script{Name: "a", Data: []byte("mkdir own\ncp a.txt own/b.txt\nchmod 555 own\n-- a.txt --\n")}
	if result := run(t, testscripts.Runner{Program: toy, Temp: dir}, script); result.Outcome != testscripts.Passed {
		t.Error(result.Log)
	}
	if left, err := os.ReadDir(dir); len(left) > 0 || err != nil {
		t.Errorf("left: %v, %v", left, err)
	}
}

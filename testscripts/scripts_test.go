package testscripts_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strings"
	"sync"
	"testing"

	"recallbox/testscripts"
)

// otherFolders hold scripts that belong to no single behaviour.
var otherFolders = []string{"cli", "stories", "faults", "experiments"}

// TestScripts runs every script; one of a behaviour must have made that behaviour decide something, and the
// sandbox of each must be whole in the end.
func TestScripts(t *testing.T) {
	exe := build(t)
	for _, script := range scripts(t) {
		t.Run(script.Name, func(t *testing.T) {
			t.Parallel()
			result := runOnce(t, exe, script)
			switch result.Outcome {
			case testscripts.Skipped:
				t.Skip(result.Log)
			case testscripts.Failed:
				t.Fatal(result.Log)
			}
			if id, of := behaviour(script); of && !slices.Contains(result.Cited, id) {
				t.Errorf("%s: never decided anything; these did: %s", id, strings.Join(result.Cited, ", "))
			}
		})
	}
}

// results are the results of runOnce, which more than one test needs.
var results sync.Map

// runOnce runs a script with all behaviours, once. Its work directory stays until all tests are done.
func runOnce(t *testing.T, exe string, s testscripts.Script) testscripts.Result {
	t.Helper()
	once, _ := results.LoadOrStore(s.Name, sync.OnceValue(func() testscripts.Result {
		return run(
			t,
			testscripts.Runner{
				Program: program,
				Exe:     exe,
				Finally: "check",
				KeepIn:  filepath.Join(buildFolder, "work"),
			},
			s,
		)
	}))
	return once.(func() testscripts.Result)()
}

// scripts are the ones on disk, so that what fails names a file that can be opened.
func scripts(t *testing.T) []testscripts.Script {
	t.Helper()
	list, err := scriptFiles()
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func scriptFiles() ([]testscripts.Script, error) {
	files, err := filepath.Glob("*/*.txtar")
	var list []testscripts.Script
	for _, file := range files {
		name := strings.TrimSuffix(filepath.ToSlash(file), ".txtar")
		list = append(list, testscripts.Script{Name: name, File: file})
	}
	return list, err
}

// behaviour is the ID of the behaviour that a script proves; false for a script of another kind.
func behaviour(s testscripts.Script) (id string, of bool) {
	folder, _, _ := strings.Cut(s.Name, "/")
	return s.Name, !slices.Contains(otherFolders, folder)
}

// buildFolder is where buildOnce puts the program; "" before that.
var buildFolder string

// buildOnce builds the program, once.
var buildOnce = sync.OnceValues(func() (exe string, err error) {
	if buildFolder, err = os.MkdirTemp("", "recallbox-built"); err != nil {
		return "", err
	}
	exe = filepath.Join(buildFolder, "recallbox")
	if output, err := exec.Command("go", "build", "-o", exe, "..").CombinedOutput(); err != nil {
		return "", fmt.Errorf("go build: %w\n%s", err, output)
	}
	return exe, nil
})

func TestMain(m *testing.M) {
	debug.SetGCPercent(400) // a thousand short runs, none of which holds much
	code := m.Run()
	os.RemoveAll(buildFolder)
	os.Exit(code)
}

// build builds the program, for the scripts that need a process of its own.
func build(t *testing.T) string {
	t.Helper()
	exe, err := buildOnce()
	if err != nil {
		t.Fatal(err)
	}
	return exe
}

func run(t *testing.T, r testscripts.Runner, s testscripts.Script) testscripts.Result {
	t.Helper()
	result, err := r.Run(t.Context(), s)
	if err != nil {
		t.Fatal(err)
	}
	return result
}

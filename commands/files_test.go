package commands

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"recallbox/testscripts"
)

const failingScript = "recallbox org list --json\ncmp stdout want\n-- want --\nold\n"

// TestFilesAreReplacedWhole: what a command writes stands beside the old file until all of it is there, so that a full
// disk or a kill leaves no half of one. The old file's other name shows that it was not written into.
func TestFilesAreReplacedWhole(t *testing.T) {
	for _, line := range []string{
		"run --update file.txtar",
		"run --force --junit file.txtar outlook/auto-read",
		"demo outlook/auto-read --force --html file.txtar",
	} {
		dir := t.TempDir()
		file, old := filepath.Join(dir, "file.txtar"), filepath.Join(dir, "old")
		if err := errors.Join(os.WriteFile(file, []byte(failingScript), 0o640), os.Link(file, old)); err != nil {
			t.Fatal(err)
		}
		if code, out, said := runIn(t.Context(), dir, strings.Fields(line)...); code != 0 {
			t.Fatalf("%s: exit %d\n%s%s", line, code, out, said)
		}
		kept, _ := os.ReadFile(old)
		written, _ := os.ReadFile(file)
		if string(kept) != failingScript || string(written) == failingScript {
			t.Errorf("%s: the old file holds %d bytes, the new one %d", line, len(kept), len(written))
		}
		info, err := os.Stat(file)
		if err != nil || info.Mode() != 0o640 {
			t.Errorf("%s: the file's mode is %v, %v", line, info.Mode(), err)
		}
		if all, _ := os.ReadDir(dir); len(all) != 2 {
			t.Errorf("%s: something else is left: %v", line, all)
		}
	}
}

// TestReplaceFile: a link stays one, also one that leads to nothing yet; a write that fails changes nothing.
func TestReplaceFile(t *testing.T) {
	dir := t.TempDir()
	in := func(name string) string { return filepath.Join(dir, name) }
	for _, name := range []string{"there", "new"} {
		if err := os.Symlink(name, in("to-"+name)); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(in("there"), []byte("old"), 0o666); err != nil {
		t.Fatal(err)
	}
	err := aside(in("there"), "file", func(into *os.Root) error {
		return errors.Join(testscripts.WriteNew(into, "file", []byte("ne")), fs.ErrInvalid)
	})
	if text, _ := os.ReadFile(in("there")); err == nil || string(text) != "old" {
		t.Errorf("a write that fails leaves %q, %v", text, err)
	}
	protected := func() error { return fs.ErrPermission } // no reason to write the file as it stands
	if err := replaceFileAfter(in("there"), []byte("text"), protected); !errors.Is(err, fs.ErrPermission) {
		t.Errorf("what is done before fails: %v", err)
	}
	if text, _ := os.ReadFile(in("there")); string(text) != "old" {
		t.Errorf("where what is done before fails, there is %q", text)
	}
	for _, name := range []string{"there", "new"} {
		if err := replaceFile(in("to-"+name), []byte("text")); err != nil {
			t.Error(err)
		}
		link, err := os.Readlink(in("to-" + name))
		if text, _ := os.ReadFile(in(name)); string(text) != "text" || link != name || err != nil {
			t.Errorf("%s: %q, and the link leads to %q, %v", name, text, link, err)
		}
	}
	if err := replaceFile(in("none/file"), nil); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("in a folder that is not there: %v", err)
	}
	if err := replaceFile(dir, nil); err == nil {
		t.Error("a folder was replaced")
	}
}

//go:build linux

package faults_test

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
)

// limited is how many bytes a file may have for a process that runs the program in its place.
const limited = "RECALLBOX_TEST_LIMIT"

// runLimited becomes the program, whose files cannot grow any more then: that is the full disk which needs no rights.
func runLimited() {
	bytes, err := strconv.ParseUint(os.Getenv(limited), 10, 64)
	if err == nil {
		err = syscall.Setrlimit(syscall.RLIMIT_FSIZE, &syscall.Rlimit{Cur: bytes, Max: bytes})
	}
	if err == nil {
		err = syscall.Exec(os.Args[1], os.Args[1:], []string{"HOME=/"})
	}
	os.Stderr.WriteString(err.Error())
	os.Exit(99)
}

// upTo is the box for processes whose files cannot grow over a size.
func (b box) upTo(bytes int) box {
	b.through = func(cmd *exec.Cmd) {
		cmd.Args = append([]string{os.Args[0]}, cmd.Args...)
		cmd.Path, cmd.Env = os.Args[0], append(cmd.Env, limited+"="+strconv.Itoa(bytes))
	}
	return b
}

// big are commands that need more room than there is.
var big = [][]string{
	{"user", "add", "--count", "3000", "--pattern", "more%04d@acme.example"},
	{"recall", "--as", "alice", "m2", "--json"},
	{"send", "--as", "alice", "--to", "all@acme.example", "--subject", "Long", "--body-file", "long"},
	{"snapshot", "save", "now"},
}

// Where files cannot grow, commands that need that fail in one line, nothing has happened, and reading goes on.
func TestFilesCannotGrow(t *testing.T) {
	t.Parallel()
	b := newBox(t)
	b.write(t, makeOffice(t))
	before := b.read(t)
	for _, more := range []int{0, 4096, 16384} {
		b.upTo(len(before)+more).wantNoRoom(t, fmt.Sprintf("%d bytes more", more))
	}
	empty := newBox(t)
	if r := empty.upTo(8192).run(t, "init"); r.code != 1 || !r.clear() {
		t.Error(r)
	}
	empty.wantAtRest(t, "init")
}

// long is a text for which there is no room.
var long = bytes.Repeat([]byte("All work and no play\r\n"), 20_000)

// wantNoRoom runs the commands that need room, of which some must fail, and demands that those have changed nothing.
func (b box) wantNoRoom(t *testing.T, what string) {
	t.Helper()
	before, failed := b.read(t), 0
	try(t, os.WriteFile(filepath.Join(b.dir, "long"), long, 0o600))
	for _, args := range big {
		r := b.run(t, args...)
		if !r.clear() || strings.Contains(r.err, "panic") {
			t.Errorf("%s: %s", what, r)
		}
		if r.code == 1 {
			failed++
			if !bytes.Equal(before, b.read(t)) {
				t.Errorf("%s: it failed and changed the file: %s", what, r)
			}
		}
		b.must(t, "log")
		b.must(t, "check")
		try(t, os.WriteFile(b.file(), before, 0o600))
	}
	if failed == 0 {
		t.Errorf("%s: nothing failed", what)
	}
	try(t, os.Remove(filepath.Join(b.dir, "long")))
	b.wantAtRest(t, what)
}

// smallDisk is where a process that has a name space of its own finds the folder for a small disk.
const smallDisk = "RECALLBOX_TEST_SMALL_DISK"

// On a disk that is full the same holds. The disk is a file system in memory, which a process may have in a
// name space of its own; where the system does not allow that, TestFilesCannotGrow is all there is.
func TestFullDisk(t *testing.T) {
	if dir := os.Getenv(smallDisk); dir != "" {
		fillDisk(t, dir)
		return
	}
	t.Parallel()
	exe, err := built()
	try(t, err)
	cmd := exec.Command(os.Args[0], "-test.run=^TestFullDisk$")
	cmd.Env = append(os.Environ(), smallDisk+"="+t.TempDir(), program+"="+exe)
	cmd.SysProcAttr = &syscall.SysProcAttr{Cloneflags: syscall.CLONE_NEWUSER | syscall.CLONE_NEWNS,
		UidMappings: []syscall.SysProcIDMap{{HostID: os.Getuid(), Size: 1}},
		GidMappings: []syscall.SysProcIDMap{{HostID: os.Getgid(), Size: 1}}}
	said, err := cmd.CombinedOutput()
	var exit *exec.ExitError
	switch {
	case err != nil && !errors.As(err, &exit):
		t.Logf("no name space of its own here: %v", err)
	case err != nil:
		t.Errorf("%v\n%s", err, said)
	default:
		t.Logf("%s", said)
	}
}

// fillDisk does that on a small disk.
func fillDisk(t *testing.T, dir string) {
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "size=2m"); err != nil {
		fmt.Println("no file system of its own here:", err)
		return
	}
	b := box{exe: os.Getenv(program), dir: filepath.Join(dir, "box"), tmp: t.TempDir()}
	try(t, os.Mkdir(b.dir, 0o700))
	b.write(t, makeOffice(t))
	for _, left := range []int{0, 4096, 65536} {
		filler := filepath.Join(dir, "filler")
		try(t, fill(filler, left+len(long)/4096*4096+4096))
		b.wantNoRoom(t, fmt.Sprintf("%d bytes left", left))
		try(t, os.Remove(filler))
	}
}

// fill writes a file until the disk is full, and then leaves that many bytes.
func fill(path string, left int) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	defer f.Close()
	size := 0
	for n := 1; n > 0; size += n {
		n, err = f.Write(make([]byte, 4096))
	}
	if !errors.Is(err, syscall.ENOSPC) {
		return err
	}
	return f.Truncate(int64(max(0, size-left)))
}

// Whoever may not write can read, and is told so in one line.
func TestReadOnly(t *testing.T) {
	t.Parallel()
	for what, modes := range map[string]struct{ folder, file os.FileMode }{
		"the file":             {0o755, 0o444},
		"the folder":           {0o555, 0o666},
		"the file, not at all": {0o755, 0o000},
	} {
		b := newBox(t)
		b.write(t, makeOffice(t))
		try(t, os.Chmod(b.file(), modes.file))
		try(t, os.Chmod(b.dir, modes.folder))
		try(t, os.Chmod(filepath.Dir(b.dir), 0o755))
		b.through = asNobodySpecial
		before := b.read(t)
		for _, args := range [][]string{reading, checking} {
			if r := b.run(t, args...); !r.clear() || (r.code == 0) != (modes.file != 0) {
				t.Errorf("%s: %s", what, r)
			}
		}
		for _, args := range [][]string{writing, {"init", "--force"}, {"snapshot", "save", "now"}} {
			if r := b.run(t, args...); r.code != 1 || !r.clear() {
				t.Errorf("%s: %s", what, r)
			}
		}
		if !bytes.Equal(b.read(t), before) {
			t.Errorf("%s: it was changed", what)
		}
		b.wantAtRest(t, what)
		try(t, os.Chmod(b.dir, 0o755))
	}
}

// asNobodySpecial runs a process without root's rights.
func asNobodySpecial(cmd *exec.Cmd) {
	if os.Geteuid() == 0 {
		cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: 65534, Gid: 65534}}
	}
}

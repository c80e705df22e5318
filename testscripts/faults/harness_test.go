//go:build linux

package faults_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// builtIn is the folder in which the program was built.
var builtIn string

// program is where a process that this test starts finds the program.
const program = "RECALLBOX_TEST_PROGRAM"

// built makes the program, once, where everybody may run it.
var built = sync.OnceValues(func() (exe string, err error) {
	if exe = os.Getenv(program); exe != "" {
		return exe, nil
	}
	if builtIn, err = os.MkdirTemp("", "recallbox-faults"); err != nil {
		return "", err
	}
	exe = filepath.Join(builtIn, "recallbox")
	if said, err := exec.Command("go", "build", "-o", exe, "../..").CombinedOutput(); err != nil {
		return "", fmt.Errorf("go build: %w\n%s", err, said)
	}
	return exe, os.Chmod(builtIn, 0o755)
})

func TestMain(m *testing.M) {
	if os.Getenv(limited) != "" {
		runLimited()
	}
	syscall.Umask(0) // what nobody else may read, the program says itself
	code := m.Run()
	os.RemoveAll(builtIn)
	os.Exit(code)
}

// box is a sandbox file and the program that works on it, a process for each command.
type box struct {
	exe, dir string
	tmp      string          // for temporary files
	through  func(*exec.Cmd) // how a process is started otherwise; may be nil
}

// newBox is a place for a sandbox, in a folder of its own.
func newBox(t testing.TB) box {
	t.Helper()
	exe, err := built()
	try(t, err)
	return box{exe: exe, dir: t.TempDir(), tmp: t.TempDir()}
}

func (b box) file() string { return filepath.Join(b.dir, "recallbox.db") }

// patience is how long a command may take before it is said to hang.
const patience = 30 * time.Second

// command is a process that can be started.
func (b box) command(ctx context.Context, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, b.exe, args...)
	cmd.Dir, cmd.Env = b.dir, []string{"HOME=" + b.dir, "TMPDIR=" + b.tmp}
	if b.through != nil {
		b.through(cmd)
	}
	return cmd
}

// result is how a process ended.
type result struct {
	args     []string
	out, err string
	code     int
	took     time.Duration
}

// run runs a command to its end.
func (b box) run(t testing.TB, args ...string) result {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	var out, said bytes.Buffer
	cmd := b.command(ctx, args...)
	cmd.Stdout, cmd.Stderr = &out, &said
	since := time.Now()
	err := cmd.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatalf("%s: %v", strings.Join(args, " "), err)
	}
	return result{args, out.String(), said.String(), cmd.ProcessState.ExitCode(), time.Since(since)}
}

// must runs a command that has to succeed.
func (b box) must(t testing.TB, args ...string) string {
	t.Helper()
	r := b.run(t, args...)
	if r.code != 0 {
		t.Fatal(r)
	}
	return strings.TrimSpace(r.out)
}

// batch runs lines that have to succeed.
func (b box) batch(t testing.TB, lines string) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "batch")
	try(t, os.WriteFile(file, []byte(lines), 0o644))
	b.must(t, "batch", file)
}

func (r result) String() string {
	return fmt.Sprintf("recallbox %s: exit %d\n%.300s%.1000s", strings.Join(r.args, " "), r.code, r.out, r.err)
}

// oneLine is what a failure looks like: what is wrong, and what to do.
var oneLine = regexp.MustCompile(`^recallbox: [^\n]+\n(hint: [^\n]+\n)?$`)

// clear says whether a command did what it should, or failed as it should: exit 1 and one line.
func (r result) clear() bool {
	return r.code == 0 || r.code == 1 && oneLine.MatchString(r.err)
}

// wantAtRest demands that the sandbox is one file.
func (b box) wantAtRest(t *testing.T, what string) {
	t.Helper()
	entries, err := os.ReadDir(b.dir)
	try(t, err)
	for _, e := range entries {
		if e.Name() != "recallbox.db" {
			t.Errorf("%s: %s is left beside", what, e.Name())
		}
	}
}

// wantPrivate demands that nobody but its owner can read any file that there is, temporary ones too.
func (b box) wantPrivate(t *testing.T, what string) {
	t.Helper()
	for _, dir := range []string{b.dir, b.tmp} {
		entries, err := os.ReadDir(dir)
		try(t, err)
		for _, e := range entries {
			info, err := e.Info()
			try(t, err)
			if info.Mode() != 0o600 && info.Mode() != fs.ModeDir|0o700 {
				t.Errorf("%s: %s has the mode %v", what, e.Name(), info.Mode())
			}
		}
	}
}

func (b box) read(t *testing.T) []byte {
	t.Helper()
	data, err := os.ReadFile(b.file())
	try(t, err)
	return data
}

func (b box) write(t *testing.T, data []byte) {
	t.Helper()
	try(t, os.WriteFile(b.file(), data, 0o600))
}

func try(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

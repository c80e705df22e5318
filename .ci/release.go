// Release builds the archives of a version into dist/: .ci/release 0.2.0
//
// They are the same, byte for byte, wherever and whenever a commit is built with the same compilers.
package main

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"text/template"
	"time"
)

// dist is where the archives go.
const dist = "dist"

// target is a system to build for.
type target struct {
	os, arch string
	compiler string   // of C
	packages []string // that have it
	static   bool     // it needs nothing of the system but its kernel
	program  []byte   // once it is built
}

// allTargets are the systems that a release is built for.
func allTargets() []target {
	return []target{
		{os: "linux", arch: "amd64", static: true, compiler: "x86_64-linux-gnu-gcc",
			packages: []string{"gcc-x86-64-linux-gnu", "libc6-dev-amd64-cross"}},
		{os: "linux", arch: "arm64", static: true, compiler: "aarch64-linux-gnu-gcc",
			packages: []string{"gcc-aarch64-linux-gnu", "libc6-dev-arm64-cross"}},
		{os: "windows", arch: "amd64", compiler: "x86_64-w64-mingw32-gcc",
			packages: []string{"gcc-mingw-w64-x86-64"}},
	}
}

// release is a version that is being built.
type release struct {
	version string
	commit  string    // in full
	time    time.Time // of the commit, and of all that is in the archives
	shared  []file    // what is in every archive
}

// file is one in an archive.
type file struct {
	name string
	mode int64
	data []byte
}

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "release:", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	r, err := newRelease(args)
	if err != nil {
		return err
	}
	targets := allTargets()
	for i := range targets {
		if err := need(targets[i]); err != nil {
			return err
		}
	}
	for i := range targets {
		t := &targets[i]
		if t.program, err = r.build(*t); err != nil {
			return fmt.Errorf("%s/%s: %w", t.os, t.arch, err)
		}
	}
	if r.shared, err = makeShared(targets); err != nil {
		return err
	}
	return r.write(targets)
}

// write makes the archives and the file with their sums.
func (r *release) write(targets []target) error {
	if err := errors.Join(os.RemoveAll(dist), os.Mkdir(dist, 0o777)); err != nil {
		return err
	}
	var sums bytes.Buffer
	for _, t := range targets {
		name, data, err := r.archive(t)
		if err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(dist, name), data, 0o666); err != nil {
			return err
		}
		fmt.Printf("%s/%s\n", dist, name)
		fmt.Fprintf(&sums, "%x  %s\n", sha256.Sum256(data), name)
	}
	return os.WriteFile(filepath.Join(dist, "SHA256SUMS"), sums.Bytes(), 0o666)
}

var versionForm = regexp.MustCompile(`^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(-[0-9A-Za-z.]+)?$`)

// newRelease is what the command line asks for, of the commit that lies here.
func newRelease(args []string) (*release, error) {
	if len(args) != 1 || !versionForm.MatchString(args[0]) {
		return nil, fmt.Errorf("%q is no version: say for example .ci/release 0.2.0, or 0.2.0-rc1", strings.Join(args, " "))
	}
	changed, err := output(exec.Command("git", "status", "--porcelain", "--untracked-files=normal"))
	if err != nil {
		return nil, err
	}
	if changed != "" {
		first, _, _ := strings.Cut(changed, "\n")
		return nil, fmt.Errorf("the tree is not clean (%s): commit or stash first", strings.TrimSpace(first))
	}
	head, err := output(exec.Command("git", "show", "--no-patch", "--format=%H %cI", "HEAD"))
	if err != nil {
		return nil, err
	}
	commit, at, _ := strings.Cut(strings.TrimSpace(head), " ")
	when, err := time.Parse(time.RFC3339, at)
	return &release{version: args[0], commit: commit, time: when.UTC()}, err
}

// need installs the compiler, if it is missing.
func need(t target) error {
	cmd := exec.Command(".ci/need", append([]string{t.compiler}, t.packages...)...)
	if said, err := cmd.CombinedOutput(); err != nil {
		lines := strings.Split(strings.TrimSpace(string(said)), "\n")
		return fmt.Errorf("%s", lines[len(lines)-1])
	}
	return nil
}

// build is the program for a target.
func (r *release) build(t target) ([]byte, error) {
	folder, err := os.MkdirTemp("", "recallbox-release")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(folder)
	exe := filepath.Join(folder, t.exe())
	flags := fmt.Sprintf("-s -w -buildid= -X recallbox/commands.releasedVersion=%s"+
		" -X recallbox/commands.releasedCommit=%s -X recallbox/commands.releasedDay=%s",
		r.version, r.commit, r.time.Format(time.DateOnly))
	link := "-Wl,--build-id=none"
	if t.os == "windows" {
		link = "-Wl,--no-insert-timestamp"
	}
	if t.static {
		link += " -static"
	}
	// Git's own details are left out: they depend on what else a clone has, such as tags.
	cmd := exec.Command("go", "build", "-trimpath", "-buildvcs=false", "-o", exe,
		"-tags", "osusergo,netgo,sqlite_omit_load_extension",
		"-ldflags", flags+" -linkmode external -extldflags '"+link+"'", ".")
	cmd.Env = append(os.Environ(), "CGO_ENABLED=1", "GOOS="+t.os, "GOARCH="+t.arch, "CC="+t.compiler,
		"GOFLAGS=", "CGO_CFLAGS=-g -O2")
	said, err := cmd.CombinedOutput()
	if err != nil || len(said) > 0 { // a warning is one too many
		return nil, fmt.Errorf("go build: %v\n%s", err, said)
	}
	return os.ReadFile(exe)
}

func (t target) exe() string {
	if t.os == "windows" {
		return "recallbox.exe"
	}
	return "recallbox"
}

// makeShared makes what is the same for every system: completions and the manual, which the program itself writes, and
// what others want said of what is in it.
func makeShared(targets []target) ([]file, error) {
	here := slices.IndexFunc(targets, func(t target) bool { return t.os == runtime.GOOS && t.arch == runtime.GOARCH })
	if here < 0 {
		return nil, fmt.Errorf("no target runs on %s/%s: build on Linux", runtime.GOOS, runtime.GOARCH)
	}
	folder, err := os.MkdirTemp("", "recallbox-release")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(folder)
	exe := filepath.Join(folder, "recallbox")
	if err := os.WriteFile(exe, targets[here].program, 0o777); err != nil {
		return nil, err
	}
	var all []file
	for name, args := range map[string][]string{
		"recallbox.1":                {"help", "--man"},
		"completions/recallbox.bash": {"completion", "bash"},
		"completions/_recallbox":     {"completion", "zsh"},
		"completions/recallbox.fish": {"completion", "fish"},
	} {
		text, err := output(exec.Command(exe, args...))
		if err != nil {
			return nil, err
		}
		all = append(all, file{name, 0o644, []byte(text)})
	}
	licences, err := os.ReadFile("THIRD-PARTY")
	return append(all, file{"THIRD-PARTY", 0o644, licences}), err
}

// archive is the archive for a target, and its name.
func (r *release) archive(t target) (name string, data []byte, err error) {
	name = fmt.Sprintf("recallbox-%s-%s-%s", r.version, t.os, t.arch)
	page, err := r.page(t)
	if err != nil {
		return "", nil, err
	}
	files := append([]file{{t.exe(), 0o755, t.program}, {"README.md", 0o644, page}}, r.shared...)
	for i := range files {
		files[i].name = name + "/" + files[i].name
	}
	slices.SortFunc(files, func(a, b file) int { return strings.Compare(a.name, b.name) })
	if t.os == "windows" {
		data, err = zipped(files, r.time)
		return name + ".zip", data, err
	}
	data, err = tarred(files, r.time)
	return name + ".tar.gz", data, err
}

// page is the archive's own page, for somebody who has nothing else.
func (r *release) page(t target) ([]byte, error) {
	page, err := template.ParseFiles(".ci/archive.tmpl")
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	err = page.Execute(&out, map[string]any{
		"Version": r.version, "Commit": r.commit[:7], "Windows": t.os == "windows", "Arm": t.arch == "arm64",
	})
	data := out.Bytes()
	if t.os == "windows" {
		data = bytes.ReplaceAll(data, []byte("./recallbox"), []byte(`.\recallbox.exe`))
		data = bytes.ReplaceAll(data, []byte("\n"), []byte("\r\n"))
	}
	return data, err
}

func tarred(files []file, at time.Time) ([]byte, error) {
	var out bytes.Buffer
	packed, err := gzip.NewWriterLevel(&out, gzip.BestCompression)
	if err != nil {
		return nil, err
	}
	w := tar.NewWriter(packed)
	for _, f := range files {
		header := tar.Header{Name: f.name, Mode: f.mode, Size: int64(len(f.data)), ModTime: at, Format: tar.FormatUSTAR}
		if err := w.WriteHeader(&header); err != nil {
			return nil, err
		}
		if _, err := w.Write(f.data); err != nil {
			return nil, err
		}
	}
	err = errors.Join(w.Close(), packed.Close())
	return out.Bytes(), err
}

func zipped(files []file, at time.Time) ([]byte, error) {
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, f := range files {
		header := zip.FileHeader{Name: f.name, Method: zip.Deflate, Modified: at}
		header.SetMode(fs.FileMode(f.mode))
		to, err := w.CreateHeader(&header)
		if err != nil {
			return nil, err
		}
		if _, err := to.Write(f.data); err != nil {
			return nil, err
		}
	}
	err := w.Close()
	return out.Bytes(), err
}

// output is what a command prints; what it complains of is the error.
func output(cmd *exec.Cmd) (string, error) {
	var out, complaint strings.Builder
	cmd.Stdout, cmd.Stderr = &out, &complaint
	if err := cmd.Run(); err != nil {
		return "", fmt.Errorf("%s: %v\n%s", strings.Join(cmd.Args, " "), err, complaint.String())
	}
	return out.String(), nil
}

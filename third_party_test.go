package main

import (
	"bytes"
	"flag"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write THIRD-PARTY anew")

// thirdPartyBegins is what stands in THIRD-PARTY in front of the modules.
const thirdPartyBegins = `What others wrote that is in the program, and what they want said with it.

SQLite (https://sqlite.org) is in the public domain.

Go's runtime and standard library (https://go.dev) have the licence of golang.org/x/sys, below.

An archive for Linux has the GNU C library in the program (https://www.gnu.org/software/libc, LGPL 2.1 or later), and
one for Windows mingw-w64's (https://www.mingw-w64.org, in the public domain or as free as that). The program can be
linked with another one: .ci/release in the source of the version does it.
`

// systems are what a release is built for, and where else it is used.
var systems = []string{"linux/amd64", "linux/arm64", "windows/amd64", "darwin/arm64"}

// licenceFile is what a file is called that a licence wants to go with the program.
var licenceFile = regexp.MustCompile(`(?i)^(licen[cs]e|copying|notice|patents)`)

// TestThirdParty: THIRD-PARTY has the licences of all modules that are linked, of no others, and as they are.
func TestThirdParty(t *testing.T) {
	modules := map[string]string{} // folders, by path and version
	for _, system := range systems {
		for name, folder := range linkedModules(t, system) {
			modules[name] = folder
		}
	}
	if len(modules) < 10 {
		t.Fatalf("only %d modules are linked: %v", len(modules), modules)
	}
	var want bytes.Buffer
	want.WriteString(thirdPartyBegins)
	for _, name := range slices.Sorted(maps.Keys(modules)) {
		fmt.Fprintf(&want, "\n%s\n%s\n", strings.Repeat("=", 80), name)
		texts := licences(t, modules[name])
		if len(texts) == 0 {
			t.Errorf("%s has no licence", name)
		}
		for _, text := range texts {
			want.WriteString("\n" + text)
		}
	}
	if *update {
		if err := os.WriteFile("THIRD-PARTY", want.Bytes(), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile("THIRD-PARTY")
	if err != nil || !bytes.Equal(got, want.Bytes()) {
		t.Errorf("THIRD-PARTY is not what is linked (%v): go test . -update writes it", err)
	}
}

// linkedModules are the folders of the modules that are linked for a system, by path and version.
func linkedModules(t *testing.T, system string) map[string]string {
	t.Helper()
	goos, goarch, _ := strings.Cut(system, "/")
	const format = "{{with .Module}}{{if not .Main}}{{.Path}} {{.Version}}\t{{.Dir}}{{end}}{{end}}"
	cmd := exec.Command("go", "list", "-deps", "-f", format, ".")
	cmd.Env = append(os.Environ(), "GOOS="+goos, "GOARCH="+goarch, "CGO_ENABLED=1")
	cmd.Stderr = os.Stderr
	list, err := cmd.Output()
	if err != nil {
		t.Fatal(system, err)
	}
	modules := map[string]string{}
	for line := range strings.Lines(string(list)) {
		name, folder, found := strings.Cut(strings.TrimRight(line, "\r\n"), "\t")
		if found {
			modules[name] = folder
		}
	}
	return modules
}

// licences are the texts in a module's folder that go with it.
func licences(t *testing.T, folder string) (texts []string) {
	t.Helper()
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if e.IsDir() || !licenceFile.MatchString(e.Name()) {
			continue
		}
		text, err := os.ReadFile(filepath.Join(folder, e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		lines := strings.ReplaceAll(string(text), "\r\n", "\n")
		texts = append(texts, strings.Trim(lines, "\n")+"\n")
	}
	return texts
}

package commands_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// outside shows how a program outside of the repository finds the module while that has no address.
func outside(t *testing.T) string {
	t.Helper()
	return goCode(t, "testdata/outside/main.go") + `
It needs a C compiler. The module has no address yet: clone it beside the folder of your program, and let go.mod
say where it is:

` + "```bash" + `
go mod init lesson
go mod edit -require recallbox@v0.0.0 -replace recallbox=../recallbox
go mod tidy
go run .
` + "```" + `

Or make a workspace of both, which leaves go.mod as it is:

` + "```bash" + `
go mod init lesson
go work init . ../recallbox
go run .
` + "```\n"
}

// TestAProgramOutsideBuilds does what the page says, in both ways, with what the module cache has.
func TestAProgramOutsideBuilds(t *testing.T) {
	text := page{"commands/topics/library.md"}.read(t)
	program, ways := "", []string{}
	for _, block := range fencedBlock.FindAllStringSubmatch(text, -1) {
		switch block[1] {
		case "go":
			program = block[2]
		case "bash":
			ways = append(ways, block[2])
		}
	}
	if len(ways) != 2 {
		t.Fatalf("%d ways", len(ways))
	}
	repository, err := filepath.Abs("..")
	if err != nil {
		t.Fatal(err)
	}
	for _, way := range ways {
		t.Run(strings.Fields(way)[6], func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			if err := os.Symlink(repository, filepath.Join(dir, "recallbox")); err != nil {
				t.Fatal(err)
			}
			lesson := filepath.Join(dir, "lesson")
			if err := os.Mkdir(lesson, 0o777); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(filepath.Join(lesson, "main.go"), []byte(program), 0o666); err != nil {
				t.Fatal(err)
			}
			last := ""
			for line := range strings.Lines(way) {
				words := strings.Fields(line)
				command := exec.Command(words[0], words[1:]...)
				command.Dir = lesson
				command.Env = append(os.Environ(), "GOWORK=", "GOPROXY=off", "GOSUMDB=off")
				out, err := command.CombinedOutput()
				if err != nil {
					t.Fatalf("%s%v\n%s", line, err, out)
				}
				last = string(out)
			}
			if want := "acme map[journal:none read-receipts:on recall:on]\n"; last != want {
				t.Errorf("it prints %q, not %q", last, want)
			}
		})
	}
}

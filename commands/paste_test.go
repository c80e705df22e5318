//go:build unix

package commands

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/urfave/cli/v2"
)

// TestExamplesCanBePasted: what help shows can be pasted as it stands, into bash and into zsh: the examples of every
// command, and the lines for copying of the topics that are about shells.
func TestExamplesCanBePasted(t *testing.T) {
	if testing.Short() {
		t.Skip("runs a shell for every example")
	}
	programs := t.TempDir()
	build := exec.Command("go", "build", "-o", filepath.Join(programs, "recallbox"), "..")
	if said, err := build.CombinedOutput(); err != nil {
		t.Fatalf("go build: %v\n%s", err, said)
	}
	// As much of GNU parallel as the page needs.
	parallel := "#!/bin/sh\nwhile read -r n; do\n  eval \"$(echo \"$*\" | sed \"s/{}/$n/g\")\" || exit\ndone\n"
	if err := os.WriteFile(filepath.Join(programs, "parallel"), []byte(parallel), 0o777); err != nil {
		t.Fatal(err)
	}
	for _, shell := range []string{"bash", "zsh"} {
		t.Run(shell, func(t *testing.T) {
			if _, err := exec.LookPath(shell); err != nil {
				t.Skip(err)
			}
			everyCommand(tree(), func(c *cli.Command) {
				if c.Action != nil && !slices.Contains([]string{"demo", "serve"}, title(c)) { // which wait for somebody
					t.Run(title(c), func(t *testing.T) {
						t.Parallel()
						paste(t, shell, programs, exampleFolder(t, c), c.UsageText)
					})
				}
			})
			t.Run("help experiments", func(t *testing.T) {
				t.Parallel()
				pasteTopic(t, shell, programs, "experiments")
			})
		})
	}
}

// pasteTopic pastes what a topic shows for copying, in one folder with the scripts that it shows.
func pasteTopic(t *testing.T, shell, programs, name string) {
	text, err := topicTexts.ReadFile("topics/" + name + ".md")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	script := regexp.MustCompile(`(?s)This is (\w+\.txtar)\..*?` + "```txtar\n(.*?)```")
	for _, found := range script.FindAllSubmatch(text, -1) {
		writeFile(t, filepath.Join(dir, string(found[1])), string(found[2]))
	}
	blocks := regexp.MustCompile("(?s)```bash\n(.*?)```").FindAllSubmatch(text, -1)
	if len(blocks) == 0 {
		t.Error("it has nothing to copy")
	}
	for _, block := range blocks {
		paste(t, shell, programs, dir, string(block[1]))
	}
}

// paste runs lines as a shell does that reads them.
func paste(t *testing.T, shell, programs, dir, lines string) {
	t.Helper()
	cmd := exec.Command(shell, "-ec", lines)
	cmd.Dir, cmd.Stdin = dir, strings.NewReader("clock\n")
	cmd.Env = []string{"PATH=" + programs + ":" + os.Getenv("PATH"), "HOME=" + dir}
	if said, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("%s: %v\n%s\n%s", shell, err, lines, said)
	}
}

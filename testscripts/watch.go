package testscripts

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/rogpeppe/go-internal/txtar"
)

// Somebody who watches a script run is told before each of its lines, and nothing else changes: the line is
// announced by a command of its own in front of it, under the same conditions. So the language stays
// testscript's.

// announcement is the command that announces a line.
const announcement = "announce"

// watched is a script in which every line is announced: line n stands at 2n.
func watched(data []byte) []byte {
	archive := txtar.Parse(data)
	var b strings.Builder
	n := 0
	for line := range strings.Lines(string(archive.Comment)) {
		n++
		b.WriteString(announced(n, line) + "\n" + line)
	}
	archive.Comment = []byte(b.String())
	return txtar.Format(archive)
}

// announced is what stands in front of a line; nothing where that is a comment or blank.
func announced(n int, line string) string {
	if line = strings.TrimSpace(line); line == "" || line[0] == '#' {
		return ""
	}
	return fmt.Sprintf("%s%s %d", regexp.MustCompile(`^(?:\[\S*\]\s+)*`).FindString(line), announcement, n)
}

// unwatched is a log without the announcements, and with the line numbers of the script as it was.
func unwatched(log, file string) string {
	log = regexp.MustCompile(`(?m)^> .*\b`+announcement+` \d+\n`).ReplaceAllString(log, "")
	place := regexp.MustCompile(regexp.QuoteMeta(file) + `:\d+:`)
	return place.ReplaceAllStringFunc(log, func(found string) string {
		n, _ := strconv.Atoi(strings.Trim(strings.TrimPrefix(found, file), ":"))
		return fmt.Sprintf("%s:%d:", file, (n+1)/2)
	})
}

// announce tells whoever watches that the line comes next.
func (r *running) announce(ts *testscript.TestScript, _ bool, args []string) {
	n, err := strconv.Atoi(args[0])
	ts.Check(err)
	r.watch(n)
}

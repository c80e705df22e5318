package testscripts

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/rogpeppe/go-internal/txtar"
)

// A caller can watch a script run, line by line. A command in front of each line announces it, under the same
// conditions; nothing else changes, and the language stays testscript's.

// announcement is the command that announces a line.
const announcement = "announce"

// addAnnouncements announces every line of a script: line n then stands at 2n.
func addAnnouncements(data []byte) []byte {
	archive := txtar.Parse(data)
	var b strings.Builder
	n := 0
	for line := range strings.Lines(string(archive.Comment)) {
		n++
		b.WriteString(announcementOf(n, line) + "\n" + line)
	}
	archive.Comment = []byte(b.String())
	return txtar.Format(archive)
}

// announcementOf is what stands in front of a line; nothing where the line is a comment or blank.
func announcementOf(n int, line string) string {
	if line = strings.TrimSpace(line); line == "" || line[0] == '#' {
		return ""
	}
	return fmt.Sprintf("%s%s %d", regexp.MustCompile(`^(?:\[\S*\]\s+)*`).FindString(line), announcement, n)
}

// removeAnnouncements is a log without the announcements, with the line numbers of the script itself.
func removeAnnouncements(log, file string) string {
	log = regexp.MustCompile(`(?m)^> .*\b`+announcement+` \d+\n`).ReplaceAllString(log, "")
	place := regexp.MustCompile(regexp.QuoteMeta(file) + `:\d+:`)
	return place.ReplaceAllStringFunc(log, func(found string) string {
		n, _ := strconv.Atoi(strings.Trim(strings.TrimPrefix(found, file), ":"))
		return fmt.Sprintf("%s:%d:", file, (n+1)/2)
	})
}

// announce tells the caller which line comes next.
func (r *scriptRun) announce(ts *testscript.TestScript, _ bool, args []string) {
	n, err := strconv.Atoi(args[0])
	ts.Check(err)
	r.watch(n)
}

package testscripts

import (
	"regexp"
	"strconv"
	"strings"
)

// Failure says where and why a script failed.
type Failure struct {
	Line    int    // its number; 0 where no line is to blame
	Command string // that line
	Message string // what was wrong with that line
	Phase   string // the comment above that line
	Log     string // the log of that phase
}

// Failure reads the log of a run of the script that failed.
func (s Script) Failure(log string) Failure {
	var f Failure
	mark := regexp.MustCompile(`(?m)^FAIL: ` + regexp.QuoteMeta(s.Name) + `:(\d+): (.*)$`)
	if failed := mark.FindAllStringSubmatch(log, -1); len(failed) > 0 {
		last := failed[len(failed)-1]
		f.Line, _ = strconv.Atoi(last[1])
		f.Message = last[2]
	}
	f.Phase, f.Command = s.phase(f.Line)
	for strings.HasPrefix(log, "#") { // the phases before it are only headings
		_, log, _ = strings.Cut(log, "\n")
	}
	if f.Phase != "" {
		log = f.Phase + "\n" + log
	}
	f.Log = strings.TrimSpace(log) + "\n"
	return f
}

// phase is the comment that stands above a line of the script, and that line.
func (s Script) phase(number int) (comment, line string) {
	lines := strings.Split(string(s.Data), "\n")
	if number < 1 || number > len(lines) {
		return "", ""
	}
	end := number - 1
	for end > 0 && !strings.HasPrefix(lines[end-1], "#") {
		end--
	}
	begin := end
	for begin > 0 && strings.HasPrefix(lines[begin-1], "#") {
		begin--
	}
	return strings.Join(lines[begin:end], "\n"), lines[number-1]
}

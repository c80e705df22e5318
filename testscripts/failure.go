package testscripts

import (
	"cmp"
	"regexp"
	"strconv"
	"strings"
)

// Failure says where and why a script failed, or was skipped.
type Failure struct {
	Script  string // its file, or its name where it has none
	Line    int    // its number; 0 where no line is to blame
	Command string // that line
	Message string // what was wrong with that line
	Phase   string // the comment above that line
	Log     string // the log of that phase
}

func (f *Failure) Error() string { return (&LineError{f.Script, f.Line, f.Message}).Error() }

// withFailure is the result with its failure, where the script did not pass.
func (r Result) withFailure(s Script) Result {
	log := r.Log
	if first, rest, _ := strings.Cut(log, "\n"); strings.HasPrefix(strings.ToUpper(first), "WORK=") {
		log = rest
	}
	switch r.Outcome {
	case Failed:
		f := s.Failure(log)
		f.Message = cmp.Or(f.Message, strings.TrimSpace(f.Log))
		r.Failure = &f
	case Skipped:
		why, rest, _ := strings.Cut(log, "\n")
		r.Failure = &Failure{Script: s.title(), Message: "skipped: " + why, Log: rest}
	}
	return r
}

// title is what messages call the script: its file, or its name where it has none.
func (s Script) title() string { return cmp.Or(s.File, s.Name) }

// Failure reads the log of a run of the script that failed.
func (s Script) Failure(log string) Failure {
	f := Failure{Script: s.title()}
	name := `(?:` + regexp.QuoteMeta(s.Name) + `|` + regexp.QuoteMeta(f.Script) + `)`
	mark := regexp.MustCompile(`^FAIL: ` + name + `:(\d+): (.*)`)
	for line := range strings.Lines(log) {
		if failed := mark.FindStringSubmatch(line); failed != nil {
			f.Line, _ = strconv.Atoi(failed[1])
			f.Message = failed[2]
			break
		}
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

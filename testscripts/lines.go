package testscripts

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/rogpeppe/go-internal/txtar"
)

// Testscript's own commands can be neither replaced nor limited. So a command in front of each line, under the same
// conditions, announces the line, and looks at what it is about to do; and lines that run programs run them by the
// commands of this package. Nothing else changes, and the language stays testscript's.

// announcement is the command that announces a line.
const announcement = "announce"

// own ends the name of a command that stands in for the one of testscript: exec, wait, kill.
const own = "_"

// prefix is what stands in front of a command: conditions, and ! where it must fail.
const prefix = `\s*(?:\[\S*\]\s+)*(?:!\s+)?`

// programLine matches a line about programs, in front of what its command is given.
func programLine() *regexp.Regexp {
	return regexp.MustCompile(`^(` + prefix + `)(exec|wait|kill)(\s|$)`)
}

// prepare announces every line of a script: line n then stands at 2n.
func prepare(data []byte) []byte {
	conditions, program := regexp.MustCompile(`^(?:\[\S*\]\s+)*`), programLine()
	archive := txtar.Parse(data)
	var b strings.Builder
	n := 0
	for line := range strings.Lines(string(archive.Comment)) {
		n++
		if text := strings.TrimSpace(line); text != "" && text[0] != '#' {
			when := conditions.FindString(text)
			fmt.Fprintf(&b, "%s%s %d %s", when, announcement, n, text[len(when):])
			line = program.ReplaceAllString(line, "${1}${2}"+own+"${3}")
		}
		b.WriteString("\n" + line)
	}
	archive.Comment = []byte(b.String())
	return txtar.Format(archive)
}

// restore undoes prepare in a script whose files may have changed since.
func restore(prepared, script []byte) []byte {
	archive := txtar.Parse(prepared)
	archive.Comment = txtar.Parse(script).Comment
	return txtar.Format(archive)
}

// asWritten is the log of a prepared script as it would be of the script itself, which is called name. Most of a log is
// what programs have printed, millions of lines perhaps.
func asWritten(log, file, name string) string {
	announced := regexp.MustCompile(`^> (?:\[\S*\]\s+)*` + announcement + ` \d+ .*\n`)
	program := regexp.MustCompile(`^(> ` + prefix + `)(exec|wait|kill)` + own)
	var b strings.Builder
	for line := range strings.Lines(log) {
		switch {
		case line[0] != '>':
			b.WriteString(line)
		case !announced.MatchString(line):
			b.WriteString(program.ReplaceAllString(line, "$1$2"))
		}
	}
	place := regexp.MustCompile(regexp.QuoteMeta(file) + `:\d+:`)
	log = place.ReplaceAllStringFunc(b.String(), func(found string) string {
		n, _ := strconv.Atoi(strings.Trim(strings.TrimPrefix(found, file), ":"))
		return fmt.Sprintf("%s:%d:", name, (n+1)/2)
	})
	return strings.ReplaceAll(log, file, name)
}

// announce tells the caller which line comes next, unless the script has to end, or must not do what the line says.
func (r *scriptRun) announce(ts *testscript.TestScript, _ bool, args []string) {
	r.ts = ts
	r.mayGoOn(ts)
	n, err := strconv.Atoi(args[0])
	ts.Check(err)
	r.line = n
	if r.watch != nil {
		r.watch(n)
	}
	words, neg := args[1:], false
	for len(words) > 0 && (words[0] == "!" || strings.HasPrefix(words[0], "[") && strings.HasSuffix(words[0], "]")) {
		neg = neg || words[0] == "!"
		words = words[1:]
	}
	if len(words) == 0 {
		return
	}
	if neg || slices.Contains(checks, words[0]) {
		r.checks++
	}
	r.pastParams = r.pastParams || words[0] != paramCommand
	if isProgramCommand(words[0]) && !programLine().MatchString(r.lines[n-1]) {
		r.fatalf(ts, "%s is written as it is, without quotes and variables", words[0])
	}
	if why := r.guard(ts, words[0], words[1:]); why != nil {
		r.fatalf(ts, "%s: %v", words[0], why)
	}
	r.note(ts, words[0], words[1:])
}

// checks are the commands that assert something. One that must succeed is none.
var checks = []string{"status", "stdout", "stderr", "jq", "cmp", "cmpenv", "grep", "exists", "ttyout"}

func isProgramCommand(word string) bool { return word == "exec" || word == "wait" || word == "kill" }

// mayGoOn ends a script that has run for too long, or is interrupted.
func (r *scriptRun) mayGoOn(ts *testscript.TestScript) {
	if r.ctx.Err() != nil {
		r.fatalf(ts, "%v", context.Cause(r.ctx))
	}
}

// fatalf ends the script at this line, also one that goes on behind a line that fails.
func (r *scriptRun) fatalf(ts *testscript.TestScript, format string, args ...any) {
	defer func() {
		recover() // of what testscript ends a line with
		r.failNow()
	}()
	ts.Fatalf(format, args...)
}

// note keeps what programs will need that later lines run, and that testscript tells nobody.
func (r *scriptRun) note(ts *testscript.TestScript, command string, args []string) {
	switch {
	case command == "env":
		for _, arg := range args {
			name, _, _ := strings.Cut(arg, "=")
			r.variables = append(r.variables, name)
		}
	case command == "stdin" && len(args) == 1:
		r.stdin = ts.ReadFile(args[0])
	case command == "ttyin":
		r.terminal = true
	}
}

package commands_test

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"recallbox/commands"
)

// play runs what a page shows, in order and in one folder, and gives the page with what was printed. ```sh is for
// copying, and is only run. ```console is a session: what was typed behind $, and what came; of much that came parts
// may stand there, with … between them. ```txtar is a script, which must pass. A list item that begins with a command
// is run too.
func (p page) play(t *testing.T, text string) string {
	t.Helper()
	s := newShell(t, p)
	var out []string
	for lines := strings.Split(text, "\n"); len(lines) > 0; {
		language, fenced := strings.CutPrefix(lines[0], "```")
		if command, is := strings.CutPrefix(lines[0], "- `recallbox "); is {
			command, _, _ = strings.Cut(command, "`")
			s.run("recallbox " + command)
		}
		if !fenced {
			out, lines = append(out, lines[0]), lines[1:]
			continue
		}
		size := slices.Index(lines[1:], "```")
		if size < 0 {
			t.Fatalf("%s: a block does not end: %s", p.file, lines[0])
		}
		body := lines[1 : 1+size]
		out, lines = append(out, lines[0]), lines[1+size+1:]
		switch language {
		case "sh":
			s.run(strings.Join(body, "\n"))
		case "txtar":
			s.write("shown.txtar", strings.Join(body, "\n"))
			s.run("recallbox run shown.txtar")
		case "console":
			body = s.session(body)
		}
		out = append(append(out, body...), "```")
	}
	return strings.Join(out, "\n")
}

// shell is as much of one as the pages need.
type shell struct {
	t    *testing.T
	page page
	dir  string
	vars map[string]string // what name=$(command) kept
	env  map[string]string
}

func newShell(t *testing.T, p page) *shell {
	t.Helper()
	dir := t.TempDir()
	fixtures, err := filepath.Abs("../fixtures")
	if err == nil {
		err = os.Symlink(fixtures, filepath.Join(dir, "fixtures"))
	}
	if err != nil {
		t.Fatal(err)
	}
	env := map[string]string{"NO_COLOR": "1", "HOME": dir}
	return &shell{t: t, page: p, dir: dir, vars: map[string]string{}, env: env}
}

// session runs what stands behind the prompts, and puts what comes below each.
func (s *shell) session(lines []string) []string {
	var out []string
	for len(lines) > 0 {
		typed := 1
		for typed < len(lines) && strings.HasSuffix(lines[typed-1], `\`) {
			typed++
		}
		command := strings.TrimPrefix(strings.Join(lines[:typed], "\n"), "$ ")
		printed := s.run(command)
		end := typed
		for end < len(lines) && (!strings.HasPrefix(lines[end], "$ ") || strings.Contains(printed, lines[end])) {
			end++ // a demonstration prints prompts, too
		}
		out = append(out, lines[:typed]...)
		out = append(out, s.show(command, lines[typed:end], printed)...)
		lines = lines[end:]
	}
	return out
}

// show gives what a page shows of what a command printed: all of it, or those parts of it that stand there already.
func (s *shell) show(command string, there []string, printed string) []string {
	printed = strings.TrimRight(printed, "\n")
	if printed == "" {
		return nil
	}
	if !slices.Contains(there, "…") {
		return strings.Split(printed, "\n")
	}
	rest := printed + "\n"
	for part := range strings.SplitSeq(strings.Join(there, "\n")+"\n", "…\n") {
		_, after, found := strings.Cut(rest, part)
		if !found {
			s.t.Errorf("%s does not print, where it is shown:\n%s", command, part)
		}
		rest = after
	}
	return there
}

// run runs lines of commands, and gives what they print.
func (s *shell) run(text string) (printed string) {
	for line := range strings.SplitSeq(strings.ReplaceAll(text, "\\\n", " "), "\n") {
		for command := range strings.SplitSeq(line, "&&") {
			if kept := keeps.FindStringSubmatch(strings.TrimSpace(command)); kept != nil {
				var seen string
				seen, s.vars[kept[1]] = s.kept(s.words(kept[2]))
				printed += seen
			} else if words := s.words(command); len(words) > 0 {
				printed += s.one(words)
			}
		}
	}
	return printed
}

// one runs a command. What a page says beside the program's own commands (to fetch it, to build it) is not run.
func (s *shell) one(words []string) string {
	switch words[0] {
	case "recallbox", "./recallbox":
		if n := len(words); n > 2 && words[n-2] == ">" {
			seen, value := s.kept(words[1 : n-2])
			s.write(words[n-1], value)
			return seen
		}
		return s.recallbox(words[1:])
	case "echo":
		if n := len(words); n > 2 && words[n-2] == ">" {
			s.write(words[n-1], strings.Join(words[1:n-2], " "))
		}
	case "export":
		if name, value, is := strings.Cut(words[1], "="); is && name != "PATH" {
			s.env[name] = value
		}
	case "unset":
		delete(s.env, words[1])
	case "go":
		if len(words) > 3 && words[1] == "run" && words[2] == "." {
			return s.recallbox(words[3:])
		}
	case "git", "cd", ".ci/run":
	default:
		s.t.Errorf("cannot try %q", words)
	}
	return ""
}

// write makes a file of a text, which ends with a new line.
func (s *shell) write(name, text string) {
	if err := os.WriteFile(filepath.Join(s.dir, name), []byte(text+"\n"), 0o666); err != nil {
		s.t.Error(err)
	}
}

// keeps is a command whose stdout a variable keeps: name=$(recallbox …).
var keeps = regexp.MustCompile(`^(\w+)=\$\(recallbox (.+)\)$`)

// recallbox runs the program as somebody at a terminal of 100 columns sees it, in black and white.
func (s *shell) recallbox(args []string) string {
	var printed bytes.Buffer
	s.process(args, &printed, &printed, commands.Terminal{Out: true, Err: true, Width: s.page.width()})
	return left(&printed)
}

// left is what stays on a terminal: a progress line, which comes only on a busy machine, is cleared again.
func left(printed *bytes.Buffer) string { return cleared.ReplaceAllString(printed.String(), "") }

var cleared = regexp.MustCompile(`[^\n]*\r\x1b\[K`)

// kept runs the program with stdout kept by the shell: what is still seen on the terminal, and what was kept.
func (s *shell) kept(args []string) (seen, value string) {
	var out, err bytes.Buffer
	s.process(args, &out, &err, commands.Terminal{Err: true, Width: s.page.width()})
	return left(&err), strings.TrimRight(out.String(), "\n")
}

// process runs the program. A refusal may be shown; what cannot be understood may not.
func (s *shell) process(args []string, out, err *bytes.Buffer, terminal commands.Terminal) {
	code := commands.Run(commands.Process{
		Context: s.t.Context(), Args: args, Dir: s.dir, Out: out, Err: err, Terminal: terminal,
		Getenv: func(name string) string { return s.env[name] },
	})
	if code != 0 && code != 3 {
		s.t.Errorf("recallbox %q: exit %d\n%s", args, code, err)
	}
}

// words takes a command apart as a shell would.
func (s *shell) words(command string) []string {
	var words []string
	for rest := strings.TrimSpace(command); rest != ""; rest = strings.TrimLeft(rest, " ") {
		var word strings.Builder
		for rest != "" && rest[0] != ' ' {
			if q := rest[0]; q == '\'' || q == '"' {
				inside, after, closed := strings.Cut(rest[1:], string(q))
				if !closed {
					s.t.Errorf("a quotation mark is missing: %s", command)
				}
				word.WriteString(inside)
				rest = after
				continue
			}
			word.WriteByte(rest[0])
			rest = rest[1:]
		}
		if value, is := s.vars[strings.TrimPrefix(word.String(), "$")]; is && strings.HasPrefix(word.String(), "$") {
			word.Reset()
			word.WriteString(value)
		}
		words = append(words, word.String())
	}
	return words
}

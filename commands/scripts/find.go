package scripts

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/rogpeppe/go-internal/txtar"

	"recallbox/commands/term"
	"recallbox/sandbox"
	"recallbox/sandbox/portable"
	"recallbox/testscripts"
)

// Script is a script under the name that the command line has for it.
type Script struct {
	testscripts.Script
	path string // of its file; "" for stdin and built-in scripts
	crlf bool   // the lines in the file end as on Windows
}

// newScript is the script that a file holds. Its lines may end as on Windows, all of them or those with commands.
func newScript(name, path string, data []byte) Script {
	s := Script{testscripts.Script{Name: name, Data: portable.Text(data)}, path, false}
	if s.crlf = portable.EndsLinesAsWindows(s.Data); s.crlf {
		s.Data = portable.ToLF(s.Data)
		return s
	}
	commands := txtar.Parse(s.Data).Comment
	if sections, found := bytes.CutPrefix(s.Data, commands); found && bytes.Contains(commands, []byte("\r\n")) {
		s.Data = append(portable.ToLF(commands), sections...)
	}
	return s
}

// inFile is the text of a script as its file has it.
func (s Script) inFile(text []byte) []byte {
	if s.crlf {
		return portable.ToCRLF(text)
	}
	return text
}

// Finder finds the scripts that a command line names.
type Finder struct {
	Command string                            // the command's name, with which errors begin
	Path    func(name string) string          // where the file of that name is
	Read    func(name string) ([]byte, error) // reads the file of that name; "-" is stdin
}

// FindAll finds the scripts that the arguments name and whose names a regular expression matches, each once: argument
// by argument, and by path within one.
func (f Finder) FindAll(args []string, pattern string) ([]Script, error) {
	regex, err := regexp.Compile(pattern)
	if err != nil {
		return nil, usage("", "--run: %v", err)
	}
	var list []Script
	names := map[string]bool{}
	for _, arg := range args {
		scripts, err := f.Find(arg)
		if err != nil {
			return nil, err
		}
		for _, s := range scripts {
			if !names[s.Name] && regex.MatchString(s.Name) {
				list = append(list, s)
			}
			names[s.Name] = true
		}
	}
	if len(list) == 0 {
		hint := "without --run there is " + term.Count(len(names), "script", "scripts")
		if len(names) != 1 {
			hint = "without --run there are " + term.Count(len(names), "script", "scripts")
		}
		return nil, usage(hint, "%s: --run %q matches no script", f.Command, pattern)
	}
	return list, nil
}

// Find finds the scripts that one argument names: on disk, else built in.
func (f Finder) Find(arg string) ([]Script, error) {
	if arg == "-" {
		data, err := f.Read(arg)
		return []Script{newScript(arg, "", data)}, err
	}
	info, err := os.Stat(f.Path(arg))
	switch {
	case err == nil && info.IsDir():
		return f.findInFolder(arg)
	case err == nil && !info.Mode().IsRegular():
		return nil, usage("- reads a script from stdin", "%s: %s is no file", f.Command, portable.Quote(arg))
	case err == nil && !strings.HasSuffix(arg, testscripts.Suffix) && !strings.HasSuffix(arg, namedSuffix):
		return nil, usage(suffixHint, "%s: %s is no script", f.Command, portable.Quote(arg))
	case err == nil:
		data, err := f.Read(arg)
		name := filepath.ToSlash(filepath.Clean(arg))
		return []Script{newScript(name, f.Path(arg), data)}, err
	default:
		return f.FindBuiltIn(arg)
	}
}

// namedSuffix ends the name of a script that is taken for one where it is named: a folder may hold any text.
const namedSuffix = ".txt"

const suffixHint = "the name of a script ends with " + testscripts.Suffix

// findInFolder finds the scripts in a folder and the folders below it, by path.
func (f Finder) findInFolder(folder string) ([]Script, error) {
	files, err := testscripts.List(os.DirFS(f.Path(folder)))
	if err != nil {
		return nil, err
	}
	if len(files) == 0 {
		return nil, usage(suffixHint, "%s: no script in %s", f.Command, portable.Quote(folder))
	}
	var list []Script
	for _, file := range files {
		scripts, err := f.Find(filepath.Join(folder, filepath.FromSlash(file)))
		if err != nil {
			return nil, err
		}
		list = append(list, scripts...)
	}
	return list, nil
}

// FindBuiltIn finds the built-in scripts of a name such as outlook/auto-unread or outlook.
func (f Finder) FindBuiltIn(name string) ([]Script, error) {
	scripts, err := testscripts.BuiltIn(name)
	if err != nil {
		return nil, err
	}
	if len(scripts) == 0 {
		return nil, usage(f.insteadOf(name), "%s: no file, folder or built-in script %s", f.Command, portable.Quote(name))
	}
	list := make([]Script, len(scripts))
	for i, s := range scripts {
		list[i] = Script{Script: s}
	}
	return list, nil
}

// insteadOf is a hint where nothing has that name.
func (f Finder) insteadOf(name string) string {
	if _, err := os.Stat(f.Path(name + testscripts.Suffix)); err == nil {
		return "did you mean " + name + testscripts.Suffix + "?"
	}
	folder := filepath.ToSlash(filepath.Dir(name))
	info, err := os.Stat(f.Path(folder))
	whole := "recallbox " + f.Command + " " + plainOrQuoted(folder) + " takes all scripts in that folder"
	isThere, isPattern := err == nil && info.IsDir(), strings.ContainsAny(name, "*?[")
	near := testscripts.Guess(name, sandbox.Nearest)
	switch {
	case isThere && isPattern:
		return whole
	case near != "":
		return "did you mean " + near + "?"
	case isThere && folder != ".":
		return whole
	}
	return "recallbox demo --list lists the built-in scripts"
}

// plainOrQuoted is a name in quotes where a shell needs them.
func plainOrQuoted(name string) string {
	const plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789./_-"
	if strings.Trim(name, plain) == "" {
		return name
	}
	return portable.Quote(name)
}

func usage(hint, format string, args ...any) error {
	return &UsageError{fmt.Sprintf(format, args...), hint}
}

// UsageError says that a command line names no script that can run, with a hint.
type UsageError struct{ Message, Hint string }

func (e *UsageError) Error() string { return e.Message }

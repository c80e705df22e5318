package scripts

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"recallbox/commands/term"
	"recallbox/sandbox"
	"recallbox/testscripts"
)

// Script is a script with the name under which it was asked for.
type Script struct {
	testscripts.Script
	path string // of its file; "" for stdin and built-in ones
}

// Finder finds the scripts that a command line names.
type Finder struct {
	Command string                            // whose line it is: its errors begin with that
	Path    func(name string) string          // of a file that was named
	Read    func(name string) ([]byte, error) // a file that was named; "-" is stdin
}

// All are the scripts that the arguments name and whose names a regular expression matches, each once: argument by
// argument, within one by path.
func (f Finder) All(args []string, pattern string) ([]Script, error) {
	wanted, err := regexp.Compile(pattern)
	if err != nil {
		return nil, usage("", "--run: %v", err)
	}
	var list []Script
	seen := map[string]bool{}
	for _, arg := range args {
		found, err := f.Named(arg)
		if err != nil {
			return nil, err
		}
		for _, s := range found {
			if !seen[s.Name] && wanted.MatchString(s.Name) {
				list = append(list, s)
			}
			seen[s.Name] = true
		}
	}
	if len(list) == 0 {
		hint := "without --run there are " + term.Count(len(seen), "script", "scripts")
		return nil, usage(hint, "%s: --run %q matches no script", f.Command, pattern)
	}
	return list, nil
}

// Named are the scripts that one argument names: on disk, else built in.
func (f Finder) Named(arg string) ([]Script, error) {
	if arg == "-" {
		data, err := f.Read(arg)
		return []Script{{Script: testscripts.Script{Name: arg, Data: data}}}, err
	}
	info, err := os.Stat(f.Path(arg))
	switch {
	case err == nil && info.IsDir():
		return f.inFolder(arg)
	case err == nil && !strings.HasSuffix(arg, testscripts.Suffix):
		return nil, usage(suffixHint, "%s: %q is no script", f.Command, arg)
	case err == nil:
		data, err := f.Read(arg)
		name := filepath.ToSlash(filepath.Clean(arg))
		return []Script{{testscripts.Script{Name: name, Data: data}, f.Path(arg)}}, err
	default:
		return f.BuiltIn(arg)
	}
}

const suffixHint = "the name of a script ends with " + testscripts.Suffix

// inFolder are the scripts in a folder and the folders below it, by path.
func (f Finder) inFolder(folder string) ([]Script, error) {
	files, err := testscripts.List(os.DirFS(f.Path(folder)))
	if err != nil {
		return nil, err
	}
	if len(files) == 0 {
		return nil, usage(suffixHint, "%s: no script in %q", f.Command, folder)
	}
	var list []Script
	for _, file := range files {
		found, err := f.Named(filepath.Join(folder, filepath.FromSlash(file)))
		if err != nil {
			return nil, err
		}
		list = append(list, found...)
	}
	return list, nil
}

// BuiltIn are the built-in scripts of a name such as outlook/auto-unread or outlook.
func (f Finder) BuiltIn(name string) ([]Script, error) {
	found, err := testscripts.BuiltIn(name)
	if err != nil {
		return nil, err
	}
	if len(found) == 0 {
		hint := "recallbox demo --list lists the built-in scripts"
		if near := testscripts.Guess(name, sandbox.Nearest); near != "" {
			hint = "did you mean " + near + "?"
		}
		return nil, usage(hint, "%s: no file, folder or built-in script %q", f.Command, name)
	}
	list := make([]Script, len(found))
	for i, s := range found {
		list[i] = Script{Script: s}
	}
	return list, nil
}

func usage(hint, format string, args ...any) error {
	return &UsageError{fmt.Sprintf(format, args...), hint}
}

// UsageError is a command line that names no script that could be run, with what helps.
type UsageError struct{ Message, Hint string }

func (e *UsageError) Error() string { return e.Message }

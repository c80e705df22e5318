package testscripts

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/rogpeppe/go-internal/txtar"
)

// A script may come from a stranger. Its commands write inside its folder only, and read no device and no pipe, which
// could be without end. What the program writes for it keeps to that folder too: see Call.Folder. What another program
// does that it runs with exec is that program's own affair.

// checkSections demands that the files of a script lie in its folder. The error is a *LineError.
func (s Script) checkSections() error {
	lines := strings.Split(string(s.Data), "\n")
	for _, file := range txtar.Parse(s.Data).Files {
		name := os.Expand(file.Name, func(string) string { return "" }) // as testscript does, before there are variables
		if filepath.IsLocal(filepath.FromSlash(name)) {
			continue
		}
		line := slices.IndexFunc(lines, func(line string) bool { return strings.TrimSpace(line) == "-- "+file.Name+" --" })
		return &LineError{s.title(), line + 1, fmt.Sprintf("%q is no name of a file in the script's folder", file.Name)}
	}
	return nil
}

// guard says why a command of testscript must not do what it is about to do; nil where it may.
func (r *scriptRun) guard(ts *testscript.TestScript, command string, args []string) error {
	writes, reads := touches(command, args)
	takesLinks := command == "rm" || command == "mv" || command == "symlink" // themselves, wherever they lead
	for _, name := range writes {
		path := ts.MkAbs(name)
		if takesLinks {
			path = filepath.Dir(path)
		}
		if !IsInside(r.work, path) && filepath.Clean(ts.MkAbs(name)) != r.work {
			return fmt.Errorf("%s is not in the script's folder", name)
		}
	}
	for _, name := range reads {
		info, err := os.Stat(ts.MkAbs(name))
		if err == nil && !info.Mode().IsRegular() && !info.IsDir() {
			return fmt.Errorf("%s is a device or a pipe", name)
		}
	}
	return nil
}

// touches are the files that a command of testscript writes or removes, and those that it reads.
func touches(command string, args []string) (writes, reads []string) {
	n := len(args)
	switch command {
	case "mkdir", "rm", "mv":
		return args, nil
	case "unquote", "unix2dos":
		return args, args
	case "symlink", "chmod":
		if command == "chmod" {
			return args[min(1, n):], nil
		}
		return args[:min(1, n)], nil
	case "cp":
		return args[max(0, n-1):], args[:max(0, n-1)]
	case "cmp", "cmpenv", "stdin", "ttyin", "grep":
		return nil, args
	case "recallbox", "status":
		if n > 1 && args[n-2] == "<" {
			return nil, args[n-1:]
		}
	}
	return nil, nil
}

// mostLinks is how many links are followed that lead to nothing.
const mostLinks = 40

// IsInside says whether a path leads into a folder, by links too.
func IsInside(folder, path string) bool {
	path = filepath.Clean(path)
	if info, err := os.Lstat(path); filepath.Dir(path) == folder && err == nil && info.Mode()&fs.ModeSymlink == 0 {
		return true // as almost all are
	}
	if real, err := filepath.EvalSymlinks(folder); err == nil {
		folder = real
	}
	for rest, links := "", 0; ; {
		there, err := filepath.EvalSymlinks(path)
		if err == nil {
			inside, err := filepath.Rel(folder, filepath.Join(there, rest))
			return err == nil && filepath.IsLocal(inside)
		}
		if target, err := os.Readlink(path); err == nil && links < mostLinks { // to what is not there yet
			if !filepath.IsAbs(target) {
				from, err := filepath.EvalSymlinks(filepath.Dir(path))
				if err != nil {
					return false
				}
				target = filepath.Join(from, target)
			}
			path, links = target, links+1
			continue
		}
		if _, missing := os.Lstat(path); !errors.Is(missing, fs.ErrNotExist) || filepath.Dir(path) == path {
			return false // a link to itself
		}
		path, rest = filepath.Dir(path), filepath.Join(filepath.Base(path), rest)
	}
}

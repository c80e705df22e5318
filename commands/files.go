package commands

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"sync"
	"syscall"

	"recallbox/sandbox"
	"recallbox/sandbox/eml"
	"recallbox/sandbox/portable"
	"recallbox/testscripts"
)

// maxFile is how large a file may be that is read at once: as large as a message.
const maxFile = eml.MaxBytes

// readFile is the content of a file that the user calls name.
func readFile(path, name string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	switch info, err := f.Stat(); {
	case err == nil && info.IsDir():
		return nil, &fs.PathError{Op: "read", Path: path, Err: syscall.EISDIR}
	case err == nil && info.Size() > maxFile:
		return nil, tooLarge(name)
	}
	return readLimited(f, name)
}

// ordinary refuses a device or a pipe as something that may come from a stranger: it could be without end.
func (c *call) ordinary(name string) error {
	info, err := os.Stat(c.file(name))
	if name == "-" || err != nil || info.Mode().IsRegular() || info.IsDir() {
		return nil // where it is missing, whoever reads it says so
	}
	return notOrdinary(name)
}

func notOrdinary(name string) error {
	return &failure{
		Kind:    sandbox.Invalid,
		Message: fmt.Sprintf("%s is no file", portable.Quote(name)),
		Hint:    say("write what comes out of it to a file first"),
	}
}

// readInside is the content of a file that lies in a folder, and does not lead out of it by a link.
func readInside(folder, name string) ([]byte, error) {
	root, err := os.OpenRoot(folder)
	if err != nil {
		return nil, err
	}
	defer root.Close()
	info, err := root.Stat(filepath.FromSlash(name))
	switch {
	case err != nil:
		return nil, inFixture(err, name)
	case info.IsDir():
		return nil, &fs.PathError{Op: "read", Path: name, Err: syscall.EISDIR}
	case !info.Mode().IsRegular():
		return nil, notOrdinary(name)
	case info.Size() > maxFile:
		return nil, tooLarge(name)
	}
	f, err := root.Open(filepath.FromSlash(name))
	if err != nil {
		return nil, inFixture(err, name)
	}
	defer f.Close()
	return readLimited(f, name)
}

// mailInside is mailFiles for a path that must lie in a folder.
func mailInside(folder, name string) (fs.FS, string, error) {
	root, err := os.OpenRoot(folder)
	if err != nil {
		return nil, "", err
	}
	info, err := root.Stat(filepath.FromSlash(name))
	within := path.Clean(filepath.ToSlash(name))
	switch {
	case err != nil:
		return nil, "", inFixture(err, name)
	case info.IsDir():
		files, err := fs.Sub(root.FS(), within)
		return files, ".", err
	case !info.Mode().IsRegular():
		return nil, "", notOrdinary(name)
	}
	files, err := fs.Sub(root.FS(), path.Dir(within))
	return files, path.Base(within), err
}

// inFixture is an error about a file that a fixture reads, in the words of its user.
func inFixture(err error, name string) error {
	var system syscall.Errno
	if errors.As(err, &system) && filepath.IsLocal(filepath.FromSlash(name)) {
		return err
	}
	return &failure{
		Kind:    sandbox.Invalid,
		Message: fmt.Sprintf("%s lies outside of the fixture", portable.Quote(name)),
		Hint:    say("a fixture reads only what lies in the folder of its batch"),
	}
}

// keepInside demands that what a command of a script may write lies in the script's folder: the script may come from a
// stranger.
func (c *call) keepInside() error {
	for _, name := range c.written() {
		if folder := c.process.keepsTo; folder != "" && !testscripts.IsInside(folder, c.file(name)) {
			return &failure{
				Kind:    sandbox.Invalid,
				Message: fmt.Sprintf("%s lies outside of the script's folder", portable.Quote(name)),
				Hint:    say("a script writes in its own folder only; what it runs with exec may write elsewhere"),
			}
		}
	}
	return nil
}

// written are the files and folders that the command may write.
func (c *call) written() []string {
	var all []string
	if c.process.within == nil { // else it is a line of a batch, in a sandbox that is open
		all = append(all, c.sandboxFile())
	}
	for _, o := range outputs {
		all = append(all, c.line.values(o.flag)...)
	}
	switch {
	case c.line.command.Name == "export":
		all = slices.Concat(all, c.line.values("fixture"), c.args)
	case c.line.has("update"):
		all = append(all, c.args...)
	}
	return slices.DeleteFunc(all, func(name string) bool { return name == "" || name == "-" })
}

// readLimited reads to the end, which must come in time.
func readLimited(r io.Reader, name string) ([]byte, error) {
	data, err := io.ReadAll(io.LimitReader(r, maxFile+1))
	if err == nil && len(data) > maxFile {
		return nil, tooLarge(name)
	}
	return data, err
}

func tooLarge(name string) error {
	return &failure{
		Kind:    sandbox.Invalid,
		Message: name + ": is larger than 150 MiB",
		Hint:    say("nothing larger is read at once: cut a batch in two, or make a fixture of it"),
	}
}

// aside lets files be written beside the place where they are to be, and puts them there once they are whole:
// all of them as a folder, or the one that is called part.
func aside(target, part string, write func(into *os.Root) error) error {
	temp, done, err := sandbox.Aside(filepath.Dir(target))
	if err != nil {
		return err
	}
	defer done()
	whole := filepath.Join(temp, "whole") // which others may read as what the user makes; temp they may not
	if err := os.Mkdir(whole, 0o777); err != nil {
		return err
	}
	if err := inRoot(whole, write); err != nil {
		return err
	}
	if there, err := os.Lstat(target); err == nil && there.IsDir() { // an empty one, which no file or folder replaces
		if err := os.Remove(target); err != nil {
			return err
		}
	}
	return os.Rename(filepath.Join(whole, part), target)
}

// inRoot lets a folder be written to, and is done with it, as Windows moves no folder that is open.
func inRoot(folder string, write func(into *os.Root) error) error {
	root, err := os.OpenRoot(folder)
	if err != nil {
		return err
	}
	return errors.Join(write(root), root.Close())
}

// replaceFile puts a file in the place of what is there, all of it or nothing: a full disk leaves the old one as it
// was. What is no ordinary file, and one in a folder that cannot be written to, is written to as it stands.
func replaceFile(path string, data []byte) error {
	return replaceFileAfter(path, data, func() error { return nil })
}

// replaceFileAfter is replaceFile that does something else first, which may fail, once the file is written and before
// it takes its place.
func replaceFileAfter(path string, data []byte, before func() error) error {
	there, err := os.Stat(path)
	if err != nil {
		there = nil
	} else if path, err = filepath.EvalSymlinks(path); err != nil {
		return err
	}
	before = sync.OnceValue(before)
	asItStands := func() error {
		if err := os.WriteFile(path, data, 0o666); err != nil {
			return err
		}
		return before()
	}
	if at, err := os.Lstat(path); err == nil && !at.Mode().IsRegular() { // a link may lead to where nothing is yet
		return asItStands()
	}
	if err := mayWrite(path); err != nil {
		return err
	}
	const part = "file"
	var failed error
	err = aside(path, part, func(into *os.Root) error {
		if err := testscripts.WriteNew(into, part, data); err != nil {
			return err
		}
		if there != nil {
			if err := into.Chmod(part, there.Mode().Perm()); err != nil {
				return err
			}
		}
		failed = before()
		return failed
	})
	if failed == nil && errors.Is(err, fs.ErrPermission) {
		return asItStands()
	}
	return err
}

// mayWrite demands that a file which is there is not protected.
func mayWrite(path string) error {
	f, err := os.OpenFile(path, os.O_WRONLY, 0)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return err
	}
	return f.Close()
}

// vacant demands that a folder is not there, or empty and not the one that the user is in.
func (c *call) vacant(folder string) error {
	inside, err := os.ReadDir(c.file(folder))
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return err
	case len(inside) > 0 || c.file(folder) == filepath.Clean(c.process.Dir):
		return alreadyThere(folder, "name a folder that is yet to be made")
	}
	return nil
}

// alreadyThere is the error for a place where something is that would be lost.
func alreadyThere(path, hint string) error {
	message := portable.Quote(path) + " is there already"
	return &failure{Kind: sandbox.Conflict, Message: message, Hint: say(hint)}
}

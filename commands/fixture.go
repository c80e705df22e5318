package commands

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/rogpeppe/go-internal/txtar"

	"recallbox/fixtures"
	"recallbox/sandbox"
	"recallbox/testscripts"
)

// fixture is a batch from which a sandbox is made, on disk with the files that it reads beside it.
type fixture struct {
	name string // as the user calls it
	file string
	temp string // the folder into which it was unpacked, if it was
}

// fixtureOf is what a word means: a batch, a folder or an archive with one, or a built-in fixture.
func (c *call) fixtureOf(name string) (f fixture, err error) {
	f = fixture{name: name, file: c.file(name)}
	info, err := os.Stat(f.file)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		err = f.unpack(c.process.Getenv("TMPDIR"), f.builtIn)
		return f, err
	case err != nil:
		return f, renamed(err, name)
	case info.IsDir():
		f.file = filepath.Join(f.file, sandbox.BatchName)
		err = f.there()
		return f, err
	case strings.HasSuffix(name, testscripts.Suffix):
		err = f.unpack(c.process.Getenv("TMPDIR"), f.archived)
		return f, err
	}
	return f, nil
}

// remove removes what was unpacked.
func (f fixture) remove() {
	if f.temp != "" {
		os.RemoveAll(f.temp)
	}
}

// there demands a batch in a fixture's folder.
func (f *fixture) there() error {
	_, err := os.Stat(f.file)
	if errors.Is(err, fs.ErrNotExist) {
		return &failure{Kind: sandbox.NotFound, Message: fmt.Sprintf("no %s in %q", sandbox.BatchName, f.name),
			Hint: try("a fixture is a folder with a batch of that name; `export --fixture DIR` makes one")}
	}
	return err
}

// unpack writes a fixture's files into a folder of its own.
func (f *fixture) unpack(where string, write func(into *os.Root) error) error {
	var err error
	if f.temp, err = os.MkdirTemp(where, "recallbox-fixture"); err != nil {
		return err
	}
	into, err := os.OpenRoot(f.temp)
	if err == nil {
		err = errors.Join(write(into), into.Close())
	}
	if err != nil {
		f.remove()
		return err
	}
	f.file = filepath.Join(f.temp, sandbox.BatchName)
	return f.there()
}

// builtIn writes the files of a built-in fixture.
func (f *fixture) builtIn(into *os.Root) error {
	files, err := fixtures.Open(f.name)
	if err != nil {
		return f.unknown()
	}
	return fs.WalkDir(files, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		data, err := fs.ReadFile(files, name)
		if err != nil {
			return err
		}
		return testscripts.WriteNew(into, name, data)
	})
}

// unknown says what fixtures there are.
func (f *fixture) unknown() error {
	list, err := fixtures.List()
	if err != nil {
		return err
	}
	var names []string
	for _, known := range list {
		names = append(names, known.Name)
	}
	hint := "built in are " + strings.Join(names, ", ")
	if near := nearest(f.name, names); near != "" {
		hint = "did you mean " + near + "?"
	}
	return &failure{Kind: sandbox.NotFound, Message: fmt.Sprintf("no file, folder or built-in fixture %q", f.name), Hint: say(hint)}
}

// archived writes the files of a txtar archive. The text before them, if there is any, is its batch.
func (f *fixture) archived(into *os.Root) error {
	archive, err := txtar.ParseFile(f.file)
	if err != nil {
		return renamed(err, f.name)
	}
	if len(archive.Comment) > 0 {
		archive.Files = append(archive.Files, txtar.File{Name: sandbox.BatchName, Data: archive.Comment})
	}
	for _, file := range archive.Files {
		if err := testscripts.WriteNew(into, file.Name, file.Data); err != nil {
			return fmt.Errorf("%s: %q: %w", f.name, file.Name, cause(err))
		}
	}
	return testscripts.Decode(f.temp)
}

// batch is what a fixture says to do: the same for everybody, whatever the environment.
func (f *fixture) batch(c *call) (*batch, error) {
	text, err := os.ReadFile(f.file)
	if err != nil {
		f.remove()
		return nil, renamed(err, f.name)
	}
	b := newBatch(c, string(text))
	b.of = f.name
	b.process.Dir, b.process.beside = filepath.Dir(f.file), f.name
	b.process.Getenv = func(string) string { return "" }
	return b, nil
}

// cause is what is wrong, without the path of a file that its user does not know.
func cause(err error) error {
	var path *fs.PathError
	if errors.As(err, &path) {
		return path.Err
	}
	return err
}

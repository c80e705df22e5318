package commands

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"recallbox/sandbox"
	"recallbox/testscripts"
)

// exportedFixture is what was written where.
type exportedFixture struct {
	Fixture  string `json:"fixture"`
	Commands int    `json:"commands"`
	Files    int    `json:"files"` // which the commands read
}

// exportFixture writes the history into a folder, which is there when all of it is.
func exportFixture(c *call, folder string) error {
	if err := c.vacant(folder); err != nil {
		return renamed(err, folder)
	}
	result := exportedFixture{Fixture: folder}
	err := c.view(func(tx *sandbox.Tx) error {
		return aside(c.file(folder), func(into *os.Root) error { return result.write(tx, into) })
	})
	if err != nil {
		return renamed(err, folder)
	}
	c.print.done(fmt.Sprintf("wrote %s and %s into %s", count(result.Commands, "command", "commands"), count(result.Files, "file", "files"), folder))
	return c.print.show(result, func() {})
}

// write writes the batch, and beside it the files that it reads.
func (f *exportedFixture) write(tx *sandbox.Tx, into *os.Root) error {
	h, err := tx.WholeHistory()
	if err != nil {
		return err
	}
	f.Commands = len(h.Commands)
	if err := testscripts.WriteNew(into, sandbox.BatchName, batchText(h.Commands)); err != nil {
		return err
	}
	return tx.EachInput(func(in sandbox.Input) error {
		f.Files++
		return testscripts.WriteNew(into, in.Name, in.Data)
	})
}

// aside lets a folder be written beside the place where it is to be, and puts it there once it is whole.
func aside(folder string, write func(into *os.Root) error) error {
	temp, err := os.MkdirTemp(filepath.Dir(folder), ".recallbox-*")
	if err != nil {
		return err
	}
	defer os.RemoveAll(temp)
	whole := filepath.Join(temp, "whole") // which others may read as what the user makes; temp they may not
	if err := os.Mkdir(whole, 0o777); err != nil {
		return err
	}
	root, err := os.OpenRoot(whole)
	if err != nil {
		return err
	}
	defer root.Close()
	if err := write(root); err != nil {
		return err
	}
	if err := os.Remove(folder); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return os.Rename(whole, folder)
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
		return &sandbox.Error{Kind: sandbox.Conflict, Message: fmt.Sprintf("%q is there already", folder), Hint: "name a folder that is yet to be made"}
	}
	return nil
}

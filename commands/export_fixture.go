package commands

import (
	"fmt"
	"os"

	"recallbox/commands/term"
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
	if err := c.export(folder, "", result.write); err != nil {
		return renamed(err, folder)
	}
	c.print.Done(fmt.Sprintf("wrote %s and %s into %s", term.Count(result.Commands, "command", "commands"), term.Count(result.Files, "file", "files"), folder))
	return c.print.Show(result, func() {})
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

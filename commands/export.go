package commands

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"strings"
	"time"

	"github.com/urfave/cli/v2"

	"recallbox/commands/term"
	"recallbox/sandbox"
	"recallbox/sandbox/mailfile"
	"recallbox/sandbox/portable"
	"recallbox/testscripts"
)

func exportCommand() *cli.Command {
	return &cli.Command{
		Name:      "export",
		Category:  groupMoving,
		ArgsUsage: "[PATH]",
		Usage:     "write a mailbox to files that other programs read, or the history as a fixture",
		Description: `A mailbox goes to PATH, a folder that is made. In it is

  mbox     a file for each folder, Inbox.mbox, in the mboxrd form; with --folder
           PATH is that file
  eml      a folder for each folder, in it a file for each message, with the
           received date and read or unread in its name
  maildir  the Inbox as a Maildir, with the other folders below it (Maildir++)

import takes each of them back as it was. A message's bytes are those that the
user has; in an mbox file a last line without its end gets one. A folder's name
that is too long for a disk is shortened, with a ~, and listed in
.recallbox-folders.

A fixture is a folder with the commands that made this sandbox, as the batch
` + sandbox.BatchName + `, and the files that they read. recallbox init --fixture DIR makes
an equal sandbox of it.

What is made must not be there yet, or be empty.
`,
		UsageText: "recallbox export --as bob --format maildir bob\n" +
			"recallbox export --as bob --folder Inbox --format mbox inbox.mbox\n" +
			"recallbox export --fixture lesson",
		Flags: []cli.Flag{
			asFlag("of `USER`'s mailbox"),
			textFlag("folder", "only this `FOLDER`"),
			textFlag("format", "in this `FORMAT`: mbox, eml or maildir"),
			textFlag("fixture", "write the fixture into the folder `DIR`"),
		},
		Action: action(runExport),
	}
}

func runExport(c *call) error {
	if c.IsSet("fixture") {
		return runExportFixture(c)
	}
	return exportMailbox(c)
}

// export writes one state of the sandbox into files. They appear at the target when all of them are whole, and what was
// done could be shown.
func (c *call) export(target, part string, write func(*sandbox.Tx, *os.Root) error, show func() error) error {
	whole := func(into *os.Root) error {
		var failed error
		err := c.transact((*sandbox.Box).ViewAside, func(tx *sandbox.Tx) error {
			failed = write(tx, into)
			return failed
		})
		var path *fs.PathError
		switch {
		case errors.As(failed, &path): // it is about what is written, not about the sandbox
			return failed
		case err != nil:
			return err
		}
		return show()
	}
	return c.print.Hold(c.spoolFolders(), func() error {
		err := aside(c.file(target), part, whole)
		if err == nil {
			c.tookEffect()
		}
		return err
	})
}

func runExportFixture(c *call) error {
	for _, name := range []string{"as", "folder", "format"} {
		if c.IsSet(name) {
			return usageError("export: --fixture is of the whole sandbox, --%s of a mailbox", name)
		}
	}
	if c.arg(0) != "" {
		return usageHint(say("leave it out"), "export: --fixture names the folder, %s is one more", portable.Quote(c.arg(0)))
	}
	return exportFixture(c, c.String("fixture"))
}

// exportedFixture says what was written, and where.
type exportedFixture struct {
	Fixture  string `json:"fixture"`  // the folder
	Commands int    `json:"commands"` // how many lines it has
	Files    int    `json:"files"`    // which the commands read
}

// exportFixture writes the history into a folder.
func exportFixture(c *call, folder string) error {
	if err := c.vacant(folder); err != nil {
		return renamed(err, folder)
	}
	result := exportedFixture{Fixture: folder}
	err := c.export(folder, "", result.write, func() error {
		lines, files := term.Count(result.Commands, "command", "commands"), term.Count(result.Files, "file", "files")
		c.print.Done("wrote " + lines + " and " + files + " into " + folder)
		return c.print.Show(result, func() {})
	})
	return renamed(err, folder)
}

// write writes the batch, and beside it the files that it reads.
func (f *exportedFixture) write(tx *sandbox.Tx, into *os.Root) error {
	h, err := wholeHistory(tx)
	if err != nil {
		return err
	}
	f.Commands = len(h.Commands)
	if err := testscripts.WriteNew(into, sandbox.BatchName, batchText(h.Commands)); err != nil {
		return err
	}
	for in, err := range tx.Inputs() {
		if err == nil {
			err = testscripts.WriteNew(into, in.Name, in.Data)
		}
		if err != nil {
			return err
		}
		f.Files++
	}
	return nil
}

// exportMailbox writes a mailbox into files.
func exportMailbox(c *call) error {
	switch {
	case c.as() == "":
		return c.missing("as")
	case !c.IsSet("format"):
		return usageHint(say("--format mbox, --format eml or --format maildir"), "export: --format is missing")
	case c.arg(0) == "":
		return usageError("export: PATH is missing")
	}
	format, err := c.mailFormat()
	if err != nil {
		return err
	}
	request := sandbox.ExportRequest{As: c.as(), Folder: c.String("folder"), Format: format}
	part, err := c.freeFor(request)
	if err != nil {
		return renamed(err, c.arg(0))
	}
	var done sandbox.ExportResult
	err = c.export(c.arg(0), part, func(tx *sandbox.Tx, into *os.Root) (err error) {
		done, err = tx.Export(request, mailTree{into})
		return err
	}, func() error {
		return c.print.Show(done, func() {
			c.print.Done("exported " + term.Count(done.Exported, "message", "messages") + " to " + c.arg(0))
		})
	})
	return renamed(err, c.arg(0))
}

// freeFor refuses a target at which something would be lost. part is the file that goes there; "" is the whole folder.
func (c *call) freeFor(r sandbox.ExportRequest) (part string, err error) {
	path := c.arg(0)
	switch {
	case r.Format != mailfile.Mbox:
		return "", c.vacant(path)
	case r.Folder == "" && strings.HasSuffix(path, ".mbox"):
		return "", usageHint(say("add --folder Inbox, or name a folder for all of them"),
			"export: %s is one file, and an mbox file holds one folder", portable.Quote(path))
	case r.Folder == "":
		return "", c.vacant(path)
	}
	if info, err := os.Lstat(c.file(path)); err == nil && !(info.Mode().IsRegular() && info.Size() == 0) {
		return "", alreadyThere(path, "name a file that is yet to be made")
	}
	return mailfile.MboxName, nil
}

// mailFormat is what --format says.
func (c *call) mailFormat() (mailfile.Format, error) {
	format, err := mailfile.ParseFormat(c.String("format"))
	if err != nil {
		err = usageHint(say("--format mbox, --format eml or --format maildir"), "%s: --format %v", c.title(), err)
	}
	return format, err
}

// mailTree is the folder into which mail is written. Nobody else can read it meanwhile.
type mailTree struct{ root *os.Root }

func (t mailTree) Mkdir(path string) error { return t.root.MkdirAll(path, 0o700) }

func (t mailTree) Create(path string, modified time.Time) (io.WriteCloser, error) {
	f, err := t.root.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	return &datedFile{f, t.root, path, modified}, err
}

// datedFile gets its time stamp when it is closed.
type datedFile struct {
	*os.File
	root     *os.Root
	path     string
	modified time.Time
}

func (f *datedFile) Close() error {
	if err := f.File.Close(); err != nil || f.modified.IsZero() {
		return err
	}
	return f.root.Chtimes(f.path, f.modified, f.modified)
}

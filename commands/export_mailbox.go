package commands

import (
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"recallbox/commands/term"
	"recallbox/sandbox"
	"recallbox/sandbox/mailfile"
)

// exportMailbox writes a mailbox into files, which are there when all of them are.
func exportMailbox(c *call) error {
	switch {
	case c.as() == "":
		return c.missing("as")
	case !c.IsSet("format"):
		return usageHint("--format mbox, --format eml or --format maildir", "export: --format is missing")
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
	var done sandbox.Exported
	err = c.export(c.arg(0), part, func(tx *sandbox.Tx, into *os.Root) (err error) {
		done, err = tx.Export(request, mailTree{into})
		return err
	})
	if err != nil {
		return renamed(err, c.arg(0))
	}
	return c.print.Show(done, func() {
		c.print.Done("exported " + term.Count(done.Exported, "message", "messages") + " to " + c.arg(0))
	})
}

// freeFor demands that nothing is lost where an export goes, and says which part of what is written goes there: "" for all of it.
func (c *call) freeFor(r sandbox.ExportRequest) (part string, err error) {
	path := c.arg(0)
	switch {
	case r.Format != mailfile.Mbox:
		return "", c.vacant(path)
	case r.Folder == "" && strings.HasSuffix(path, ".mbox"):
		return "", usageHint("add --folder Inbox, or name a folder for all of them", "export: %q is one file, and an mbox file holds one folder", path)
	case r.Folder == "":
		return "", c.vacant(path)
	}
	if info, err := os.Lstat(c.file(path)); err == nil && !(info.Mode().IsRegular() && info.Size() == 0) {
		return "", &sandbox.Error{Kind: sandbox.Conflict, Message: fmt.Sprintf("%q is there already", path), Hint: "name a file that is yet to be made"}
	}
	return mailfile.MboxName, nil
}

// mailFormat is what --format says.
func (c *call) mailFormat() (mailfile.Format, error) {
	format, err := mailfile.ParseFormat(c.String("format"))
	if err != nil {
		err = usageHint("--format mbox, --format eml or --format maildir", "%s: --format %v", c.title(), err)
	}
	return format, err
}

// mailTree is a folder into which mail is written, which nobody else reads.
type mailTree struct{ root *os.Root }

func (t mailTree) Mkdir(path string) error { return t.root.MkdirAll(path, 0o700) }

func (t mailTree) Create(path string, modified time.Time) (io.WriteCloser, error) {
	f, err := t.root.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	return &datedFile{f, t.root, path, modified}, err
}

// datedFile is a file that gets its time stamp once it is written.
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

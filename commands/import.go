package commands

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/urfave/cli/v2"

	"recallbox/commands/term"
	"recallbox/sandbox"
	"recallbox/sandbox/eml"
	"recallbox/sandbox/mailfile"
)

func importCommand() *cli.Command {
	return &cli.Command{
		Name:      "import",
		Category:  groupMoving,
		ArgsUsage: "PATH",
		Usage:     "take real mail into a mailbox",
		Description: `PATH is an mbox file, a message in a file, or a folder: a Maildir, or one with
messages and mbox files, and folders like it below. Each goes into the folder
that it has there, what lies at the top into the Inbox; with --folder all of it
goes into that folder and folders below it. Folders that are lacking are made.

Received dates and read states are kept. What is no message is named and skipped.
Nobody has sent these messages here, so they cannot be recalled.

It prints the ID of the first message, and of the last: they have the numbers in
between.
`,
		UsageText: `recallbox import --as bob --folder Archive backup.mbox
recallbox import --as bob ~/Maildir`,
		Flags: []cli.Flag{
			required(asFlag("into `USER`'s mailbox")),
			textFlag("folder", "into this `FOLDER`"),
			textFlag("format", "take only what is in this `FORMAT`: mbox, eml or maildir"),
		},
		Action: action(runImport),
	}
}

func runImport(c *call) error {
	files, name, err := c.mailFiles(c.arg(0))
	if err != nil {
		return err
	}
	options := mailfile.Options{Limit: eml.MaxBytes}
	if c.IsSet("format") {
		if options.Format, err = c.mailFormat(); err != nil {
			return err
		}
	}
	request := sandbox.ImportRequest{As: c.as(), Folder: c.String("folder"), Path: c.arg(0)}
	err = change(c, func(tx *sandbox.Tx) (sandbox.ImportResult, error) {
		done, err := tx.Import(request, func(v mailfile.Visitor) error {
			return mailfile.Read(c.process.Context, files, name, options, messageCounter{v, c.print})
		})
		c.keptAsMaildir(done.Input)
		return done, err
	}, func(done sandbox.ImportResult) error {
		c.print.Warn(done.Warnings...)
		return c.print.Show(done, func() { c.print.imported(done) })
	})
	return renamed(err, c.arg(0))
}

// messageCounter moves the progress line on with each message.
type messageCounter struct {
	mailfile.Visitor
	print *printer
}

func (v messageCounter) Message(l mailfile.Message) error {
	v.print.Advance(1, "messages")
	return v.Visitor.Message(l)
}

// mailFiles opens a path: the files that it stands among, and its name there.
func (c *call) mailFiles(path string) (fs.FS, string, error) {
	if inside := c.process.inside; inside != "" {
		return mailInside(inside, path)
	}
	info, err := os.Stat(c.file(path))
	if err != nil {
		return nil, "", c.noFile(err, path)
	}
	if info.IsDir() {
		return os.DirFS(c.file(path)), ".", nil
	}
	if !info.Mode().IsRegular() { // others would wait while whatever fills a pipe takes its time
		return nil, "", notOrdinary(path)
	}
	dir, name := filepath.Split(c.file(path))
	return os.DirFS(dir), name, nil
}

// keptAsMaildir changes the line for the history, which keeps a Maildir in place of the files that were read.
func (c *call) keptAsMaildir(name string) {
	c.args = []string{name}
	for i, f := range c.line.flags {
		if f.name == "format" {
			c.line.flags[i].value = string(mailfile.Maildir)
		}
	}
}

// imported prints the IDs of what came in, from the first to the last.
func (p *printer) imported(done sandbox.ImportResult) {
	if done.Imported > 0 {
		p.Line(term.Plain(done.First))
	}
	if done.Imported > 1 {
		p.Line(term.Plain(done.Last))
	}
	var into []string
	for _, f := range done.Folders {
		if f.Imported > 0 {
			into = append(into, f.Path)
		}
	}
	sentence := "imported " + term.Count(done.Imported, "message", "messages")
	if len(into) > 0 {
		sentence += " into " + strings.Join(into, ", ")
	}
	if done.Skipped > 0 {
		sentence += "; " + term.Count(done.Skipped, "was", "were") + " skipped"
	}
	p.Done(sentence)
}

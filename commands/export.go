package commands

import (
	"errors"
	"io/fs"
	"os"

	"github.com/urfave/cli/v2"

	"recallbox/sandbox"
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
user has; in an mbox file a last line without its end gets one.

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

// export writes one state of the sandbox into files, which are where they are to be once they are whole.
func (c *call) export(target, part string, write func(*sandbox.Tx, *os.Root) error) error {
	err := aside(c.file(target), part, func(into *os.Root) error {
		var failed error
		err := c.view(func(tx *sandbox.Tx) error {
			failed = write(tx, into)
			return failed
		})
		var path *fs.PathError
		if errors.As(failed, &path) { // it is about what is written, not about the sandbox
			return failed
		}
		return err
	})
	if err == nil {
		c.tookEffect()
	}
	return err
}

func runExportFixture(c *call) error {
	for _, name := range []string{"as", "folder", "format"} {
		if c.IsSet(name) {
			return usageError("export: --fixture is of the whole sandbox, --%s of a mailbox", name)
		}
	}
	if c.arg(0) != "" {
		return usageHint(say("leave it out"), "export: --fixture names the folder, %q is one more", c.arg(0))
	}
	return exportFixture(c, c.String("fixture"))
}

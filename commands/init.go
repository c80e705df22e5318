package commands

import (
	"cmp"
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/urfave/cli/v2"

	"recallbox/sandbox"
)

func initCommand() *command {
	return &command{
		name:  "init",
		group: groupSetUp,
		short: "make a sandbox",
		long: "The sandbox is one file, " + defaultSandbox + " here unless --sandbox names another.\n" +
			"One in which something has been made, or that has snapshots, is not overwritten,\n" +
			"except with --force: then its snapshots are gone too.\n" +
			"Its clock starts at " + moment(sandbox.Start) + ".\n",
		example: "recallbox init\nrecallbox init --sandbox lesson.db --start 2026-03-02T08:00:00Z",
		flags: []cli.Flag{
			textFlag("start", "start the sandbox's clock at `TIME`"),
			switchFlag("force", "replace a sandbox that is there"),
		},
		run: runInit,
	}
}

func runInit(c *call) error {
	start := sandbox.Start
	if c.IsSet("start") {
		var err error
		if start, err = parseTime(c.String("start")); err != nil {
			return err
		}
	}
	if err := sandbox.Create(c.process.Context, c.sandboxFile(), start, c.Bool("force"), c.process.Options); err != nil {
		return c.orNoFolder(renamed(err, c.sandboxName()))
	}
	c.print.done("made the sandbox " + c.sandboxName() + "; its clock stands at " + moment(start))
	if !c.print.json {
		return nil
	}
	return showOverview(c)
}

// orNoFolder tells how to make the folder in which the sandbox is to be, where there is none.
func (c *call) orNoFolder(err error) error {
	if _, missing := os.Stat(filepath.Dir(c.sandboxFile())); !errors.Is(missing, fs.ErrNotExist) {
		return err
	}
	return withHint(err, "mkdir -p "+shellWord(filepath.Dir(c.sandboxName()))+" makes the folder, then recallbox init the sandbox")
}

// sandboxName is the sandbox's file as the user calls it.
func (c *call) sandboxName() string {
	return cmp.Or(c.String("sandbox"), c.process.Getenv("RECALLBOX_SANDBOX"), defaultSandbox)
}

const defaultSandbox = "recallbox.db"

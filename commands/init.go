package commands

import (
	"cmp"
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/urfave/cli/v2"

	"recallbox/commands/term"
	"recallbox/fixtures"
	"recallbox/sandbox"
)

func initCommand() *cli.Command {
	return &cli.Command{
		Name:     "init",
		Category: groupSetUp,
		Usage:    "make a sandbox, empty or from a fixture",
		Description: "The sandbox is one file, " + defaultSandbox + " here unless --sandbox names another.\n" +
			"One in which something has been made, or that has snapshots, is not overwritten,\n" +
			"except with --force: then its snapshots are gone too.\n" +
			"Its clock starts at " + moment(sandbox.Start) + ".\n\n" +
			"A fixture is a batch that is run in the new sandbox. WHAT is one of your own: a\n" +
			"batch file, a folder with a " + sandbox.BatchName + " and the files that it reads, or a .txtar\n" +
			"of both, in which the batch stands before the files, and NAME.base64 is the file\n" +
			"NAME in base64. Or it is a built-in one; --list lists those. If a line fails, no\n" +
			"sandbox is made. recallbox export --fixture makes a fixture of a sandbox.\n",
		UsageText: `recallbox init
recallbox init --fixture office
recallbox init --sandbox lesson.db --start 2026-03-02T08:00:00Z`,
		Flags: []cli.Flag{
			textFlag("fixture", "make what the fixture `WHAT` says"),
			textFlag("start", "start the sandbox's clock at `TIME`"),
			switchFlag("force", "replace a sandbox that is there"),
			switchFlag("list", "list the built-in fixtures, make nothing"),
		},
		Action: action(runInit),
	}
}

func runInit(c *call) error {
	if c.Bool("list") {
		return listFixtures(c)
	}
	n := sandbox.New{Start: sandbox.Start, Replace: c.Bool("force")}
	batches, remove, err := c.beginning()
	if err != nil {
		return err
	}
	defer remove()
	if len(batches) > 0 {
		n.Fill = func(tx *sandbox.Tx) error { return runInTurn(tx, batches) }
	}
	defer c.print.StartProgress("init")()
	if err := sandbox.Make(c.process.Context, c.sandboxFile(), n, c.process.Options); err != nil {
		return c.orNoFolder(renamed(err, c.sandboxName()))
	}
	c.tookEffect()
	return c.madeSandbox()
}

// beginning is what the history of the new sandbox begins with: its time, where it is not the usual one, and its fixture.
func (c *call) beginning() (batches []*batch, remove func(), err error) {
	if c.IsSet("start") {
		start, err := parseTime(c.String("start"))
		if err != nil {
			return nil, nil, err
		}
		if !start.Equal(sandbox.Start) {
			batches = append(batches, newBatch(c, "clock set "+moment(start)))
		}
	}
	if !c.IsSet("fixture") {
		return batches, func() {}, nil
	}
	f, err := c.fixtureOf(c.String("fixture"))
	if err != nil {
		return nil, nil, err
	}
	b, err := f.batch(c)
	return append(batches, b), f.remove, err
}

func runInTurn(tx *sandbox.Tx, batches []*batch) error {
	for _, b := range batches {
		if err := b.run(tx); err != nil {
			return err
		}
	}
	return nil
}

func (c *call) madeSandbox() error {
	if c.print.JSON {
		return showOverview(c)
	}
	if !c.print.Terminal.Err {
		return nil
	}
	clock, err := viewed(c, func(tx *sandbox.Tx) (sandbox.Clock, error) { return tx.Clock(), nil })
	if err == nil {
		c.print.Done("made the sandbox " + c.sandboxName() + "; its clock stands at " + moment(clock.Now))
	}
	return err
}

// listFixtures lists the built-in fixtures.
func listFixtures(c *call) error {
	for _, f := range c.line.flags {
		if !isGlobal(f.name) && f.name != "list" {
			return usageHint(try("`init --list`"), "init: --list makes nothing, so --%s does not go with it", f.name)
		}
	}
	var result struct {
		Fixtures []fixtures.Fixture `json:"fixtures"`
	}
	var err error
	if result.Fixtures, err = fixtures.List(); err != nil {
		return err
	}
	return c.print.Show(result, func() {
		t := c.print.Table("NAME", "WHAT IT IS")
		for _, f := range result.Fixtures {
			t.Row(term.Plain(f.Name), term.Plain(f.Says))
		}
		t.Print(true)
	})
}

// orNoFolder tells how to make the folder in which the sandbox is to be, where there is none.
func (c *call) orNoFolder(err error) error {
	if _, missing := os.Stat(filepath.Dir(c.sandboxFile())); !errors.Is(missing, fs.ErrNotExist) {
		return err
	}
	return withHint(err, try("mkdir -p {folder} makes the folder, then `init` the sandbox",
		"folder", shellWord(filepath.Dir(c.sandboxName()))))
}

// sandboxName is the sandbox's file as the user calls it.
func (c *call) sandboxName() string {
	return cmp.Or(c.String("sandbox"), c.process.Getenv("RECALLBOX_SANDBOX"), defaultSandbox)
}

const defaultSandbox = "recallbox.db"

package commands

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/rogpeppe/go-internal/txtar"
	"github.com/urfave/cli/v2"

	"recallbox/commands/term"
	"recallbox/fixtures"
	"recallbox/sandbox"
	"recallbox/sandbox/portable"
	"recallbox/testscripts"
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
			"NAME in base64. It reads nothing outside of its folder. Or it is a built-in one;\n" +
			"--list lists those. If a line fails, no sandbox is made. recallbox export --fixture\n" +
			"makes a fixture of a sandbox.\n",
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
	shown := c.print.Filter != nil // before the sandbox is there, as a filter may fail
	if len(batches) > 0 || shown {
		n.Fill = func(tx *sandbox.Tx) error {
			if err := runInTurn(tx, batches); err != nil || !shown {
				return err
			}
			c.process.within = tx
			return c.madeSandbox()
		}
	}
	defer c.print.StartProgress("init")()
	options := c.process.Options
	options.Deed = c.process.deedReader() // a fixture may move the clock to where something waits
	return c.print.Hold(c.spoolFolders(), func() error {
		if err := sandbox.Create(c.process.Context, c.sandboxFile(), n, options); err != nil {
			return c.orNoFolder(renamed(err, c.sandboxName()))
		}
		c.tookEffect()
		if shown {
			return nil
		}
		return c.madeSandbox()
	})
}

// beginning gives the first commands of the new sandbox: they set its clock, unless it starts at the usual time, and
// make its fixture.
func (c *call) beginning() (batches []*batch, remove func(), err error) {
	if c.IsSet("start") {
		start, err := parseTime(c.String("start"))
		if err == nil {
			err = sandbox.CheckClock(start)
		}
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
	clock, err := look(c, (*sandbox.Tx).Clock)
	if err == nil {
		c.print.Done("made the sandbox " + c.sandboxName() + "; its clock stands at " + moment(clock.Now))
	}
	return err
}

// fixtureList is the JSON of init --list.
type fixtureList struct {
	Fixtures []fixtures.Fixture `json:"fixtures"` // those that are built in
}

// listFixtures lists the built-in fixtures.
func listFixtures(c *call) error {
	for _, f := range c.line.flags {
		if !isGlobal(f.name) && f.name != "list" {
			return usageHint(try("`init --list`"), "init: --list makes nothing, so --%s does not go with it", f.name)
		}
	}
	var result fixtureList
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

// orNoFolder adds to an error how to make the sandbox's folder, where it is missing.
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

// fixture is a batch from which a sandbox is made, on disk with the files that it reads beside it.
type fixture struct {
	name  string // as the user calls it
	file  string
	alone bool   // the user named the batch itself, by a link if they like
	temp  string // the folder into which it was unpacked, if it was
	done  func() // removes that, if it was
}

// fixtureOf finds the fixture that a word names: a batch, a folder or an archive with one, or a built-in fixture.
func (c *call) fixtureOf(name string) (f fixture, err error) {
	f = fixture{name: name, file: c.file(name)}
	info, err := os.Stat(f.file)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		err = f.unpack(c, f.unpackBuiltIn)
		return f, err
	case err != nil:
		return f, renamed(err, name)
	case info.IsDir():
		f.file = filepath.Join(f.file, sandbox.BatchName)
		err = f.hasBatch()
		return f, err
	case !info.Mode().IsRegular():
		return f, notOrdinary(name)
	case strings.HasSuffix(name, testscripts.Suffix):
		err = f.unpack(c, f.unpackArchive)
		return f, err
	}
	f.alone = true
	return f, nil
}

// remove removes what was unpacked.
func (f fixture) remove() {
	if f.done != nil {
		f.done()
	}
}

// hasBatch refuses a folder without a batch.
func (f *fixture) hasBatch() error {
	_, err := os.Stat(f.file)
	if errors.Is(err, fs.ErrNotExist) {
		message := fmt.Sprintf("no %s in %s", sandbox.BatchName, portable.Quote(f.name))
		return &failure{Kind: sandbox.NotFound, Message: message,
			Hint: try("a fixture is a folder with a batch of that name; `export --fixture DIR` makes one")}
	}
	return err
}

// unpack writes a fixture's files into a folder of its own.
func (f *fixture) unpack(c *call, write func(into *os.Root) error) error {
	aside, done, err := c.tempAside()
	if err != nil {
		return err
	}
	f.temp, f.done = filepath.Join(aside, "fixture"), done
	if err = os.Mkdir(f.temp, 0o700); err == nil {
		err = inRoot(f.temp, write)
	}
	if err == nil {
		f.file = filepath.Join(f.temp, sandbox.BatchName)
		err = f.hasBatch()
	}
	if err != nil {
		f.remove()
	}
	return err
}

// unpackBuiltIn writes the files of a built-in fixture.
func (f *fixture) unpackBuiltIn(into *os.Root) error {
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

// unknown is the error for a name that no fixture has; its hint lists the built-in ones.
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
	if near := sandbox.Nearest(f.name, names); near != "" {
		hint = "did you mean " + near + "?"
	}
	return &failure{
		Kind:    sandbox.NotFound,
		Message: fmt.Sprintf("no file, folder or built-in fixture %s", portable.Quote(f.name)),
		Hint:    say(hint),
	}
}

// unpackArchive writes the files of a txtar archive. The text before them, if there is any, is its batch.
func (f *fixture) unpackArchive(into *os.Root) error {
	data, err := readFile(f.file, f.name)
	if err != nil {
		return renamed(err, f.name)
	}
	archive := txtar.Parse(portable.Text(data))
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

// batch reads the fixture's batch. It runs the same for everybody: it sees no environment.
func (f *fixture) batch(c *call) (*batch, error) {
	folder := filepath.Dir(f.file)
	read := func() ([]byte, error) { return readInside(folder, sandbox.BatchName) }
	if f.alone {
		read = func() ([]byte, error) { return readFile(f.file, f.name) }
	}
	text, err := read()
	if err != nil {
		f.remove()
		return nil, renamed(err, f.name)
	}
	b := newBatch(c, string(portable.Text(text)))
	b.of = f.name
	b.process.Dir, b.process.inside, b.process.beside = folder, folder, f.name
	b.process.Getenv = func(string) string { return "" }
	return b, nil
}

// cause drops the path from an error: it is in a temporary folder that the user does not know.
func cause(err error) error {
	var path *fs.PathError
	if errors.As(err, &path) {
		return path.Err
	}
	return err
}

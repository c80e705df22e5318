package commands

import (
	"os"

	"github.com/urfave/cli/v2"

	"recallbox/commands/term"
	"recallbox/testscripts"
)

func runCommand() *command {
	return &command{
		name:  "run",
		group: groupScripts,
		args:  "PATH…",
		short: "run scripts, each in a fresh sandbox of its own",
		long: "PATH is a testscript file (.txtar), a folder with some, or - for stdin. Where no\n" +
			"file has that name, it is a built-in script, such as outlook/auto-unread, or a\n" +
			"folder of them: testscripts has them all. Nothing else needs to be installed.\n" +
			"--update leaves a script that fails as it is.\n" +
			"It exits 0 when all pass, 1 when any fails, 2 when a path has no script.\n",
		example: "recallbox run scripts\nrecallbox run --junit report.xml --fail-fast scripts\nrecallbox run -v outlook/auto-unread",
		flags: []cli.Flag{
			switchFlag("verbose", "print what every script does, not only what failed", "v"),
			switchFlag("update", "write what cmp found into the scripts"),
			&cli.BoolFlag{Name: "dry-run", Aliases: []string{"n"}, Usage: "with --update: show what it would change, write nothing"},
			numberFlag("parallel", "run `N` scripts at a time (as many as there are processors)"),
			textFlag("run", "run only the scripts whose names `REGEXP` matches"),
			textFlag("junit", "write the results as JUnit XML to `FILE`"),
			switchFlag("fail-fast", "stop at the first script that fails"),
			switchFlag("work", "keep the work folders, and print where they are"),
			switchFlag("no-times", "print no times: equal results print equal bytes"),
		},
		run: runRun,
	}
}

func runRun(c *call) error {
	if err := checkRun(c); err != nil {
		return err
	}
	list, err := findScripts(c)
	if err != nil {
		return err
	}
	runner := testscripts.Runner{Program: Program(c.process.Options), Exe: c.process.Exe, Update: c.Bool("update"), Verbose: c.Bool("verbose")}
	if c.Bool("work") {
		if runner.KeepIn, err = os.MkdirTemp(c.process.Getenv("TMPDIR"), "recallbox-run"); err != nil {
			return err
		}
	}
	report := &runReport{call: c, total: len(list), took: stopwatch()}
	for _, s := range list {
		report.width = max(report.width, term.Width(s.name))
	}
	err = c.playAll(runner, list, report)
	if c.process.Context.Err() != nil {
		return c.process.Context.Err()
	}
	if err != nil {
		return err
	}
	return report.end()
}

func checkRun(c *call) error {
	switch {
	case c.Bool("dry-run") && !c.Bool("update"):
		return usageHint("a script changes nothing outside of its own sandbox: only --update has a --dry-run", "run: --dry-run without --update")
	case c.IsSet("parallel") && c.Int("parallel") < 1:
		return usageError("--parallel: %d is less than 1", c.Int("parallel"))
	default:
		return nil
	}
}

package commands

import (
	"cmp"
	"fmt"
	"runtime"
	"strings"
	"time"

	"github.com/urfave/cli/v2"

	"recallbox/commands/scripts"
	"recallbox/commands/term"
	"recallbox/sandbox"
	"recallbox/testscripts"
)

func runCommand() *cli.Command {
	return &cli.Command{
		Name:      "run",
		Category:  groupScripts,
		ArgsUsage: "PATH…",
		Usage:     "run scripts, each in a fresh sandbox of its own",
		Description: "PATH is a testscript file (.txtar), a folder with some, or - for stdin. Where no\n" +
			"file has that name, it is a built-in script, such as outlook/auto-unread, or a\n" +
			"folder of them: testscripts has them all. Nothing else needs to be installed.\n" +
			"--update leaves a script that fails as it is. Running somebody's script runs the\n" +
			"programs in it: help scripting tells what a script can do.\n" +
			"It exits 0 when all pass, 1 when any fails, 2 when a path has no script.\n",
		UsageText: `recallbox run scripts
recallbox run --junit report.xml --fail-fast scripts
recallbox run -v outlook/auto-unread`,
		Flags: []cli.Flag{
			switchFlag("verbose", "print what every script does, not only what failed", "v"),
			switchFlag("update", "write what cmp found into the scripts"),
			switchFlag("dry-run", "with --update: show what it would change, write nothing", "n"),
			numberFlag("parallel", "run `N` scripts at a time (as many as there are processors)"),
			textFlag("run", "run only the scripts whose names `REGEXP` matches"),
			listFlag("set", "give scripts a value in place of a parameter's default: `NAME=VALUE`"),
			textFlag("junit", "write the results as JUnit XML to `FILE`; - is stdout"),
			switchFlag(outputForce, "with --junit: write over a FILE that is no such report"),
			textFlag("timeout", "stop a script after `DURATION` (60s; 0 is never)"),
			switchFlag("fail-fast", "stop at the first script that fails"),
			switchFlag("keep-going", "play the rest of a script that fails, to find more that does"),
			textFlag("shard", "run the part `I/N` of the scripts, for one of N jobs"),
			switchFlag("require-checks", "a script that asserts nothing fails"),
			switchFlag("list", "list the scripts with their parameters, run nothing"),
			switchFlag("work", "keep the work folders, and print where they are"),
			switchFlag("no-times", "print no times: equal results print equal bytes"),
		},
		Action: action(runRun),
	}
}

func runRun(c *call) error {
	if err := checkRun(c); err != nil {
		return err
	}
	list, err := c.scripts().FindAll(c.args, c.String("run"))
	if err != nil {
		return err
	}
	if c.IsSet("shard") {
		shard, err := scripts.ParseShard("run", c.String("shard"))
		if err != nil {
			return err
		}
		list = shard.In(list)
	}
	if c.Bool("list") {
		return c.listScripts(list)
	}
	timeout, err := c.scriptTimeout()
	if err != nil {
		return err
	}
	set, err := scripts.Set("run", c.StringSlice("set"), list)
	if err != nil {
		return err
	}
	temp, done, err := c.scriptsTemp()
	if err != nil {
		return err
	}
	defer done()
	o := c.runOptions(temp, timeout)
	o.Runner.Set = set
	report, err := scripts.Run(c.process.Context, list, o)
	if c.process.Context.Err() != nil {
		return c.interruptedRun(report)
	}
	if err != nil {
		return err
	}
	c.tookEffect()
	report.PrintSummary()
	if err := c.writeJUnit(report); err != nil {
		return err
	}
	if report.Failed() {
		return exitError(1) // what failed is printed already
	}
	return nil
}

// notListed are flags that have no meaning where nothing runs.
var notListed = []string{
	"verbose", "update", "dry-run", "parallel", "set", "junit", "force", "timeout", "fail-fast", "keep-going",
	"require-checks", "work", "no-times",
}

// listScripts lists scripts with their parameters.
func (c *call) listScripts(list []scripts.Script) error {
	listed, err := scripts.List(list)
	if err != nil {
		return err
	}
	return c.print.Show(listed, func() { listed.Print(c.print.Printer) })
}

// interruptedRun writes the JUnit file of what ran, and says which scripts were rewritten.
func (c *call) interruptedRun(report *scripts.Report) error {
	if report == nil {
		return errInterrupted
	}
	err := c.writeJUnit(report)
	names := report.UpdatedScripts()
	if len(names) == 0 {
		return cmp.Or(err, error(errInterrupted))
	}
	c.tookEffect()
	what := term.Count(len(names), "script was rewritten", "scripts were rewritten")
	return &failure{Kind: interrupted, Message: "interrupted, " + what + ": " + strings.Join(names, ", ")}
}

// scripts finds scripts for the command.
func (c *call) scripts() scripts.Finder {
	return scripts.Finder{Command: c.line.command.Name, Path: c.file, Read: c.read}
}

// scriptsTemp is the folder in which scripts have theirs. Done removes what does not stay there.
func (c *call) scriptsTemp() (path string, done func(), err error) {
	if !c.Bool("work") {
		return c.tempAside()
	}
	path, err = c.tempFolder()
	return path, func() {}, err
}

// runOptions are what the flags say, and the folder for temporary files.
func (c *call) runOptions(temp string, timeout time.Duration) scripts.Options {
	o := scripts.Options{
		Runner: testscripts.Runner{
			Program: Program(c.process.Options),
			Exe:     c.process.Exe,
			Update:  c.Bool("update"),
			Verbose: c.Bool("verbose"),
			Temp:    temp,
			Timeout: timeout,

			KeepGoing: c.Bool("keep-going"),
		},
		Parallel: runtime.GOMAXPROCS(0),
		FailFast: c.Bool("fail-fast"),
		Checks:   c.Bool("require-checks"),
		Annotate: c.process.Getenv("GITHUB_ACTIONS") != "",
		DryRun:   c.Bool("dry-run"),
		Times:    !c.Bool("no-times"),
		Work:     c.Bool("work"),
		Print:    c.print.Printer,
		Write:    replaceFile,
		Cite:     c.process.Options.Cite,
	}
	if c.IsSet("parallel") {
		o.Parallel = c.Int("parallel")
	}
	return o
}

// scriptTimeout is how long a script may take; 0 is for ever.
func (c *call) scriptTimeout() (time.Duration, error) {
	if !c.IsSet("timeout") {
		return time.Minute, nil
	}
	limit, err := sandbox.ParseDuration(c.String("timeout"))
	if err != nil || limit < 0 {
		return 0, usageHint(say("--timeout 90s, --timeout 10m, or --timeout 0 for no end"),
			"--timeout: %q is no duration", c.String("timeout"))
	}
	return limit, nil
}

// writeJUnit writes the report to the file that --junit names.
func (c *call) writeJUnit(report *scripts.Report) error {
	name := c.String("junit")
	if name == "" {
		return nil
	}
	document, err := report.JUnit()
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return c.writeOutputs([]written{{"junit", document}})
}

func checkRun(c *call) error {
	for _, name := range notListed {
		if c.Bool("list") && c.IsSet(name) {
			hint := try("`run --list {path}`", "path", c.arg(0))
			return usageHint(hint, "run: --list runs nothing, so --%s does not go with it", name)
		}
	}
	switch {
	case c.Bool("dry-run") && !c.Bool("update"):
		hint := "a script changes nothing outside of its own sandbox: only --update has a --dry-run"
		return usageHint(say(hint), "run: --dry-run without --update")
	case c.IsSet("parallel") && c.Int("parallel") < 1:
		return usageError("--parallel: %d is less than 1", c.Int("parallel"))
	default:
		return nil
	}
}

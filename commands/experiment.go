package commands

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"runtime"
	"runtime/debug"
	"strings"

	"github.com/urfave/cli/v2"

	"recallbox/commands/experiment"
	"recallbox/sandbox"
	"recallbox/testscripts"
)

func experimentCommand() *cli.Command {
	return &cli.Command{
		Name:      "experiment",
		Category:  groupScripts,
		ArgsUsage: "[SCRIPT|FILE…]",
		Usage:     "play a script many times, with other parameters: a table, a curve, intervals",
		Description: "SCRIPT is found as run finds it, or is a built-in experiment, which --list lists. It\n" +
			"is played for every combination of what varies: the parameters that have a list\n" +
			"in the script, unless --set gives them one value, and those that --vary names. What\n" +
			"is printed is simulated: it follows from the assumptions that stand below it.\n" +
			"Help experiments tells how to write a script, and how to share the work.\n",
		UsageText: `recallbox experiment --list
recallbox experiment delay --set PEOPLE=20 --vary WAIT=5m,1h --svg delay.svg --csv delay.csv
recallbox experiment classic-or-cloud --set OUTLOOK=20 --vary RULES=0,0.5 --one-at-a-time
recallbox experiment delay --set PEOPLE=20 --vary WAIT=5m --repeat 2 --shard 1/2 --jsonl 1.jsonl
recallbox experiment delay --set PEOPLE=20 --vary WAIT=5m --repeat 2 --shard 2/2 --jsonl 2.jsonl
recallbox experiment --merge 1.jsonl 2.jsonl`,
		Flags: []cli.Flag{
			listFlag("vary", "play each of these values: `NAME=A,B`"),
			switchFlag("one-at-a-time", "vary each parameter alone, the others at their defaults"),
			listFlag("set", "give a parameter one value: `NAME=VALUE`"),
			numberFlag("repeat", "play each combination `N` times, with N seeds (1)"),
			numberFlag("seed", "the first repetition has the seed `N`, the next N+1, … (1)"),
			numberFlag("parallel", "play `N` at a time (as many as there are processors)"),
			textFlag("shard", "play only the part `I/N` of it, counted from 1, into --jsonl"),
			switchFlag("merge", "put the files that all shards have written together"),
			switchFlag("list", "list the built-in experiments"),
			textFlag("csv", "write the table to `FILE`; - is stdout"),
			textFlag("jsonl", "write each repetition to `FILE`; - is stdout"),
			textFlag("svg", "draw a picture of the curve into `FILE`; - is stdout"),
			textFlag("x", "draw against the parameter `PARAMETER` (the first that varies)"),
			textFlag("y", "draw the measure `MEASURE` (the first)"),
			textFlag("by", "draw a curve for each value of `PARAMETER` (the second that varies)"),
			switchFlag(outputForce, "write over a FILE that experiment has not written"),
		},
		Action: action(runExperiment),
	}
}

func runExperiment(c *call) error {
	if err := checkExperiment(c); err != nil {
		return err
	}
	switch {
	case c.Bool("list"):
		return c.listExperiments()
	case c.Bool("merge"):
		return c.mergeExperiment()
	}
	list, err := c.experimentScripts()
	if err != nil {
		return err
	}
	request, files, err := c.request(list)
	if err != nil {
		return err
	}
	plan, err := c.plan(list, request)
	if err != nil {
		return err
	}
	shard, err := c.shard()
	if err != nil {
		return err
	}
	results, err := c.playExperiment(list, plan, shard)
	if err != nil {
		return c.failedRepetition(err, files)
	}
	return c.tell(results)
}

// checkExperiment refuses flags that do not go together.
func checkExperiment(c *call) error {
	alone, playing := "", []string{"vary", "one-at-a-time", "set", "repeat", "seed", "parallel", "shard"}
	for _, flag := range []string{"list", "merge"} {
		switch {
		case !c.Bool(flag):
			continue
		case alone != "":
			return usageError("experiment: --list and --merge are two things")
		}
		alone = flag
	}
	for _, flag := range playing {
		if alone != "" && c.IsSet(flag) {
			return usageError("experiment: --%s goes with no --%s", flag, alone)
		}
	}
	files := map[string]string{}
	for _, flag := range []string{"csv", "jsonl", "svg"} {
		if !c.IsSet(flag) {
			continue
		}
		if alone == "list" {
			return usageError("experiment: --%s goes with no --list", flag)
		}
		path := c.file(c.String(flag))
		if other, twice := files[path]; twice {
			return usageHint(say("name two files"), "experiment: --%s and --%s name one file", other, flag)
		}
		files[path] = flag
	}
	return c.checkPlaying(alone)
}

func (c *call) checkPlaying(alone string) error {
	switch {
	case alone == "list" && len(c.args) > 0:
		return usageError("experiment: unexpected argument %q", c.arg(0))
	case alone == "merge" && len(c.args) == 0:
		return usageHint(try("`experiment --merge 1.jsonl 2.jsonl`"), "experiment: --merge names no file")
	case alone == "" && len(c.args) == 0:
		return usageHint(try("`experiment --list` lists the built-in ones"), "experiment: SCRIPT is missing")
	case c.IsSet("parallel") && c.Int("parallel") < 1:
		return usageHint(say("leave it out for as many as there are processors"),
			"experiment: --parallel: %d is less than 1", c.Int("parallel"))
	case !c.IsSet("shard"):
		return nil
	case !c.IsSet("jsonl"):
		return usageHint(say("--jsonl FILE keeps its repetitions, for --merge"), "experiment: --shard without --jsonl")
	case c.IsSet("csv") || c.IsSet("svg") || c.print.JSON:
		return usageHint(say("experiment --merge has the result, once all shards are played"),
			"experiment: --shard has no result of its own, only --jsonl")
	}
	return nil
}

// short says which program this is, wherever it was built.
func (b build) short() string {
	text := "recallbox " + b.Version
	if b.Commit != "" {
		text += " (commit " + b.Commit[:min(7, len(b.Commit))]
		if b.Modified {
			text += " with changes"
		}
		text += ")"
	}
	return text
}

func (c *call) picture() experiment.Picture {
	return experiment.Picture{X: c.String("x"), Y: c.String("y"), By: c.String("by")}
}

func (c *call) checkPicture(plan experiment.Plan, measures []string) error {
	if c.IsSet("svg") && len(plan.VariedNames()) == 0 {
		return usageHint(say("--vary NAME=A,B lets a parameter vary"),
			"experiment: --svg draws a curve, and nothing varies")
	}
	return c.picture().Check(plan, measures)
}

func (c *call) shard() (experiment.Shard, error) {
	s, ok := experiment.ParseShard(c.String("shard"))
	if s.Of > experiment.MostShards {
		return s, usageHint(say("make fewer, and larger ones"),
			"experiment: --shard %s: there are at most %d", c.String("shard"), experiment.MostShards)
	}
	if !ok || c.IsSet("shard") && c.String("shard") == "" {
		return s, usageHint(say("--shard 1/4 is the first of four"),
			"experiment: --shard %q is no I/N", c.String("shard"))
	}
	return s, nil
}

// playExperiment plays the repetitions, each in a fresh sandbox.
func (c *call) playExperiment(
	list []experiment.Script, plan experiment.Plan, s experiment.Shard,
) (*experiment.Results, error) {
	temp, done, err := c.tempAside()
	if err != nil {
		return nil, err
	}
	defer done()
	defer c.print.StartProgress("experiment")()
	runner := testscripts.Runner{Program: Program(c.process.Options), Exe: c.process.Exe, Temp: temp}
	play := func(ctx context.Context, job experiment.Job) (played experiment.Played, err error) {
		own, unseen := runner, error(nil)
		own.AtEnd = func(end testscripts.Call) { played.Mistakes, unseen = c.mistakes(end) }
		script := list[job.Script].Script
		played.Measures, err = own.Measure(ctx, script, testscripts.Play{Set: job.Set, Seed: job.Seed})
		return played, cmp.Or(lineFailed(err), unseen)
	}
	parallel := runtime.GOMAXPROCS(0)
	if c.IsSet("parallel") {
		parallel = c.Int("parallel")
	}
	tell := func(done, of int) { c.print.Reach(done, of, "repetitions") }
	if parallel > 1 {
		defer sideBySide(parallel)()
	}
	return experiment.Play(c.process.Context, plan, s, parallel, play, tell)
}

// sideBySide lets so many repetitions go on at once, until undo is called. While a statement of SQLite runs, Go gives
// its place on a processor away, and the statement waits for a place once it ends: of twice as many, one is free. All
// wait while Go looks for memory that is free again, so it looks half as often.
func sideBySide(parallel int) (undo func()) {
	processors, percent := runtime.GOMAXPROCS(2*parallel), debug.SetGCPercent(200)
	return func() {
		runtime.GOMAXPROCS(processors)
		debug.SetGCPercent(percent)
	}
}

// mistakes are those that the script of a sandbox seems to have made, at its end.
func (c *call) mistakes(end testscripts.Call) (m sandbox.Mistakes, err error) {
	file := pathIn(end.Dir, end.Getenv("RECALLBOX_SANDBOX"))
	box, err := sandbox.Open(file, sandbox.Options{
		Systems: c.process.Options.Systems, Throwaway: true, OpenFile: openFileOf(end),
	})
	if err != nil {
		return m, err
	}
	defer box.Close()
	err = box.View(end.Context, func(tx *sandbox.Tx) error {
		m, err = tx.Mistakes()
		return err
	})
	return m, err
}

// failedRepetition is the error for the first repetition that fails, with the line that plays it again.
func (c *call) failedRepetition(err error, files givenFiles) error {
	var failed *experiment.Failure
	if !errors.As(err, &failed) || c.process.Context.Err() != nil {
		return err
	}
	f := &failure{Kind: sandbox.Invalid, Message: "experiment: " + failed.Message}
	f.Hint = typing(files.asTyped(failed.Again))
	f.Hint.template += " plays just that one"
	var line *scriptLineError
	if errors.As(err, &line) && line.hint != "" {
		f.Hint.template = "{mends}; " + f.Hint.template
		f.Hint.values["mends"] = line.hint
	}
	return f
}

// scriptLineError is what a line of a script did wrong, and the hint that its command gave.
type scriptLineError struct {
	line          int
	message, hint string
}

func (e *scriptLineError) Error() string { return fmt.Sprintf("line %d: %s", e.line, e.message) }

// lineFailed is what a line of a script did wrong: what the command there said, else what the script says of it.
func lineFailed(err error) error {
	var failed *testscripts.Failure
	if !errors.As(err, &failed) || failed.Line == 0 {
		return err
	}
	e, log := &scriptLineError{line: failed.Line, message: failed.Message}, failed.Log
	if i := strings.LastIndex(log, "\n> "); i >= 0 {
		log = log[i:]
	}
	_, said, found := strings.Cut(log, "\nrecallbox: ")
	if found && strings.HasPrefix(e.message, "unexpected command failure") {
		e.message, said, _ = strings.Cut(said, "\n")
		said, _, _ = strings.Cut(said, "\n")
		if hint, is := strings.CutPrefix(said, "hint: "); is {
			e.hint = hint
		}
	}
	return e
}

// mergeExperiment puts shards together.
func (c *call) mergeExperiment() error {
	for _, flag := range []string{"csv", "jsonl", "svg"} {
		for _, file := range c.args {
			if c.IsSet(flag) && sameFile(c.file(c.String(flag)), c.file(file)) {
				return usageHint(say("name another file"),
					"experiment: --%s would write over %s, which --merge reads", flag, file)
			}
		}
	}
	var unreadable error
	results, err := experiment.Merge(c.args, func(file string) (data []byte, err error) {
		data, unreadable = c.content(file)
		return data, unreadable
	})
	if unreadable != nil {
		return unreadable
	}
	if err != nil {
		hint := "--merge takes what --shard 1/N to --shard N/N of one command line have written"
		if known := (*experiment.MergeError)(nil); errors.As(err, &known) {
			hint = cmp.Or(known.Hint, hint)
		}
		return &failure{Kind: sandbox.Invalid, Message: "experiment: " + err.Error(), Hint: say(hint)}
	}
	if err := c.checkPicture(results.Plan, results.MeasureNames()); err != nil {
		return err
	}
	return c.tell(results)
}

// tell writes and prints the results.
func (c *call) tell(results *experiment.Results) error {
	var files []written
	for _, one := range []struct {
		flag string
		make func() ([]byte, error)
	}{
		{"csv", results.CSV}, {"jsonl", results.JSONL},
		{"svg", func() ([]byte, error) { return results.SVG(c.picture()) }},
	} {
		if !c.IsSet(one.flag) {
			continue
		}
		data, err := one.make()
		if err != nil {
			return err
		}
		files = append(files, written{one.flag, data})
	}
	return c.print.Hold(c.spoolFolders(), func() error { // what cannot be printed writes no file
		err := c.printResults(results)
		if err != nil || len(files) == 0 {
			return err
		}
		c.tookEffect()
		return c.writeOutputs(files)
	})
}

// printResults prints what was measured, or what to do with a part of it.
func (c *call) printResults(results *experiment.Results) error {
	for _, w := range results.Warnings() {
		if w.Pattern != nil {
			c.print.Warn(w.Says + c.print.reachesMany(*w.Pattern))
		} else {
			c.print.Warn(w.Says + ": " + c.print.suggest("`log` in the script, behind them, shows them"))
		}
	}
	if c.IsSet("shard") {
		c.print.Done(fmt.Sprintf("played %s, shard %s: experiment --merge puts all shards together",
			results.Repetitions(), c.String("shard")))
		return nil
	}
	if better := results.BetterAxis(c.picture()); better != "" {
		c.print.Done(fmt.Sprintf("--x %s draws it against %[1]s", better))
	}
	return c.print.Show(results.Document(), func() {
		results.PrintTables(c.print.Printer)
		results.PrintCurve(c.print.Printer, c.picture())
		results.PrintAssumptions(c.print.Printer)
	})
}

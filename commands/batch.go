package commands

import (
	"cmp"
	"path/filepath"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"recallbox/commands/term"
	"recallbox/sandbox"
	"recallbox/sandbox/portable"
)

func batchCommand() *cli.Command {
	return &cli.Command{
		Name:      "batch",
		Category:  groupScripts,
		ArgsUsage: "[FILE|-]",
		Usage:     "run many commands, one a line, all of them or none",
		Description: `Each line is a command without the program's name, with words and quotation marks
as in a shell; nothing is expanded. A line goes on behind a backslash at its end,
and within quotation marks. What stands behind # is a comment. Without FILE, or
with -, the lines come from stdin; with it, paths in them are relative to its folder.

All lines are one transaction: if one fails, the error names it, and nothing has
happened. With --keep-going a line that fails is taken back alone, and the exit code
is 1. What the lines print comes once all is done; with --json, one document a line.
--as and --sandbox hold for all lines; a line may have an --as of its own.

init, batch, run, demo, serve, snapshot, export and completion cannot stand in a batch.
`,
		UsageText: `recallbox batch lesson.txt
recallbox batch --as alice --keep-going < lesson.txt`,
		Flags: []cli.Flag{
			asFlag("`USER` acts in lines without --as"),
			switchFlag("keep-going", "take a line that fails back alone, and go on"),
		},
		Action: action(runBatch),
	}
}

// notInBatch are the commands that cannot be a line: they make or replace whole sandboxes, run others, or have files
// as their result.
var notInBatch = []string{"init", "batch", "run", "experiment", "demo", "serve", "snapshot", "export", "completion"}

// batch runs the lines of a batch, one by one.
type batch struct {
	call    *call
	of      string       // what the lines are of, where that has to be said
	keep    bool         // go on behind a line that fails
	filter  *term.Filter // of what the lines print; nil for none
	lines   *wordReader
	tree    *cli.Command // which all lines share
	process Process      // in which a line runs
	print   *printer     // into the spool
	spool   term.Spool
	ran     int
	failed  int
}

func runBatch(c *call) error {
	c.print.Compact = true
	file := cmp.Or(c.arg(0), "-")
	text, err := c.read(file)
	if err != nil {
		return err
	}
	b := newBatch(c, string(portable.Text(text)))
	b.keep, b.filter = c.Bool("keep-going"), c.print.Filter
	if file != "-" {
		b.process.Dir, b.process.beside, b.process.In = filepath.Dir(c.file(file)), file, c.process.In
	}
	defer b.spool.Close()
	if err := c.transact(c.commit, b.run); err != nil { // each line is recorded by itself
		return err
	}
	if err := c.print.Release(&b.spool); err != nil {
		return err
	}
	if b.failed > 0 {
		done, failed := term.Count(b.ran-b.failed, "line", "lines"), term.Count(b.failed, "line", "lines")
		c.print.Done(done + " took effect, " + failed + " failed")
		return exitError(1)
	}
	c.print.Done(term.Count(b.ran, "line", "lines") + " took effect")
	return nil
}

// newBatch is a batch whose lines came from stdin.
func newBatch(c *call, text string) *batch {
	b := &batch{call: c, lines: newWordReader(text), tree: tree(), process: c.process}
	b.spool.Folders = c.spoolFolders()
	b.process.Out, b.process.Err = b.spool.Out(), b.spool.Err()
	b.process.In = batchStdin{}
	as := c.as()
	b.process.Getenv = func(name string) string {
		if name == "RECALLBOX_AS" {
			return as
		}
		return c.process.Getenv(name)
	}
	b.process.transcript = nil // it has what a batch prints: what took effect
	b.print = newPrinter(b.process)
	b.print.Compact, b.print.sandbox = true, c.print.sandbox
	b.print.ColourLike(c.print.Printer)
	return b
}

// batchStdin is the stdin of lines that came from stdin themselves.
type batchStdin struct{}

func (batchStdin) Read([]byte) (int, error) {
	return 0, usageHint(say("name a file"), "stdin is the batch itself")
}

// run runs all lines.
func (b *batch) run(tx *sandbox.Tx) error {
	b.process.within = tx
	for l, ok := b.lines.next(); ok; l, ok = b.lines.next() {
		b.ran++
		err := b.line(tx, l)
		if ended := b.process.Context.Err(); ended != nil {
			return ended
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// line runs one line. An error is the end of the batch.
func (b *batch) line(tx *sandbox.Tx, l batchLine) error {
	if !b.keep {
		err := b.execute(l)
		b.spool.Keep()
		return err
	}
	failed, err := tx.Savepoint(func() error { return b.execute(l) })
	if err != nil {
		return &lineError{of: b.of, line: l.number, err: err}
	}
	if failed != nil {
		b.failed++
		if err := b.spool.Drop(); err != nil {
			return err
		}
		b.print.fail(failed)
	}
	b.print.Flush()
	b.spool.Keep()
	return nil
}

// execute runs the command that stands in a line.
func (b *batch) execute(l batchLine) error {
	err := l.err
	if err == nil {
		err = b.command(l.words)
	}
	b.print.Flush()
	if err == nil {
		return nil
	}
	if f := asFailure(err); f.Kind == misused && f.Hint.template == "" {
		err = withHint(err, say(usage(b.print.command)))
	}
	return &lineError{of: b.of, line: l.number, err: err}
}

func (b *batch) command(words []string) error {
	l, err := readBatchLine(b.tree, words)
	b.print.command, b.print.JSON = l.command, b.call.print.JSON || l.has("json") || len(l.values("jq")) > 0
	b.print.Filter = b.filter
	if err != nil {
		return err
	}
	if err := b.agrees(l); err != nil {
		return err
	}
	return l.execute(b.process, b.print)
}

// readBatchLine takes the words of a line apart, which must be a command that can stand in a batch. The command is set
// even with an error.
func readBatchLine(tree *cli.Command, words []string) (*line, error) {
	l, err := readLine(tree, words)
	first, _, _ := strings.Cut(title(l.command), " ")
	if first == "" {
		first = words[0]
	}
	endless := first == "log" && l.has("follow")
	if endless {
		first = "log --follow"
	}
	switch {
	case endless, slices.Contains(notInBatch, first):
		return l, usageHint(say("run it by itself"), "%s cannot stand in a batch", first)
	case first == tree.Name:
		return l, usageHint(say("leave it out"), "a line begins with the command, not with %q", first)
	}
	return l, err
}

// agrees refuses a line whose flags contradict the batch: where the sandbox is, and how to print.
func (b *batch) agrees(l *line) error {
	for _, f := range l.flags {
		same := true
		switch f.name {
		case "sandbox":
			line := &call{process: b.process}
			same = line.file(f.value) == b.call.sandboxFile()
		case "color":
			same = f.value == b.call.String("color")
		case "wait":
			same = f.value == b.call.String("wait")
		case "json":
			same = f.value == "true" || !b.call.print.JSON
		case "jq":
			same = !b.call.print.JSON || b.call.print.Filter != nil && f.value == b.call.String("jq")
		}
		if !same {
			return usageHint(say("it holds for all lines: recallbox batch --"+f.name), "--%s contradicts the batch", f.name)
		}
	}
	return nil
}

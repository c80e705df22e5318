package commands

import (
	"strings"

	"github.com/urfave/cli/v2"

	"recallbox/commands/term"
	"recallbox/sandbox"
)

func historyCommand() *cli.Command {
	return &cli.Command{
		Name:     "history",
		Category: groupLooking,
		Usage:    "print the commands that made this sandbox",
		Description: `The lines are a batch: run in a new sandbox, they make an equal one. Only commands
that changed something are kept, with who acted.

The files that they read (--eml, --attach, …, and stdin) are kept in the sandbox.
recallbox export --fixture DIR writes them out, beside the batch.

With --script it is a testscript with those files in it, to go on from, which
recallbox run runs as it is. A file that text cannot hold is there as NAME.base64.
`,
		UsageText: `recallbox history
recallbox history > lesson.batch
recallbox history --script > lesson.txtar`,
		Flags:  []cli.Flag{switchFlag("script", "print a testscript")},
		Action: action(runHistory),
	}
}

func runHistory(c *call) error {
	if c.Bool("script") {
		return historyScript(c)
	}
	h, err := viewed(c, (*sandbox.Tx).History)
	if err != nil {
		return err
	}
	c.print.Warn(h.Warnings...)
	return c.print.Show(h, func() {
		c.print.Empty(len(h.Commands), "nothing has been done yet")
		c.print.Raw(batchText(h.Commands))
		if h.Reads {
			c.print.Say(term.Faint("hint: "), term.Plain(c.print.suggest(
				"some of these commands read files: `export --fixture DIR` writes those too")))
		}
	})
}

// batchText are commands as a batch.
func batchText(commands []sandbox.Command) []byte {
	var text strings.Builder
	for _, command := range commands {
		text.WriteString(command.Line + "\n")
	}
	return []byte(text.String())
}

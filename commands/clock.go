package commands

import (
	"fmt"
	"time"

	"github.com/urfave/cli/v2"

	"recallbox/commands/term"
	"recallbox/sandbox"
)

func clockCommand() *cli.Command {
	return &cli.Command{
		Name:     "clock",
		Category: groupLooking,
		Usage:    "show the sandbox's time, or move it: advance, set",
		Description: "The sandbox has a time of its own, which moves only when it is told to, and\n" +
			"never back, but while nothing has been made. Moving it prints what fell due.\n",
		UsageText: `recallbox clock
recallbox clock advance 1d12h`,
		Action:      action(runClock),
		Subcommands: []*cli.Command{clockAdvanceCommand(), clockSetCommand()},
	}
}

func runClock(c *call) error {
	clock, err := look(c, (*sandbox.Tx).Clock)
	if err != nil {
		return err
	}
	return c.print.Show(clock, func() { c.print.Line(term.Plain(moment(clock.Now))) })
}

func clockAdvanceCommand() *cli.Command {
	return &cli.Command{
		Name:      "advance",
		ArgsUsage: "DURATION",
		Usage:     "move the sandbox's clock on",
		UsageText: `recallbox clock advance 31m
recallbox clock advance 1d12h`,
		Flags:  []cli.Flag{allFlag()},
		Action: action(runClockAdvance),
	}
}

func runClockAdvance(c *call) error {
	by, err := sandbox.ParseDuration(c.arg(0))
	if err != nil {
		return err
	}
	return c.moveClock(func(tx *sandbox.Tx) (sandbox.Clock, error) { return tx.Advance(by) })
}

func clockSetCommand() *cli.Command {
	return &cli.Command{
		Name:      "set",
		ArgsUsage: "TIME",
		Usage:     "set the sandbox's clock",
		UsageText: "recallbox clock set 2026-01-06T08:00:00Z",
		Flags:     []cli.Flag{allFlag()},
		Action:    action(runClockSet),
	}
}

func runClockSet(c *call) error {
	to, err := parseTime(c.arg(0))
	if err != nil {
		return err
	}
	return c.moveClock(func(tx *sandbox.Tx) (sandbox.Clock, error) { return tx.SetClock(to) })
}

func (c *call) moveClock(move func(*sandbox.Tx) (sandbox.Clock, error)) error {
	var runs sandbox.Rows[sandbox.EventRun]
	moved := func(tx *sandbox.Tx) (sandbox.Clock, error) {
		clock, err := move(tx)
		runs = tx.EventRuns(sandbox.LogFilter{After: clock.Before}, c.print.fewEvents())
		return clock, err
	}
	return change(c, moved, func(clock sandbox.Clock) error {
		return c.print.ShowRows(clock, func() error {
			_, err := c.print.events(runs)
			c.print.Done("the clock stands at " + moment(clock.Now))
			return err
		})
	})
}

// parseTime reads a time of the sandbox: RFC 3339, in whole seconds.
func parseTime(word string) (time.Time, error) {
	t, err := time.Parse(time.RFC3339, word)
	switch {
	case err != nil:
		return t, badTime(word, "is not a time")
	case t.Nanosecond() != 0:
		return t, badTime(word, "is not in whole seconds")
	}
	return t.UTC(), nil
}

func badTime(word, problem string) error {
	return &failure{
		Kind:    sandbox.Invalid,
		Message: fmt.Sprintf("%q %s", word, problem),
		Hint:    say("a time looks like " + moment(sandbox.Start)),
	}
}

package commands

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/urfave/cli/v2"

	"recallbox/commands/term"
	"recallbox/sandbox"
)

func checkCommand() *cli.Command {
	return &cli.Command{
		Name:     "check",
		Category: groupLooking,
		Usage:    "verify the sandbox's file and all that is in it",
		Description: "It looks whether the file is whole, whether every message has the bytes that were\n" +
			"kept, whether every copy lies in one folder of its own mailbox, whether the log\n" +
			"has no gap, and whether every recall came out as its facts say: what is wrong is\n" +
			"printed, a line each, and the exit code is 1. It changes nothing.\n",
		UsageText: `recallbox check
recallbox check --json`,
		Action: action(runCheck),
	}
}

// checked is the JSON of check.
type checked struct {
	sandbox.Health
	Error *shownFailure `json:"error,omitempty"` // what to do about the problems
}

func runCheck(c *call) error {
	health, err := c.health()
	if err != nil {
		return err
	}
	wrong := c.damage(health)
	err = c.print.Show(checked{health, wrong}, func() { c.print.health(health) })
	if err != nil || wrong == nil {
		return err
	}
	c.print.Complain(wrong.Message, wrong.Hint)
	return exitError(1)
}

// health checks the sandbox; within a batch, as it is at that line.
func (c *call) health() (h sandbox.Health, err error) {
	if tx := c.process.within; tx != nil {
		return tx.Check()
	}
	err = c.inBox(func(b *sandbox.Box) error {
		h, err = b.Check(c.process.Context)
		return err
	})
	var unopened *sandbox.Error
	if errors.As(err, &unopened) && len(unopened.Problems) > 0 {
		return sandbox.HealthOf(unopened.Problems), nil
	}
	return h, err
}

// damage is the error of a sandbox in which something is wrong, nil where nothing is.
func (c *call) damage(h sandbox.Health) *shownFailure {
	if h.OK {
		return nil
	}
	shown := failure{
		Kind:    sandbox.Damaged,
		Message: fmt.Sprintf("%q is damaged: %s wrong", c.sandboxName(), term.Count(h.Total(), "thing is", "things are")),
		Hint:    hint{template: stepHints[sandbox.ReplaceDamagedSandbox]},
	}.shown(c.print.sandbox)
	return &shown
}

// health prints what is wrong, or how much is right.
func (p *printer) health(h sandbox.Health) {
	if h.OK {
		p.Line(term.Good("ok"), term.Plain(": "+howMuch(h.Counts)))
		return
	}
	for _, problem := range h.Problems {
		p.Line(term.Bad(problem.What), term.Plain(": "+problem.Where))
	}
	if h.More > 0 {
		p.Line(term.Faint("and " + strconv.Itoa(h.More) + " more"))
	}
}

// howMuch is "2 mailboxes, 1 message, …".
func howMuch(c sandbox.Counts) string {
	counts := []string{
		term.Count(int(c.Mailboxes), "mailbox", "mailboxes"),
		term.Count(int(c.Messages), "message", "messages"),
		term.Count(int(c.Copies), "copy", "copies"),
		term.Count(int(c.Recalls), "recall", "recalls"),
		term.Count(int(c.Events), "event", "events"),
	}
	if c.Snapshots > 0 {
		counts = append(counts, term.Count(int(c.Snapshots), "snapshot", "snapshots"))
	}
	return strings.Join(counts, ", ")
}

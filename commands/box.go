package commands

import (
	"context"
	"path/filepath"
	"time"

	"recallbox/commands/term"
	"recallbox/sandbox"
)

// update runs use cases in one transaction on the sandbox: all of it takes effect and goes into the history, or nothing. With --dry-run the
// same happens and is taken back.
func (c *call) update(do func(*sandbox.Tx) error) error {
	if c.line.flag("dry-run") == nil || !c.Bool("dry-run") {
		return c.transact(c.commit, c.recorded(do))
	}
	if tx := c.process.within; tx != nil {
		return tx.DryRun(func() error { return do(tx) })
	}
	return c.transact((*sandbox.Box).DryRun, do)
}

// commit is a transaction whose end is the effect of the command.
func (c *call) commit(box *sandbox.Box, ctx context.Context, do func(*sandbox.Tx) error) error {
	err := box.Update(ctx, do)
	if err == nil {
		c.tookEffect()
	}
	return err
}

// tookEffect notes that what the command is for is done: an interrupt comes too late, and nobody is told that nothing was
// changed.
func (c *call) tookEffect() {
	*c.process.effective = true
	c.process.Context = context.WithoutCancel(c.process.Context)
}

// view looks at one state of the sandbox.
func (c *call) view(do func(*sandbox.Tx) error) error {
	return c.transact((*sandbox.Box).View, do)
}

// transact is one transaction on the sandbox. What is printed meanwhile comes when it is over: nobody waits for a slow reader, and nothing
// is told that did not happen.
func (c *call) transact(how func(*sandbox.Box, context.Context, func(*sandbox.Tx) error) error, do func(*sandbox.Tx) error) error {
	if c.process.within != nil {
		return do(c.process.within)
	}
	return c.print.Hold(filepath.Dir(c.sandboxFile()), func() error {
		return c.inBox(func(box *sandbox.Box) error { return how(box, c.process.Context, do) })
	})
}

// setWait says how long other processes are waited for. Whoever waits for more than a moment is told once, in a log too.
func (c *call) setWait() error {
	options, told := &c.process.Options, false
	if c.IsSet("wait") {
		limit, err := sandbox.ParseDuration(c.String("wait"))
		if err != nil || limit < 0 {
			return usageHint("--wait 90s, --wait 10m, or --wait 0s to fail at once",
				"--wait: %q is no duration", c.String("wait"))
		}
		options.Wait = max(limit, time.Nanosecond) // none at all is as long as usual
	}
	options.Waiting = func() {
		if !told {
			c.print.Announce(term.Faint("waiting for another process that uses the sandbox"))
		}
		told = true
	}
	return nil
}

// inBox opens the sandbox for as long as do runs, and tells a person who has to wait that it goes on.
func (c *call) inBox(do func(*sandbox.Box) error) error {
	defer c.print.StartProgress(c.title())()
	options := c.process.Options
	options.Temp = c.process.Getenv("TMPDIR")
	box, err := sandbox.OpenContext(c.process.Context, c.sandboxFile(), options)
	if err != nil {
		return c.orNoFolder(err)
	}
	defer box.Close()
	return do(box)
}

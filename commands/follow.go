package commands

import (
	"recallbox/commands/term"
	"recallbox/sandbox"
)

// followed is the JSON of an event as log --follow prints it.
type followed struct{ sandbox.Event }

// replaced is the JSON of log --follow where all that it has told is no more.
type replaced struct {
	Replaced bool `json:"replaced"` // the sandbox was made anew or restored: the events begin again
}

// followLog prints what happened, and what happens, until it is interrupted. What stands below the last word of a
// replaced sandbox is the log of the sandbox that is there.
func (c *call) followLog(filter sandbox.LogFilter) error {
	c.print.Compact = true
	told := &story{printer: c.print}
	ctx, options := c.process.Context, c.process.Options
	options.Temp = c.temp()
	err := sandbox.Watch(ctx, c.sandboxFile(), options, sandbox.Watching{
		Filter: filter,
		Past:   true,
		Tell: func(seen sandbox.Seen) error {
			if err := c.tellSeen(told, seen); err != nil {
				return err
			}
			return c.print.Flush()
		},
	})
	if ctx.Err() != nil {
		return nil
	}
	return err
}

// tellSeen prints what was seen, an event a line.
func (c *call) tellSeen(told *story, seen sandbox.Seen) error {
	if c.print.JSON {
		return c.tellJSON(seen)
	}
	if seen.Replaced {
		told.day = ""
		c.print.Line(term.Heading("the sandbox was replaced or restored"))
	}
	rows := c.print.Table()
	told.row = rows.Row
	for _, e := range seen.Events {
		told.add(e)
	}
	told.flush()
	rows.Print(true)
	return nil
}

func (c *call) tellJSON(seen sandbox.Seen) error {
	if seen.Replaced {
		if err := c.print.WriteJSON(replaced{true}); err != nil {
			return err
		}
	}
	for _, e := range seen.Events {
		if err := c.print.WriteJSON(followed{e}); err != nil {
			return err
		}
	}
	return nil
}

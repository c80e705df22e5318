package commands

import (
	"context"
	"strconv"

	"github.com/urfave/cli/v2"

	"recallbox/commands/term"
	"recallbox/sandbox"
)

func snapshotCommand() *command {
	return &command{
		name:  "snapshot",
		group: groupScripts,
		short: "states of the sandbox to come back to: save, restore, remove, list, diff",
		subs:  []*command{snapshotSaveCommand(), snapshotRestoreCommand(), snapshotRemoveCommand(), snapshotListCommand(), snapshotDiffCommand()},
	}
}

func snapshotSaveCommand() *command {
	return &command{
		name:  "save",
		args:  "NAME",
		short: "keep the sandbox as it is now under a name",
		long: "Everything is kept: mail, people, settings, the clock, the log, and which IDs come\n" +
			"next. The snapshot lies in the sandbox's own file.\n",
		example: "recallbox snapshot save before",
		flags:   []cli.Flag{switchFlag("force", "replace the snapshot that has the name")},
		run: func(c *call) error {
			s, err := c.snapshot(func(b *sandbox.Box, ctx context.Context, name string) (sandbox.Snapshot, error) {
				return b.SaveSnapshot(ctx, name, c.Bool("force"))
			})
			if err != nil {
				return err
			}
			return c.print.Show(s, func() { c.print.Made(s.Name, "saved the sandbox: "+snapshotWords(s)) })
		},
	}
}

func snapshotRestoreCommand() *command {
	return &command{
		name:  "restore",
		args:  "NAME",
		short: "make the sandbox again what it was when a snapshot was saved",
		long: "What happened since is gone, and the same commands give the same results again, the\n" +
			"same IDs too. The snapshots themselves stay, those saved later too.\n",
		example: "recallbox snapshot restore before",
		run: func(c *call) error {
			s, err := c.snapshot((*sandbox.Box).RestoreSnapshot)
			if err != nil {
				return err
			}
			return c.print.Show(s, func() { c.print.Done("the sandbox is again as in " + s.Name + ": " + snapshotWords(s)) })
		},
	}
}

func snapshotRemoveCommand() *command {
	return &command{
		name:    "remove",
		args:    "NAME",
		short:   "remove a snapshot; the sandbox stays as it is",
		example: "recallbox snapshot remove before",
		run: func(c *call) error {
			s, err := c.snapshot((*sandbox.Box).RemoveSnapshot)
			if err != nil {
				return err
			}
			return c.print.Show(s, func() { c.print.Done("removed " + s.Name) })
		},
	}
}

// snapshot does something with the snapshot that the argument names.
func (c *call) snapshot(do func(*sandbox.Box, context.Context, string) (sandbox.Snapshot, error)) (s sandbox.Snapshot, err error) {
	err = c.inBox(func(b *sandbox.Box) error {
		s, err = do(b, c.process.Context, c.arg(0))
		return err
	})
	return s, err
}

// snapshotWords say what a snapshot holds.
func snapshotWords(s sandbox.Snapshot) string {
	return term.Count(int(s.Messages), "message", "messages") + ", its clock stands at " + moment(s.SavedAt)
}

func snapshotListCommand() *command {
	return &command{
		name:    "list",
		short:   "list the snapshots",
		example: "recallbox snapshot list",
		flags:   []cli.Flag{allFlag()},
		run:     runSnapshotList,
	}
}

func runSnapshotList(c *call) error {
	list, err := viewed(c, (*sandbox.Tx).Snapshots)
	if err != nil {
		return err
	}
	result := struct {
		Snapshots []sandbox.Snapshot `json:"snapshots"`
	}{list}
	return c.print.Show(result, func() {
		rows := c.print.Table("NAME", "SAVED AT", "MESSAGES")
		rows.Numbers = []int{2}
		for _, s := range list {
			rows.Row(term.Plain(s.Name), term.Plain(moment(s.SavedAt)), term.Plain(strconv.FormatInt(s.Messages, 10)))
		}
		rows.Print(c.print.All)
		c.print.Empty(len(list), "there are no snapshots")
	})
}

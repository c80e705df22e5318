package commands

import (
	"context"
	"strconv"

	"github.com/urfave/cli/v2"

	"recallbox/commands/term"
	"recallbox/sandbox"
)

func snapshotCommand() *cli.Command {
	return &cli.Command{
		Name:     "snapshot",
		Category: groupScripts,
		Usage:    "states of the sandbox to come back to: save, restore, remove, list, diff",
		Subcommands: []*cli.Command{
			snapshotSaveCommand(), snapshotRestoreCommand(), snapshotRemoveCommand(), snapshotListCommand(),
			snapshotDiffCommand(),
		},
	}
}

func snapshotSaveCommand() *cli.Command {
	return &cli.Command{
		Name:      "save",
		ArgsUsage: "NAME",
		Usage:     "keep the sandbox as it is now under a name",
		Description: "Everything is kept: mail, people, settings, the clock, the log, and which IDs come\n" +
			"next. The snapshot lies in the sandbox's own file.\n",
		UsageText: "recallbox snapshot save before",
		Flags:     []cli.Flag{switchFlag("force", "replace the snapshot that has the name")},
		Action: action(func(c *call) error {
			s, err := c.snapshot(func(b *sandbox.Box, ctx context.Context, name string) (sandbox.Snapshot, error) {
				return b.SaveSnapshot(ctx, name, c.Bool("force"))
			})
			if err != nil {
				return err
			}
			return c.print.Show(s, func() { c.print.Made(s.Name, "saved the sandbox: "+snapshotWords(s)) })
		}),
	}
}

func snapshotRestoreCommand() *cli.Command {
	return &cli.Command{
		Name:      "restore",
		ArgsUsage: "NAME",
		Usage:     "make the sandbox again what it was when a snapshot was saved",
		Description: "What happened since is gone, and the same commands give the same results again, the\n" +
			"same IDs too. The snapshots themselves stay, those saved later too.\n",
		UsageText: "recallbox snapshot restore before",
		Action: action(func(c *call) error {
			s, err := c.snapshot((*sandbox.Box).RestoreSnapshot)
			if err != nil {
				return err
			}
			return c.print.Show(s, func() { c.print.Done("the sandbox is again as in " + s.Name + ": " + snapshotWords(s)) })
		}),
	}
}

func snapshotRemoveCommand() *cli.Command {
	return &cli.Command{
		Name:      "remove",
		ArgsUsage: "NAME",
		Usage:     "remove a snapshot; the sandbox stays as it is",
		UsageText: "recallbox snapshot remove before",
		Action: action(func(c *call) error {
			s, err := c.snapshot((*sandbox.Box).RemoveSnapshot)
			if err != nil {
				return err
			}
			return c.print.Show(s, func() { c.print.Done("removed " + s.Name) })
		}),
	}
}

// snapshot does something with the snapshot that the argument names.
func (c *call) snapshot(do func(*sandbox.Box, context.Context, string) (sandbox.Snapshot, error)) (s sandbox.Snapshot, err error) {
	err = c.inBox(func(b *sandbox.Box) error {
		if s, err = do(b, c.process.Context, c.arg(0)); err == nil {
			c.tookEffect()
		}
		return err
	})
	return s, err
}

// snapshotWords say what a snapshot holds.
func snapshotWords(s sandbox.Snapshot) string {
	return term.Count(int(s.Messages), "message", "messages") + ", its clock stands at " + moment(s.SavedAt)
}

func snapshotListCommand() *cli.Command {
	return &cli.Command{
		Name:      "list",
		Usage:     "list the snapshots",
		UsageText: "recallbox snapshot list",
		Flags:     []cli.Flag{allFlag()},
		Action:    action(runSnapshotList),
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

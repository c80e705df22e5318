package commands

import (
	"strconv"

	"github.com/urfave/cli/v2"

	"recallbox/commands/term"
	"recallbox/sandbox"
)

func folderCommand() *cli.Command {
	return &cli.Command{
		Name:        "folder",
		Category:    groupSetUp,
		Usage:       "folders of a mailbox: add, list, share",
		Subcommands: []*cli.Command{folderAddCommand(), folderListCommand(), folderShareCommand()},
	}
}

func folderAddCommand() *cli.Command {
	return &cli.Command{
		Name:      "add",
		ArgsUsage: "PATH",
		Usage:     "add a folder to a mailbox",
		Description: "Projects/2026 is a folder in a folder; the one around it is made, too. Inbox,\n" +
			"Drafts, Outbox, Sent Items, Deleted Items, Archive and Junk are there from the\n" +
			"start.\n",
		UsageText: "recallbox folder add --as bob Projects/2026",
		Flags:     []cli.Flag{required(asFlag("it is `USER`'s folder"))},
		Action:    action(runFolderAdd),
	}
}

func runFolderAdd(c *call) error {
	made, err := updated(c, func(tx *sandbox.Tx) (sandbox.Folder, error) { return tx.AddFolder(c.as(), c.arg(0)) })
	if err != nil {
		return err
	}
	return c.print.Show(made, func() { c.print.Made(made.Path, "added the folder "+made.Path+" of "+c.as()) })
}

func folderListCommand() *cli.Command {
	return &cli.Command{
		Name:      "list",
		ArgsUsage: "USER",
		Usage:     "list the folders of a mailbox",
		UsageText: "recallbox folder list bob",
		Flags:     []cli.Flag{allFlag()},
		Action:    action(runFolderList),
	}
}

func runFolderList(c *call) error {
	list, err := viewed(c, func(tx *sandbox.Tx) ([]sandbox.Folder, error) { return tx.Folders(c.arg(0)) })
	if err != nil {
		return err
	}
	result := struct {
		Folders []sandbox.Folder `json:"folders"`
	}{list}
	return c.print.Show(result, func() {
		rows := c.print.Table("FOLDER", "TOTAL", "UNREAD")
		rows.Numbers = []int{1, 2}
		for _, f := range list {
			rows.Row(term.Plain(f.Path), term.Plain(strconv.FormatInt(f.Total, 10)), unreadCount(f.Unread))
		}
		rows.Print(c.print.All)
	})
}

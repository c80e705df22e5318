package commands

import (
	"strconv"
	"strings"

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
	add := func(tx *sandbox.Tx) (sandbox.Folder, error) { return tx.AddFolder(c.as(), c.arg(0)) }
	return change(c, add, func(made sandbox.Folder) error {
		return c.print.Show(made, func() { c.print.Created(made.Path, "added the folder "+made.Path+" of "+c.as()) })
	})
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

// folderList is the JSON of folder list.
type folderList struct {
	Folders []sandbox.Folder `json:"folders"`
}

func runFolderList(c *call) error {
	list, err := look(c, func(tx *sandbox.Tx) ([]sandbox.Folder, error) { return tx.Folders(c.arg(0)) })
	if err != nil {
		return err
	}
	result := folderList{list}
	return c.print.Show(result, func() {
		rows := c.print.Table("FOLDER", "TOTAL", "UNREAD")
		rows.Numbers = []int{1, 2}
		for _, f := range list {
			rows.Row(term.Plain(f.Path), term.Plain(strconv.FormatInt(f.Total, 10)), unreadCount(f.Unread))
		}
		rows.Print(c.print.All)
	})
}

func folderShareCommand() *cli.Command {
	return &cli.Command{
		Name:        "share",
		ArgsUsage:   "PATH",
		Usage:       "let somebody see all that lies in a folder, now and later",
		Description: "The messages stay its owner's, each with one read mark, which in Outlook whoever\nopens it sets.\n",
		UsageText:   "recallbox folder share --as bob Projects --with carol",
		Flags:       []cli.Flag{required(asFlag("it is `USER`'s folder")), required(withFlag())},
		Action:      action(runFolderShare),
	}
}

func runFolderShare(c *call) error {
	return change(c, func(tx *sandbox.Tx) (sandbox.Folder, error) {
		return tx.ShareFolder(c.as(), c.arg(0), c.String("with"))
	}, func(shared sandbox.Folder) error {
		return c.print.Show(shared, func() {
			c.print.Done(c.as() + " shared the folder " + shared.Path + " with " + c.String("with"))
		})
	})
}

func publicFolderCommand() *cli.Command {
	return &cli.Command{
		Name:        "public-folder",
		Category:    groupSetUp,
		Usage:       "public folders: add, grant, list",
		Subcommands: []*cli.Command{publicFolderAddCommand(), publicFolderGrantCommand(), publicFolderListCommand()},
	}
}

func publicFolderAddCommand() *cli.Command {
	return &cli.Command{
		Name:        "add",
		ArgsUsage:   "ADDRESS",
		Usage:       "add a public folder to an organisation",
		Description: "Without a grant a user of the organisation is author in it.\n",
		UsageText:   "recallbox public-folder add news@acme.example --name News",
		Flags:       []cli.Flag{textFlag("name", "it is called `NAME`")},
		Action:      action(runPublicFolderAdd),
	}
}

func runPublicFolderAdd(c *call) error {
	return change(c, func(tx *sandbox.Tx) (sandbox.PublicFolder, error) {
		return tx.AddPublicFolder(c.arg(0), c.String("name"))
	}, func(made sandbox.PublicFolder) error {
		return c.print.Show(made, func() {
			c.print.Created(made.Address, "added the public folder "+made.Name+" of "+made.Organisation)
		})
	})
}

func publicFolderGrantCommand() *cli.Command {
	return &cli.Command{
		Name:      "grant",
		ArgsUsage: "ADDRESS USER ROLE",
		Usage:     "give a user a role in a public folder",
		Description: "owner, editor, author and reviewer read all items; contributor does not, but\n" +
			"may open a recall message; for none the folder is not found.\n",
		UsageText: "recallbox public-folder grant news@acme.example bob reviewer",
		Action:    action(runPublicFolderGrant),
	}
}

func runPublicFolderGrant(c *call) error {
	return change(c, func(tx *sandbox.Tx) (sandbox.PublicFolder, error) {
		return tx.GrantRights(c.arg(0), c.arg(1), c.arg(2))
	}, func(changed sandbox.PublicFolder) error {
		return c.print.Show(changed, func() { c.print.Done(c.arg(1) + " is " + c.arg(2) + " in " + changed.Address) })
	})
}

func publicFolderListCommand() *cli.Command {
	return &cli.Command{
		Name:      "list",
		Usage:     "list the public folders with the roles that were granted",
		UsageText: "recallbox public-folder list",
		Flags:     []cli.Flag{allFlag()},
		Action:    action(runPublicFolderList),
	}
}

// publicFolderList is the JSON of public-folder list.
type publicFolderList struct {
	PublicFolders []sandbox.PublicFolder `json:"public_folders"`
}

func runPublicFolderList(c *call) error {
	list, err := look(c, (*sandbox.Tx).PublicFolders)
	if err != nil {
		return err
	}
	result := publicFolderList{list}
	return c.print.Show(result, func() {
		rows := c.print.Table("ADDRESS", "NAME", "ORGANISATION", "GRANTS")
		for _, f := range list {
			rows.Row(term.Plain(f.Address), term.Plain(f.Name), term.Plain(f.Organisation), term.Plain(grants(f.Grants)))
		}
		rows.Print(c.print.All)
		c.print.Empty(len(list), c.print.suggest("there is no public folder yet: `public-folder add ADDRESS`"))
	})
}

func grants(all []sandbox.Grant) string {
	var words []string
	for _, g := range all {
		words = append(words, g.User+" "+g.Role.String())
	}
	return strings.Join(words, ", ")
}

package commands

import (
	"strings"

	"github.com/urfave/cli/v2"

	"recallbox/commands/term"
	"recallbox/sandbox"
)

func publicFolderCommand() *command {
	return &command{
		name:  "public-folder",
		group: groupSetUp,
		short: "public folders: add, grant, list",
		subs:  []*command{publicFolderAddCommand(), publicFolderGrantCommand(), publicFolderListCommand()},
	}
}

func publicFolderAddCommand() *command {
	return &command{
		name:    "add",
		args:    "ADDRESS",
		short:   "add a public folder to an organisation",
		long:    "Without a grant a user of the organisation is author in it.\n",
		example: "recallbox public-folder add news@acme.example --name News",
		flags:   []cli.Flag{textFlag("name", "it is called `NAME`")},
		run:     runPublicFolderAdd,
	}
}

func runPublicFolderAdd(c *call) error {
	made, err := updated(c, func(tx *sandbox.Tx) (sandbox.PublicFolder, error) {
		return tx.AddPublicFolder(c.arg(0), c.String("name"))
	})
	if err != nil {
		return err
	}
	return c.print.Show(made, func() { c.print.Made(made.Address, "added the public folder "+made.Name+" of "+made.Organisation) })
}

func publicFolderGrantCommand() *command {
	return &command{
		name:  "grant",
		args:  "ADDRESS USER ROLE",
		short: "give a user a role in a public folder",
		long: "owner, editor, author and reviewer read all items; contributor does not, but\n" +
			"may open a recall message; for none the folder is not found.\n",
		example: "recallbox public-folder grant news@acme.example bob reviewer",
		run:     runPublicFolderGrant,
	}
}

func runPublicFolderGrant(c *call) error {
	changed, err := updated(c, func(tx *sandbox.Tx) (sandbox.PublicFolder, error) {
		return tx.GrantRights(c.arg(0), c.arg(1), c.arg(2))
	})
	if err != nil {
		return err
	}
	return c.print.Show(changed, func() { c.print.Done(c.arg(1) + " is " + c.arg(2) + " in " + changed.Address) })
}

func publicFolderListCommand() *command {
	return &command{
		name:    "list",
		short:   "list the public folders with the roles that were granted",
		example: "recallbox public-folder list",
		flags:   []cli.Flag{allFlag()},
		run:     runPublicFolderList,
	}
}

func runPublicFolderList(c *call) error {
	list, err := viewed(c, (*sandbox.Tx).PublicFolders)
	if err != nil {
		return err
	}
	result := struct {
		PublicFolders []sandbox.PublicFolder `json:"public_folders"`
	}{list}
	return c.print.Show(result, func() {
		rows := c.print.Table("ADDRESS", "NAME", "ORGANISATION", "GRANTS")
		for _, f := range list {
			rows.Row(term.Plain(f.Address), term.Plain(f.Name), term.Plain(f.Organisation), term.Plain(grants(f.Grants)))
		}
		rows.Print(c.print.All)
		c.print.Empty(len(list), "there is no public folder yet: recallbox public-folder add ADDRESS")
	})
}

func grants(all []sandbox.Grant) string {
	var words []string
	for _, g := range all {
		words = append(words, g.User+" "+g.Role.String())
	}
	return strings.Join(words, ", ")
}

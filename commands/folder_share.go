package commands

import (
	"github.com/urfave/cli/v2"

	"recallbox/sandbox"
)

func folderShareCommand() *cli.Command {
	return &cli.Command{
		Name:        "share",
		ArgsUsage:   "PATH",
		Usage:       "let somebody see all that lies in a folder, now and later",
		Description: "The messages stay its owner's, and so does their read state.\n",
		UsageText:   "recallbox folder share --as bob Projects --with carol",
		Flags:       []cli.Flag{required(asFlag("it is `USER`'s folder")), required(withFlag())},
		Action:      action(runFolderShare),
	}
}

func runFolderShare(c *call) error {
	shared, err := updated(c, func(tx *sandbox.Tx) (sandbox.Folder, error) {
		return tx.ShareFolder(c.as(), c.arg(0), c.String("with"))
	})
	if err != nil {
		return err
	}
	return c.print.Show(shared, func() {
		c.print.Done(c.as() + " shared the folder " + shared.Path + " with " + c.String("with"))
	})
}

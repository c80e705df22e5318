package commands

import (
	"github.com/urfave/cli/v2"

	"recallbox/sandbox"
)

func folderShareCommand() *command {
	return &command{
		name:    "share",
		args:    "PATH",
		short:   "let somebody see all that lies in a folder, now and later",
		long:    "The messages stay its owner's, and so does their read state.\n",
		example: "recallbox folder share --as bob Projects --with carol",
		flags:   []cli.Flag{asFlag("it is `USER`'s folder"), withFlag()},
		needs:   []string{"as", "with"},
		run:     runFolderShare,
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

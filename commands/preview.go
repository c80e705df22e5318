package commands

import (
	"github.com/urfave/cli/v2"

	"recallbox/sandbox"
)

func previewCommand() *command {
	return &command{
		name:    "preview",
		group:   groupMail,
		args:    "ID",
		short:   "show a message in the reading pane, which is not reading it",
		example: "recallbox preview --as bob m1",
		flags:   []cli.Flag{asFlag("`USER` looks at it"), inFlag(), allFlag()},
		needs:   []string{"as"},
		run: func(c *call) error {
			return c.openEach(c.args, func(tx *sandbox.Tx, id string) (sandbox.Opened, error) {
				return tx.Preview(c.as(), id, c.String("in"))
			})
		},
	}
}

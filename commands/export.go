package commands

import (
	"recallbox/sandbox"

	"github.com/urfave/cli/v2"
)

func exportCommand() *command {
	return &command{
		name:  "export",
		group: groupMoving,
		short: "write the history out as a fixture",
		long: "A fixture is a folder with the commands that made this sandbox, as the batch\n" +
			sandbox.BatchName + ", and the files that they read. recallbox init --fixture DIR makes\n" +
			"an equal sandbox of it. DIR is made; if it is there, it has to be empty.\n",
		example: "recallbox export --fixture lesson",
		flags: []cli.Flag{
			textFlag("fixture", "write the fixture into the folder `DIR`"),
		},
		needs: []string{"fixture"},
		run:   runExport,
	}
}

func runExport(c *call) error {
	return exportFixture(c, c.String("fixture"))
}

package commands

import (
	"strings"

	"github.com/urfave/cli/v2"

	"recallbox/sandbox"
)

func inspectPublicFolderCommand() *cli.Command {
	return &cli.Command{
		Name:      "public-folder",
		ArgsUsage: "ADDRESS",
		Usage:     "show a public folder, and who has read what in it",
		UsageText: "recallbox inspect public-folder news@acme.example",
		Flags:     []cli.Flag{allFlag()},
		Action:    action(runInspectPublicFolder),
	}
}

func runInspectPublicFolder(c *call) error {
	f, err := viewed(c, func(tx *sandbox.Tx) (sandbox.PublicView, error) { return tx.InspectPublicFolder(c.arg(0)) })
	if err != nil {
		return err
	}
	return c.print.show(f, func() { c.print.publicFolder(f) })
}

func (p *printer) publicFolder(f sandbox.PublicView) {
	p.line(heading(f.Address), plain("  public folder "+f.Name+", "+howMany(int64(len(f.Messages)), 0)))
	if len(f.Messages) > 0 {
		p.line()
		p.entries("", f.Messages, len(f.Messages))
	}
	if len(f.Readers) == 0 {
		return
	}
	p.section("readers")
	rows := p.table("ADDRESS", "ROLE", "HAS READ")
	for _, r := range f.Readers {
		has := plain(strings.Join(r.Read, ", "))
		if len(r.Read) == 0 {
			has = faint("nothing")
		}
		rows.row(plain(r.Address), plain(r.Role.String()), has)
	}
	rows.print(p.all)
}

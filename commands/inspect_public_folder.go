package commands

import (
	"strings"

	"github.com/urfave/cli/v2"

	"recallbox/commands/term"
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
	return c.print.Show(f, func() { c.print.publicFolder(f) })
}

func (p *printer) publicFolder(f sandbox.PublicView) {
	p.Line(term.Heading(f.Address), term.Plain("  public folder "+f.Name+", "+howMany(int64(len(f.Messages)), 0)))
	if len(f.Messages) > 0 {
		p.Line()
		p.entries("", f.Messages, len(f.Messages))
	}
	if len(f.Readers) == 0 {
		return
	}
	p.Section("readers")
	rows := p.Table("ADDRESS", "ROLE", "HAS READ")
	for _, r := range f.Readers {
		has := term.Plain(strings.Join(r.Read, ", "))
		if len(r.Read) == 0 {
			has = term.Faint("nothing")
		}
		rows.Row(term.Plain(r.Address), term.Plain(r.Role.String()), has)
	}
	rows.Print(p.All)
}

package commands

import (
	"strings"

	"github.com/urfave/cli/v2"

	"recallbox/commands/term"
	"recallbox/sandbox"
)

func systemsCommand() *cli.Command {
	return &cli.Command{
		Name:      "systems",
		Category:  groupLooking,
		ArgsUsage: "[SYSTEM]",
		Usage:     "list the mail systems and their settings",
		Description: "With --compare they stand beside each other: who may take mail back, until when,\n" +
			"what the recipient sees, … It needs no sandbox.\n",
		UsageText: `recallbox systems
recallbox systems --compare
recallbox org add acme --domain acme.example --system outlook recall=off`,
		Flags:  []cli.Flag{switchFlag("compare", "compare them in what they can take back")},
		Action: action(runSystems),
	}
}

func runSystems(c *call) error {
	if c.Bool("compare") && len(c.args) > 0 {
		return usageHint(try("`systems --compare`"), "systems: --compare shows them all, not %s alone", c.arg(0))
	}
	if c.Bool("compare") {
		return c.showComparison()
	}
	list, err := sandbox.Systems(c.systems(), c.arg(0))
	if err != nil {
		return err
	}
	result := struct {
		Systems []sandbox.System `json:"systems"`
	}{list}
	return c.print.Show(result, func() {
		for i, s := range list {
			if i > 0 {
				c.print.Line()
			}
			c.print.system(s)
		}
	})
}

func (p *printer) system(s sandbox.System) {
	p.Line(term.Heading(s.Name), term.Plain("  "+s.Says))
	p.Line(term.Faint("  " + term.Count(s.Behaviours, "behaviour", "behaviours") + ": recallbox behaviours " + s.Name))
	if s.Feature {
		p.Line(term.Plain("  part of every mail system"))
		return
	}
	rows := p.Table("SETTING", "VALUES", "DEFAULT", "MEANS")
	for _, set := range s.Settings {
		values := strings.Join(set.Values, "|")
		if set.Longest != "" {
			values = "up to " + set.Longest
		}
		rows.Row(term.Plain(set.Key), term.Plain(values), term.Plain(set.Default), term.Plain(set.Says))
	}
	rows.Print(true)
}

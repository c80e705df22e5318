package commands

import (
	"strings"

	"github.com/urfave/cli/v2"

	"recallbox/sandbox"
)

func systemsCommand() *cli.Command {
	return &cli.Command{
		Name:        "systems",
		Category:    groupLooking,
		ArgsUsage:   "[SYSTEM]",
		Usage:       "list the mail systems and their settings",
		Description: "With --compare they stand beside each other: who may take mail back, until when,\nwhat the recipient sees, … It needs no sandbox.\n",
		UsageText:   "recallbox systems\nrecallbox systems --compare\nrecallbox org add acme --domain acme.example --system outlook recall=off",
		Flags:       []cli.Flag{switchFlag("compare", "compare them in what they can take back")},
		Action:      action(runSystems),
	}
}

func runSystems(c *call) error {
	if c.Bool("compare") && len(c.args) > 0 {
		return usageHint("recallbox systems --compare", "systems: --compare shows them all, not %s alone", c.arg(0))
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
	return c.print.show(result, func() {
		for i, s := range list {
			if i > 0 {
				c.print.line()
			}
			c.print.system(s)
		}
	})
}

func (p *printer) system(s sandbox.System) {
	p.line(heading(s.Name), plain("  "+s.Says))
	p.line(faint("  " + count(s.Behaviours, "behaviour", "behaviours") + ": recallbox behaviours " + s.Name))
	if s.Feature {
		p.line(plain("  part of every mail system"))
		return
	}
	rows := p.table("SETTING", "VALUES", "DEFAULT", "MEANS")
	for _, set := range s.Settings {
		values := strings.Join(set.Values, "|")
		if set.Longest != "" {
			values = "up to " + set.Longest
		}
		rows.row(plain(set.Key), plain(values), plain(set.Default), plain(set.Says))
	}
	rows.print(true)
}

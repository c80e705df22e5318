package commands

import (
	"strings"

	"recallbox/sandbox"
)

func systemsCommand() *command {
	return &command{
		name:    "systems",
		group:   groupLooking,
		short:   "list the mail systems and their settings",
		long:    "It needs no sandbox.\n",
		example: "recallbox systems\nrecallbox org add acme --domain acme.example --system outlook recall=off",
		run:     runSystems,
	}
}

func runSystems(c *call) error {
	list := sandbox.Systems(c.systems())
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

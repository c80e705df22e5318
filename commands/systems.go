package commands

import (
	"strconv"
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
	p.line(heading(s.Name), plain("  "+s.Says+"  "), faint("recallbox behaviours "+s.Name+": "+strconv.Itoa(s.Behaviours)))
	rows := p.table("SETTING", "VALUES", "DEFAULT", "MEANS")
	for _, set := range s.Settings {
		rows.row(plain(set.Key), plain(strings.Join(set.Values, "|")), plain(set.Default), plain(set.Says))
	}
	rows.print(true)
}

package commands

import (
	"maps"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"recallbox/commands/term"
	"recallbox/sandbox"
)

func orgCommand() *cli.Command {
	return &cli.Command{
		Name:        "org",
		Category:    groupSetUp,
		Usage:       "organisations: add, set, list, show",
		Subcommands: []*cli.Command{orgAddCommand(), orgSetCommand(), orgListCommand(), orgShowCommand()},
	}
}

func orgAddCommand() *cli.Command {
	return &cli.Command{
		Name:      "add",
		ArgsUsage: "NAME [KEY=VALUE…]",
		Usage:     "add an organisation",
		Description: "Everybody with an address in its domain belongs to it. Its mail system decides\n" +
			"what a recall does: outlook is the classic recall of Outlook with Exchange,\n" +
			"exchange-online the recall in the cloud, which Microsoft 365 does by default.\n" +
			"recallbox systems lists all mail systems and their settings.\n" +
			"With recall=off the command Recall This Message is missing in Outlook, as under\n" +
			"a security policy or with restrictions of the mail server.\n" +
			"In zoho, Zoho Mail, recall comes with paid plans only: plan=paid is what Upgrade\n" +
			"leads to.\n",
		UsageText: "recallbox org add acme --domain acme.example\n" +
			"recallbox org add umbrella --domain umbrella.example recall=off",
		Flags: []cli.Flag{
			required(textFlag("domain", "its users have addresses in `DOMAIN`")),
			textFlag("system", "its mail system is `SYSTEM`; outlook, the classic recall, unless given"),
		},
		Action: action(runOrgAdd),
	}
}

func runOrgAdd(c *call) error {
	set, err := c.settings(c.args[1:])
	if err != nil {
		return err
	}
	return change(c, func(tx *sandbox.Tx) (sandbox.Organisation, error) {
		return tx.AddOrganisation(c.arg(0), c.String("domain"), c.String("system"), set)
	}, func(made sandbox.Organisation) error {
		c.warnOfOrganisation(made)
		return c.print.Show(made, func() {
			c.print.Created(made.Name, "added the organisation "+made.Name+", "+made.Domain+", which uses "+made.System)
		})
	})
}

func orgSetCommand() *cli.Command {
	return &cli.Command{
		Name:      "set",
		ArgsUsage: "NAME KEY=VALUE…",
		Usage:     "change settings of an organisation",
		Description: "recallbox systems lists the settings of each mail system. A recall that was\n" +
			"asked for already is not undone.\n",
		UsageText: "recallbox org set acme recall=off",
		Action:    action(runOrgSet),
	}
}

func runOrgSet(c *call) error {
	set, err := c.settings(c.args[1:])
	if err != nil {
		return err
	}
	return change(c, func(tx *sandbox.Tx) (sandbox.Organisation, error) {
		return tx.SetOrganisation(c.arg(0), set)
	}, func(changed sandbox.Organisation) error {
		c.warnOfOrganisation(changed)
		return c.print.Show(changed, func() { c.print.Done(changed.Name + ": " + strings.Join(c.args[1:], " ")) })
	})
}

// warnOfOrganisation says what is set in vain, and what to type.
func (c *call) warnOfOrganisation(o sandbox.Organisation) {
	for _, w := range o.Warnings {
		helps := c.print.suggest("`org set {organisation} {setting}`", "organisation", o.Name, "setting", o.Lacks)
		c.print.Warn(w + ": " + helps)
	}
}

func orgListCommand() *cli.Command {
	return &cli.Command{
		Name:      "list",
		Usage:     "list the organisations",
		UsageText: "recallbox org list",
		Flags:     []cli.Flag{allFlag()},
		Action:    action(runOrgList),
	}
}

func runOrgList(c *call) error {
	list, err := look(c, (*sandbox.Tx).Organisations)
	if err != nil {
		return err
	}
	return c.print.Show(organisationList{list}, func() {
		c.print.organisations(list)
		c.print.Empty(len(list), c.print.suggest("there is no organisation yet: `org add NAME --domain DOMAIN`"))
	})
}

type organisationList struct {
	Organisations []sandbox.Organisation `json:"organisations"`
}

func (p *printer) organisations(list []sandbox.Organisation) {
	rows := p.Table("NAME", "DOMAIN", "SYSTEM", "SETTINGS")
	for _, o := range list {
		rows.Row(term.Plain(o.Name), term.Plain(o.Domain), term.Plain(o.System), showSettings(o.Settings))
	}
	rows.Print(p.All)
}

func orgShowCommand() *cli.Command {
	return &cli.Command{
		Name:      "show",
		ArgsUsage: "NAME",
		Usage:     "show an organisation with its settings",
		UsageText: "recallbox org show acme",
		Action:    action(runOrgShow),
	}
}

func runOrgShow(c *call) error {
	o, err := look(c, func(tx *sandbox.Tx) (sandbox.Organisation, error) { return tx.Organisation(c.arg(0)) })
	if err != nil {
		return err
	}
	return c.print.Show(o, func() {
		c.print.Fields(o.Name, term.Field{"domain", o.Domain}, term.Field{"system", o.System})
		c.print.settings(o.Settings)
	})
}

// settings reads arguments of the form KEY=VALUE.
func (c *call) settings(words []string) ([]sandbox.Setting, error) {
	var list []sandbox.Setting
	for _, word := range words {
		key, value, ok := strings.Cut(word, "=")
		if !ok || key == "" {
			return nil, usageError("%s: %q is not KEY=VALUE", c.title(), word)
		}
		list = append(list, sandbox.Setting{Key: key, Value: value})
	}
	return list, nil
}

// showSettings writes settings as they are given, by key.
func showSettings(set map[string]string) term.Text {
	var words []string
	for _, key := range slices.Sorted(maps.Keys(set)) {
		words = append(words, key+"="+set[key])
	}
	return term.Plain(strings.Join(words, " "))
}

// settings prints settings as fields, by key.
func (p *printer) settings(set map[string]string) {
	p.Section("settings")
	rows := p.Table()
	for _, key := range slices.Sorted(maps.Keys(set)) {
		rows.Row(term.Faint(key), term.Plain(set[key]))
	}
	rows.Print(true)
}

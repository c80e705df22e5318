package commands

import (
	"slices"
	"strconv"
	"strings"

	"github.com/urfave/cli/v2"

	"recallbox/commands/term"
	"recallbox/sandbox"
)

func inspectCommand() *cli.Command {
	c := &cli.Command{
		Name:      "inspect",
		Category:  groupLooking,
		ArgsUsage: "[ARG]",
		Usage:     "show the sandbox, a mailbox, a message, a recall, …",
		Description: "Without ARG the sandbox at a glance. ARG is known by its form: m1 is a\n" +
			"message, r1 a recall, bob or bob@acme.example a mailbox or a public folder,\n" +
			"outlook/auto-unread a behaviour.\n",
		UsageText: `recallbox inspect
recallbox inspect bob
recallbox inspect mailbox alice bob --folder Inbox
recallbox inspect m1 --raw`,
		Action: action(runInspect),
		Subcommands: []*cli.Command{
			inspectMailboxCommand(), inspectPublicFolderCommand(), inspectMessageCommand(), inspectRecallCommand(),
			inspectDeliveryCommand(),
		},
	}
	c.Flags = append(c.Flags, allFlag())
	for _, sub := range c.Subcommands {
		c.Flags = append(c.Flags, flagsBeside(c.Flags, sub.Flags)...)
	}
	return c
}

// flagsBeside leaves out the flags that are known already.
func flagsBeside(known, flags []cli.Flag) []cli.Flag {
	return slices.DeleteFunc(slices.Clone(flags), func(f cli.Flag) bool {
		return flagNamed(known, nameOf(f)) != nil
	})
}

func runInspect(c *call) error {
	switch isBehaviour := strings.Contains(c.arg(0), "/") && !strings.Contains(c.arg(0), "@"); {
	case len(c.args) == 0:
		return c.showWith([]cli.Flag{allFlag()}, showOverview)
	case isBehaviour:
		return c.showWith(nil, runBehavioursShow)
	}
	what, err := c.formOf(c.arg(0))
	if err != nil {
		return err
	}
	c.line.command = c.line.command.Command(what)
	return c.showWith(c.line.command.Flags, func(c *call) error { return c.line.command.Action(c.Context) })
}

// formOf names the command that shows an argument, by the argument's form.
func (c *call) formOf(arg string) (string, error) {
	switch {
	case sandbox.IsMessageID(arg):
		return "message", nil
	case sandbox.IsRecallID(arg):
		return "recall", nil
	}
	isPublic, err := look(c, func(tx *sandbox.Tx) (bool, error) { return tx.IsPublicFolder(arg) })
	if isPublic {
		return "public-folder", err
	}
	return "mailbox", err
}

// showWith shows something, and refuses flags that do not go with it.
func (c *call) showWith(known []cli.Flag, show func(*call) error) error {
	for _, given := range c.line.flags {
		if isGlobal(given.name) || flagNamed(known, given.name) != nil {
			continue
		}
		return usageHint(say(c.path()+" --help lists the flags"), "%s: --%s does not go with it", c.title(), given.name)
	}
	return show(c)
}

func showOverview(c *call) error {
	return c.view(func(tx *sandbox.Tx) error {
		all, err := tx.Inspect()
		if err != nil {
			return err
		}
		return c.print.ShowRows(all, func() error { return c.print.overview(all) })
	})
}

// overview prints the sandbox at a glance.
func (p *printer) overview(o sandbox.Overview) error {
	p.Line(term.Heading("clock"), term.Plain("  "+moment(o.Now)))
	if len(o.Organisations) > 0 {
		p.Section(term.Count(len(o.Organisations), "organisation", "organisations"))
		p.organisations(o.Organisations)
	}
	if err := p.mailboxCounts(o); err != nil {
		return err
	}
	if len(o.OpenRecalls) > 0 {
		p.Section(term.Count(len(o.OpenRecalls), "open recall", "open recalls"))
		rows := p.Table()
		for _, id := range o.OpenRecalls {
			rows.Row(term.Plain(id), term.Faint(p.suggest("`inspect {recall}`", "recall", id)))
		}
		rows.Print(p.All)
	}
	if len(o.Organisations) == 0 && o.Number == 0 {
		p.Line()
		p.Line(term.Faint(p.suggest("nobody is here yet: `org add NAME --domain DOMAIN`")))
	}
	return nil
}

// mailboxCounts prints how much each mailbox holds. Where there are many, it reads only the first and does not count
// the rest, unless all are asked for.
func (p *printer) mailboxCounts(o sandbox.Overview) error {
	if o.Number == 0 {
		return nil
	}
	title, shown, more := "more than "+term.Count(sandbox.CountsWhole, "mailbox", "mailboxes"), o.First, term.Uncounted
	if o.Number <= sandbox.CountsWhole || p.All {
		shown, more = o.Mailboxes, 0
		var mailboxes int
		var total, unread int64
		for m, err := range shown {
			if err != nil {
				return err
			}
			mailboxes, total, unread = mailboxes+1, total+m.Total, unread+m.Unread
		}
		title = term.Count(mailboxes, "mailbox", "mailboxes") + ": " + howMany(total, unread)
	}
	p.Section(title)
	rows := p.Table("ADDRESS", "TOTAL", "UNREAD")
	rows.Numbers = []int{1, 2}
	return rows.PrintRows(more, func(row func(...term.Text)) error {
		for m, err := range shown {
			if err != nil {
				return err
			}
			row(term.Plain(m.Address), term.Plain(strconv.FormatInt(m.Total, 10)), unreadCount(m.Unread))
		}
		return nil
	})
}

// howMany is "3 messages, 1 unread".
func howMany(total, unread int64) string {
	s := term.Count(int(total), "message", "messages")
	if unread > 0 {
		s += ", " + strconv.FormatInt(unread, 10) + " unread"
	}
	return s
}

// unreadCount stands out unless it is zero.
func unreadCount(n int64) term.Text {
	if n == 0 {
		return term.Plain("0")
	}
	return term.Heading(strconv.FormatInt(n, 10))
}

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
	return c.view(func(tx *sandbox.Tx) error {
		f, err := tx.InspectPublicFolder(c.arg(0))
		if err != nil {
			return err
		}
		return c.print.ShowRows(f, func() error { return c.print.publicFolder(f) })
	})
}

func (p *printer) publicFolder(f sandbox.PublicView) error {
	p.Line(term.Heading(f.Address), term.Plain("  public folder "+f.Name+", "+howMany(int64(f.Number), 0)))
	if f.Number > 0 {
		p.Line()
		if err := p.entries("", f.Messages, f.Number); err != nil {
			return err
		}
	}
	if len(f.Readers) == 0 {
		return nil
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
	return nil
}

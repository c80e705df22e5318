package commands

import (
	"strconv"

	"recallbox/commands/term"
	"recallbox/sandbox"
)

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
			rows.Row(term.Plain(id), term.Faint("recallbox inspect "+id))
		}
		rows.Print(p.All)
	}
	if len(o.Organisations) == 0 && o.Number == 0 {
		p.Line()
		p.Line(term.Faint("nobody is here yet: recallbox org add NAME --domain DOMAIN"))
	}
	return nil
}

// mailboxCounts prints how much the mailboxes hold. Many are not counted, and only the first are looked into, unless all
// are asked for.
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

// unreadCount is a number that stands out where it is one.
func unreadCount(n int64) term.Text {
	if n == 0 {
		return term.Plain("0")
	}
	return term.Heading(strconv.FormatInt(n, 10))
}

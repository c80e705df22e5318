package commands

import (
	"strconv"

	"recallbox/sandbox"
)

func showOverview(c *call) error {
	return c.view(func(tx *sandbox.Tx) error {
		all, err := tx.Inspect()
		if err != nil {
			return err
		}
		return c.print.showRows(all, func() error { return c.print.overview(all) })
	})
}

// overview prints the sandbox at a glance.
func (p *printer) overview(o sandbox.Overview) error {
	p.line(heading("clock"), plain("  "+moment(o.Now)))
	if len(o.Organisations) > 0 {
		p.section(count(len(o.Organisations), "organisation", "organisations"))
		p.organisations(o.Organisations)
	}
	if err := p.mailboxCounts(o); err != nil {
		return err
	}
	if len(o.OpenRecalls) > 0 {
		p.section(count(len(o.OpenRecalls), "open recall", "open recalls"))
		rows := p.table()
		for _, id := range o.OpenRecalls {
			rows.row(plain(id), faint("recallbox inspect "+id))
		}
		rows.print(p.all)
	}
	if len(o.Organisations) == 0 && o.Number == 0 {
		p.line()
		p.line(faint("nobody is here yet: recallbox org add NAME --domain DOMAIN"))
	}
	return nil
}

// mailboxCounts prints how much the mailboxes hold. Many are not counted, and only the first are looked into, unless all
// are asked for.
func (p *printer) mailboxCounts(o sandbox.Overview) error {
	if o.Number == 0 {
		return nil
	}
	title, shown, more := "more than "+count(sandbox.CountsWhole, "mailbox", "mailboxes"), o.First, uncounted
	if o.Number <= sandbox.CountsWhole || p.all {
		shown, more = o.Mailboxes, 0
		var mailboxes int
		var total, unread int64
		for m, err := range shown {
			if err != nil {
				return err
			}
			mailboxes, total, unread = mailboxes+1, total+m.Total, unread+m.Unread
		}
		title = count(mailboxes, "mailbox", "mailboxes") + ": " + howMany(total, unread)
	}
	p.section(title)
	rows := p.table("ADDRESS", "TOTAL", "UNREAD")
	rows.numbers = []int{1, 2}
	return rows.printRows(more, func(row func(...text)) error {
		for m, err := range shown {
			if err != nil {
				return err
			}
			row(plain(m.Address), plain(strconv.FormatInt(m.Total, 10)), unreadCount(m.Unread))
		}
		return nil
	})
}

// howMany is "3 messages, 1 unread".
func howMany(total, unread int64) string {
	s := count(int(total), "message", "messages")
	if unread > 0 {
		s += ", " + strconv.FormatInt(unread, 10) + " unread"
	}
	return s
}

// unreadCount is a number that stands out where it is one.
func unreadCount(n int64) text {
	if n == 0 {
		return plain("0")
	}
	return heading(strconv.FormatInt(n, 10))
}

package commands

import (
	"strconv"

	"recallbox/sandbox"
)

func showOverview(c *call) error {
	all, err := viewed(c, (*sandbox.Tx).Inspect)
	if err != nil {
		return err
	}
	return c.print.show(all, func() { c.print.overview(all) })
}

// overview prints the sandbox at a glance.
func (p *printer) overview(o sandbox.Overview) {
	p.line(heading("clock"), plain("  "+moment(o.Now)))
	if len(o.Organisations) > 0 {
		p.section(count(len(o.Organisations), "organisation", "organisations"))
		p.organisations(o.Organisations)
	}
	if len(o.Mailboxes) > 0 {
		p.mailboxCounts(o.Mailboxes)
	}
	if len(o.OpenRecalls) > 0 {
		p.section(count(len(o.OpenRecalls), "open recall", "open recalls"))
		rows := p.table()
		for _, id := range o.OpenRecalls {
			rows.row(plain(id), faint("recallbox inspect "+id))
		}
		rows.print(p.all)
	}
	if len(o.Organisations) == 0 && len(o.Mailboxes) == 0 {
		p.line()
		p.line(faint("nobody is here yet: recallbox org add NAME --domain DOMAIN"))
	}
}

func (p *printer) mailboxCounts(list []sandbox.Count) {
	var total, unread int64
	rows := p.table("ADDRESS", "TOTAL", "UNREAD")
	rows.numbers = []int{1, 2}
	for _, m := range list {
		total, unread = total+m.Total, unread+m.Unread
		rows.row(plain(m.Address), plain(strconv.FormatInt(m.Total, 10)), unreadCount(m.Unread))
	}
	p.section(count(len(list), "mailbox", "mailboxes") + ": " + howMany(total, unread))
	rows.print(p.all)
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

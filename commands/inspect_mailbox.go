package commands

import (
	"strings"

	"github.com/urfave/cli/v2"

	"recallbox/sandbox"
)

func inspectMailboxCommand() *command {
	return &command{
		name:    "mailbox",
		args:    "USER…",
		short:   "show mailboxes, several side by side: folders and their messages",
		example: "recallbox inspect mailbox bob\nrecallbox inspect mailbox alice bob carol\nrecallbox inspect mailbox bob --folder Archive",
		flags:   []cli.Flag{textFlag("folder", "only this `FOLDER`"), allFlag()},
		run:     runInspectMailbox,
	}
}

func runInspectMailbox(c *call) error {
	all, err := viewed(c, func(tx *sandbox.Tx) (list []sandbox.Mailbox, err error) {
		for _, user := range c.args {
			m, err := tx.InspectMailbox(user, c.String("folder"))
			if err != nil {
				return nil, err
			}
			list = append(list, m)
		}
		return list, nil
	})
	if err != nil {
		return err
	}
	result := struct {
		Mailboxes []sandbox.Mailbox `json:"mailboxes"`
	}{all}
	return c.print.show(result, func() { c.print.mailboxes(all) })
}

// mailboxes prints several side by side where the terminal is wide enough, else one below the other.
func (p *printer) mailboxes(all []sandbox.Mailbox) {
	if len(all) > 1 && p.sideBySide(all) {
		return
	}
	for i, m := range all {
		if i > 0 {
			p.line()
			p.line()
		}
		p.mailbox(m)
	}
}

func (p *printer) mailbox(m sandbox.Mailbox) {
	total, unread := contents(m)
	p.line(heading(m.Address), plain("  "+howMany(total, unread)))
	var empty []string
	for _, f := range m.Folders {
		if f.Total == 0 {
			empty = append(empty, f.Path)
			continue
		}
		p.section(f.Path + ": " + howMany(f.Total, f.Unread))
		p.entries(f.Messages)
	}
	if len(empty) > 0 {
		p.line()
		for _, part := range p.fitting(faint("empty: "+strings.Join(empty, ", ")), 0) {
			p.line(part)
		}
	}
}

// contents is how much a mailbox holds; what was sent is no unread mail.
func contents(m sandbox.Mailbox) (total, unread int64) {
	for _, f := range m.Folders {
		total, unread = total+f.Total, unread+f.Unread
	}
	return total, unread
}

// entries lists the messages of a folder.
func (p *printer) entries(list []sandbox.Entry) {
	rows := p.table("ID", "STATE", "CLASS", "FROM", "RECEIVED", "SUBJECT")
	for _, e := range list {
		rows.row(plain(e.ID), entryState(e), entryClass(e), plain(named(e.FromName, e.From)), plain(moment(e.ReceivedAt)), entrySubject(e))
	}
	rows.print(p.all)
}

// entryState is whether a message is read; nothing in a public folder, where each reader has read or not.
func entryState(e sandbox.Entry) text {
	switch {
	case e.Read == nil:
		return nil
	case *e.Read:
		return plain("read")
	default:
		return heading("unread")
	}
}

// entryClass is what a message is, and what it tells of a recall.
func entryClass(e sandbox.Entry) text {
	class, notice := e.Class.String(), e.Notice.String()
	switch {
	case class == "note":
		return faint(class)
	case notice != "":
		return waiting(class + ": " + notice)
	default:
		return waiting(class)
	}
}

func entrySubject(e sandbox.Entry) text {
	subject := plain(e.Subject)
	if e.Read != nil && !*e.Read {
		subject = heading(e.Subject)
	}
	if len(e.Tags) > 0 {
		return join(subject, waiting("  ("+strings.Join(e.Tags, ", ")+")"))
	}
	return subject
}

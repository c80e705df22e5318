package commands

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"recallbox/commands/term"
	"recallbox/sandbox"
)

// message prints a message as its reader is shown it: headers, text, attachments, and where its copies lie.
func (p *printer) message(m sandbox.Message) error {
	p.Line(term.Heading(m.ID+"  "), subjectText(m.Subject))
	p.Line()
	p.messageHead(m)
	p.messageText(m.Text)
	p.messageAttachments(m.Attachments)
	err := p.messageCopies(m)
	p.messageDefects(m.Defects)
	return err
}

// subjectText is a subject as a title.
func subjectText(s string) term.Text {
	if s == "" {
		return term.Faint("(no subject)")
	}
	return term.Plain(s)
}

// messageHead prints what there is besides subject and text.
func (p *printer) messageHead(m sandbox.Message) {
	head := p.Table()
	for _, field := range []struct{ name, value string }{
		{"from", named(m.FromName, m.From)},
		{"to", strings.Join(m.To, ", ")},
		{"cc", strings.Join(m.Cc, ", ")},
		{"bcc", strings.Join(m.Bcc, ", ")},
		{"date", moment(m.Date)},
		{"class", classWords(m)},
		{"sensitivity", m.Sensitivity},
		{"protected", map[bool]string{true: "by Azure Information Protection"}[m.Protected]},
	} {
		if field.value != "" {
			head.Row(term.Faint(field.name), term.Plain(field.value))
		}
	}
	head.Print(true)
}

// classWords say what a message is that nobody wrote.
func classWords(m sandbox.Message) string {
	switch class, notice := m.Class.String(), m.Notice.String(); {
	case class == "note":
		return ""
	case notice != "":
		return class + ": " + notice
	default:
		return class
	}
}

// named is an address with the name that goes with it.
func named(name, address string) string {
	if name == "" || name == address {
		return address
	}
	return name + " <" + address + ">"
}

// moment is a time as everything prints it; "" for none.
func moment(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}

// messageText prints a text behind a bar, so that no text from mail looks like something that the program says.
func (p *printer) messageText(s string) {
	p.Line()
	if s == "" {
		p.Line(term.Faint("  (no text)"))
		return
	}
	for line := range strings.Lines(s) {
		for _, part := range p.Fit(term.Tabbed(term.RolePlain, strings.TrimSuffix(line, "\n")), 4) {
			p.Line(term.Faint("  |"), term.TrimRight(term.Join(term.Plain(" "), part)))
		}
	}
}

func (p *printer) messageAttachments(all []sandbox.Attachment) {
	if len(all) == 0 {
		return
	}
	p.Line()
	list := p.Table("ATTACHMENT", "TYPE", "SIZE")
	for _, a := range all {
		list.Row(term.Plain(a.Name), term.Plain(a.Type), term.Plain(term.Count(a.Bytes, "byte", "bytes")))
	}
	list.Print(true)
}

// messageCopies prints where a message lies, or that it is nowhere any more.
func (p *printer) messageCopies(m sandbox.Message) error {
	number := 0
	for _, place := range m.Places {
		number += place.Number
	}
	p.Line()
	if number == 0 {
		p.Line(term.Faint("  no copy is left"))
		return nil
	}
	shown, more := m.Copies, 0
	if number > sandbox.CopiesWhole {
		p.copySummary(m.Places)
		if !p.All {
			shown, more = m.First, number-sandbox.CopiesShown
		}
	}
	return p.Table("MAILBOX", "FOLDER", "STATE").PrintRows(more, func(row func(...term.Text)) error {
		for c, err := range shown {
			if err != nil {
				return err
			}
			row(term.Plain(c.Mailbox), term.Plain(c.Folder), readWord(c.Folder, c.Read))
		}
		return nil
	})
}

// copySummary counts the copies by folder and state, the most first.
func (p *printer) copySummary(places []sandbox.Place) {
	slices.SortFunc(places, func(a, b sandbox.Place) int {
		return cmp.Or(b.Number-a.Number, strings.Compare(a.Folder, b.Folder), strings.Compare(readWord(a.Folder, a.Read).String(), readWord(b.Folder, b.Read).String()))
	})
	list := p.Table("COPIES", "FOLDER", "STATE")
	list.Numbers = []int{0}
	for _, place := range places {
		list.Row(term.Plain(fmt.Sprint(place.Number)), term.Plain(place.Folder), readWord(place.Folder, place.Read))
	}
	list.Print(p.All)
	p.Line()
}

func readWord(folder string, read bool) term.Text {
	switch {
	case folder == "public folder":
		return term.Plain("")
	case read:
		return term.Plain("read")
	default:
		return term.Heading("unread")
	}
}

// messageDefects prints what is broken in a message, and how it was read.
func (p *printer) messageDefects(all []string) {
	if len(all) == 0 {
		return
	}
	p.Line()
	p.Line(term.Warning("  broken in this message, and shown as well as it goes:"))
	for _, defect := range all {
		p.Line(term.Plain("  - " + defect))
	}
}

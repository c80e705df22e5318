package commands

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"recallbox/sandbox"
)

// message prints a message as its reader is shown it: headers, text, attachments, and where its copies lie.
func (p *printer) message(m sandbox.Message) error {
	p.line(heading(m.ID+"  "), subjectText(m.Subject))
	p.line()
	p.messageHead(m)
	p.messageText(m.Text)
	p.messageAttachments(m.Attachments)
	err := p.messageCopies(m)
	p.messageDefects(m.Defects)
	return err
}

// subjectText is a subject as a title.
func subjectText(s string) text {
	if s == "" {
		return faint("(no subject)")
	}
	return plain(s)
}

// messageHead prints what there is besides subject and text.
func (p *printer) messageHead(m sandbox.Message) {
	head := p.table()
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
			head.row(faint(field.name), plain(field.value))
		}
	}
	head.print(true)
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
	p.line()
	if s == "" {
		p.line(faint("  (no text)"))
		return
	}
	for line := range strings.Lines(escapeBody(s)) {
		for _, part := range p.fitting(text{{rolePlain, strings.TrimSuffix(line, "\n")}}, 4) {
			p.line(faint("  |"), trimRight(join(plain(" "), part)))
		}
	}
}

// fitting breaks a text where the terminal ends, if there is one.
func (p *printer) fitting(t text, indent int) []text {
	room := p.terminal.Width - indent
	if !p.terminal.Out || room < narrowest || t.width() <= room {
		return []text{t}
	}
	return wrap(t, room)
}

func (p *printer) messageAttachments(all []sandbox.Attachment) {
	if len(all) == 0 {
		return
	}
	p.line()
	list := p.table("ATTACHMENT", "TYPE", "SIZE")
	for _, a := range all {
		list.row(plain(a.Name), plain(a.Type), plain(count(a.Bytes, "byte", "bytes")))
	}
	list.print(true)
}

// messageCopies prints where a message lies, or that it is nowhere any more.
func (p *printer) messageCopies(m sandbox.Message) error {
	number := 0
	for _, place := range m.Places {
		number += place.Number
	}
	p.line()
	if number == 0 {
		p.line(faint("  no copy is left"))
		return nil
	}
	shown, more := m.Copies, 0
	if number > sandbox.CopiesWhole {
		p.copySummary(m.Places)
		if !p.all {
			shown, more = m.First, number-sandbox.CopiesShown
		}
	}
	return p.table("MAILBOX", "FOLDER", "STATE").printRows(more, func(row func(...text)) error {
		for c, err := range shown {
			if err != nil {
				return err
			}
			row(plain(c.Mailbox), plain(c.Folder), readWord(c.Folder, c.Read))
		}
		return nil
	})
}

// copySummary counts the copies by folder and state, the most first.
func (p *printer) copySummary(places []sandbox.Place) {
	slices.SortFunc(places, func(a, b sandbox.Place) int {
		return cmp.Or(b.Number-a.Number, strings.Compare(a.Folder, b.Folder), strings.Compare(readWord(a.Folder, a.Read).string(), readWord(b.Folder, b.Read).string()))
	})
	list := p.table("COPIES", "FOLDER", "STATE")
	list.numbers = []int{0}
	for _, place := range places {
		list.row(plain(fmt.Sprint(place.Number)), plain(place.Folder), readWord(place.Folder, place.Read))
	}
	list.print(p.all)
	p.line()
}

func readWord(folder string, read bool) text {
	switch {
	case folder == "public folder":
		return plain("")
	case read:
		return plain("read")
	default:
		return heading("unread")
	}
}

// messageDefects prints what is broken in a message, and how it was read.
func (p *printer) messageDefects(all []string) {
	if len(all) == 0 {
		return
	}
	p.line()
	p.line(warning("  broken in this message, and shown as well as it goes:"))
	for _, defect := range all {
		p.line(plain("  - " + defect))
	}
}

package reference

import (
	"fmt"
	"slices"
	"strings"

	"recallbox/sandbox/mail"
	"recallbox/sandbox/recall"
)

// Table is one of the sandbox's tables as text: a line for each row, sorted where the order means nothing.
type Table struct {
	Name string
	Rows []string
}

// Tables are all that there is in the world, in the form in which tests read it from a sandbox.
func (w *World) Tables() []Table {
	return []Table{
		{"clock", []string{row(w.Now)}},
		{"organisations", w.organisationRows()},
		{"settings", w.settingRows()},
		{"mailboxes", rows(w.Mailboxes, mailboxRow)},
		{"folders", w.each(folderRows)},
		{"folder_shares", w.each(folderShareRows)},
		{"groups", rows(w.Groups, func(g *Group) string { return row(g.Address, g.All.name()) })},
		{"members", w.memberRows()},
		{"grants", w.each(grantRows)},
		{"rules", rows(w.Rules, ruleRow)},
		{"holds", w.holdRows()},
		{"messages", rows(w.Messages, messageRow)},
		{"recipients", w.recipientRows()},
		{"copies", w.each(copyRows)},
		{"shares", w.each(shareRows)},
		{"receipts", w.receiptRows()},
		{"asks", w.askRows()},
		{"readings", w.each(readingRows)},
		{"recalls", rows(w.Recalls, recallRow)},
		{"outcomes", w.outcomeRows()},
		{"attempts", w.attemptRows()},
		{"events", rows(w.Events, eventRow)},
	}
}

// row joins columns; what is absent is empty, and true is 1.
func row(columns ...any) string {
	var out []string
	for _, c := range columns {
		switch c := c.(type) {
		case bool:
			out = append(out, map[bool]string{false: "0", true: "1"}[c])
		case *Mailbox:
			out = append(out, c.address())
		case mail.What, mail.Class, mail.Notice, mail.Seen, mail.Line, mail.Rights, mail.Account, mail.Client, mail.Role, mail.Receipts, recall.Answer:
			out = append(out, fmt.Sprintf("%d", c))
		default:
			out = append(out, fmt.Sprint(c))
		}
	}
	return strings.Join(out, "|")
}

func (b *Mailbox) address() string {
	if b == nil {
		return ""
	}
	return b.Address
}

func (g *Group) address() string {
	if g == nil {
		return ""
	}
	return g.Address
}

func (o *Organisation) name() string {
	if o == nil {
		return ""
	}
	return o.Name
}

func rows[T any](all []T, of func(T) string) []string {
	var out []string
	for _, one := range all {
		out = append(out, of(one))
	}
	return out
}

// each collects rows of all mailboxes, sorted.
func (w *World) each(of func(*Mailbox) []string) (all []string) {
	for _, b := range w.Mailboxes {
		all = append(all, of(b)...)
	}
	return slices.Sorted(slices.Values(all))
}

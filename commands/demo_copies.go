package commands

import (
	"cmp"
	"fmt"
	"strings"

	"recallbox/commands/term"
	"recallbox/sandbox"
	"recallbox/sandbox/mail"
)

// changeMarks stand in front of what changed, for those who see no colours too.
var changeMarks = map[sandbox.Change]struct {
	sign string
	role term.Role
	word string
}{
	sandbox.Came:     {"+", term.RoleGood, ""},
	sandbox.Went:     {"-", term.RoleBad, "gone"},
	sandbox.Moved:    {">", term.RoleWaiting, "moved"},
	sandbox.Read:     {"*", term.RoleWaiting, "read"},
	sandbox.Unread:   {"*", term.RoleWaiting, "unread"},
	sandbox.Retagged: {"*", term.RoleWaiting, ""},
}

// copyLine is one message: what happened to it, its state and its subject.
func copyLine(c sandbox.ChangedCopy, idWidth int) term.ColumnLine {
	id, subject := fmt.Sprintf("%-*s ", idWidth, c.ID), copySubject(c)
	if len(c.Changes) == 0 {
		return term.ColumnLine{Lead: term.Faint("  " + id + padState(stateWord(c.PicturedCopy))), Rest: term.Faint(subject)}
	}
	mark := changeMarks[c.Changes[0]]
	state := cmp.Or(mark.word, stateWord(c.PicturedCopy))
	lead := term.Styled(mark.role, mark.sign+" "+id+padState(state))
	return term.ColumnLine{Lead: lead, Rest: term.Styled(mark.role, subject)}
}

// padState is a state in a column of its own.
func padState(state string) string { return fmt.Sprintf("%-7s", state) }

// stateWord is a copy's read state; in a public folder it has none.
func stateWord(c sandbox.PicturedCopy) string {
	switch {
	case c.Read == nil:
		return ""
	case *c.Read:
		return "read"
	default:
		return "unread"
	}
}

// copySubject is a message's subject, with what it is that nobody wrote, its tags, where it came from, and who has read it.
func copySubject(c sandbox.ChangedCopy) string {
	said := c.Subject
	if c.Class != mail.Note {
		said += "  (" + c.Class.String() + ")"
	}
	if len(c.Tags) > 0 {
		said += "  (" + strings.Join(c.Tags, ", ") + ")"
	}
	if c.Was != "" {
		said += "  (from " + folderName(c.Was) + ")"
	}
	if len(c.ReadBy) > 0 {
		said += "  (read by " + strings.Join(c.ReadBy, ", ") + ")"
	}
	return said
}

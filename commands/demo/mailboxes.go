package demo

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"recallbox/commands/term"
	"recallbox/sandbox"
	"recallbox/sandbox/mail"
)

const (
	maxMailboxes = 6 // on the stage
	maxColumns   = 3
	maxChanged   = 5 // messages of a mailbox that changed
	maxUnchanged = 3 // messages of a mailbox that did not
)

// mailboxRows are mailboxes that changed, side by side, and what changed in them: a block for each row.
func mailboxRows(all []sandbox.ChangedMailbox) [][]term.Text {
	shown := all
	if len(shown) > maxMailboxes {
		shown = shown[:maxMailboxes]
	}
	lines := make([][]term.ColumnLine, len(shown))
	for i, m := range shown {
		lines[i] = changedLines(m)
	}
	var rows [][]term.Text
	count := max(1, columnCount(lines))
	for row := range slices.Chunk(lines, count) {
		rows = append(rows, joinColumns(row, count))
	}
	if more := len(all) - len(shown); more > 0 {
		rows = append(rows, []term.Text{term.Faint("  and " + term.Count(more, "more mailbox", "more mailboxes"))})
	}
	return rows
}

// joinColumns puts a few mailboxes side by side, in columns of the same width.
func joinColumns(row [][]term.ColumnLine, count int) []term.Text {
	room := columnRoom(count)
	columns := make([]int, len(row))
	for i := range columns {
		columns[i] = room
	}
	wrapped := term.WrapColumns(row, room)
	for i, lines := range wrapped {
		var chopped []term.Text
		for _, line := range lines {
			chopped = append(chopped, term.Chop(line, room)...)
		}
		wrapped[i] = chopped
	}
	lines := term.SideBySide(wrapped, columns)
	for i := range lines {
		lines[i] = term.Join(term.Pad(nil, stageIndent), lines[i])
	}
	return lines
}

func columnRoom(count int) int {
	return (stageWidth-stageIndent+term.ColumnGap)/count - term.ColumnGap
}

// columnCount is how many columns stand side by side: three where no line wraps for it, else two at most.
func columnCount(block [][]term.ColumnLine) int {
	widest := 0
	for _, lines := range block {
		for _, l := range lines {
			widest = max(widest, l.Lead.Width()+l.Rest.Width())
		}
	}
	if len(block) >= maxColumns && widest <= columnRoom(maxColumns) {
		return maxColumns
	}
	return min(2, len(block))
}

// changedLines are the lines of one mailbox: its address, and its folders with what changed there and a little of what
// did not.
func changedLines(m sandbox.ChangedMailbox) []term.ColumnLine {
	lines := []term.ColumnLine{{Rest: term.Heading(m.Address)}}
	copies, changed, unchanged := pickCopies(m)
	for _, f := range foldersOf(copies) {
		lines = append(lines, term.ColumnLine{Rest: term.Plain(folderName(f.Path))})
		for _, c := range f.Copies {
			lines = append(lines, copyLine(c, idWidth(copies)))
		}
	}
	if changed > 0 {
		lines = append(lines, term.ColumnLine{Rest: term.Faint(fmt.Sprintf("  and %d more", changed))})
	}
	if unchanged > 0 {
		lines = append(lines, term.ColumnLine{Rest: term.Faint(fmt.Sprintf("  and %d as before", unchanged))})
	}
	return lines
}

// pickCopies picks the first messages of a mailbox that changed, and of those in the same folders that did not. The
// numbers say how many of each it leaves out.
func pickCopies(m sandbox.ChangedMailbox) (copies []sandbox.ChangedCopy, changed, unchanged int) {
	for _, c := range m.Copies {
		switch {
		case len(c.Changes) > 0:
			changed++
			if changed <= maxChanged {
				copies = append(copies, c)
			}
		case m.ChangedIn(c.Folder):
			unchanged++
			if unchanged <= maxUnchanged {
				copies = append(copies, c)
			}
		}
	}
	return copies, max(0, changed-maxChanged), max(0, unchanged-maxUnchanged)
}

// idWidth is how wide the longest ID is.
func idWidth(list []sandbox.ChangedCopy) int {
	widest := 3
	for _, c := range list {
		widest = max(widest, len(c.ID))
	}
	return widest
}

// folder is a folder of a mailbox with what lies in it.
type folder struct {
	Path   string
	Copies []sandbox.ChangedCopy
}

// foldersOf are the folders of copies, the built-in ones first.
func foldersOf(all []sandbox.ChangedCopy) []folder {
	var list []folder
	for _, c := range all {
		i := slices.IndexFunc(list, func(f folder) bool { return f.Path == c.Folder })
		if i < 0 {
			i, list = len(list), append(list, folder{Path: c.Folder})
		}
		list[i].Copies = append(list[i].Copies, c)
	}
	slices.SortStableFunc(list, func(a, b folder) int { return mail.CompareFolders(a.Path, b.Path) })
	return list
}

// folderName is a folder's path; a public folder is the one folder that it has.
func folderName(path string) string { return cmp.Or(path, "public folder") }

// changeSigns stand in front of what changed, so that nobody needs colour to see it.
var changeSigns = map[sandbox.Change]struct {
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
	id, subject := fmt.Sprintf("%-*s ", idWidth, c.ID), subjectLine(c)
	if len(c.Changes) == 0 {
		return term.ColumnLine{Lead: term.Faint("  " + id + padState(readState(c.PicturedCopy))), Rest: term.Faint(subject)}
	}
	mark := changeSigns[c.Changes[0]]
	state := cmp.Or(mark.word, readState(c.PicturedCopy))
	lead := term.Styled(mark.role, mark.sign+" "+id+padState(state))
	return term.ColumnLine{Lead: lead, Rest: term.Styled(mark.role, subject)}
}

// padState is a state in a column of its own.
func padState(state string) string { return fmt.Sprintf("%-7s", state) }

// readState is a copy's read state; in a public folder it has none.
func readState(c sandbox.PicturedCopy) string {
	switch {
	case c.Read == nil:
		return ""
	case *c.Read:
		return "read"
	default:
		return "unread"
	}
}

// subjectLine is a message's subject, with its class where that is no note, its tags, the folder it came from, and who
// has read it.
func subjectLine(c sandbox.ChangedCopy) string {
	line := c.Subject
	if c.Class != mail.Note {
		line += "  (" + c.Class.String() + ")"
	}
	if len(c.Tags) > 0 {
		line += "  (" + strings.Join(c.Tags, ", ") + ")"
	}
	if c.Was != "" {
		line += "  (from " + folderName(c.Was) + ")"
	}
	if len(c.ReadBy) > 0 {
		line += "  (read by " + strings.Join(c.ReadBy, ", ") + ")"
	}
	return line
}

package commands

import (
	"cmp"
	"fmt"
	"slices"

	"recallbox/commands/term"
	"recallbox/sandbox"
)

const (
	mostMailboxes = 6 // on the stage; of more only so many are shown
	mostBeside    = 3
	mostChanged   = 5 // messages of a mailbox
	mostAsBefore  = 3 // that are as they were
)

// mailboxRows are mailboxes that changed, side by side, and what changed in them: a block for each row.
func mailboxRows(all []sandbox.ChangedMailbox) [][]term.Text {
	shown := all
	if len(shown) > mostMailboxes {
		shown = shown[:mostMailboxes]
	}
	lines := make([][]term.ColumnLine, len(shown))
	for i, m := range shown {
		lines[i] = changedLines(m)
	}
	var rows [][]term.Text
	across := max(1, fitBeside(lines))
	for row := range slices.Chunk(lines, across) {
		rows = append(rows, rowOf(row, across))
	}
	if left := len(all) - len(shown); left > 0 {
		rows = append(rows, []term.Text{term.Faint("  and " + term.Count(left, "more mailbox", "more mailboxes"))})
	}
	return rows
}

// rowOf are a few mailboxes beside each other, in columns of the same width.
func rowOf(row [][]term.ColumnLine, across int) []term.Text {
	room := columnRoom(across)
	columns := make([]int, len(row))
	for i := range columns {
		columns[i] = room
	}
	folded := term.WrapColumns(row, room)
	for i, lines := range folded {
		var hard []term.Text
		for _, line := range lines {
			hard = append(hard, term.Chop(line, room)...)
		}
		folded[i] = hard
	}
	lines := term.SideBySide(folded, columns)
	for i := range lines {
		lines[i] = term.Join(term.Pad(nil, stageIndent), lines[i])
	}
	return lines
}

func columnRoom(across int) int {
	return (stageWidth-stageIndent+term.ColumnGap)/across - term.ColumnGap
}

// fitBeside is how many columns stand beside each other: three where nothing has to be wrapped for it.
func fitBeside(block [][]term.ColumnLine) int {
	widest := 0
	for _, lines := range block {
		for _, l := range lines {
			widest = max(widest, l.Lead.Width()+l.Rest.Width())
		}
	}
	if len(block) >= mostBeside && widest <= columnRoom(mostBeside) {
		return mostBeside
	}
	return min(2, len(block))
}

// changedLines are the lines of one mailbox: its address, its folders, and in them what changed and a little of what did not.
func changedLines(m sandbox.ChangedMailbox) []term.ColumnLine {
	lines := []term.ColumnLine{{Rest: term.Heading(m.Address)}}
	shown, changed, asBefore := someOf(m)
	for _, f := range foldersOf(shown) {
		lines = append(lines, term.ColumnLine{Rest: term.Plain(folderName(f.Path))})
		for _, c := range f.Copies {
			lines = append(lines, copyLine(c, idWidth(shown)))
		}
	}
	if changed > 0 {
		lines = append(lines, term.ColumnLine{Rest: term.Faint(fmt.Sprintf("  and %d more", changed))})
	}
	if asBefore > 0 {
		lines = append(lines, term.ColumnLine{Rest: term.Faint(fmt.Sprintf("  and %d as before", asBefore))})
	}
	return lines
}

// someOf are the first messages of a mailbox that changed, and of those beside them that did not; and how many are left out of either.
func someOf(m sandbox.ChangedMailbox) (shown []sandbox.ChangedCopy, changed, asBefore int) {
	for _, c := range m.Copies {
		switch {
		case len(c.Changes) > 0:
			changed++
			if changed <= mostChanged {
				shown = append(shown, c)
			}
		case m.ChangedIn(c.Folder):
			asBefore++
			if asBefore <= mostAsBefore {
				shown = append(shown, c)
			}
		}
	}
	return shown, max(0, changed-mostChanged), max(0, asBefore-mostAsBefore)
}

// idWidth is how wide the longest ID is.
func idWidth(list []sandbox.ChangedCopy) int {
	widest := 3
	for _, c := range list {
		widest = max(widest, len(c.ID))
	}
	return widest
}

// folderOf is a folder of a mailbox with what lies in it.
type folderOf struct {
	Path   string
	Copies []sandbox.ChangedCopy
}

// foldersOf are the folders of copies, the built-in ones first.
func foldersOf(all []sandbox.ChangedCopy) []folderOf {
	var list []folderOf
	for _, c := range all {
		i := slices.IndexFunc(list, func(f folderOf) bool { return f.Path == c.Folder })
		if i < 0 {
			i, list = len(list), append(list, folderOf{Path: c.Folder})
		}
		list[i].Copies = append(list[i].Copies, c)
	}
	slices.SortStableFunc(list, func(a, b folderOf) int { return byFolder(a.Path, b.Path) })
	return list
}

// folderName is a folder's path; a public folder is the one folder that it has.
func folderName(path string) string { return cmp.Or(path, "public folder") }

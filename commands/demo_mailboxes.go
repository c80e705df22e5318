package commands

import (
	"cmp"
	"fmt"
	"slices"

	"recallbox/sandbox"
)

const (
	mostMailboxes = 6 // on the stage; of more only so many are shown
	mostBeside    = 3
	mostAsBefore  = 3 // messages of a mailbox that are as they were
)

// mailboxRows are mailboxes that changed, side by side, and what changed in them: a block for each row.
func mailboxRows(all []sandbox.ChangedMailbox) [][]text {
	shown := all
	if len(shown) > mostMailboxes {
		shown = shown[:mostMailboxes]
	}
	lines := make([][]sideLine, len(shown))
	for i, m := range shown {
		lines[i] = changedLines(m)
	}
	var rows [][]text
	across := max(1, fitBeside(lines))
	for row := range slices.Chunk(lines, across) {
		rows = append(rows, rowOf(row, across))
	}
	if left := len(all) - len(shown); left > 0 {
		rows = append(rows, []text{faint("  and " + count(left, "more mailbox", "more mailboxes"))})
	}
	return rows
}

// rowOf are a few mailboxes beside each other, in columns of the same width.
func rowOf(row [][]sideLine, across int) []text {
	room := columnRoom(across)
	columns := make([]int, len(row))
	for i := range columns {
		columns[i] = room
	}
	folded := foldColumns(row, room)
	for i, lines := range folded {
		var hard []text
		for _, line := range lines {
			hard = append(hard, chopped(line, room)...)
		}
		folded[i] = hard
	}
	lines := beside(folded, columns)
	for i := range lines {
		lines[i] = join(pad(nil, stageIndent), lines[i])
	}
	return lines
}

func columnRoom(across int) int {
	return (stageWidth-stageIndent+columnGap)/across - columnGap
}

// fitBeside is how many columns stand beside each other: three where nothing has to be wrapped for it.
func fitBeside(block [][]sideLine) int {
	widest := 0
	for _, lines := range block {
		for _, l := range lines {
			widest = max(widest, l.lead.width()+l.rest.width())
		}
	}
	if len(block) >= mostBeside && widest <= columnRoom(mostBeside) {
		return mostBeside
	}
	return min(2, len(block))
}

// changedLines are the lines of one mailbox: its address, its folders, and in them what changed and a little of what did not.
func changedLines(m sandbox.ChangedMailbox) []sideLine {
	lines := []sideLine{{rest: heading(m.Address)}}
	folders := map[string][]sandbox.ChangedCopy{}
	var paths []string
	left := 0
	for _, c := range m.Copies {
		if len(c.Changes) == 0 {
			if !m.ChangedIn(c.Folder) {
				continue
			}
			if left++; left > mostAsBefore {
				continue
			}
		}
		if folders[c.Folder] == nil {
			paths = append(paths, c.Folder)
		}
		folders[c.Folder] = append(folders[c.Folder], c)
	}
	slices.SortFunc(paths, byFolder)
	for _, path := range paths {
		lines = append(lines, sideLine{rest: plain(folderName(path))})
		for _, c := range folders[path] {
			lines = append(lines, copyLine(c))
		}
	}
	if left > mostAsBefore {
		lines = append(lines, sideLine{rest: faint(fmt.Sprintf("  and %d as before", left-mostAsBefore))})
	}
	return lines
}

// folderName is a folder's path; a public folder is the one folder that it has.
func folderName(path string) string { return cmp.Or(path, "public folder") }

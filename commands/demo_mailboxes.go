package commands

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"recallbox/sandbox"
	"recallbox/sandbox/mail"
)

const (
	mostMailboxes = 6 // on the stage; of more only so many are shown
	mostBeside    = 3
	mostAsBefore  = 3 // messages of a mailbox that are as they were
)

// changeMarks stand in front of what changed, for those who see no colours too.
var changeMarks = map[sandbox.Change]struct {
	sign string
	role role
	word string
}{
	sandbox.Came:     {"+", roleGood, ""},
	sandbox.Went:     {"-", roleBad, "gone"},
	sandbox.Moved:    {">", roleWaiting, "moved"},
	sandbox.Read:     {"*", roleWaiting, "read"},
	sandbox.Unread:   {"*", roleWaiting, "unread"},
	sandbox.Retagged: {"*", roleWaiting, ""},
}

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

// copyLine is one message: what happened to it, its state and its subject.
func copyLine(c sandbox.ChangedCopy) sideLine {
	id, subject := fmt.Sprintf("%-3s ", c.ID), copySubject(c)
	if len(c.Changes) == 0 {
		return sideLine{faint("  " + id + pad6(stateWord(c.PicturedCopy))), faint(subject)}
	}
	mark := changeMarks[c.Changes[0]]
	state := cmp.Or(mark.word, stateWord(c.PicturedCopy))
	lead := text{{mark.role, mark.sign + " " + id + pad6(state)}}
	return sideLine{lead, text{{mark.role, escape(subject)}}}
}

func pad6(state string) string { return fmt.Sprintf("%-7s", state) }

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

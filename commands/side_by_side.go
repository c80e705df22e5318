package commands

import (
	"cmp"
	"slices"

	"recallbox/sandbox"
	"recallbox/sandbox/mail"
)

// Mailboxes side by side: a column for each, the same folder of all on the same height.

const (
	columnGap       = 4
	narrowestColumn = 28
	widestColumn    = 60
)

// sideLine is a line of a column: what does not fit beside lead goes on below it.
type sideLine struct{ lead, rest text }

// sideBySide prints mailboxes in columns; it is false where the terminal is too narrow for that.
func (p *printer) sideBySide(all []sandbox.Mailbox) bool {
	room := widestColumn
	if p.terminal.Out && p.terminal.Width > 0 {
		room = min(room, (p.terminal.Width+columnGap)/len(all)-columnGap)
	}
	if room < narrowestColumn {
		return false
	}
	blocks := [][][]text{foldColumns(mailboxTitles(all), room)}
	for _, path := range shownFolders(all) {
		blocks = append(blocks, foldColumns(p.folderColumns(all, path), room))
	}
	columns := columnWidths(blocks)
	for i, block := range blocks {
		if i > 0 {
			p.line()
		}
		p.printColumns(block, columns)
	}
	return true
}

func mailboxTitles(all []sandbox.Mailbox) [][]sideLine {
	block := make([][]sideLine, len(all))
	for i, m := range all {
		block[i] = []sideLine{{rest: heading(m.Address)}, {rest: plain(howMany(contents(m)))}}
	}
	return block
}

// shownFolders are the Inbox and what is not empty everywhere, or the one that was asked for: built-in folders first, then by path.
func shownFolders(all []sandbox.Mailbox) []string {
	var paths []string
	for _, m := range all {
		for _, f := range m.Folders {
			if f.Total > 0 || f.Path == mail.BuiltIn[mail.Inbox] || len(m.Folders) == 1 {
				paths = append(paths, f.Path)
			}
		}
	}
	slices.SortFunc(paths, byFolder)
	return slices.Compact(paths)
}

// byFolder puts the built-in folders in front, and orders the others by path.
func byFolder(a, b string) int {
	return cmp.Or(cmp.Compare(folderRank(a), folderRank(b)), cmp.Compare(a, b))
}

// folderRank puts the built-in folders in front.
func folderRank(path string) int {
	if i := slices.Index(mail.BuiltIn[:], path); i >= 0 {
		return i
	}
	return len(mail.BuiltIn)
}

// folderColumns is one folder of every mailbox; nothing where a mailbox has no such folder.
func (p *printer) folderColumns(all []sandbox.Mailbox, path string) [][]sideLine {
	block := make([][]sideLine, len(all))
	for i, m := range all {
		for _, f := range m.Folders {
			if f.Path == path {
				block[i] = p.folderLines(f)
			}
		}
	}
	return block
}

// folderLines are the folder's name and its messages, if they are many the first.
func (p *printer) folderLines(f sandbox.MailFolder) []sideLine {
	if f.Total == 0 {
		return []sideLine{{rest: join(heading(f.Path), faint("  empty"))}}
	}
	lines := []sideLine{{rest: join(heading(f.Path), plain("  "+howMany(f.Total, f.Unread)))}}
	shown := p.few(f.Messages)
	idWidth := 0
	for _, e := range shown {
		idWidth = max(idWidth, width(e.ID))
	}
	for _, e := range shown {
		lead := join(pad(plain("  "+e.ID), idWidth+4), pad(entryState(e), len("unread  ")))
		lines = append(lines, sideLine{lead, entrySubject(e)})
	}
	if left := int(f.Total) - len(shown); left > 0 {
		lines = append(lines, sideLine{plain("  "), faint(count(left, "more", "more") + ": --all prints them")})
	}
	return lines
}

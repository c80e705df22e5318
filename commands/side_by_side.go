package commands

import (
	"slices"

	"recallbox/commands/term"
	"recallbox/sandbox"
	"recallbox/sandbox/mail"
)

// Mailboxes side by side: a column for each, the same folder of all on the same height.

const (
	narrowestColumn = 28
	widestColumn    = 60
)

// sideBySide prints mailboxes in columns; it is false where the terminal is too narrow for that.
func (p *printer) sideBySide(all []sandbox.Mailbox) bool {
	room := widestColumn
	if p.Terminal.Out && p.Terminal.Width > 0 {
		room = min(room, (p.Terminal.Width+term.ColumnGap)/len(all)-term.ColumnGap)
	}
	if room < narrowestColumn {
		return false
	}
	blocks := [][][]term.Text{term.WrapColumns(mailboxTitles(all), room)}
	for _, path := range shownFolders(all) {
		blocks = append(blocks, term.WrapColumns(p.folderColumns(all, path), room))
	}
	columns := term.ColumnWidths(blocks)
	for i, block := range blocks {
		if i > 0 {
			p.Line()
		}
		p.Columns(block, columns)
	}
	return true
}

func mailboxTitles(all []sandbox.Mailbox) [][]term.ColumnLine {
	block := make([][]term.ColumnLine, len(all))
	for i, m := range all {
		block[i] = []term.ColumnLine{{Rest: term.Heading(m.Address)}, {Rest: term.Plain(howMany(contents(m)))}}
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
	slices.SortFunc(paths, mail.CompareFolders)
	return slices.Compact(paths)
}

// folderColumns is one folder of every mailbox; nothing where a mailbox has no such folder.
func (p *printer) folderColumns(all []sandbox.Mailbox, path string) [][]term.ColumnLine {
	block := make([][]term.ColumnLine, len(all))
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
func (p *printer) folderLines(f sandbox.MailFolder) []term.ColumnLine {
	if f.Total == 0 {
		return []term.ColumnLine{{Rest: term.Join(term.Heading(f.Path), term.Faint("  empty"))}}
	}
	lines := []term.ColumnLine{{Rest: term.Join(term.Heading(f.Path), term.Plain("  "+howMany(f.Total, f.Unread)))}}
	shown := p.few(f.Messages)
	idWidth := 0
	for _, e := range shown {
		idWidth = max(idWidth, term.Width(e.ID))
	}
	for _, e := range shown {
		lead := term.Join(term.Pad(term.Plain("  "+e.ID), idWidth+4), term.Pad(entryState(e), len("unread  ")))
		lines = append(lines, term.ColumnLine{Lead: lead, Rest: entrySubject(e)})
	}
	if left := int(f.Total) - len(shown); left > 0 {
		more := term.Count(left, "more", "more") + ": --all prints them"
		lines = append(lines, term.ColumnLine{Lead: term.Plain("  "), Rest: term.Faint(more)})
	}
	return lines
}

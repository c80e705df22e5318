package commands

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"recallbox/commands/term"
	"recallbox/sandbox"
	"recallbox/sandbox/mail"
)

func inspectMailboxCommand() *cli.Command {
	return &cli.Command{
		Name:      "mailbox",
		ArgsUsage: "USER…",
		Usage:     "show mailboxes, several side by side: folders and their messages",
		UsageText: `recallbox inspect mailbox bob
recallbox inspect mailbox alice bob carol
recallbox inspect mailbox bob --folder Archive
recallbox inspect mailbox bob --recoverable --as admin`,
		Flags: []cli.Flag{
			textFlag("folder", "only this `FOLDER`"), switchFlag("recoverable", "what was deleted for good, and is kept"),
			asFlag("`USER` who looks there: an administrator sees all, else only what the owner can recover"), allFlag(),
		},
		Action: action(runInspectMailbox),
	}
}

// mailboxList is the JSON of inspect mailbox.
type mailboxList struct {
	Mailboxes []sandbox.Mailbox `json:"mailboxes"`
}

func runInspectMailbox(c *call) error {
	kept := c.Bool("recoverable")
	switch {
	case kept && c.IsSet("folder"):
		return usageError("%s: --folder or --recoverable, one of them", c.title())
	case c.IsSet("as") && !kept:
		return usageError("%s: --as goes with --recoverable; other folders are shown as they are", c.title())
	}
	return c.view(func(tx *sandbox.Tx) error {
		var all []sandbox.Mailbox
		for _, user := range c.args {
			m, err := c.inspectMailbox(tx, user)
			if err != nil {
				return err
			}
			all = append(all, m)
		}
		return c.print.ShowRows(mailboxList{all}, func() error { return c.print.mailboxes(all) })
	})
}

func (c *call) inspectMailbox(tx *sandbox.Tx, user string) (sandbox.Mailbox, error) {
	if c.Bool("recoverable") {
		return tx.InspectRecoverable(user, c.as())
	}
	return tx.InspectMailbox(user, c.String("folder"))
}

// mailboxes prints several side by side where the terminal is wide enough, else one below the other.
func (p *printer) mailboxes(all []sandbox.Mailbox) error {
	if len(all) > 1 {
		if fits, err := p.sideBySide(all); fits || err != nil {
			return err
		}
	}
	for i, m := range all {
		if i > 0 {
			p.Line()
			p.Line()
		}
		if err := p.mailbox(m); err != nil {
			return err
		}
	}
	return nil
}

func (p *printer) mailbox(m sandbox.Mailbox) error {
	total, unread := contents(m)
	p.Line(term.Heading(m.Address), term.Plain("  "+howMany(total, unread)))
	var empty []string
	for _, f := range m.Folders {
		if f.Total == 0 {
			empty = append(empty, f.Path)
			continue
		}
		p.Section(f.Path + ": " + howMany(f.Total, f.Unread))
		if err := p.entries(f.Path, f.Messages, int(f.Total)); err != nil {
			return err
		}
	}
	if len(empty) > 0 {
		p.Line()
		for _, part := range p.Fit(term.Faint("empty: "+strings.Join(empty, ", ")), 0) {
			p.Line(part)
		}
	}
	p.unseen(m)
	return nil
}

// unseen says that there is more in Recoverable Items for administrators.
func (p *printer) unseen(m sandbox.Mailbox) {
	if m.Unseen == 0 {
		return
	}
	more := term.Count(int(m.Unseen), "message", "messages") + " only administrators see"
	if m.Admin != "" {
		more += ": " + p.suggest("`inspect mailbox {user} --recoverable --as {admin}`", "user", m.Address, "admin", m.Admin)
	}
	p.Line(term.Plain(more))
}

// contents is how much a mailbox holds.
func contents(m sandbox.Mailbox) (total, unread int64) {
	for _, f := range m.Folders {
		total, unread = total+f.Total, unread+f.Unread
	}
	return total, unread
}

// entries lists a folder's messages, or only the first where they are many; total is how many it has. It shows who sent
// each, or to whom it goes. In a public folder, which has no name here, a message has no state of its own, since each
// reader has read it or not.
func (p *printer) entries(folder string, list sandbox.Rows[sandbox.Entry], total int) error {
	head := []string{"ID", "STATE", "FROM", "RECEIVED", "SUBJECT"}
	outgoing := sandbox.IsOutgoing(folder)
	kept := strings.HasPrefix(folder, sandbox.RecoverableItems+"/")
	switch {
	case kept:
		head[3] = "KEPT UNTIL"
	case folder == "":
		head = slices.Delete(head, 1, 2)
	case folder == mail.BuiltIn[mail.SentItems]:
		head[2], head[3] = "TO", "SENT"
	case outgoing:
		head[2], head[3] = "TO", "WRITTEN"
	}
	few := p.few(total)
	return p.Table(head...).PrintRows(total-few, func(row func(...term.Text)) error {
		return list.First(few, func(e sandbox.Entry) {
			who := cmp.Or(e.FromName, e.From)
			if outgoing {
				who = entryTo(e)
			}
			when := term.Plain(moment(e.ReceivedAt))
			if kept {
				when = keptUntil(e)
			}
			cells := []term.Text{term.Plain(e.ID), entryState(e), term.Plain(who), when, entrySubject(e)}
			if folder == "" {
				cells = slices.Delete(cells, 1, 2)
			}
			row(cells...)
		})
	})
}

// few is how many of some rows are printed: all, or only the first where they are many and not all were asked for.
func (p *printer) few(total int) int {
	if total > term.ManyRows && !p.All {
		return term.FewRows
	}
	return total
}

// entryTo names the recipients, or only the first where they are many.
func entryTo(e sandbox.Entry) string {
	const most = 2
	switch left := len(e.To) - most; {
	case len(e.To) == sandbox.ToShown:
		return strings.Join(e.To[:most], ", ") + " and more"
	case left > 0:
		return fmt.Sprintf("%s and %d more", strings.Join(e.To[:most], ", "), left)
	}
	return strings.Join(e.To, ", ")
}

func keptUntil(e sandbox.Entry) term.Text {
	if e.KeptUntil == nil {
		return term.Plain("on hold")
	}
	return term.Plain(moment(*e.KeptUntil))
}

func isUnread(e sandbox.Entry) bool { return e.Read != nil && !*e.Read }

func entryState(e sandbox.Entry) term.Text {
	if isUnread(e) {
		return term.Heading("unread")
	}
	return term.Plain("read")
}

// entrySubject is a subject with its tags. Where a mail system wrote the message it says what that is: "Recall: Budget
// (recall)".
func entrySubject(e sandbox.Entry) term.Text {
	subject := term.Plain(e.Subject)
	if isUnread(e) {
		subject = term.Heading(e.Subject)
	}
	var notes []string
	if e.Class != mail.Note {
		notes = append(notes, strings.TrimSuffix(e.Class.String()+": "+e.Notice.String(), ": "))
	}
	if notes = append(notes, e.Tags...); len(notes) == 0 {
		return subject
	}
	return term.Join(subject, term.Waiting("  ("+strings.Join(notes, ", ")+")"))
}

// Mailboxes side by side: a column for each, the same folder of all on the same height.

const (
	narrowestColumn = 28
	widestColumn    = 60
)

// sideBySide prints mailboxes in columns; it does not fit where the terminal is too narrow for that.
func (p *printer) sideBySide(all []sandbox.Mailbox) (fits bool, err error) {
	room := widestColumn
	if p.Terminal.Out && p.Terminal.Width > 0 {
		room = min(room, (p.Terminal.Width+term.ColumnGap)/len(all)-term.ColumnGap)
	}
	if room < narrowestColumn {
		return false, nil
	}
	blocks := [][][]term.Text{term.WrapColumns(mailboxTitles(all), room)}
	for _, path := range shownFolders(all) {
		folder, err := p.folderColumns(all, path)
		if err != nil {
			return true, err
		}
		blocks = append(blocks, term.WrapColumns(folder, room))
	}
	columns := term.ColumnWidths(blocks)
	for i, block := range blocks {
		if i > 0 {
			p.Line()
		}
		p.Columns(block, columns)
	}
	return true, nil
}

func mailboxTitles(all []sandbox.Mailbox) [][]term.ColumnLine {
	block := make([][]term.ColumnLine, len(all))
	for i, m := range all {
		block[i] = []term.ColumnLine{{Rest: term.Heading(m.Address)}, {Rest: term.Plain(howMany(contents(m)))}}
	}
	return block
}

// shownFolders are the Inbox and each folder that has something in some mailbox, or the one that was asked for.
// Built-in folders come first, then the others by path.
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

// folderColumns prints one folder of every mailbox; the column of a mailbox without it stays empty.
func (p *printer) folderColumns(all []sandbox.Mailbox, path string) (block [][]term.ColumnLine, err error) {
	block = make([][]term.ColumnLine, len(all))
	for i, m := range all {
		for _, f := range m.Folders {
			if f.Path == path {
				if block[i], err = p.folderLines(f); err != nil {
					return nil, err
				}
			}
		}
	}
	return block, nil
}

// folderLines are the folder's name and its messages, or only the first where they are many.
func (p *printer) folderLines(f sandbox.MailFolder) ([]term.ColumnLine, error) {
	if f.Total == 0 {
		return []term.ColumnLine{{Rest: term.Join(term.Heading(f.Path), term.Faint("  empty"))}}, nil
	}
	lines := []term.ColumnLine{{Rest: term.Join(term.Heading(f.Path), term.Plain("  "+howMany(f.Total, f.Unread)))}}
	var shown []sandbox.Entry
	err := f.Messages.First(p.few(int(f.Total)), func(e sandbox.Entry) { shown = append(shown, e) })
	if err != nil {
		return nil, err
	}
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
	return lines, nil
}

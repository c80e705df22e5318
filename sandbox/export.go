package sandbox

import (
	"slices"

	"recallbox/sandbox/mail"
	"recallbox/sandbox/mailfile"
	"recallbox/sandbox/store"
)

// ExportRequest is a mailbox, or one folder of it, that goes into files.
type ExportRequest struct {
	As     string
	Folder string // "" for all
	Format mailfile.Format
}

// Exported is what went out.
type Exported struct {
	Exported int              `json:"exported"`
	Folders  []ExportedFolder `json:"folders"`
}

// ExportedFolder is a folder that went out.
type ExportedFolder struct {
	Path     string `json:"path"`
	Exported int    `json:"exported"`
}

// Export writes a mailbox, or one folder of it, with the bytes that its owner has: what a mail system made is rendered. Built-in
// folders with nothing in them are left out.
func (tx *Tx) Export(r ExportRequest, files mailfile.Tree) (Exported, error) {
	out := Exported{Folders: []ExportedFolder{}}
	m, err := tx.user(r.As)
	if err != nil {
		return out, err
	}
	list, top, err := tx.toExport(m, r)
	if err != nil {
		return out, err
	}
	to := mailfile.NewWriter(r.Format, files, top)
	for _, f := range list {
		n, err := tx.exportFolder(f, to)
		if err != nil {
			return out, err
		}
		out.Exported += n
		out.Folders = append(out.Folders, ExportedFolder{f.Path, n})
	}
	return out, to.Close()
}

// toExport are the folders that go out, and the one that lies at the top: the only one, or a Maildir's Inbox.
func (tx *Tx) toExport(m store.Mailbox, r ExportRequest) (list []store.Folder, top string, err error) {
	if r.Folder != "" {
		_, top, err = tx.folder(m, r.Folder)
	} else if r.Format == mailfile.Maildir {
		top = mail.BuiltIn[mail.Inbox]
	}
	if err != nil {
		return nil, "", err
	}
	all, err := tx.folders(m.ID)
	return slices.DeleteFunc(all, func(f store.Folder) bool {
		if r.Folder != "" {
			return f.Path != top
		}
		return f.Total == 0 && f.Kind != mail.OwnFolder && f.Path != top
	}), top, err
}

func (tx *Tx) exportFolder(f store.Folder, to mailfile.Writer) (int, error) {
	if err := to.Folder(f.Path); err != nil {
		return 0, err
	}
	copies, err := tx.store.CopiesIn(f.ID, -1)
	if err != nil {
		return 0, err
	}
	for _, c := range copies {
		m, err := tx.store.MessageByID(c.Message)
		if err != nil {
			return 0, err
		}
		raw, err := tx.raw(m)
		if err != nil {
			return 0, err
		}
		if !c.Sent {
			raw = tx.received(m, raw)
		}
		if err := to.Message(mailfile.Message{Folder: f.Path, Received: at(c.ReceivedAt), Read: c.Seen.Read(), Raw: raw}); err != nil {
			return 0, err
		}
	}
	return len(copies), nil
}

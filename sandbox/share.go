package sandbox

import (
	"slices"

	"recallbox/sandbox/mail"
	"recallbox/sandbox/store"
)

// Share lets somebody see a copy of a message. Its read state stays the owner's.
func (tx *Tx) Share(as, id, in, with string) error {
	h, err := tx.findOwn(as, id, in)
	if err != nil {
		return err
	}
	if h.one == nil || h.public != nil {
		return invalid(try(NameOneUser), "one user shares a copy of his or her own")
	}
	other, err := tx.user(with)
	if err != nil {
		return err
	}
	if err := tx.store.PutShare(h.message.ID, h.one.ID, other.ID, h.pick.Sent); err != nil {
		return err
	}
	return tx.store.PutEvent(store.NewEvent{At: tx.now, Who: h.one.ID, What: mail.WasShared, Message: h.message.ID, Mailbox: h.one.ID, Folder: h.copy.Folder, Detail: "with " + other.Address})
}

// ShareFolder lets somebody see all that lies in a folder, now and later.
func (tx *Tx) ShareFolder(as, path, with string) (Folder, error) {
	m, err := tx.user(as)
	if err != nil {
		return Folder{}, err
	}
	other, err := tx.user(with)
	if err != nil {
		return Folder{}, err
	}
	kind, path, err := tx.folder(m, path)
	if err != nil {
		return Folder{}, err
	}
	id, _, err := tx.neededFolder(m.ID, kind, path)
	if err != nil {
		return Folder{}, err
	}
	if err := tx.store.PutFolderShare(id, other.ID); err != nil {
		return Folder{}, err
	}
	if err := tx.store.PutEvent(store.NewEvent{At: tx.now, Who: m.ID, What: mail.WasShared, Mailbox: m.ID, Folder: id, Detail: "with " + other.Address}); err != nil {
		return Folder{}, err
	}
	all, err := tx.store.Folders(m.ID)
	i := slices.IndexFunc(all, func(f store.Folder) bool { return f.ID == id })
	f, err := one(all, i, err)
	return Folder{path, f.Total, f.Unread}, err
}

// Fetch lets mail programs download what lies in the Inbox, through pop or imap.
func (tx *Tx) Fetch(as, via string) (int64, error) {
	how := map[string]uint8{"pop": 1, "imap": 2}[via]
	if how == 0 {
		return 0, invalid(say("for example pop"), "%q: not one of pop, imap", via)
	}
	w, _, err := tx.who(as)
	if err != nil {
		return 0, err
	}
	if err := tx.store.LogPrograms(w, mail.WasFetched, "through "+via, tx.now); err != nil {
		return 0, err
	}
	return tx.store.FetchInbox(w, how)
}

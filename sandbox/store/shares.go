package store

// PutShare lets somebody see an owner's copy of a message.
func (t *Tx) PutShare(message, owner, sharer int64, sent bool) error {
	if err := t.exec(`INSERT OR IGNORE INTO shares VALUES (?, ?, ?)`, message, owner, sharer); err != nil {
		return err
	}
	return t.exec(`UPDATE copies SET shared = 1 WHERE message = ? AND mailbox = ? AND sent = ?`, message, owner, sent)
}

// PutFolderShare lets somebody see all that lies in a folder.
func (t *Tx) PutFolderShare(folder, sharer int64) error {
	if err := t.exec(`INSERT OR IGNORE INTO folder_shares VALUES (?, ?)`, folder, sharer); err != nil {
		return err
	}
	return t.exec(`UPDATE folders SET shared = 1 WHERE id = ?`, folder)
}

// Shares says whether the owner's copy is shared with somebody, by itself or with its folder.
func (t *Tx) Shares(message, owner, sharer int64) (bool, error) {
	n, err := t.number(`SELECT EXISTS (SELECT 1 FROM shares WHERE message = ?1 AND owner = ?2 AND sharer = ?3)
		OR EXISTS (SELECT 1 FROM copies c JOIN folder_shares s ON s.folder = c.folder WHERE c.message = ?1 AND c.mailbox = ?2 AND s.sharer = ?3)`, message, owner, sharer)
	return n > 0, err
}

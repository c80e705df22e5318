package store

import (
	"fmt"

	"recallbox/sandbox/mail"
)

// Folder is a row of folders, with how much lies in it.
type Folder struct {
	ID      int64
	Mailbox int64
	Kind    mail.FolderKind
	Path    string
	Total   int64
	Unread  int64
}

// PutFolder adds a folder that a user made.
func (t *Tx) PutFolder(mailbox int64, path string) (int64, error) {
	return t.insert(`INSERT INTO folders (mailbox, kind, path) VALUES (?, ?, ?)`, mailbox, mail.OwnFolder, path)
}

// NeedFolder sees to it that all those picked have the built-in folder.
func (t *Tx) NeedFolder(w Mailboxes, kind mail.FolderKind) error {
	where, args := w.in("mailboxes.id")
	return t.exec(`
		INSERT OR IGNORE INTO folders (mailbox, kind, path)
		SELECT id, ?, ?
		FROM mailboxes
		WHERE `+where+`
		ORDER BY id`,
		append([]any{kind, mail.BuiltIn[kind]}, args...)...)
}

// FolderAt finds a mailbox's folder by its kind and path.
func (t *Tx) FolderAt(mailbox int64, kind mail.FolderKind, path string) (id int64, err error) {
	err = t.row(`SELECT id FROM folders WHERE mailbox = ? AND kind = ? AND path = ?`, []any{mailbox, kind, path},
		rowID{&id})
	return id, err
}

// OneWithoutFolder is one of those picked who lacks the folder, or "".
func (t *Tx) OneWithoutFolder(w Mailboxes, f FolderRef) (string, error) {
	where, args := w.in("b.id")
	return t.address(`
		SELECT b.address FROM mailboxes b
		WHERE `+where+`
		  AND NOT EXISTS (SELECT 1 FROM folders f WHERE f.mailbox = b.id AND f.kind = ? AND f.path = ?)
		ORDER BY b.address LIMIT 1`, append(args, f.Kind, f.Path)...)
}

// OneWithoutTarget is one of those whose copies are picked who lacks the folder, or "".
func (t *Tx) OneWithoutTarget(p CopyFilter, to FolderRef) (string, error) {
	where, args := p.where()
	return t.address(`
		SELECT b.address FROM copies c
		JOIN mailboxes b ON b.id = c.mailbox`+where+`
		  AND NOT EXISTS (SELECT 1 FROM folders f WHERE f.mailbox = c.mailbox AND f.kind = ? AND f.path = ?)
		ORDER BY b.address LIMIT 1`, append(args, to.Kind, to.Path)...)
}

// Folders lists a mailbox's folders, the built-in ones first, then by path.
func (t *Tx) Folders(mailbox int64) ([]Folder, error) {
	return list(t, `SELECT f.id, f.mailbox, f.kind, f.path, count(c.message), coalesce(sum(c.seen < ? AND NOT c.sent), 0)
		FROM folders f LEFT JOIN copies c ON c.folder = f.id WHERE f.mailbox = ? GROUP BY f.id ORDER BY f.kind, f.path`,
		[]any{mail.Opened, mailbox}, readFolder)
}

// FoldersUpTo is Folders that counts what lies in each as far as most.
func (t *Tx) FoldersUpTo(mailbox int64, most int) ([]Folder, error) {
	const some = `(SELECT seen, sent FROM copies WHERE folder = f.id LIMIT ?1)`
	return list(t, `
		SELECT f.id, f.mailbox, f.kind, f.path, (SELECT count(*) FROM `+some+`),
		  (SELECT count(*) FROM `+some+` WHERE seen < ?2 AND NOT sent)
		FROM folders f
		WHERE f.mailbox = ?3
		ORDER BY f.kind, f.path`, []any{most, mail.Opened, mailbox}, readFolder)
}

func readFolder(f *Folder, scan func(...field) error) error {
	err := scan(rowID{&f.ID}, rowID{&f.Mailbox}, oneOf(&f.Kind), pathText{&f.Path}, tally{&f.Total}, tally{&f.Unread})
	if err == nil && !f.Kind.Has(f.Path) {
		err = &RowError{"folders", fmt.Sprintf("id=%d", f.ID), "path", shown(f.Path), "that of a folder of its kind"}
	}
	return err
}

// Count is how much a mailbox holds.
type Count struct {
	Address string
	Total   int64
	Unread  int64
}

// EachCount visits how much each user's mailbox holds, by address; at most that many of them, or all if most is
// negative.
func (t *Tx) EachCount(most int, visit func(Count) error) error {
	return eachOf(t, `SELECT m.address, count(c.message), coalesce(sum(c.seen < ? AND NOT c.sent), 0)
		FROM (SELECT id, address FROM mailboxes WHERE kind = 0 ORDER BY address LIMIT ?) m
		LEFT JOIN folders f ON f.mailbox = m.id LEFT JOIN copies c ON c.folder = f.id GROUP BY m.address ORDER BY m.address`,
		[]any{mail.Opened, most},
		func(c *Count) []field { return []field{addressText{&c.Address}, tally{&c.Total}, tally{&c.Unread}} }, visit)
}

// UserCount is how many users have mailboxes, as far as most, so that nobody waits until a hundred thousand are
// counted.
func (t *Tx) UserCount(most int) (int, error) {
	n, err := t.number(`SELECT count(*) FROM (SELECT 1 FROM mailboxes WHERE kind = 0 LIMIT ?)`, most)
	return int(n), err
}

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
	n, err := t.number(`
		SELECT EXISTS (SELECT 1 FROM shares WHERE message = ?1 AND owner = ?2 AND sharer = ?3)
		  OR EXISTS (SELECT 1
		    FROM copies c
		    JOIN folder_shares s ON s.folder = c.folder
		    WHERE c.message = ?1 AND c.mailbox = ?2 AND s.sharer = ?3)`, message, owner, sharer)
	return n > 0, err
}

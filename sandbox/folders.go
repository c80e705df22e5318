package sandbox

import (
	"slices"
	"strings"

	"recallbox/sandbox/mail"
	"recallbox/sandbox/store"
)

// Folder is a folder of a mailbox.
type Folder struct {
	Path   string `json:"path"`
	Total  int64  `json:"total"`
	Unread int64  `json:"unread"`
}

// AddFolder adds a folder to a mailbox, with the folders above it.
func (tx *Tx) AddFolder(as, path string) (Folder, error) {
	m, err := tx.user(as)
	if err != nil {
		return Folder{}, err
	}
	if err := checkPath(path); err != nil {
		return Folder{}, err
	}
	if _, taken := builtIn(path); taken {
		return Folder{}, conflict(say("choose another name"), "%q is there already", path)
	}
	_, made, err := tx.makeFolder(m, path)
	if err == nil && !made {
		err = conflict(try(ListFolders, "user", m.Address), "%q is there already", path)
	}
	return Folder{Path: path}, err
}

// makeFolder sees to it that a mailbox has a folder of its own, and those above it.
func (tx *Tx) makeFolder(m store.Mailbox, path string) (id int64, made bool, err error) {
	for i := range len(path) + 1 {
		if i < len(path) && path[i] != '/' {
			continue
		}
		if _, isBuiltIn := builtIn(path[:i]); isBuiltIn {
			continue
		}
		var had bool
		if id, had, err = optional(tx.store.FolderAt(m.ID, mail.OwnFolder, path[:i])); err == nil && !had {
			id, err = tx.store.PutFolder(m.ID, path[:i])
		}
		if err != nil {
			return 0, false, err
		}
		made = !had
	}
	return id, made, nil
}

// checkPath refuses paths that name no folder.
func checkPath(path string) error {
	for _, part := range strings.Split(path, "/") {
		if err := checkName("folder", part); err != nil {
			return invalid(say("a folder is called Projects, one inside it Projects/2026"), "%q is no folder path", path)
		}
	}
	if strings.Count(path, "/") >= maxDepth {
		return invalid(say("make it in a folder further up"), "%q is more than %d folders deep", path, maxDepth)
	}
	return nil
}

// builtIn is the kind of the built-in folder with that name, however it is capitalised.
func builtIn(path string) (mail.FolderKind, bool) {
	i := slices.IndexFunc(mail.BuiltIn[:], func(name string) bool { return strings.EqualFold(name, path) })
	return mail.FolderKind(max(i, 0)), i >= 0
}

// Folders lists a mailbox's folders: the built-in ones, then its own by path.
func (tx *Tx) Folders(user string) ([]Folder, error) {
	m, err := tx.user(user)
	if err != nil {
		return nil, err
	}
	list, err := tx.folders(m.ID)
	out := []Folder{}
	for _, f := range list {
		out = append(out, Folder{f.Path, f.Total, f.Unread})
	}
	return out, err
}

// folders lists a mailbox's folders with those built-in ones that nothing has been put into yet, whose number is 0.
func (tx *Tx) folders(mailbox int64) ([]store.Folder, error) {
	there, err := tx.store.Folders(mailbox)
	var out []store.Folder
	for kind, path := range mail.BuiltIn {
		if len(there) > 0 && there[0].Kind == mail.FolderKind(kind) {
			out, there = append(out, there[0]), there[1:]
		} else {
			out = append(out, store.Folder{Mailbox: mailbox, Kind: mail.FolderKind(kind), Path: path})
		}
	}
	return append(out, there...), err
}

// folder finds the folder of one mailbox that a path means.
func (tx *Tx) folder(m store.Mailbox, path string) (mail.FolderKind, string, error) {
	if kind, ok := builtIn(path); ok {
		return kind, mail.BuiltIn[kind], nil
	}
	_, ok, err := optional(tx.store.FolderAt(m.ID, mail.OwnFolder, path))
	if err != nil || !ok {
		err = orNoFolder(err, m.Address, path)
	}
	return mail.OwnFolder, path, err
}

// quoted is a word in quotes, where it would be unclear without.
func quoted(word string) string {
	if strings.ContainsFunc(word, func(r rune) bool {
		return !strings.ContainsRune("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789@%+=:,./-_", r)
	}) || word == "" {
		return "'" + strings.ReplaceAll(word, "'", `'\''`) + "'"
	}
	return word
}

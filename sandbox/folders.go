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
	m, err := tx.findUser(as)
	if err != nil {
		return Folder{}, err
	}
	if err := checkPath(path); err != nil {
		return Folder{}, err
	}
	if _, isBuiltIn := builtIn(path); isBuiltIn {
		return Folder{}, conflict(say("choose another name"), "%q is there already", path)
	}
	_, isNew, err := tx.makeFolder(m, path)
	if err == nil && !isNew {
		err = conflict(try(ListFolders, "user", m.Address), "%q is there already", path)
	}
	return Folder{Path: path}, err
}

// makeFolder makes sure that a mailbox has a folder, and the folders above it.
func (tx *Tx) makeFolder(m store.Mailbox, path string) (id int64, isNew bool, err error) {
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
		isNew = !had
	}
	return id, isNew, nil
}

// maxDepth is how deep folders nest.
const maxDepth = 32

// checkPath refuses a path that cannot be a folder's.
func checkPath(path string) error {
	for part := range strings.SplitSeq(path, "/") {
		if part == "." || part == ".." || checkName("folder", part) != nil {
			return invalid(say("a folder is called Projects, one inside it Projects/2026"), "%q is no folder path", path)
		}
	}
	if strings.Count(path, "/") >= maxDepth {
		return invalid(say("make it in a folder further up"), "%q is more than %d folders deep", path, maxDepth)
	}
	return nil
}

// builtIn is the kind of the built-in folder with that name, in capitals or not.
func builtIn(path string) (mail.FolderKind, bool) {
	i := slices.IndexFunc(mail.BuiltIn[:], func(name string) bool { return strings.EqualFold(name, path) })
	return mail.FolderKind(max(i, 0)), i >= 0
}

// Folders lists a mailbox's folders: the built-in ones, then its own by path.
func (tx *Tx) Folders(user string) ([]Folder, error) {
	m, err := tx.findUser(user)
	if err != nil {
		return nil, err
	}
	list, err := tx.folders(m.ID)
	return showFolders(list), err
}

func showFolders(list []store.Folder) []Folder {
	out := []Folder{}
	for _, f := range list {
		out = append(out, Folder{f.Path, f.Total, f.Unread})
	}
	return out
}

// folders lists a mailbox's folders. Built-in folders that are still empty may have no row yet: their number is 0.
func (tx *Tx) folders(mailbox int64) ([]store.Folder, error) {
	there, err := tx.store.Folders(mailbox)
	return withBuiltIn(mailbox, there), err
}

// withBuiltIn are folders and the built-in ones that are not among them.
func withBuiltIn(mailbox int64, there []store.Folder) (out []store.Folder) {
	for kind, path := range mail.BuiltIn {
		if len(there) > 0 && there[0].Kind == mail.FolderKind(kind) {
			out, there = append(out, there[0]), there[1:]
		} else {
			out = append(out, store.Folder{Mailbox: mailbox, Kind: mail.FolderKind(kind), Path: path})
		}
	}
	return append(out, there...)
}

// findFolder finds the folder of one mailbox that a path means.
func (tx *Tx) findFolder(m store.Mailbox, path string) (mail.FolderKind, string, error) {
	if kind, ok := builtIn(path); ok {
		return kind, mail.BuiltIn[kind], nil
	}
	_, ok, err := optional(tx.store.FolderAt(m.ID, mail.OwnFolder, path))
	if err != nil || !ok {
		err = orNoFolder(err, m.Address, path)
	}
	return mail.OwnFolder, path, err
}

// orNoFolder is err, or the error that a user has no such folder.
func orNoFolder(err error, user, path string) error {
	if err != nil {
		return err
	}
	return notFound(try(AddFolder, "user", user, "path", path), "%s has no folder %q", user, path)
}

// PublicFolder is a public folder, with the roles that its users were given.
type PublicFolder struct {
	Address      string  `json:"address"`
	Name         string  `json:"name"`
	Organisation string  `json:"organisation"`
	Grants       []Grant `json:"grants"`               // who was given which role
	ReadState    string  `json:"read_state,omitempty"` // shared, if all readers have one
}

// Grant is a user's role in a public folder.
type Grant struct {
	User string      `json:"user"` // the address
	Role mail.Rights `json:"role"` // owner, editor, author, reviewer, contributor or none
}

// readStateShared is the read state of a public folder whose readers have one together; else each has an own.
const readStateShared = "shared"

// ReadStates are the words for whose read state a public folder keeps.
var ReadStates = []string{"each", readStateShared}

// AddPublicFolder adds a public folder to the organisation of its domain. It keeps a read state for each reader, or one
// that all share.
func (tx *Tx) AddPublicFolder(address, name, readState string) (PublicFolder, error) {
	if readState != "" && !slices.Contains(ReadStates, readState) {
		return PublicFolder{}, invalid(say("each, or shared"), "read state %q: not one of %s", readState,
			strings.Join(ReadStates, ", "))
	}
	address, err := plainAddress(address)
	if err != nil {
		return PublicFolder{}, err
	}
	if err := tx.addressIsFree(address); err != nil {
		return PublicFolder{}, err
	}
	if name != "" {
		if err := checkName("name", name); err != nil {
			return PublicFolder{}, err
		}
	}
	m, err := tx.newMailbox(address)
	if err != nil {
		return PublicFolder{}, err
	}
	if m.Organisation == 0 {
		return PublicFolder{}, notFound(try(AddOrganisation, "domain", mail.Domain(address)),
			"no organisation has the domain %q", mail.Domain(address))
	}
	m.Kind, m.Name, m.Account, m.Client = store.PublicMailbox, name, mail.Exchange, mail.Outlook
	m.SharedReading = readState == readStateShared
	if m.ID, err = tx.store.PutMailbox(m); err != nil {
		return PublicFolder{}, err
	}
	return tx.showPublicFolder(m)
}

// GrantRights gives a user a role in a public folder.
func (tx *Tx) GrantRights(folder, user, role string) (PublicFolder, error) {
	f, err := tx.findPublicFolder(folder)
	if err != nil {
		return PublicFolder{}, err
	}
	m, err := tx.findUser(user)
	if err != nil {
		return PublicFolder{}, err
	}
	rights, err := mail.ParseRights(role)
	if err != nil {
		return PublicFolder{}, invalidWord(try(ChooseRights, "folder", f.Address, "user", m.Address), err)
	}
	if err := tx.store.PutGrant(f.ID, m.ID, rights); err != nil {
		return PublicFolder{}, err
	}
	return tx.showPublicFolder(f)
}

// PublicFolders lists the public folders by address.
func (tx *Tx) PublicFolders() ([]PublicFolder, error) {
	all, err := tx.store.MailboxesOf(store.PublicMailbox)
	if err != nil {
		return nil, err
	}
	grants, err := tx.store.Grants()
	if err != nil {
		return nil, err
	}
	if err := tx.knowOrganisations(); err != nil {
		return nil, err
	}
	out := []PublicFolder{}
	for _, m := range all {
		f, err := tx.publicFolder(m, grants[m.ID])
		if err != nil {
			return nil, err
		}
		out = append(out, f)
	}
	return out, nil
}

func (tx *Tx) showPublicFolder(m store.Mailbox) (PublicFolder, error) {
	grants, err := tx.store.GrantsIn(m.ID)
	if err != nil {
		return PublicFolder{}, err
	}
	return tx.publicFolder(m, grants)
}

func (tx *Tx) publicFolder(m store.Mailbox, grants []store.Grant) (PublicFolder, error) {
	f := PublicFolder{Address: m.Address, Name: m.DisplayName(), Grants: []Grant{}}
	o, err := tx.organisationOf(m.Organisation)
	if err != nil {
		return f, err
	}
	f.Organisation = o.name
	if m.SharedReading {
		f.ReadState = readStateShared
	}
	for _, g := range grants {
		f.Grants = append(f.Grants, Grant{g.Address, g.Rights})
	}
	return f, nil
}

// IsPublicFolder says whether a word means a public folder. If not, it means a user.
func (tx *Tx) IsPublicFolder(word string) (bool, error) {
	m, err := tx.findMailbox(word)
	return err == nil && m.Kind == store.PublicMailbox, err
}

// findPublicFolder finds the public folder that a word means.
func (tx *Tx) findPublicFolder(word string) (store.Mailbox, error) {
	m, ok, err := tx.mailboxAt(word)
	if err == nil && (!ok || m.Kind != store.PublicMailbox) {
		err = noPublicFolder(word)
	}
	return m, err
}

func noPublicFolder(word string) error {
	return notFound(try(ListPublicFolders), "no public folder %q in this sandbox", word)
}

// rightsIn are a user's rights in a public folder: those that were granted. If none were, everybody in the same
// organisation is an author, and nobody else has rights. (Ours: Exchange makes everybody an author unless the folder
// says otherwise.)
func (tx *Tx) rightsIn(folder, user store.Mailbox) (mail.Rights, error) {
	r, ok, err := optional(tx.store.GrantOf(folder.ID, user.ID))
	if err == nil && !ok && folder.Organisation == user.Organisation {
		r = mail.Author
	}
	return r, err
}

// Share lets somebody see a copy of a message. The read state stays the owner's.
func (tx *Tx) Share(as, id, in, with string) error {
	f, err := tx.findOwn(as, id, in)
	if err != nil {
		return err
	}
	if f.user == nil || f.public != nil {
		return invalid(try(NameOneUser), "one user shares a copy of their own")
	}
	other, err := tx.findUser(with)
	if err != nil {
		return err
	}
	if err := tx.store.PutShare(f.message.ID, f.user.ID, other.ID, f.filter.Sent); err != nil {
		return err
	}
	return tx.store.PutEvent(store.NewEvent{
		At:      tx.now,
		Who:     f.actor().ID,
		What:    mail.WasShared,
		Message: f.message.ID,
		Mailbox: f.user.ID,
		Folder:  f.copy.Folder,
		Detail:  "with " + other.Address,
	})
}

// ShareFolder lets somebody see all messages in a folder, now and later.
func (tx *Tx) ShareFolder(as, path, with string) (Folder, error) {
	m, err := tx.findUser(as)
	if err != nil {
		return Folder{}, err
	}
	other, err := tx.findUser(with)
	if err != nil {
		return Folder{}, err
	}
	kind, path, err := tx.findFolder(m, path)
	if err != nil {
		return Folder{}, err
	}
	id, _, err := tx.ensureFolder(m.ID, kind, path)
	if err != nil {
		return Folder{}, err
	}
	if err := tx.store.PutFolderShare(id, other.ID); err != nil {
		return Folder{}, err
	}
	e := store.NewEvent{At: tx.now, Who: m.ID, What: mail.WasShared, Mailbox: m.ID, Folder: id}
	e.Detail = "with " + other.Address
	if err := tx.store.PutEvent(e); err != nil {
		return Folder{}, err
	}
	all, err := tx.store.Folders(m.ID)
	i := slices.IndexFunc(all, func(f store.Folder) bool { return f.ID == id })
	f, err := elementAt(all, i, err)
	return Folder{path, f.Total, f.Unread}, err
}

package sandbox

import (
	"fmt"
	"strings"

	"recallbox/sandbox/mail"
	"recallbox/sandbox/store"
)

// found is what a person acts on: copies of a message in mailboxes, or the message in a public folder.
type found struct {
	message store.Message
	filter  store.CopyFilter
	user    *store.Mailbox // the owner of the mailbox, or the reader of the public folder; nil if there are many
	copy    store.Copy     // the copy, if there is one
	public  *store.Mailbox // the public folder, if the message is in one
	rights  mail.Rights    // in the public folder
	shared  bool           // the copy belongs to somebody else, who shares it
	lookers store.Lookers  // where many look: of what kinds, once asked for
	opened  int64          // behind this event stand those of copies that were opened, just now and all; or 0

	delegate *store.Mailbox // who acts for the owner of the mailbox, if somebody does
}

// find finds a message for a user, a pattern or a group. The received copy comes before the sent one. If in names a
// folder, a public folder or an owner, the copy there is meant.
func (tx *Tx) find(as, id, in string) (found, error) {
	m, err := tx.findMessage(id)
	if err != nil {
		return found{}, err
	}
	users, one, err := tx.findUsers(as)
	if err != nil {
		return found{}, err
	}
	f := found{message: m, filter: store.CopyFilter{Message: m.ID, Mailboxes: users}, user: one}
	if in, err = tx.resolveIn(one, in); err != nil {
		return f, err
	}
	if owner, ok, err := tx.ownerIn(in); err != nil || ok {
		if err != nil {
			return f, err
		}
		return tx.findShared(f, owner)
	}
	if strings.Contains(in, "@") {
		return tx.findPublic(f, in)
	}
	if in != "" {
		f.filter.In, err = tx.folderRef(one, in)
		if named, ok, callErr := tx.mailboxCalled(mail.Fold(in)); isNotFound(err) && ok && callErr == nil {
			return tx.find(as, id, named.Address)
		}
		if err != nil {
			return f, err
		}
	}
	if one == nil {
		return tx.findForMany(f, as)
	}
	return tx.findForOne(f, in)
}

// resolveIn completes a public folder or an owner that in names without the @. A folder of the user's own with that
// name comes first.
func (tx *Tx) resolveIn(one *store.Mailbox, in string) (string, error) {
	if _, isBuiltIn := builtIn(in); in == "" || isBuiltIn || strings.ContainsAny(in, "@/") {
		return in, nil
	}
	if one != nil {
		if _, own, err := optional(tx.store.FolderAt(one.ID, mail.OwnFolder, in)); own || err != nil {
			return in, err
		}
	}
	found, err := tx.store.MailboxesCalled(mail.Fold(in))
	if err != nil || len(found) != 1 {
		return in, err
	}
	return found[0].Address, nil
}

// folderRef is the folder with that path, in one mailbox or in any.
func (tx *Tx) folderRef(one *store.Mailbox, path string) (*store.FolderRef, error) {
	if one != nil {
		kind, path, err := tx.findFolder(*one, path)
		return &store.FolderRef{Kind: kind, Path: path}, err
	}
	if kind, ok := builtIn(path); ok {
		return &store.FolderRef{Kind: kind, Path: mail.BuiltIn[kind]}, nil
	}
	return &store.FolderRef{Kind: mail.OwnFolder, Path: path}, nil
}

func (tx *Tx) findForMany(f found, as string) (found, error) {
	for _, sent := range []bool{false, true} {
		f.filter.Sent = sent
		has, err := tx.store.HasCopies(f.filter)
		if has || err != nil {
			return f, err
		}
	}
	id := makeID(messagePrefix, f.message.ID)
	return f, notFound(try(FindCopies, "message", id), "nobody of %q has %s", as, id)
}

func (tx *Tx) findForOne(f found, in string) (found, error) {
	for _, sent := range []bool{false, true} {
		c, ok, err := optional(tx.store.CopyOf(f.message.ID, f.user.ID, sent))
		if err != nil {
			return f, err
		}
		if ok && (f.filter.In == nil || *f.filter.In == store.FolderRef{Kind: c.Kind, Path: c.Path}) {
			f.copy, f.filter.Sent = c, sent
			return f, nil
		}
	}
	if in == "" {
		if f, found, err := tx.findInOnlyPublicFolder(f); found || err != nil {
			return f, err
		}
	}
	id, where := makeID(messagePrefix, f.message.ID), ""
	if in != "" && in != f.user.Address {
		where = " in " + in
	}
	hint, err := tx.hintWhere(f, id)
	if err != nil {
		return f, err
	}
	return f, notFound(hint, "%s has no %s%s", f.user.Address, id, where)
}

// hintWhere tells how to find a message that is not where the user looked for it.
func (tx *Tx) hintWhere(f found, id string) (Hint, error) {
	if tx.unhinted {
		return Hint{}, nil
	}
	for _, sent := range []bool{false, true} {
		if c, has, err := optional(tx.store.CopyOf(f.message.ID, f.user.ID, sent)); has || err != nil {
			return say("it is in " + c.Path), err
		}
	}
	folders, err := tx.store.PublicFoldersWith(f.message.ID)
	if err != nil {
		return Hint{}, err
	}
	if len(folders) > 1 {
		return try(NamePublicFolder, "folders", strings.Join(folders, "\n")), nil
	}
	had, err := tx.store.HasEvents(f.message.ID, f.user.ID)
	if had {
		return try(ReadLogOf, "mailbox", f.user.Address, "message", id), err
	}
	return try(FindCopies, "message", id), err
}

// findInOnlyPublicFolder finds a message that lies in exactly one public folder, if the user may see that folder.
func (tx *Tx) findInOnlyPublicFolder(f found) (found, bool, error) {
	folders, err := tx.store.PublicFoldersWith(f.message.ID)
	if err != nil || len(folders) != 1 {
		return f, false, err
	}
	found, err := tx.findPublic(f, folders[0])
	if isNotFound(err) {
		return f, false, nil
	}
	return found, true, err
}

func (tx *Tx) findPublic(f found, address string) (found, error) {
	if f.user == nil {
		return f, &Error{
			Kind: Invalid, Field: "in", Message: fmt.Sprintf("%q: one user at a time", address),
			Hint: say("in a public folder each reader acts alone"),
		}
	}
	folder, err := tx.findPublicFolder(address)
	if err != nil {
		return f, err
	}
	if f.rights, err = tx.rightsIn(folder, *f.user); err != nil {
		return f, err
	}
	if f.rights == mail.NoRights {
		return f, noPublicFolder(address)
	}
	c, ok, err := optional(tx.store.CopyOf(f.message.ID, folder.ID, false))
	if err == nil && !ok {
		err = notFound(try(ListPublicFolder, "folder", folder.Address),
			"%s has no %s", folder.Address, makeID(messagePrefix, f.message.ID))
	}
	f.copy, f.public = c, &folder
	f.filter.Mailboxes, f.filter.Sent = store.Mailboxes{Mailbox: folder.ID}, false
	return f, err
}

// ownerIn is the user whose mailbox in names, who may have shared something.
func (tx *Tx) ownerIn(in string) (store.Mailbox, bool, error) {
	if !strings.Contains(in, "@") {
		return store.Mailbox{}, false, nil
	}
	m, ok, err := optional(tx.store.MailboxAt(mail.Fold(in)))
	return m, ok && m.Kind == store.UserMailbox, err
}

// findShared finds a copy that its owner shares, or lets delegates act on.
func (tx *Tx) findShared(f found, owner store.Mailbox) (found, error) {
	id := makeID(messagePrefix, f.message.ID)
	if f.user == nil {
		return f, invalid(try(NameOneUser), "one user at a time reads what %s shares", owner.Address)
	}
	if acts, err := tx.store.IsDelegate(owner.ID, f.user.ID); err != nil {
		return f, err
	} else if acts {
		return tx.findDelegated(f, owner)
	}
	shared, err := tx.store.Shares(f.message.ID, owner.ID, f.user.ID)
	if err != nil {
		return f, err
	}
	if !shared {
		return f, notFound(try(Share, "owner", owner.Address, "message", id, "with", f.user.Address),
			"%s shares no %s with %s", owner.Address, id, f.user.Address)
	}
	f.filter.Mailboxes, f.shared = store.Mailboxes{Mailbox: owner.ID}, true
	for _, sent := range []bool{false, true} {
		c, ok, err := optional(tx.store.CopyOf(f.message.ID, owner.ID, sent))
		if err != nil {
			return f, err
		}
		if ok {
			f.copy, f.filter.Sent = c, sent
			return f, nil
		}
	}
	return f, notFound(try(ReadLog, "message", id), "%s has no %s any more", owner.Address, id)
}

// findOwn is find for acts that need an own copy. A copy that somebody else shares can only be read.
func (tx *Tx) findOwn(as, id, in string) (found, error) {
	f, err := tx.find(as, id, in)
	if err == nil && f.shared {
		err = invalid(say("its owner can"), "%s shares %s, which others only read", in, id)
	}
	return f, err
}

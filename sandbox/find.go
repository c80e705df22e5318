package sandbox

import (
	"fmt"
	"strings"

	"recallbox/sandbox/mail"
	"recallbox/sandbox/store"
)

// held is what somebody who acts on a message has before them: copies in mailboxes, or a message in a public folder.
type held struct {
	message store.Message
	pick    store.CopyFilter
	one     *store.Mailbox // whose mailbox it is, or who reads in the public folder; nil where it is many
	copy    store.Copy     // where it is one
	public  *store.Mailbox // the public folder, if it is in one
	rights  mail.Rights    // there
	shared  bool           // somebody else's copy, which its owner shares
}

// find finds the copies of a message that as means: the received before the sent one, or the one in a folder or public folder.
func (tx *Tx) find(as, id, in string) (held, error) {
	m, err := tx.message(id)
	if err != nil {
		return held{}, err
	}
	w, one, err := tx.who(as)
	if err != nil {
		return held{}, err
	}
	h := held{message: m, pick: store.CopyFilter{Message: m.ID, Mailboxes: w}, one: one}
	if in, err = tx.whereIn(one, in); err != nil {
		return h, err
	}
	if owner, ok, err := tx.ownerIn(in); err != nil || ok {
		if err != nil {
			return h, err
		}
		return tx.findShared(h, owner)
	}
	if strings.Contains(in, "@") {
		return tx.findPublic(h, in)
	}
	if in != "" {
		h.pick.In, err = tx.spot(one, in)
		if named, callErr := tx.called(mail.Fold(in)); isNotFound(err) && callErr == nil {
			return tx.find(as, id, named.Address)
		}
		if err != nil {
			return h, err
		}
	}
	if one == nil {
		return tx.findMany(h, as)
	}
	return tx.findOne(h, in)
}

// whereIn is the whole address where in names a public folder or an owner by the part before the @, as long as no folder of the user's
// own has that name.
func (tx *Tx) whereIn(one *store.Mailbox, in string) (string, error) {
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

// spot is the folder that in names, in one mailbox or in any.
func (tx *Tx) spot(one *store.Mailbox, path string) (*store.FolderRef, error) {
	if one != nil {
		kind, path, err := tx.folder(*one, path)
		return &store.FolderRef{Kind: kind, Path: path}, err
	}
	if kind, ok := builtIn(path); ok {
		return &store.FolderRef{Kind: kind, Path: mail.BuiltIn[kind]}, nil
	}
	return &store.FolderRef{Kind: mail.OwnFolder, Path: path}, nil
}

func (tx *Tx) findMany(h held, as string) (held, error) {
	for _, sent := range []bool{false, true} {
		h.pick.Sent = sent
		has, err := tx.store.HasCopies(h.pick)
		if has || err != nil {
			return h, err
		}
	}
	id := makeID(messagePrefix, h.message.ID)
	return h, notFound(try(FindCopies, "message", id), "nobody of %q has %s", as, id)
}

func (tx *Tx) findOne(h held, in string) (held, error) {
	for _, sent := range []bool{false, true} {
		c, ok, err := optional(tx.store.CopyOf(h.message.ID, h.one.ID, sent))
		if err != nil {
			return h, err
		}
		if ok && (h.pick.In == nil || *h.pick.In == store.FolderRef{Kind: c.Kind, Path: c.Path}) {
			h.copy, h.pick.Sent = c, sent
			return h, nil
		}
	}
	if in == "" {
		if h, found, err := tx.findInOnlyPublicFolder(h); found || err != nil {
			return h, err
		}
	}
	id, where := makeID(messagePrefix, h.message.ID), ""
	if in != "" {
		where = " in " + in
	}
	hint, err := tx.whereInstead(h, id)
	if err != nil {
		return h, err
	}
	return h, notFound(hint, "%s has no %s%s", h.one.Address, id, where)
}

// whereInstead is how to find out where a message is that is not where it was looked for.
func (tx *Tx) whereInstead(h held, id string) (Hint, error) {
	for _, sent := range []bool{false, true} {
		if c, has, err := optional(tx.store.CopyOf(h.message.ID, h.one.ID, sent)); has || err != nil {
			return say("it is in " + c.Path), err
		}
	}
	folders, err := tx.store.PublicFoldersWith(h.message.ID)
	if err != nil {
		return Hint{}, err
	}
	if len(folders) > 1 {
		return try(NamePublicFolder, "folders", strings.Join(folders, "\n")), nil
	}
	hint := try(FindCopies, "message", id)
	err = tx.store.EachEvent(store.EventFilter{Message: h.message.ID, Mailbox: h.one.ID}, func(store.Event) error {
		hint = try(ReadLogOf, "mailbox", h.one.Address, "message", id)
		return nil
	})
	return hint, err
}

// findInOnlyPublicFolder finds the message where it lies in just one public folder that the user may see.
func (tx *Tx) findInOnlyPublicFolder(h held) (held, bool, error) {
	folders, err := tx.store.PublicFoldersWith(h.message.ID)
	if err != nil || len(folders) != 1 {
		return h, false, err
	}
	found, err := tx.findPublic(h, folders[0])
	if isNotFound(err) {
		return h, false, nil
	}
	return found, true, err
}

func (tx *Tx) findPublic(h held, address string) (held, error) {
	if h.one == nil {
		return h, &Error{
			Kind: Invalid, Field: "in", Message: fmt.Sprintf("%q: one user at a time", address),
			Hint: say("in a public folder each reader acts alone"),
		}
	}
	f, err := tx.publicFolder(address)
	if err != nil {
		return h, err
	}
	if h.rights, err = tx.rightsIn(f, *h.one); err != nil {
		return h, err
	}
	if h.rights == mail.NoRights {
		return h, noPublicFolder(address)
	}
	c, ok, err := optional(tx.store.CopyOf(h.message.ID, f.ID, false))
	if err == nil && !ok {
		err = notFound(try(ListPublicFolder, "folder", f.Address), "%s has no %s", f.Address, makeID(messagePrefix, h.message.ID))
	}
	h.copy, h.public = c, &f
	h.pick.Mailboxes, h.pick.Sent = store.Mailboxes{Mailbox: f.ID}, false
	return h, err
}

// ownerIn is the user whose mailbox in names: one who may have shared something.
func (tx *Tx) ownerIn(in string) (store.Mailbox, bool, error) {
	if !strings.Contains(in, "@") {
		return store.Mailbox{}, false, nil
	}
	m, ok, err := optional(tx.store.MailboxAt(mail.Fold(in)))
	return m, ok && m.Kind == store.UserMailbox, err
}

// findShared finds a copy that its owner has shared. Its read state stays the owner's, and nobody else's reading changes it.
func (tx *Tx) findShared(h held, owner store.Mailbox) (held, error) {
	id := makeID(messagePrefix, h.message.ID)
	if h.one == nil {
		return h, invalid(try(NameOneUser), "one user at a time reads what %s shares", owner.Address)
	}
	shared, err := tx.store.Shares(h.message.ID, owner.ID, h.one.ID)
	if err != nil {
		return h, err
	}
	if !shared {
		return h, notFound(try(Share, "owner", owner.Address, "message", id, "with", h.one.Address), "%s shares no %s with %s", owner.Address, id, h.one.Address)
	}
	h.pick.Mailboxes, h.shared = store.Mailboxes{Mailbox: owner.ID}, true
	for _, sent := range []bool{false, true} {
		c, ok, err := optional(tx.store.CopyOf(h.message.ID, owner.ID, sent))
		if err != nil {
			return h, err
		}
		if ok {
			h.copy, h.pick.Sent = c, sent
			return h, nil
		}
	}
	return h, notFound(try(ReadLog, "message", id), "%s has no %s any more", owner.Address, id)
}

// findOwn is find for acts on what is one's own: what somebody else shares can only be read.
func (tx *Tx) findOwn(as, id, in string) (held, error) {
	h, err := tx.find(as, id, in)
	if err == nil && h.shared {
		err = invalid(say("its owner can"), "%s shares %s, which others only read", in, id)
	}
	return h, err
}

package sandbox

import (
	"recallbox/sandbox/mail"
	"recallbox/sandbox/recall"
	"recallbox/sandbox/store"
)

// Move moves a message to another folder.
func (tx *Tx) Move(as, id, in, to string) error {
	h, err := tx.findOwn(as, id, in)
	if err != nil {
		return err
	}
	if h.public != nil {
		return invalid(try(DeleteThere), "%s is in a public folder, which is one folder", id)
	}
	if err := tx.stays(h.message); err != nil {
		return err
	}
	target, err := tx.spot(h.one, to)
	if err != nil {
		return err
	}
	if target.Kind == mail.Outbox {
		return invalid(try(SendMessage), "nothing is moved into the Outbox: it holds mail on its way out")
	}
	return tx.moveTo(h, *target, mail.WasMoved)
}

// stays refuses to touch what waits in the Outbox: without its copy there it would go out all the same.
func (tx *Tx) stays(m store.Message) error {
	if m.Due == 0 {
		return nil
	}
	sender, err := tx.mailboxOf(m.Sender)
	if err != nil {
		return err
	}
	id := makeID(messagePrefix, m.ID)
	return invalid(try(recall.TakeBack, "address", tx.shortest(sender), "message", id), "%s waits in the Outbox of %s, and stays there until it goes out", id, sender.Address)
}

// moveTo moves the copies picked that do not lie there already.
func (tx *Tx) moveTo(h held, to store.FolderRef, what mail.What) error {
	if to.Kind != mail.OwnFolder {
		if err := tx.store.NeedFolder(h.pick.Mailboxes, to.Kind); err != nil {
			return err
		}
	} else if lacking, err := tx.store.OneWithoutTarget(h.pick, to); err != nil || lacking != "" {
		return orNoFolder(err, lacking, to.Path)
	}
	return tx.store.MoveCopies(h.pick, to, store.Stamp{What: what, At: tx.now})
}

// orNoFolder says that a user lacks a folder, if there is no other error.
func orNoFolder(err error, user, path string) error {
	if err != nil {
		return err
	}
	return notFound(try(AddFolder, "user", user, "path", path), "%s has no folder %q", user, path)
}

// Delete moves a message to Deleted Items, and removes it for good from there; hard removes it at once. In a public folder it is gone.
func (tx *Tx) Delete(as, id, in string, hard bool) error {
	h, err := tx.findOwn(as, id, in)
	if err != nil {
		return err
	}
	if h.public != nil {
		return tx.deletePublic(h)
	}
	if err := tx.stays(h.message); err != nil {
		return err
	}
	if err := tx.store.RemoveCopies(h.pick, !hard, store.Stamp{At: tx.now}); err != nil {
		return err
	}
	if !hard {
		left, err := tx.store.HasCopies(h.pick)
		if err != nil {
			return err
		}
		if left {
			if err := tx.moveTo(h, store.FolderRef{Kind: mail.DeletedItems, Path: mail.BuiltIn[mail.DeletedItems]}, mail.WasDeleted); err != nil {
				return err
			}
		}
	}
	if err := tx.meetAsks(h); err != nil {
		return err
	}
	return tx.requestRemoved(h)
}

func (tx *Tx) deletePublic(h held) error {
	own := h.message.Sender == h.one.ID && h.rights >= mail.Author
	if h.rights < mail.Editor && !own {
		return invalid(try(AllowDeleting, "folder", h.public.Address, "user", h.one.Address), "%s may not delete in %s: the role is %s", h.one.Address, h.public.Address, h.rights)
	}
	if err := tx.store.RemoveCopies(h.pick, false, store.Stamp{Who: h.one.ID, At: tx.now}); err != nil {
		return err
	}
	return tx.requestRemoved(h)
}

// requestRemoved settles what can no longer be processed after a recall message was removed for good.
func (tx *Tx) requestRemoved(h held) error {
	if h.message.Class != mail.RecallMessage {
		return nil
	}
	r, ok, err := optional(tx.store.RecallOfRequest(h.message.ID))
	if err != nil || !ok {
		return err
	}
	return tx.settle(r, occasion{moment: recall.Looked}, &h.pick.Mailboxes)
}

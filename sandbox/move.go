package sandbox

import (
	"recallbox/sandbox/mail"
	"recallbox/sandbox/recall"
	"recallbox/sandbox/store"
)

// Move moves a message to another folder.
func (tx *Tx) Move(as, id, in, to string) error {
	f, err := tx.findOwn(as, id, in)
	if err != nil {
		return err
	}
	if f.public != nil {
		return invalid(try(DeleteThere), "%s is in a public folder, which is one folder", id)
	}
	if err := tx.checkNotInOutbox(f.message); err != nil {
		return err
	}
	target, err := tx.folderRef(f.user, to)
	if err != nil {
		return err
	}
	if target.Kind == mail.Outbox {
		return invalid(try(SendMessage), "nothing is moved into the Outbox: it holds mail on its way out")
	}
	return tx.moveTo(f, *target, store.Stamp{What: mail.WasMoved})
}

// checkNotInOutbox refuses to touch a message that waits in the Outbox. Without its copy there, it would still go
// out.
func (tx *Tx) checkNotInOutbox(m store.Message) error {
	if m.Due == 0 {
		return nil
	}
	sender, err := tx.mailboxOf(m.Sender)
	if err != nil {
		return err
	}
	id := makeID(messagePrefix, m.ID)
	return invalid(try(recall.TakeBack, "address", tx.shortName(sender), "message", id),
		"%s waits in the Outbox of %s, and stays there until it goes out", id, sender.Address)
}

// moveTo moves the found copies that are not in the folder yet.
func (tx *Tx) moveTo(f found, to store.FolderRef, s store.Stamp) error {
	s.At = tx.now
	if to.Kind != mail.OwnFolder {
		if err := tx.store.NeedFolder(f.filter.Mailboxes, to.Kind); err != nil {
			return err
		}
	} else if lacking, err := tx.store.OneWithoutTarget(f.filter, to); err != nil || lacking != "" {
		return orNoFolder(err, lacking, to.Path)
	}
	return tx.store.MoveCopies(f.filter, to, f.stamp(s))
}

// Delete moves a message to Deleted Items. From there, or if hard is true, it removes the message for good. In a
// public folder it always does.
func (tx *Tx) Delete(as, id, in string, hard bool) error {
	f, err := tx.findOwn(as, id, in)
	if err != nil {
		return err
	}
	if f.public != nil {
		return tx.deletePublic(f)
	}
	if err := tx.checkNotInOutbox(f.message); err != nil {
		return err
	}
	cites, err := tx.whatOfDeleting(f)
	if err != nil {
		return err
	}
	told, err := tx.removeOwn(f, hard, cites)
	if err != nil {
		return err
	}
	if !hard {
		left, err := tx.store.HasCopies(f.filter)
		if err != nil {
			return err
		}
		if left {
			deleted := store.FolderRef{Kind: mail.DeletedItems, Path: mail.BuiltIn[mail.DeletedItems]}
			if err := tx.moveTo(f, deleted, store.Stamp{What: mail.WasDeleted, Cites: cites}); err != nil {
				return err
			}
		}
	}
	if err := tx.sendNotRead(f.message, told); err != nil {
		return err
	}
	if err := tx.markAsksMet(f); err != nil {
		return err
	}
	return tx.settleRemovedRecall(f)
}

// whatOfDeleting is the behaviour that tells what comes of it when senders delete their copy of what was sent, or "".
func (tx *Tx) whatOfDeleting(f found) (string, error) {
	if !f.filter.Sent || f.message.Class != mail.Note || messageState(f.message) != recall.Sent || isImported(f.message) {
		return "", nil
	}
	sender, err := tx.mailboxOf(f.message.Sender)
	if err != nil {
		return "", err
	}
	sys, _, err := tx.systemOf(sender)
	if err != nil {
		return "", err
	}
	id := sys.Decide(recall.WhatOfDeleting, recall.Facts{}).ID()
	tx.cite(id)
	return id, nil
}

// removeOwn removes copies for good, as their owners do: all, or those in Deleted Items. Where the mail system keeps
// such copies, they go to Recoverable Items. It gives the behaviour by which the sender is told, or "".
func (tx *Tx) removeOwn(f found, all bool, cites string) (told string, err error) {
	removed, some := f.filter, true
	if !all {
		removed, some = f.filter.Binned()
	}
	if some && !all { // mostly nobody has it there
		some, err = tx.store.HasCopies(removed)
	}
	if err != nil || !some {
		return "", err
	}
	if told, err = tx.noteNotRead(f, removed); err != nil {
		return "", err
	}
	if err := tx.keepRemoved(removed); err != nil {
		return "", err
	}
	return told, tx.store.RemoveCopies(removed, f.stamp(store.Stamp{At: tx.now, Cites: cites}))
}

func (tx *Tx) deletePublic(f found) error {
	own := f.message.Sender == f.user.ID && f.rights >= mail.Author
	if f.rights < mail.Editor && !own {
		return invalid(try(AllowDeleting, "folder", f.public.Address, "user", f.user.Address),
			"%s may not delete in %s: the role is %s", f.user.Address, f.public.Address, f.rights)
	}
	if err := tx.store.RemoveCopies(f.filter, store.Stamp{Who: f.user.ID, At: tx.now}); err != nil {
		return err
	}
	return tx.settleRemovedRecall(f)
}

// settleRemovedRecall settles outcomes after a recall message was removed for good, when nothing can process it any
// more.
func (tx *Tx) settleRemovedRecall(f found) error {
	return tx.settleRemoved(f.message, &f.filter.Mailboxes)
}

func (tx *Tx) settleRemoved(m store.Message, from *store.Mailboxes) error {
	if m.Class != mail.RecallMessage {
		return nil
	}
	r, ok, err := optional(tx.store.RecallOfRequest(m.ID))
	if err != nil || !ok {
		return err
	}
	return tx.settle(r, trigger{moment: recall.Looked}, from)
}

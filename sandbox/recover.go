package sandbox

import (
	"time"

	"recallbox/sandbox/mail"
	"recallbox/sandbox/recall"
	"recallbox/sandbox/store"
)

// RecoverRequest asks for a copy back, as long as it is kept.
type RecoverRequest struct {
	As string // whose copy it was; with In an administrator
	ID string
	In string // in whose mailbox an administrator restores it
}

// Recover brings a copy back that its owner removed for good, or that was purged. It comes back to where it lay, read
// or unread as it was.
func (tx *Tx) Recover(r RecoverRequest) (Recovered, error) {
	if r.In != "" {
		return tx.restore(r)
	}
	user, err := tx.findUser(r.As)
	if err != nil {
		return Recovered{}, err
	}
	m, err := tx.findMessage(r.ID)
	if err != nil {
		return Recovered{}, err
	}
	done, err := tx.store.Recover(m.ID, user.ID, false, store.Stamp{What: mail.WasRecovered, At: tx.now})
	if err == nil && !done {
		hint := try(SeeRecoverable, "user", tx.shortName(user), "time", tx.keptFor(user))
		err = notFound(hint, "%s has no %s in Recoverable Items", user.Address, r.ID)
	}
	if err != nil {
		return Recovered{}, err
	}
	return tx.recovered(m, user)
}

// Recovered is where a copy is after it came back.
type Recovered struct {
	Message, Mailbox, Folder string
	Read                     bool
}

func (tx *Tx) recovered(m store.Message, in store.Mailbox) (Recovered, error) {
	out := Recovered{Message: makeID(messagePrefix, m.ID), Mailbox: in.Address}
	c, there, err := optional(tx.store.CopyOf(m.ID, in.ID, false))
	if err == nil && !there {
		c, err = tx.store.CopyOf(m.ID, in.ID, true)
	}
	out.Folder, out.Read = folderName(c.Kind, c.Path), c.Seen.Read()
	return out, err
}

// restore is what an administrator does in somebody's mailbox, where the mail system lets them.
func (tx *Tx) restore(r RecoverRequest) (out Recovered, _ error) {
	by, err := tx.findUser(r.As)
	if err != nil {
		return out, err
	}
	owner, err := tx.findUser(r.In)
	if err != nil {
		return out, err
	}
	m, err := tx.findMessage(r.ID)
	if err != nil {
		return out, err
	}
	kept, err := tx.store.KeptOf(m.ID, owner.ID, tx.recalled())
	if err != nil {
		return out, err
	}
	allowed, err := tx.checkRestore(by, owner, m, kept)
	if err != nil {
		return out, err
	}
	done, err := tx.store.Recover(m.ID, owner.ID, true,
		store.Stamp{What: mail.WasRecovered, Who: by.ID, At: tx.now, Cites: allowed})
	if err == nil && !done {
		err = tx.notKept(by, owner, r.ID)
	}
	if err != nil {
		return out, err
	}
	return tx.recovered(m, owner)
}

// checkRestore asks the administrator's mail system. It gives the behaviour that allows it.
func (tx *Tx) checkRestore(by, owner store.Mailbox, m store.Message, kept store.Kept) (string, error) {
	sys, _, err := tx.systemOf(by)
	if err != nil {
		return "", err
	}
	admin := administersMailbox(by, owner)
	if admin && kept == (store.Kept{}) && sys.Asks(recall.MayRestore) {
		return "", tx.notKept(by, owner, makeID(messagePrefix, m.ID))
	}
	d := sys.Decide(recall.MayRestore, recall.Given(recall.Administrator.As(admin),
		recall.OutOfSight.As(kept.Deletions == 0), recall.WasTakenBack.As(kept.Deletions == 0 && kept.Recalled > 0)))
	tx.cite(d.ID())
	words := map[string]string{
		"sender": by.DisplayName(), "address": by.Address, "message": makeID(messagePrefix, m.ID),
		"recipient": owner.DisplayName(), "owner": tx.shortName(owner),
	}
	what := words["message"] + " in the mailbox of " + owner.Address
	switch d.Answer() {
	case recall.Yes:
		return d.ID(), nil
	case recall.Refused:
		return "", refusedBy(d, what, words, false)
	}
	return "", invalid(try(SeeAllowed), "%s: nothing in this mail system lets administrators bring it back", what)
}

// administersMailbox says whether somebody is an administrator of the organisation that a mailbox belongs to.
func administersMailbox(by, owner store.Mailbox) bool {
	return by.Role == mail.Admin && by.Organisation != 0 && by.Organisation == owner.Organisation
}

func (tx *Tx) notKept(by, owner store.Mailbox, id string) error {
	hint := try(SeeRecoverableAs, "user", tx.shortName(owner), "time", tx.keptFor(owner), "admin", tx.shortName(by))
	return notFound(hint, "%s has no %s in Recoverable Items", owner.Address, id)
}

// keptFor says for how long the mail system keeps what is removed from a mailbox: ", for 14d"; "" where it does not.
func (tx *Tx) keptFor(owner store.Mailbox) string {
	sys, _, err := tx.systemOf(owner)
	if err != nil {
		return ""
	}
	longest := int64(0)
	for _, by := range []recall.Remover{recall.ByOwner, recall.ByPurge, recall.ByPurgeForGood} {
		e, _ := sys.Decide(recall.WhatIsKept, recall.Given(recall.RemovedBy.As(by))).Effect(recall.Keep)
		longest = max(longest, e.For)
	}
	if longest == 0 {
		return ""
	}
	return ", for " + FormatDuration(time.Duration(longest)*time.Second)
}

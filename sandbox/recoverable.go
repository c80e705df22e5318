package sandbox

import (
	"slices"

	"recallbox/sandbox/mail"
	"recallbox/sandbox/recall"
	"recallbox/sandbox/store"
)

// Recoverable Items have two folders: Deletions, from which the owner recovers, and Purges, which only administrators
// see.
const (
	deletions = "Deletions"
	purges    = "Purges"
)

// keepRemoved puts the copies that their owners are about to remove for good into Recoverable Items, where the mail
// systems keep them. Nothing is looked for where none does.
func (tx *Tx) keepRemoved(p store.CopyFilter) error {
	all, err := tx.store.Organisations()
	if err != nil {
		return err
	}
	keeps := false
	for _, o := range all {
		sys, err := tx.findSystem(o.System)
		if err != nil {
			return err
		}
		_, kept := sys.Decide(recall.WhatIsKept, recall.Given(recall.RemovedBy.As(recall.ByOwner))).Effect(recall.Keep)
		keeps = keeps || kept
	}
	if !keeps {
		return nil
	}
	owners, err := tx.store.Owners(p)
	if err != nil {
		return err
	}
	for _, o := range owners {
		k, kept, err := tx.keeping(o, recall.ByOwner)
		if err != nil {
			return err
		}
		if !kept {
			continue
		}
		if err := tx.store.KeepCopies(p, o, k); err != nil {
			return err
		}
	}
	return nil
}

// keeping is what becomes of copies that are removed for good, in mailboxes of a kind. The second result says whether
// they are kept.
func (tx *Tx) keeping(o store.Owner, by recall.Remover) (store.Keeping, bool, error) {
	if o.Organisation == 0 {
		return store.Keeping{}, false, nil
	}
	in, err := tx.organisationOf(o.Organisation)
	if err != nil {
		return store.Keeping{}, false, err
	}
	k, kept, _ := tx.decideKeeping(in.system, o, by)
	return k, kept, nil
}

// decideKeeping asks the mail system, and also gives the behaviour that decided.
func (tx *Tx) decideKeeping(sys recall.System, o store.Owner, by recall.Remover) (store.Keeping, bool, string) {
	d := sys.Decide(recall.WhatIsKept,
		recall.Given(recall.RemovedBy.As(by), recall.OnHold.As(o.Held), recall.Recipient.As(reachOf(sys, o))))
	e, kept := d.Effect(recall.Keep)
	tx.cite(d.ID())
	k := store.Keeping{Until: tx.after(e.For), Hidden: e.Hidden}
	return k, kept && k.Until > tx.now, d.ID()
}

// reachOf is how far a search in its own organisation comes to a mailbox: to the accounts that its mail system names.
func reachOf(sys recall.System, o store.Owner) recall.Reach {
	switch {
	case !slices.Contains(sys.Accounts(), o.Account):
		return recall.OtherAccount
	case o.OnServer:
		return recall.OnServer
	}
	return recall.Inside
}

// lapse removes from Recoverable Items what its time is over of, unless a hold keeps it.
func (tx *Tx) lapse() error {
	lapsing, err := tx.store.HasLapsing(tx.now)
	if err != nil || !lapsing {
		return err
	}
	all, err := tx.store.Organisations()
	if err != nil {
		return err
	}
	var keep []int64
	for _, o := range all {
		sys, err := tx.findSystem(o.System)
		if err != nil {
			return err
		}
		if tx.holdKeeps(sys, recall.ByOwner) {
			keep = append(keep, o.ID)
		}
	}
	return tx.store.Lapse(tx.now, keep)
}

// holdKeeps says whether a mailbox on hold keeps what was removed so.
func (tx *Tx) holdKeeps(sys recall.System, by recall.Remover) bool {
	d := sys.Decide(recall.WhatLapses, recall.Given(recall.OnHold.As(true), recall.RemovedBy.As(by)))
	tx.cite(d.ID())
	return d.Answer() == recall.No
}

// recalled are the copies that recalls took back and that are kept: in the mail systems that keep such copies.
func (tx *Tx) recalled() store.Recalled {
	out := store.Recalled{Now: tx.now, Succeeded: uint8(recall.Succeeded), SeenAt: recall.Seen.Lowest()}
	for _, sys := range tx.box.systems {
		if sys.Feature {
			continue
		}
		d := sys.Decide(recall.WhatIsKept, recall.Given(recall.RemovedBy.As(recall.ByRecall)))
		if e, kept := d.Effect(recall.Keep); kept {
			tx.cite(d.ID())
			out.Kept = append(out.Kept,
				store.Retention{System: sys.Name, Seconds: e.For, Held: tx.holdKeeps(sys, recall.ByRecall)})
		}
	}
	return out
}

// InspectRecoverable shows a user's Recoverable Items: what the owner may recover, and to an administrator of the
// organisation also what nobody else sees. If as is "", it shows them as their owner sees them.
func (tx *Tx) InspectRecoverable(user, as string) (Mailbox, error) {
	m, err := tx.findUser(user)
	if err != nil {
		return Mailbox{}, err
	}
	by := m
	if as != "" {
		if by, err = tx.findUser(as); err != nil {
			return Mailbox{}, err
		}
	}
	admin := by.Role == mail.Admin && by.Organisation == m.Organisation && m.Organisation != 0
	if by.ID != m.ID && !admin {
		return Mailbox{}, invalid(try(MakeAdmin, "user", by.Address),
			"%s is no administrator, and sees only the own Recoverable Items", by.Address)
	}
	out := Mailbox{Address: m.Address, Folders: []MailFolder{}}
	for _, f := range []struct {
		path   string
		hidden bool
	}{{deletions, false}, {purges, true}} {
		folder, err := tx.keptFolder(m, f.path, f.hidden)
		if err != nil {
			return out, err
		}
		if f.hidden && !admin {
			if out.Unseen = folder.Total; out.Unseen > 0 {
				out.Admin, err = tx.store.AdminOf(m.Organisation)
			}
			return out, err
		}
		out.Folders = append(out.Folders, folder)
	}
	return out, nil
}

func (tx *Tx) keptFolder(m store.Mailbox, path string, hidden bool) (MailFolder, error) {
	f := MailFolder{Path: RecoverableItems + "/" + path}
	var all []Entry
	err := tx.store.EachKept(m.ID, hidden, tx.recalled(), func(k store.KeptItem) error {
		e := tx.listed(k.Listed, true)
		if !k.Held {
			until := at(k.Until)
			e.KeptUntil = &until
		}
		all = append(all, e)
		f.Total++
		if !*e.Read {
			f.Unread++
		}
		return nil
	})
	f.Messages = RowsOf(all...)
	return f, err
}

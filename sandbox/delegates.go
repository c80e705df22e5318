package sandbox

import (
	"recallbox/sandbox/recall"
	"recallbox/sandbox/store"
)

// Delegates are who acts for an owner.
type Delegates struct {
	Owner     string   `json:"owner"`     // the address
	Delegates []string `json:"delegates"` // their addresses
}

// AddDelegate lets a user act for an owner in the same organisation: send for the owner, and work in the owner's
// mailbox.
func (tx *Tx) AddDelegate(owner, delegate string) (Delegates, error) {
	o, d, err := tx.ownerAndDelegate(owner, delegate)
	if err != nil {
		return Delegates{}, err
	}
	if o.ID == d.ID || o.Organisation == 0 || o.Organisation != d.Organisation {
		return Delegates{}, invalid(say("a delegate is another user of the same organisation"),
			"%s cannot act for %s", d.Address, o.Address)
	}
	if err := tx.store.PutDelegate(o.ID, d.ID); err != nil {
		return Delegates{}, err
	}
	return tx.showDelegates(o)
}

// RemoveDelegate takes that away.
func (tx *Tx) RemoveDelegate(owner, delegate string) (Delegates, error) {
	o, d, err := tx.ownerAndDelegate(owner, delegate)
	if err != nil {
		return Delegates{}, err
	}
	was, err := tx.store.DeleteDelegate(o.ID, d.ID)
	if err == nil && !was {
		err = notFound(try(ListDelegates, "owner", tx.shortName(o)), "%s does not act for %s", d.Address, o.Address)
	}
	if err != nil {
		return Delegates{}, err
	}
	return tx.showDelegates(o)
}

// DelegatesOf are those who act for an owner.
func (tx *Tx) DelegatesOf(owner string) (Delegates, error) {
	o, err := tx.findUser(owner)
	if err != nil {
		return Delegates{}, err
	}
	return tx.showDelegates(o)
}

func (tx *Tx) showDelegates(owner store.Mailbox) (Delegates, error) {
	all, err := tx.store.DelegatesOf(owner.ID)
	return Delegates{owner.Address, append([]string{}, all...)}, err
}

func (tx *Tx) ownerAndDelegate(owner, delegate string) (o, d store.Mailbox, err error) {
	if o, err = tx.findUser(owner); err == nil {
		d, err = tx.findUser(delegate)
	}
	return o, d, err
}

// ownerFor is the owner for whom a delegate sends, or no mailbox if the word is empty.
func (tx *Tx) ownerFor(sender store.Mailbox, word string) (store.Mailbox, error) {
	if word == "" {
		return store.Mailbox{}, nil
	}
	owner, err := tx.findUser(word)
	if err != nil {
		return owner, err
	}
	acts, err := tx.store.IsDelegate(owner.ID, sender.ID)
	if err == nil && !acts {
		err = invalid(try(AllowDelegate, "owner", tx.shortName(owner), "delegate", tx.shortName(sender)),
			"%s may not send for %s", sender.Address, owner.Address)
	}
	return owner, err
}

// errandOf is for whom a message was sent, seen by the one who asks for its recall.
func errandOf(asker store.Mailbox, m store.Message) recall.Errand {
	switch {
	case m.For == 0:
		return recall.OnesOwn
	case m.Sender == asker.ID:
		return recall.ForAnother
	case m.For == asker.ID:
		return recall.ByDelegate
	}
	return recall.OnesOwn
}

// findDelegated finds a copy in the mailbox of an owner for whom the user acts.
func (tx *Tx) findDelegated(f found, owner store.Mailbox) (found, error) {
	f.delegate, f.user = f.user, &owner
	f.filter.Mailboxes = store.Mailboxes{Mailbox: owner.ID}
	return tx.findForOne(f, owner.Address)
}

// actor is who acts: the owner of the mailbox or whoever acts for the owner, or the reader of the public folder; nil
// if there are many.
func (f found) actor() *store.Mailbox {
	if f.delegate != nil {
		return f.delegate
	}
	return f.user
}

// stamp is how the log tells what the actor does.
func (f found) stamp(s store.Stamp) store.Stamp {
	if f.delegate != nil {
		s.Who = f.delegate.ID
	}
	return s
}

// whoseMark is the behaviour by which the reading of somebody else counts for the owner of a copy. It is "" if it does
// not.
func (tx *Tx) whoseMark(f found) (string, error) {
	hand := recall.Sharer
	if f.delegate != nil {
		hand = recall.Delegate
	}
	owner, err := tx.mailboxOf(f.copy.Mailbox)
	if err != nil {
		return "", err
	}
	sys, _, err := tx.systemOf(owner)
	if err != nil {
		return "", err
	}
	d := sys.Decide(recall.WhoseMark, recall.Given(recall.ReadBy.As(hand)))
	if d.Answer() != recall.Yes {
		return "", nil
	}
	tx.cite(d.ID())
	return d.ID(), nil
}

// otherHand is somebody who read a copy in another's mailbox.
type otherHand struct {
	by   recall.Hand
	name string
}

// otherReaders are those who set the read mark of copies that are not theirs, as it was when the recall was decided
// about, by mailbox.
func (tx *Tx) otherReaders(r store.Recall) (map[int64]otherHand, error) {
	all, err := tx.store.OtherReaders(r)
	hands := map[int64]otherHand{}
	for _, o := range all {
		hand := otherHand{recall.Sharer, store.Mailbox{Address: o.Address, Name: o.Name}.DisplayName()}
		if o.Delegate {
			hand.by = recall.Delegate
		}
		hands[o.Mailbox] = hand
	}
	return hands, err
}

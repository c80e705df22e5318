package sandbox

import (
	"cmp"
	"strings"

	"recallbox/sandbox/mail"
	"recallbox/sandbox/store"
)

// Group is a distribution list.
type Group struct {
	Address string   `json:"address"`
	Count   int64    `json:"count"`   // of all members, a group among them as one
	Members []string `json:"members"` // the first 50 of them
}

// MembersShown is how many members a listing of groups names.
const MembersShown = 50

// AddGroup adds a distribution list with some members, or with all users of an organisation. Mail to the list goes
// to whoever is a member then. A member may be a group, whose members are members too; a pattern means whom it matches
// now.
func (tx *Tx) AddGroup(address string, members []string, allOf string) (Group, error) {
	var g Group
	address, err := plainAddress(address)
	if err != nil {
		return g, err
	}
	if err := tx.addressIsFree(address); err != nil {
		return g, err
	}
	if (len(members) == 0) == (allOf == "") {
		return g, invalid(say("name its members, or the organisation whose users they all are"),
			"group %q: members or all of an organisation, one of them", address)
	}
	var everyone store.Organisation
	if allOf != "" {
		if everyone, _, err = tx.findOrganisation(allOf); err != nil {
			return g, err
		}
	}
	id, err := tx.store.PutGroup(address, everyone.ID)
	if err != nil {
		return g, err
	}
	if err := tx.putMembers(id, members); err != nil {
		return g, err
	}
	return tx.showGroup(id)
}

// SetGroup gives a distribution list other members.
func (tx *Tx) SetGroup(word string, members []string) (Group, error) {
	address, err := tx.groupCalled(word)
	if err == nil && address == "" {
		err = noGroup(word)
	}
	if err != nil {
		return Group{}, err
	}
	id, err := tx.store.GroupAt(address)
	if err != nil {
		return Group{}, err
	}
	if len(members) == 0 {
		return Group{}, invalid(say("name its members"), "group %q: no members", address)
	}
	if err := tx.store.DeleteMembers(id); err != nil {
		return Group{}, err
	}
	if err := tx.putMembers(id, members); err != nil {
		return Group{}, err
	}
	return tx.showGroup(id)
}

func noGroup(word string) error { return notFound(try(ShowGroup), "no group %q in this sandbox", word) }

func (tx *Tx) showGroup(id int64) (Group, error) {
	group, err := tx.store.GroupByID(id)
	if err != nil {
		return Group{}, err
	}
	shown, err := tx.store.MembersOf(group.ID, MembersShown)
	return Group{group.Address, group.Members, shown}, err
}

// putMembers adds members, each once: mailboxes, addresses outside, and groups.
func (tx *Tx) putMembers(group int64, members []string) error {
	seen := map[addressee]bool{}
	for _, word := range members {
		all, err := tx.membersCalled(word)
		if err != nil {
			return err
		}
		for _, m := range all {
			if seen[m] {
				continue
			}
			seen[m] = true
			if m.group != 0 {
				err = tx.store.PutMemberGroup(group, m.group, len(seen))
			} else {
				err = tx.store.PutMember(group, m.mailbox, len(seen))
			}
			if err != nil {
				return err
			}
		}
	}
	return nil
}

// membersCalled are the mailboxes that a pattern matches now, by address, or the one or the group that a word means.
func (tx *Tx) membersCalled(word string) (all []addressee, err error) {
	if !isPattern(word) {
		m, err := tx.memberCalled(word)
		return []addressee{m}, err
	}
	users, _, err := tx.findUsers(word)
	if err != nil {
		return nil, err
	}
	err = tx.store.EachMailbox(users, func(m store.Mailbox) error {
		all = append(all, addressee{mailbox: m.ID})
		return nil
	})
	return all, err
}

// memberCalled is the mailbox or the group that a word means.
func (tx *Tx) memberCalled(word string) (addressee, error) {
	if id, ok, err := optional(tx.store.GroupAt(mail.Fold(word))); ok || err != nil {
		return addressee{group: id}, err
	}
	m, err := tx.anyMailbox(word)
	if !isNotFound(err) || strings.Contains(word, "@") {
		return addressee{mailbox: m.ID}, err
	}
	address, groupErr := tx.groupCalled(word)
	if groupErr != nil || address == "" {
		return addressee{}, cmp.Or(groupErr, err)
	}
	id, err := tx.store.GroupAt(address)
	return addressee{group: id}, err
}

// addressIsFree fails with a conflict if a mailbox, a public folder or a group has the address.
func (tx *Tx) addressIsFree(address string) error {
	m, ok, err := optional(tx.store.MailboxAt(address))
	if err != nil || (ok && m.Kind != store.NobodysMailbox) {
		return orConflict(err, say("choose another address"), "%q is there already", address)
	}
	if ok {
		return conflict(say("choose another address, or add it before anybody writes to it"),
			"%q has bounced mail already", address)
	}
	if _, ok, err := optional(tx.store.GroupAt(address)); err != nil || ok {
		return orConflict(err, say("choose another address"), "%q is a group already", address)
	}
	return nil
}

// Groups lists the distribution lists by address.
func (tx *Tx) Groups() ([]Group, error) {
	all, err := tx.store.Groups()
	if err != nil {
		return nil, err
	}
	members, err := tx.store.Members(MembersShown)
	out := []Group{}
	for _, g := range all {
		out = append(out, Group{g.Address, g.Members, members[g.ID]})
	}
	return out, err
}

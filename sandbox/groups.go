package sandbox

import "recallbox/sandbox/store"

// Group is a distribution list.
type Group struct {
	Address string   `json:"address"`
	Count   int64    `json:"count"`
	Members []string `json:"members"` // at most MembersShown
}

// MembersShown is how many members a listing of groups names.
const MembersShown = 50

// AddGroup adds a distribution list with the members named, or with all users of an organisation. It is expanded when mail is sent to it.
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
		return g, invalid(say("name its members, or the organisation whose users they all are"), "group %q: members or all of an organisation, one of them", address)
	}
	var everyone store.Organisation
	if allOf != "" {
		if everyone, _, err = tx.organisation(allOf); err != nil {
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
	made, err := tx.store.GroupByID(id)
	if err != nil {
		return g, err
	}
	return tx.showGroup(made)
}

func (tx *Tx) putMembers(group int64, members []string) error {
	seen := map[int64]bool{}
	for _, word := range members {
		m, err := tx.mailbox(word)
		if err != nil {
			return err
		}
		if seen[m.ID] {
			continue
		}
		seen[m.ID] = true
		if err := tx.store.PutMember(group, m.ID, len(seen)); err != nil {
			return err
		}
	}
	return nil
}

// addressIsFree fails with a conflict where a mailbox, a public folder or a group has the address.
func (tx *Tx) addressIsFree(address string) error {
	m, ok, err := optional(tx.store.MailboxAt(address))
	if err != nil || (ok && m.Kind != store.NobodysMailbox) {
		return orConflict(err, say("choose another address"), "%q is there already", address)
	}
	if ok {
		return conflict(say("choose another address, or add it before anybody writes to it"), "%q has bounced mail already", address)
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
	out := []Group{}
	for _, g := range all {
		shown, err := tx.showGroup(g)
		if err != nil {
			return nil, err
		}
		out = append(out, shown)
	}
	return out, nil
}

func (tx *Tx) showGroup(g store.Group) (Group, error) {
	members, err := tx.store.Members(g.ID, MembersShown)
	return Group{g.Address, g.Members, members}, err
}

package sandbox

import (
	"fmt"
	"slices"
	"strings"

	"recallbox/sandbox/recall"
	"recallbox/sandbox/store"
)

// around is what the way of a recall to its recipients depends on.
func (tx *Tx) around(req *request) (store.Around, error) {
	allies, err := tx.allies(req.sender)
	return store.Around{
		Organisation: req.sender.Organisation,
		Allies:       allies,
		Filtered:     recall.OutboundFilter.Get(req.facts) != recall.NoFilter,
	}, err
}

// allies are the other organisations from whose mailboxes the sender's organisation may recall.
func (tx *Tx) allies(sender store.Mailbox) (allies []int64, err error) {
	if sender.Organisation == 0 {
		return nil, nil
	}
	own, err := tx.organisationOf(sender.Organisation)
	if err != nil || own.system.Trust.Names == "" {
		return nil, err
	}
	all, err := tx.store.OrganisationsThatSet(own.system.Trust.Names, own.system.Name)
	if err != nil {
		return nil, err
	}
	for _, id := range all {
		set, err := tx.settings(id, own.system)
		if err != nil {
			return nil, err
		}
		if id != sender.Organisation && own.system.Trust.Lets(set, own.name) {
			allies = append(allies, id)
		}
	}
	return allies, nil
}

// reachBits say where the facts about a recipient stand who is inside in a roundabout way, or in another organisation.
// There are none where the mail system does not ask for them, or no outcome of such a recipient is open.
func (tx *Tx) reachBits(sys recall.System, r store.Recall) ([]store.Bits, error) {
	if !sys.Reads(recall.WhatHappens).Has(recall.Recipient) {
		return nil, nil
	}
	reaches, err := tx.store.OpenReaches(r.ID)
	if err != nil || len(reaches) == 0 {
		return nil, err
	}
	bits := []store.Bits{columnBits(store.ReachOf, recall.Recipient)}
	if !slices.Contains(reaches, uint8(recall.Allied)) {
		return bits, nil
	}
	theirs, err := tx.theirFacts(sys, r)
	return append(bits, store.Bits{Column: theirs}), err
}

// theirFacts are the facts that the organisations of recipients have set, packed, as a column.
func (tx *Tx) theirFacts(sys recall.System, r store.Recall) (string, error) {
	all, err := tx.store.OpenOrganisations(r.ID, uint8(recall.Allied))
	if err != nil {
		return "", err
	}
	var b strings.Builder
	b.WriteString("CASE " + store.OrganisationOf)
	for _, id := range all {
		set, err := tx.settings(id, sys)
		if err != nil {
			return "", err
		}
		var f recall.Facts
		sys.SetTheirs(&f, set)
		fmt.Fprintf(&b, " WHEN %d THEN %d", id, f.OfCopy())
	}
	b.WriteString(" ELSE 0 END")
	return b.String(), nil
}

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
	others, err := tx.neighbours(req.sender.Organisation)
	return store.Around{
		Organisation: req.sender.Organisation,
		Accounts:     req.system.Accounts(),
		Others:       others,
		Filtered:     recall.OutboundFilter.Get(req.facts) != recall.NoFilter,
	}, err
}

// neighbours are the other organisations that have the same mail system, if that has organisations let others recall.
func (tx *Tx) neighbours(organisation int64) (others []store.Neighbour, err error) {
	if organisation == 0 {
		return nil, nil
	}
	own, err := tx.organisationOf(organisation)
	if err != nil || own.system.Lets.Names == "" {
		return nil, err
	}
	all, err := tx.store.OrganisationsWith(own.system.Name)
	if err != nil || len(all) < 2 {
		return nil, err
	}
	set, err := tx.store.AllSettings()
	for _, o := range all {
		if o.ID != organisation {
			trust := own.system.Lets.Trust(o.Name, set[o.ID], own.name, set[organisation])
			others = append(others, store.Neighbour{Organisation: o.ID, Trust: trust})
		}
	}
	return others, err
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
		f := recall.Given(recall.Trust.As(recall.Listed))
		sys.SetTheirs(&f, set)
		fmt.Fprintf(&b, " WHEN %d THEN %d", id, f.OfCopy())
	}
	b.WriteString(" ELSE 0 END")
	return b.String(), nil
}

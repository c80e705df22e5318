package sandbox

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strconv"
	"strings"

	"recallbox/sandbox/recall"
	"recallbox/sandbox/store"
	"recallbox/sandbox/systems"
)

// Health is what a check of a sandbox found.
type Health struct {
	OK       bool      `json:"ok"`             // nothing is wrong
	Problems []Problem `json:"problems"`       // the first of them
	More     int       `json:"more,omitempty"` // how many more there are
	Counts   Counts    `json:"counts"`         // how much was looked at
}

// Problem is one thing that is wrong: what, in the same words wherever it is wrong, and where.
type Problem struct {
	What  string `json:"what"`  // what is wrong
	Where string `json:"where"` // of what
}

// Counts say how much there is in a sandbox.
type Counts struct {
	Mailboxes int64 `json:"mailboxes"`
	Messages  int64 `json:"messages"`
	Copies    int64 `json:"copies"`
	Recalls   int64 `json:"recalls"`
	Events    int64 `json:"events"`
	Snapshots int64 `json:"snapshots"`
}

// Invariants lists everything that Check can find wrong.
func Invariants() []string {
	return append(store.Invariants(), wrongInput, unknownSystem, wrongSetting, unknownBehaviour,
		unaskable, otherwise, unsettled, otherHeadline, otherSnapshot, damagedSnapshot)
}

// Total is the number of all problems, shown or not.
func (h Health) Total() int { return len(h.Problems) + h.More }

func (h *Health) add(what, where string) {
	h.OK = false
	if len(h.Problems) < problemsShown {
		h.Problems = append(h.Problems, Problem{what, where})
	} else {
		h.More++
	}
}

// HealthOf is the health of a sandbox with problems that kept it from being opened.
func HealthOf(problems []Problem) Health {
	h := Health{Problems: []Problem{}}
	for _, p := range problems {
		h.add(p.What, p.Where)
	}
	return h
}

// problemsShown is how many problems are listed one by one.
const problemsShown = 50

// Check verifies the file and everything in it, snapshots too, as it is now; others write meanwhile. What is wrong
// stands in the result. The error means that the check itself failed.
func (b *Box) Check(ctx context.Context) (h Health, err error) {
	err = b.store.ViewAside(ctx, func(t *store.Tx) error {
		tx := &Tx{store: t, box: b} // without the time, which may be missing
		if h, err = tx.Check(); err != nil || !h.OK {
			return err
		}
		return tx.checkSnapshots(ctx, &h)
	})
	return h, fromStore(b.path, err)
}

// Check is Box.Check inside a transaction, without the snapshots. The store looks first. Then the mail systems are
// asked again what they decided.
func (tx *Tx) Check() (Health, error) {
	h := Health{OK: true, Problems: []Problem{}}
	err := tx.store.Check(func(p store.Problem) { h.add(p.What, p.Where) })
	if err != nil || !h.OK {
		return h, err
	}
	size, err := tx.store.Size()
	if err != nil {
		return h, err
	}
	h.Counts = Counts(size)
	steps := []func(*Health) error{
		tx.checkInputs, tx.checkOrganisations, tx.checkCitations, tx.checkRecalls, tx.checkHeadlines,
	}
	for _, step := range steps {
		if err := step(&h); err != nil {
			return h, err
		}
	}
	return h, nil
}

// wrongInput is a problem with a file that the history reads.
const wrongInput = "a file of the history has a name that no command gives"

func (tx *Tx) checkInputs(h *Health) error {
	inputs, err := tx.store.ListInputs()
	for _, in := range inputs {
		if !IsInputName(in.Name) {
			h.add(wrongInput, strconv.Quote(in.Name))
		}
	}
	return err
}

// Problems with names that only this version of the program knows.
const (
	unknownSystem    = "an organisation has a mail system that does not exist"
	wrongSetting     = "an organisation has a setting that does not exist"
	unknownBehaviour = "a behaviour is cited that does not exist"
)

func (tx *Tx) checkOrganisations(h *Health) error {
	all, err := tx.store.Organisations()
	if err != nil {
		return err
	}
	for _, o := range all {
		sys, err := tx.findSystem(o.System)
		if err != nil {
			h.add(unknownSystem, o.Name+" has "+o.System)
			continue
		}
		set, err := tx.store.Settings(o.ID)
		if err != nil {
			return err
		}
		for _, key := range slices.Sorted(maps.Keys(set)) {
			if _, err := tx.readSetting(sys, "", Setting{key, set[key]}); err != nil {
				h.add(wrongSetting, o.Name+" has "+key+"="+set[key])
			}
		}
	}
	return nil
}

// Problems with snapshots.
const (
	otherSnapshot   = "a snapshot is not what was saved"
	damagedSnapshot = "a snapshot is damaged in itself"
)

// checkSnapshots extracts every snapshot, and checks it as a sandbox of its own.
func (tx *Tx) checkSnapshots(ctx context.Context, h *Health) error {
	all, err := tx.store.Snapshots()
	if err != nil {
		return err
	}
	for _, s := range all {
		err := tx.store.OpenSnapshot(s, func(then *store.Store) error {
			return then.View(ctx, func(t *store.Tx) error {
				return t.Check(func(p store.Problem) { h.add(damagedSnapshot, s.Name+": "+p.What+": "+p.Where) })
			})
		})
		switch {
		case errors.Is(err, store.ErrSnapshotDamaged),
			errors.Is(err, store.ErrNotOurs),
			errors.Is(err, store.ErrDamaged),
			errors.Is(err, store.ErrTooNew):
			h.add(otherSnapshot, s.Name)
		case err != nil:
			return err
		}
	}
	return nil
}

// Problems with what the mail systems decided.
const (
	unaskable = "a recall could not have been asked for"
	otherwise = "what was decided does not follow from the facts"
	unsettled = "an outcome is open that is for good"
)

func (tx *Tx) checkCitations(h *Health) error {
	return tx.store.EachCitation(func(ids string) error {
		for _, id := range strings.Fields(ids) {
			if systems.Behaviour(tx.box.systems, id) == nil {
				h.add(unknownBehaviour, id)
			}
		}
		return nil
	})
}

// checkRecalls asks the mail systems again what they decided, from the facts that were stored with each decision.
func (tx *Tx) checkRecalls(h *Health) error {
	err := tx.store.EachRecall(func(r store.Recall) error { return tx.checkRecall(h, r) })
	if err != nil {
		return err
	}
	return tx.store.EachFinalOutcome(func(s store.FinalOutcome) error {
		sys, err := tx.findSystem(s.System)
		if err == nil && !follows(sys, s) {
			h.add(otherwise, makeID(recallPrefix, s.Recall)+" "+s.Address)
		}
		return nil
	})
}

func (tx *Tx) checkRecall(h *Health, r store.Recall) error {
	id := makeID(recallPrefix, r.ID)
	sys, err := tx.findSystem(r.System)
	if err != nil {
		h.add(unaskable, id+" by the rules of "+r.System)
		return nil
	}
	if sys.Decide(recall.MayRecall, recall.Unpack(r.Facts, 0)).Answer() == recall.Refused {
		h.add(unaskable, id)
	}
	return tx.checkOpen(h, sys, r)
}

// checkOpen looks for outcomes that are stored as open although they are final by the facts. The event that made
// them final should have settled them.
func (tx *Tx) checkOpen(h *Health, sys recall.System, r store.Recall) error {
	s, err := tx.statusOf(r)
	if err != nil || s.inOutbox {
		return err
	}
	kinds, err := tx.store.Kinds(r.ID)
	if err != nil {
		return err
	}
	final := map[store.KindKey]bool{}
	for _, k := range kinds {
		f := recall.Unpack(r.Facts, k.Facts)
		recall.FolderReader.Set(&f, recall.Nobody) // an attempt that settles something is stored with the attempt
		if !k.Final && sys.Decide(recall.WhatHappens, f).Final() {
			final[k.KindKey] = true
		}
	}
	if len(final) == 0 {
		return nil
	}
	return tx.store.EachOutcome(r.ID, func(o store.Outcome) error {
		if final[o.KindKey] {
			h.add(unsettled, makeID(recallPrefix, r.ID)+" "+o.Address)
		}
		return nil
	})
}

// follows says whether the mail system gives the stored answer to the stored facts.
func follows(sys recall.System, s store.FinalOutcome) bool {
	f := recall.Unpack(s.Asked, s.Facts)
	if d := sys.Decide(recall.HowFar, f); d.Final() && !s.Attempt {
		return agrees(d, s) && uint8(recall.Recipient.Get(f)) == s.Reach
	}
	d := sys.Decide(recall.WhatHappens, f)
	return agrees(d, s) && recall.PublicFolder.Get(f) == s.Public && (s.Attempt || d.Final())
}

// agrees says whether a decision is the stored one, in the outcome and in the log.
func agrees(d recall.Decision, s store.FinalOutcome) bool {
	logged := s.Attempt || s.TakenBack == (d.Answer() == recall.Succeeded)
	grouped := recall.ThroughGroup.Get(d.Facts)
	return uint8(d.Answer()) == s.Answer && d.ID() == s.Behaviour && grouped == s.Grouped && logged
}

// otherHeadline is a problem with what lists show of a message.
const otherHeadline = "a list shows another subject or sender than the message has"

func (tx *Tx) checkHeadlines(h *Health) error {
	return tx.store.EachWrittenRaw(func(m store.Message, raw []byte) error {
		stored := m
		setHeadline(&m, raw)
		if stored != m {
			h.add(otherHeadline, makeID(messagePrefix, m.ID))
		}
		return nil
	})
}

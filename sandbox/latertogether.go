package sandbox

import (
	"slices"

	"recallbox/sandbox/mail"
	"recallbox/sandbox/recall"
	"recallbox/sandbox/store"
)

// Turns are taken one after the other. Those who read a message, each alone, are taken together as far as nothing else
// falls due in between: what one of them does is no matter to the others, as each has an own copy, and nothing comes of
// it but that it was read.

const (
	mostReadings = 16      // how many acts are taken together
	fewTurns     = 256     // how many turns are tried first, and
	mostTogether = 100_000 // at most
)

// takeTurns takes the turn that is due now, and those that can be taken with it until a time.
func (tx *Tx) takeTurns(first store.Turn, until int64) error {
	readings, end, err := tx.readings(first, until)
	if err != nil {
		return err
	}
	if len(readings) > 0 {
		if taken, err := tx.takeTogether(readings, end); taken > 0 || err != nil {
			return err
		}
	}
	tx.turn(1)
	return tx.takeTurn(first)
}

// turn counts turns that are taken.
func (tx *Tx) turn(n int64) {
	if tx.box.turned != nil {
		tx.box.turned(n)
	}
}

// readings are the acts whose turns come first and can be taken together, and the turn before which that ends.
func (tx *Tx) readings(first store.Turn, until int64) (all []store.TakenRead, end store.Turn, err error) {
	end = store.Turn{Due: until + 1}
	var acts []int64
	for next := first; ; {
		r, ok, err := tx.readingOf(next)
		if err != nil {
			return nil, end, err
		}
		clash := slices.ContainsFunc(all, func(other store.TakenRead) bool {
			return other.Message == r.Message && other.What != r.What // whoever does both does them in order
		})
		if !ok || clash || len(all) == mostReadings {
			return all, next, nil
		}
		all, acts = append(all, r), append(acts, next.Act)
		if next, ok, err = optional(tx.store.FirstTurnOfOthers(acts, until)); err != nil || !ok {
			return all, end, err
		}
	}
}

// readingOf is what the act of a turn does, if it only reads a message, by those who act alone, and nothing more comes
// of that.
func (tx *Tx) readingOf(u store.Turn) (r store.TakenRead, ok bool, err error) {
	if u.Mailbox == 0 {
		return r, false, nil
	}
	deed, err := tx.deedOf(u.Act)
	if err != nil {
		return r, false, err
	}
	n, ok := parseID(messagePrefix, deed.Reads)
	if !ok {
		return r, false, nil
	}
	m, ok, err := optional(tx.store.MessageByID(n))
	if err != nil || !ok {
		return r, false, err
	}
	opens := deed.How == ByOpening
	if opens && (m.Class == mail.RecallMessage || m.Receipt) {
		return r, false, nil
	}
	folders, err := tx.store.PublicFoldersWith(n)
	r = store.TakenRead{
		LoneRead: store.LoneRead{Act: u.Act, Message: n, Running: opens, Public: len(folders) > 0},
		What:     deed.How.what(),
		Stopped:  isNotRunning,
		Absent:   " has no " + deed.Reads,
	}
	return r, err == nil, err
}

func (h ReadHow) what() mail.What {
	return [...]mail.What{mail.WasOpened, mail.WasPreviewed, mail.WasMarkedRead, mail.WasMarkedUnread}[h]
}

// takeTogether takes the first turns, which are of these acts, as far as each goes as such turns do. It gives their
// number.
func (tx *Tx) takeTogether(readings []store.TakenRead, end store.Turn) (int64, error) {
	var what []store.LoneRead
	for _, r := range readings {
		what = append(what, r.LoneRead)
	}
	wanted := max(tx.together, fewTurns)
	n, last, err := tx.store.TakeTurns(what, end, wanted)
	if err != nil || n == 0 {
		tx.together = 0
		return 0, err
	}
	if tx.together = 0; n == wanted {
		tx.together = min(4*wanted, mostTogether)
	}
	for i := range readings {
		if err := tx.readTaken(&readings[i]); err != nil {
			return 0, err
		}
	}
	if err := tx.store.SetTaken(readings, last); err != nil {
		return 0, err
	}
	tx.turn(n)
	tx.now = last.Due
	if err := tx.store.SetNow(tx.now); err != nil {
		return 0, err
	}
	return n, tx.lapse()
}

// readTaken finds out how the message is left by those who read it, and notes what their programs fetch.
func (tx *Tx) readTaken(r *store.TakenRead) error {
	lookers, err := tx.store.TakenLookers(r.Act)
	if err != nil || len(lookers) == 0 {
		return err
	}
	m, err := tx.store.MessageByID(r.Message)
	if err != nil {
		return err
	}
	act := map[mail.What]mail.Act{mail.WasMarkedRead: mail.MarkRead, mail.WasMarkedUnread: mail.MarkUnread}
	marks, isMark := act[r.What]
	shown := found{message: m}
	marker, err := tx.markerOf(shown, nil, r.What == mail.WasPreviewed)
	if err != nil {
		return err
	}
	r.By = map[store.Looker]store.Showing{}
	for _, l := range lookers {
		switch {
		case isMark:
			r.By[l] = store.Showing{Act: marks}
		case !marker.inPane && !marker.asks:
			r.By[l] = store.Showing{Act: mail.Open}
		default:
			r.By[l] = marker.showing(l)
		}
	}
	if isMark || m.Sender == 0 || !marker.system.Reads(recall.WhatHappens).Has(recall.Fetched) {
		return nil
	}
	return tx.store.FetchTaken(r.LoneRead)
}

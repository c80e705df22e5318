package sandbox

import (
	"cmp"

	"recallbox/sandbox/recall"
	"recallbox/sandbox/store"
)

func (d *Diff) compareRecalls(before, now *Tx) error {
	others := map[int64]bool{} // recalls that have the same ID, and are not the same
	err := now.store.ChangedRecalls(func(was, is *store.ComparedRecall) error {
		r := cmp.Or(is, was)
		others[r.ID] = true
		d.Recalls = append(d.Recalls, RecallDiff{makeID(recallPrefix, r.ID), makeID(messagePrefix, r.Message), r.Sender, cameOrWent(is != nil)})
		return nil
	})
	if err != nil {
		return err
	}
	past, present := &outcomes{tx: before}, &outcomes{tx: now}
	return now.store.ChangedOutcomes(viewBits(recall.FactSet{}), func(was, is *store.ComparedOutcome) error {
		o := cmp.Or(is, was)
		if others[o.Recall] {
			return nil
		}
		from, err := past.state(was)
		if err != nil {
			return err
		}
		to, err := present.state(is)
		if err != nil || from != nil && to != nil && from.Outcome == to.Outcome && from.Final == to.Final && from.Behaviour == to.Behaviour {
			return err
		}
		d.Outcomes = append(d.Outcomes, OutcomeDiff{makeID(recallPrefix, o.Recall), o.Address, from, to})
		return nil
	})
}

// outcomes tells how recipients stand in one of the states, recall by recall.
type outcomes struct {
	tx  *Tx
	now standing // of the recall that was asked for last
}

func (o *outcomes) state(of *store.ComparedOutcome) (*OutcomeState, error) {
	if of == nil {
		return nil, nil
	}
	if err := o.turnTo(of.Recall); err != nil {
		return nil, err
	}
	if of.Public { // whose readers' attempts count
		m, err := o.tx.store.MailboxAt(of.Address)
		if err != nil {
			return nil, err
		}
		of.Mailbox = m.ID
	}
	of.KindKey = o.kind(of)
	shown, err := o.now.show(of.Outcome, o.now.decision(of.KindKey))
	return &OutcomeState{shown.Outcome, shown.Final, shown.Behaviour, shown.Reason}, err
}

// kind is how a recipient stands, as the standing of a recall has it.
func (o *outcomes) kind(of *store.ComparedOutcome) store.KindKey {
	if of.Answer != 0 {
		return store.KindKey{Final: true, Facts: of.Facts}
	}
	if o.now.held {
		f := recall.Given(recall.Recipient.As(recall.Reach(of.Reach)), recall.ThroughGroup.As(of.Via != ""))
		return store.KindKey{Facts: f.OfCopy()}
	}
	f := recall.Unpack(o.now.recall.Facts, of.Facts)
	if of.Attempts > 0 && recall.RequestIn.Get(f) != recall.Gone {
		recall.FolderReader.Set(&f, recall.OtherRights)
	}
	return store.KindKey{Facts: f.OfCopy()}
}

// turnTo makes ready for the recipients of a recall.
func (o *outcomes) turnTo(id int64) error {
	if o.now.recall.ID == id {
		return nil
	}
	r, err := o.tx.store.RecallByID(id)
	if err != nil {
		return err
	}
	o.now, err = o.tx.standingWithout(r)
	return err
}

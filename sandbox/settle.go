package sandbox

import (
	"maps"
	"slices"

	"recallbox/sandbox/mail"
	"recallbox/sandbox/recall"
	"recallbox/sandbox/store"
)

// viewColumns say which fact each column of recall_facts is.
var viewColumns = []struct {
	column string
	fact   recall.FieldID
}{
	{"grouped", recall.FGrouped},
	{"public", recall.FPublic},
	{"other_program", recall.FOtherProgram},
	{"stopped", recall.FStopped},
	{"manual", recall.FManual},
	{"seen", recall.FSeen},
	{"original", recall.FOriginal},
	{"placed_by", recall.FPlacedBy},
	{"request", recall.FRequest},
	{"together", recall.FTogether},
	{"shared", recall.FShared},
	{"fetched", recall.FFetched},
}

// occasion is what may process recall messages: a moment, and what is the same for all recipients at it.
type occasion struct {
	moment recall.Moment
	client *mail.Client // the program in which the recall message is opened, if it is not each recipient's own
}

// bits say where the columns stand in packed facts. What the organisation had set when the recall was asked for stays as it was.
func (o occasion) bits(sys recall.System, r store.Recall) []store.Bits {
	fixed := map[recall.FieldID]uint8{}
	if o.moment == recall.Started {
		fixed[recall.FStopped] = 0
	}
	if o.client != nil {
		fixed[recall.FOtherProgram] = flag(!o.client.IsOutlook())
	}
	same := sys.Kept(recall.Unpack(r.Facts))
	same[recall.FMoment] = uint8(o.moment)
	var bits []store.Bits
	for _, id := range slices.Sorted(maps.Keys(same)) {
		value := same[id]
		shift, _ := id.Shift()
		bits = append(bits, store.Bits{Shift: shift, Fixed: &value})
	}
	for _, v := range viewColumns {
		b := columnBits(v.column, v.fact)
		if value, ok := fixed[v.fact]; ok {
			b.Fixed = &value
		}
		bits = append(bits, b)
	}
	return bits
}

// columnBits say where what a column holds stands in packed facts.
func columnBits(column string, fact recall.FieldID) store.Bits {
	shift, _ := fact.Shift()
	return store.Bits{Column: column, Shift: shift}
}

func flag(b bool) uint8 {
	if b {
		return 1
	}
	return 0
}

// settle decides what happens to the copies of all recipients, or of those picked, whose outcome is open, after something happened that
// may process the recall message. The recipients are grouped by their facts; each group is decided once and carried out as one.
func (tx *Tx) settle(r store.Recall, o occasion, w *store.Who) error {
	sys, err := tx.system(r.System)
	if err != nil {
		return err
	}
	distinct, err := tx.store.Gather(r.ID, w, o.bits(sys, r))
	if err != nil || len(distinct) == 0 {
		return err
	}
	var verdicts []store.Verdict
	for _, packed := range distinct {
		if v, ok := tx.verdict(sys, r, packed); ok {
			verdicts = append(verdicts, v)
		}
	}
	return tx.carryOut(sys, r, verdicts)
}

func (tx *Tx) carryOut(sys recall.System, r store.Recall, verdicts []store.Verdict) error {
	if err := tx.store.Settle(r, tx.now, verdicts); err != nil {
		return err
	}
	for _, v := range verdicts {
		if v.TakesBack {
			return tx.noteForwards(sys, r)
		}
	}
	return nil
}

// verdict is what the mail system says to one set of facts, and to the question what the sender is told of it.
func (tx *Tx) verdict(sys recall.System, r store.Recall, packed int64) (store.Verdict, bool) {
	f := recall.Unpack(packed)
	d := sys.Decide(recall.WhatHappens, f)
	v := store.Verdict{Facts: packed, Answer: uint8(d.Answer()), Behaviour: d.ID(), Final: d.Final(), Succeeded: d.Answer() == recall.Succeeded}
	effects := d.Effects()
	if !v.Final && len(effects) == 0 {
		return v, false
	}
	cites := []string{d.ID()}
	for _, e := range effects {
		switch e.Do {
		case recall.RemoveOriginal:
			v.TakesBack = true
		case recall.RemoveRequest:
			v.Spends = true
		case recall.Notify:
			v.Notice = e.Notice
		}
	}
	if v.Succeeded && f.Moment == recall.Requested {
		told := sys.Decide(recall.WhatRecipient, f)
		cites = append(cites, told.ID())
		if e, ok := told.Effect(recall.Notify); ok {
			v.Notice = e.Notice
		}
	}
	if v.Final && sys.ByMessage && f.Moment != recall.Looked {
		told := sys.Decide(recall.WhoIsTold, recall.Facts{NoReport: r.NoReport})
		cites = append(cites, told.ID())
		if e, ok := told.Effect(recall.TellSender); ok {
			v.Reports, v.Form = true, tx.formID(sys, e.Form)
			cites = append(cites, v.Form)
		}
	}
	tx.cite(cites...)
	v.Cites = joined(cites...)
	return v, true
}

// formID is the ID, if the mail system has the form.
func (tx *Tx) formID(sys recall.System, id string) string {
	if sys.Find(id) == nil {
		return ""
	}
	return id
}

// settlePublic is settle for a public folder, where the one who opens the recall message decides by rights and read state.
func (tx *Tx) settlePublic(r store.Recall, h held, client *mail.Client) error {
	sys, err := tx.system(r.System)
	if err != nil {
		return err
	}
	f, open, err := tx.publicFacts(sys, r, h, client)
	if err != nil || !open {
		return err
	}
	packed := f.Pack()
	if before, ok, err := tx.store.AttemptBy(r.ID, h.public.ID, h.one.ID); err != nil || (ok && before == packed) {
		return err // the same reader opens it again: nothing is new
	}
	v, acts := tx.verdict(sys, r, packed)
	if !acts {
		return nil
	}
	if err := tx.store.PutAttempt(r.ID, h.public.ID, h.one.ID, tx.now, v); err != nil {
		return err
	}
	if err := tx.store.GatherOne(r.ID, h.public.ID, h.one.ID, packed); err != nil {
		return err
	}
	return tx.carryOut(sys, r, []store.Verdict{v})
}

// publicFacts are the facts when a reader opens the recall message in a public folder; open is false where the outcome is for good.
func (tx *Tx) publicFacts(sys recall.System, r store.Recall, h held, client *mail.Client) (f recall.Facts, open bool, err error) {
	facts, err := tx.store.OpenFacts(r.ID, &store.Who{Mailbox: h.public.ID}, occasion{moment: recall.Opened}.bits(sys, r))
	packed, open := facts[h.public.ID]
	if err != nil || !open {
		return f, open, err
	}
	f = recall.Unpack(packed)
	program := h.one.Client
	if client != nil {
		program = *client
	}
	f.OtherProgram, f.Reader = !program.IsOutlook(), recall.OtherRights
	if h.rights.ReadsAll() {
		f.Reader = recall.ReadsAll
	}
	if f.Original == recall.Gone {
		return f, open, nil
	}
	if f.Seen, err = tx.store.Seen(r.Message, h.public.ID, h.one.ID); err != nil {
		return f, open, err
	}
	f.OthersRead, err = tx.store.OthersRead(r.Message, h.public.ID, h.one.ID)
	return f, open, err
}

// noteForwards logs that what recipients had passed on outlives the recall.
func (tx *Tx) noteForwards(sys recall.System, r store.Recall) error {
	forwards, err := tx.store.Forwarders(r.Message)
	if err != nil {
		return err
	}
	for _, m := range forwards {
		d := sys.Decide(recall.WhatOfForward, recall.Facts{Forwarded: true})
		if d.Answer() == recall.Silent {
			return nil
		}
		tx.cite(d.ID())
		if err := tx.store.PutEvent(store.NewEvent{At: tx.now, Who: m.Sender, What: mail.StaysBehind, Message: m.ID, Recall: r.ID, Mailbox: m.Sender, Cites: d.ID()}); err != nil {
			return err
		}
	}
	return nil
}

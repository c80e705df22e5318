package sandbox

import (
	"strconv"

	"recallbox/sandbox/mail"
	"recallbox/sandbox/recall"
	"recallbox/sandbox/store"
)

// viewColumns say which fact each column of recall_facts is.
var viewColumns = []struct {
	column string
	fact   recall.AnyFact
}{
	{"grouped", recall.ThroughGroup},
	{"public", recall.PublicFolder},
	{"other_program", recall.OtherProgram},
	{"stopped", recall.ProgramStopped},
	{"manual", recall.ProcessingOff},
	{"seen", recall.Seen},
	{"original", recall.OriginalIn},
	{"placed_by", recall.BroughtBy},
	{"request", recall.RequestIn},
	{"together", recall.InOneFolder},
	{"shared", recall.Shared},
	{"fetched", recall.Fetched},
}

// trigger is what may process recall messages: a moment, and what is the same for all recipients at it.
type trigger struct {
	moment recall.Moment
	client *mail.Client // the program in which the recall message is opened, if it is not each recipient's own
}

// bits say how the facts about a copy are packed at the occasion: what is the same for all of them, and the columns of
// recall_facts that tell the rest.
func (o trigger) bits() []store.Bits {
	same, known := recall.Given(recall.JustHappened.As(o.moment)), recall.FactSet{}
	if o.moment == recall.Started {
		known = known.And(recall.SetOf(recall.ProgramStopped)) // it runs now
	}
	if o.client != nil {
		recall.OtherProgram.Set(&same, !o.client.IsOutlook())
		known = known.And(recall.SetOf(recall.OtherProgram))
	}
	return append(viewBits(known), store.Bits{Column: strconv.FormatInt(same.OfCopy(), 10)})
}

// viewBits say where the columns of recall_facts stand in packed facts, all but those whose fact is known anyway.
func viewBits(known recall.FactSet) (bits []store.Bits) {
	for _, v := range viewColumns {
		if !known.Has(v.fact) {
			bits = append(bits, columnBits(v.column, v.fact))
		}
	}
	return bits
}

// columnBits say where what a column holds stands in packed facts.
func columnBits(column string, fact recall.AnyFact) store.Bits {
	return store.Bits{Column: column, Shift: fact.Lowest()}
}

// settle decides what happens to the copies of all recipients, or of those picked, whose outcome is open, after
// something happened that may process the recall message. The recipients are grouped by their facts; each group is
// decided once and carried out as one.
func (tx *Tx) settle(r store.Recall, o trigger, users *store.Mailboxes) error {
	sys, err := tx.findSystem(r.System)
	if err != nil {
		return err
	}
	distinct, err := tx.store.Gather(r.ID, users, o.bits())
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
	f := recall.Unpack(r.Facts, packed)
	d := sys.Decide(recall.WhatHappens, f)
	v := store.Verdict{Facts: packed, Answer: uint8(d.Answer()), Behaviour: d.ID(), Final: d.Final(),
		Succeeded: d.Answer() == recall.Succeeded}
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
	if v.Succeeded && recall.JustHappened.Get(f) == recall.Requested {
		told := sys.Decide(recall.WhatRecipient, f)
		cites = append(cites, told.ID())
		if e, ok := told.Effect(recall.Notify); ok {
			v.Notice = e.Notice
		}
	}
	if v.Final && sys.ByMessage && recall.JustHappened.Get(f) != recall.Looked {
		told := sys.Decide(recall.WhoIsTold, recall.Given(recall.ReportsOff.As(r.NoReport)))
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

// settlePublic is settle for a public folder, where the one who opens the recall message decides by rights and read
// state.
func (tx *Tx) settlePublic(r store.Recall, f found, client *mail.Client) error {
	sys, err := tx.findSystem(r.System)
	if err != nil {
		return err
	}
	facts, open, err := tx.publicFacts(r, f, client)
	if err != nil || !open {
		return err
	}
	packed := facts.OfCopy()
	if before, ok, err := optional(tx.store.AttemptBy(r.ID, f.public.ID, f.user.ID)); err != nil ||
		(ok && before == packed) {
		return err // the same reader opens it again: nothing is new
	}
	v, acts := tx.verdict(sys, r, packed)
	if !acts {
		return nil
	}
	if err := tx.store.PutAttempt(r.ID, f.public.ID, f.user.ID, tx.now, v); err != nil {
		return err
	}
	if err := tx.store.GatherOne(r.ID, f.public.ID, f.user.ID, packed); err != nil {
		return err
	}
	return tx.carryOut(sys, r, []store.Verdict{v})
}

// publicFacts are the facts when a reader opens the recall message in a public folder; open is false where the
// outcome is for good.
func (tx *Tx) publicFacts(r store.Recall, f found, client *mail.Client) (facts recall.Facts, open bool, err error) {
	openFacts, err := tx.store.OpenFacts(
		r.ID,
		&store.Mailboxes{Mailbox: f.public.ID},
		trigger{moment: recall.Opened}.bits(),
	)
	packed, open := openFacts[f.public.ID]
	if err != nil || !open {
		return facts, open, err
	}
	facts = recall.Unpack(r.Facts, packed)
	program := f.user.Client
	if client != nil {
		program = *client
	}
	facts = facts.With(recall.OtherProgram.As(!program.IsOutlook()), recall.FolderReader.As(recall.OtherRights))
	if f.rights.ReadsAll() {
		recall.FolderReader.Set(&facts, recall.ReadsAll)
	}
	if recall.OriginalIn.Get(facts) == recall.Gone {
		return facts, open, nil
	}
	seen, err := tx.store.Seen(r.Message, f.public.ID, f.user.ID)
	if err != nil {
		return facts, open, err
	}
	others, err := tx.store.OthersRead(r.Message, f.public.ID, f.user.ID)
	return facts.With(recall.Seen.As(seen), recall.ReadByAnother.As(others)), open, err
}

// noteForwards logs that what recipients had passed on outlives the recall.
func (tx *Tx) noteForwards(sys recall.System, r store.Recall) error {
	forwards, err := tx.store.Forwarders(r.Message)
	if err != nil {
		return err
	}
	for _, m := range forwards {
		d := sys.Decide(recall.WhatOfForward, recall.Given(recall.Forwarded.As(true)))
		if d.Answer() == recall.Silent {
			return nil
		}
		tx.cite(d.ID())
		if err := tx.store.PutEvent(store.NewEvent{At: tx.now, Who: m.Sender, What: mail.StaysBehind, Message: m.ID,
			Recall: r.ID, Mailbox: m.Sender, Cites: d.ID()}); err != nil {
			return err
		}
	}
	return nil
}

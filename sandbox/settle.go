package sandbox

import (
	"strconv"
	"strings"

	"recallbox/sandbox/mail"
	"recallbox/sandbox/recall"
	"recallbox/sandbox/store"
)

// viewColumns say which fact each column of recall_facts holds.
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
	{"request_placed_by", recall.RequestMoved},
	{"together", recall.InOneFolder},
	{"shared", recall.Shared},
	{"fetched", recall.Fetched},
	{"request_read", recall.RequestRead},
	{"not_idle_yet", recall.NotIdleYet},
	{"one_read_state", recall.OneReadState},
}

// trigger is an event that may process recall messages: the moment, and what is the same for all recipients.
type trigger struct {
	moment recall.Moment
	client *mail.Client // the program that opens the recall message, if it is not each recipient's own
	quiet  bool         // the sender is told later, of everybody at once
	idle   bool         // Outlook has been idle long enough
}

// bits say how the facts about a copy are packed: those that the trigger gives, and the columns of recall_facts for
// the rest.
func (o trigger) bits() []store.Bits {
	same, skip := recall.Given(recall.JustHappened.As(o.moment)), recall.FactSet{}
	if o.moment == recall.Started {
		skip = skip.And(recall.SetOf(recall.ProgramStopped)) // the program runs now
	}
	if o.idle {
		skip = skip.And(recall.SetOf(recall.NotIdleYet))
	}
	if o.client != nil {
		recall.OtherProgram.Set(&same, !o.client.IsOutlook())
		skip = skip.And(recall.SetOf(recall.OtherProgram))
	}
	return append(viewBits(skip), store.Bits{Column: strconv.FormatInt(same.OfCopy(), 10)})
}

// viewBits say where the columns of recall_facts stand in packed facts. Columns of skipped facts are left out.
func viewBits(skip recall.FactSet) (bits []store.Bits) {
	for _, v := range viewColumns {
		if !skip.Has(v.fact) {
			bits = append(bits, columnBits(v.column, v.fact))
		}
	}
	return bits
}

// columnBits say where a column stands in packed facts.
func columnBits(column string, fact recall.AnyFact) store.Bits {
	return store.Bits{Column: column, Shift: fact.Lowest()}
}

// settle decides the open outcomes of a recall, for all recipients or for some users, after an event that may
// process the recall message. It groups the recipients by their facts. Each group is decided once, and the store
// carries out each decision as a whole.
func (tx *Tx) settle(r store.Recall, o trigger, users *store.Mailboxes) error {
	sys, err := tx.findSystem(r.System)
	if err != nil {
		return err
	}
	reached, err := tx.reachBits(sys, r)
	if err != nil {
		return err
	}
	distinct, err := tx.store.Gather(r.ID, users, append(o.bits(), reached...))
	if err != nil || len(distinct) == 0 {
		return err
	}
	var verdicts []store.Verdict
	for _, packed := range distinct {
		if v, ok := tx.verdict(sys, r, packed); ok {
			v.Reports = v.Reports && !o.quiet
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

// verdict is what the mail system decides for one set of facts, and what it tells the sender. The second result says
// whether there is anything to do.
func (tx *Tx) verdict(sys recall.System, r store.Recall, packed int64) (store.Verdict, bool) {
	f := recall.Unpack(r.Facts, packed)
	d := sys.Decide(recall.WhatHappens, f)
	v := store.Verdict{Facts: packed, Answer: uint8(d.Answer()), Behaviour: d.ID(), Final: d.Final(),
		Succeeded: d.Answer() == recall.Succeeded}
	effects := d.Effects()
	if !v.Final && len(effects) == 0 {
		return v, false
	}
	v.Cites = d.ID()
	for _, e := range effects {
		switch e.Do {
		case recall.RemoveOriginal:
			v.TakesBack = true
		case recall.RemoveRequest:
			v.Spends = true
		case recall.Notify:
			v.Notice, v.NoticeForm = e.Notice, tx.formID(sys, e.Form)
		}
	}
	if v.Succeeded && recall.JustHappened.Get(f) == recall.Requested {
		told := sys.Decide(recall.WhatRecipient, f)
		v.Cites = joined(v.Cites, told.ID())
		if e, ok := told.Effect(recall.Notify); ok {
			v.Notice, v.NoticeForm = e.Notice, tx.formID(sys, e.Form)
		}
	}
	if v.Final && recall.JustHappened.Get(f) != recall.Looked {
		tx.tell(sys, r, f, &v)
	}
	tx.cite(strings.Fields(v.Cites)...)
	return v, true
}

// tell adds to a verdict that is for good what the sender is told of it. A mail system without recall messages tells of
// all recipients in one message instead.
func (tx *Tx) tell(sys recall.System, r store.Recall, f recall.Facts, v *store.Verdict) {
	if !sys.ByMessage {
		return
	}
	told := sys.Decide(recall.WhoIsTold, tellingFacts(r, f))
	v.Cites = joined(v.Cites, told.ID())
	if e, ok := told.Effect(recall.TellSender); ok {
		v.Reports, v.Form = true, tx.formID(sys, e.Form)
		v.Cites = joined(v.Cites, v.Form)
	}
}

// tellingFacts are the facts by which the sender is told what was decided by others.
func tellingFacts(r store.Recall, by recall.Facts) recall.Facts {
	return recall.Given(recall.ReportsOff.As(r.NoReport),
		recall.WasClosed.As(recall.JustHappened.Get(by) == recall.Started))
}

// formID is the ID of a form, or "" if the mail system does not have it.
func (tx *Tx) formID(sys recall.System, id string) string {
	if sys.Find(id) == nil {
		return ""
	}
	return id
}

// settlePublic is settle for a public folder. There, the rights and the read state of the reader who opens the
// recall message decide.
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
		return err // the same reader opens it again, and nothing is new
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

// publicFacts are the facts when a reader opens the recall message in a public folder. If open is false, the outcome
// is final.
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
	if f.public.SharedReading {
		c, err := tx.store.CopyOf(r.Message, f.public.ID, false)
		return facts.With(recall.Seen.As(c.Seen)), open, err
	}
	seen, err := tx.store.Seen(r.Message, f.public.ID, f.user.ID)
	if err != nil {
		return facts, open, err
	}
	others, err := tx.store.OthersRead(r.Message, f.public.ID, f.user.ID)
	return facts.With(recall.Seen.As(seen), recall.ReadByAnother.As(others)), open, err
}

// noteForwards logs that forwarded messages stay where they are.
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

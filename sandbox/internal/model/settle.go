package model

import (
	"slices"

	"recallbox/sandbox/mail"
	"recallbox/sandbox/recall"
)

// trigger is what may process a recall message: it arrives, a mail program starts, somebody opens it. With the zero
// trigger somebody only looks at the recall.
type trigger struct {
	moment recall.Moment
	client *mail.Client // in which the recall message is opened, if not in each recipient's own
	quiet  bool         // the sender is told later
}

// outcomesOf are the outcomes of some mailboxes.
func (r *Recall) outcomesOf(of []*Mailbox) (all []*Outcome) {
	for _, o := range r.Outcomes {
		if slices.Contains(of, o.Mailbox) {
			all = append(all, o)
		}
	}
	return all
}

// settle asks the mail system about the copies whose outcomes are open, one by one, and then does what it says.
func (w *World) settle(r *Recall, t trigger, outcomes []*Outcome) {
	var all []verdict
	for _, o := range outcomes {
		if o.Answer != recall.Silent {
			continue
		}
		f := w.facts(r, o.Mailbox, t)
		recall.NotIdleYet.Set(&f, o.Due != 0)
		if v, acts := w.judge(r, o, f); acts {
			v.actor = o.Mailbox
			v.reports = v.reports && !t.quiet
			all = append(all, v)
		}
	}
	w.carryOut(r, all)
}

// facts are the facts about the copy of one recipient.
func (w *World) facts(r *Recall, b *Mailbox, t trigger) recall.Facts {
	f := recall.Given(recall.JustHappened.As(t.moment), recall.OtherProgram.As(!b.Client.IsOutlook()),
		recall.ProgramStopped.As(b.Stopped), recall.ProcessingOff.As(b.Manual),
		recall.PublicFolder.As(b.Kind == Public), recall.OneReadState.As(b.SharedReading),
		recall.OriginalIn.As(recall.Gone), recall.RequestIn.As(recall.Gone))
	r.System.Set(&f, r.Settings)
	f = f.With(recall.IsAppointment.As(recall.IsAppointment.Get(r.Facts)),
		recall.SentInstead.As(recall.SentInstead.Get(r.Facts)))
	for _, o := range r.Outcomes {
		if o.Mailbox == b {
			r.factsOfReach(&f, o)
		}
	}
	if t.client != nil {
		recall.OtherProgram.Set(&f, !t.client.IsOutlook())
	}
	original, request := b.Received[r.Message], b.Received[r.Request]
	if original != nil {
		f = f.With(recall.OriginalIn.As(place(original.Folder)), recall.BroughtBy.As(original.PlacedBy),
			recall.Fetched.As(original.Fetched))
		if b.Kind != Public {
			recall.Seen.Set(&f, original.Seen)
		}
		switch {
		case original.Shared:
			recall.Shared.Set(&f, recall.CopyShared)
		case len(b.FolderShares[original.Folder]) > 0:
			recall.Shared.Set(&f, recall.FolderShared)
		}
	}
	if request != nil {
		recall.RequestIn.Set(&f, place(request.Folder))
		recall.RequestMoved.Set(&f, request.PlacedBy)
		recall.RequestRead.Set(&f, b.Kind != Public && request.Seen.Read())
		recall.InOneFolder.Set(&f, original != nil && original.Folder == request.Folder)
	}
	return f
}

// factsOfReach are the facts about the way of a recall to a recipient. Not every mail system wants all.
func (r *Recall) factsOfReach(f *recall.Facts, o *Outcome) {
	recall.ThroughGroup.Set(f, o.Via != nil)
	if !r.System.Reads(recall.WhatHappens).Has(recall.Recipient) {
		return
	}
	recall.Recipient.Set(f, o.Reach)
	if o.Reach == recall.Allied {
		r.System.SetTheirs(f, o.Mailbox.Organisation.settings())
		recall.Trust.Set(f, recall.Listed)
	}
}

// place is where a folder is, as far as mail systems care.
func place(folder string) recall.Place {
	switch folder {
	case mail.BuiltIn[mail.Inbox]:
		return recall.Inbox
	case mail.BuiltIn[mail.DeletedItems]:
		return recall.DeletedItems
	}
	return recall.Elsewhere
}

// verdict is what the mail system decides about one copy, and what follows from it.
type verdict struct {
	*Outcome
	actor                                  *Mailbox // the recipient, or who reads in a public folder
	final, removesOriginal, removesRequest bool
	succeeded, reports                     bool
	notice                                 mail.Notice
	noticeForm, form, cites                string
}

// judge asks the mail system about one copy, and closes its outcome where the decision is final. Acts says whether
// anything follows from the decision.
func (w *World) judge(r *Recall, o *Outcome, f recall.Facts) (v verdict, acts bool) {
	d := r.System.Decide(recall.WhatHappens, f)
	v = verdict{Outcome: o, final: d.Final(), succeeded: d.Answer() == recall.Succeeded, cites: d.ID()}
	effects := d.Effects()
	if v.succeeded && recall.JustHappened.Get(f) == recall.Requested { // no recall message tells the recipient
		d := r.System.Decide(recall.WhatRecipient, f)
		effects = append(effects, d.Effects()...)
		v.cites = join(v.cites, d.ID())
	}
	if v.final && recall.JustHappened.Get(f) != recall.Looked {
		told, form := r.telling(recall.JustHappened.Get(f))
		v.reports, v.form, v.cites = form != "", form, join(join(v.cites, told), form)
	}
	for _, e := range effects {
		switch e.Do {
		case recall.RemoveOriginal:
			v.removesOriginal = true
		case recall.RemoveRequest:
			v.removesRequest = true
		case recall.Notify:
			if v.notice, v.noticeForm = e.Notice, ""; r.System.Find(e.Form) != nil {
				v.noticeForm = e.Form
			}
		}
	}
	if v.final {
		o.Answer, o.Behaviour, o.At, o.Facts, o.Due = d.Answer(), d.ID(), w.Now, f, 0
	}
	return v, v.final || len(d.Effects()) > 0
}

// openInPublicFolder lets a reader open a recall message in a public folder. Rights and read state are the
// reader's, the outcome is the folder's. It keeps the attempt of each reader. To open the message again is no
// new attempt while nothing has changed.
func (w *World) openInPublicFolder(r *Recall, h found, client string) {
	for _, o := range r.outcomesOf([]*Mailbox{h.public}) {
		if o.Answer != recall.Silent {
			continue
		}
		f := w.publicFacts(r, h, client)
		if last, ok := o.Attempts[h.reader]; ok && last.Facts == f {
			continue
		}
		v, acts := w.judge(r, o, f)
		if !acts {
			continue
		}
		d := r.System.Decide(recall.WhatHappens, f)
		o.Attempts[h.reader] = Attempt{At: w.Now, Answer: d.Answer(), Behaviour: d.ID(), Facts: f}
		if v.final {
			o.Reader = h.reader
		}
		v.actor = h.reader
		w.carryOut(r, []verdict{v})
	}
}

func (w *World) publicFacts(r *Recall, h found, client string) recall.Facts {
	f := w.facts(r, h.public, trigger{moment: recall.Opened})
	program := h.reader.Client
	if client != "" {
		program, _ = mail.ParseClient(client)
	}
	f = f.With(recall.OtherProgram.As(!program.IsOutlook()), recall.FolderReader.As(recall.OtherRights))
	if h.rights.ReadsAll() {
		recall.FolderReader.Set(&f, recall.ReadsAll)
	}
	if recall.OriginalIn.Get(f) == recall.Gone {
		return f
	}
	if h.public.SharedReading {
		return f.With(recall.Seen.As(h.public.Received[r.Message].Seen))
	}
	recall.Seen.Set(&f, h.public.Readings[r.Message][h.reader])
	for reader, seen := range h.public.Readings[r.Message] {
		recall.ReadByAnother.Set(&f, recall.ReadByAnother.Get(f) || reader != h.reader && seen.Read())
	}
	return f
}

// carryOut does what the verdicts say, one kind of action for all recipients before the next.
func (w *World) carryOut(r *Recall, all []verdict) {
	for _, v := range all {
		w.logVerdict(r, v)
	}
	for _, v := range all {
		if v.removesOriginal {
			delete(v.Mailbox.Received, r.Message)
		}
		if v.removesRequest {
			delete(v.Mailbox.Received, r.Request)
		}
	}
	for _, v := range all {
		if v.notice != mail.NoNotice {
			m := Message{Class: mail.NoticeMessage, About: r.Message, Party: v.actor, Recall: r.ID, Notice: v.notice,
				Form: v.noticeForm}
			w.arrive(w.put(m), v.actor, Event{Recall: r.ID})
		}
	}
	for _, v := range all {
		if v.reports {
			w.report(r, v.Outcome, v.form)
		}
	}
	w.noteForwards(r, all)
}

// telling is the behaviour that says what the sender is told of a recipient, and the form of the report, or "".
func (r *Recall) telling(after recall.Moment) (behaviour, form string) {
	if !r.System.ByMessage { // it sums up instead
		return "", ""
	}
	d := r.System.Decide(recall.WhoIsTold, recall.Given(recall.ReportsOff.As(r.NoReport),
		recall.WasClosed.As(after == recall.Started)))
	for _, e := range d.Effects() {
		form = e.Form
	}
	return d.ID(), form
}

// reportDecided tells the sender of everybody whose outcome is for good.
func (w *World) reportDecided(r *Recall) {
	_, form := r.telling(recall.Looked)
	for _, o := range r.Outcomes {
		if form != "" && o.Answer != recall.Silent {
			w.report(r, o, form)
		}
	}
}

func (w *World) report(r *Recall, o *Outcome, form string) {
	m := Message{Class: mail.Report, About: r.Message, Party: o.Mailbox, Recall: r.ID, Form: form}
	m.Succeeded = o.Answer == recall.Succeeded
	w.arrive(w.put(m), r.Sender, Event{Recall: r.ID})
}

func (w *World) logVerdict(r *Recall, v verdict) {
	e := Event{Who: v.actor, What: mail.NotTakenBack, Message: r.Message, Recall: r.ID, Mailbox: v.Mailbox}
	e.Cites = v.cites
	switch {
	case !v.final:
		e.What = mail.Attempted
	case v.succeeded:
		e.What = mail.TakenBack
	}
	w.log(e)
}

// noteForwards logs which messages outlive the recall because a recipient has forwarded the original.
func (w *World) noteForwards(r *Recall, all []verdict) {
	d := r.System.Decide(recall.WhatOfForward, recall.Given(recall.Forwarded.As(true)))
	for _, m := range w.Messages {
		loses := func(v verdict) bool { return v.removesOriginal && v.Mailbox == m.Sender }
		if m.Forwards == r.Message && slices.ContainsFunc(all, loses) && d.Answer() != recall.Silent {
			e := Event{Who: m.Sender, What: mail.StaysBehind, Message: m.ID, Recall: r.ID, Mailbox: m.Sender, Cites: d.ID()}
			w.log(e)
		}
	}
}

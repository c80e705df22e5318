package reference

import (
	"slices"

	"recallbox/sandbox/mail"
	"recallbox/sandbox/recall"
)

// occasion is something that may process a recall message: it arrived, a mail program started, somebody opened it. The zero occasion is that
// somebody looks how things stand.
type occasion struct {
	moment recall.Moment
	client *mail.Client // in which the recall message is opened, if not in each recipient's own
}

func (r *Recall) outcomesOf(who []*Mailbox) (all []*Outcome) {
	for _, o := range r.Outcomes {
		if slices.Contains(who, o.Mailbox) {
			all = append(all, o)
		}
	}
	return all
}

// settle asks the mail system what happens to the copy of each of the recipients whose outcome is open, and then does it.
func (w *World) settle(r *Recall, at occasion, of []*Outcome) {
	var all []verdict
	for _, o := range of {
		if o.Answer != recall.Silent {
			continue
		}
		if v, acts := w.judge(r, o, w.facts(r, o.Mailbox, at)); acts {
			v.told = o.Mailbox
			all = append(all, v)
		}
	}
	w.carryOut(r, all)
}

// facts are how things stand with one recipient.
func (w *World) facts(r *Recall, b *Mailbox, at occasion) recall.Facts {
	f := recall.Given(recall.JustHappened.As(at.moment), recall.OtherProgram.As(!b.Client.IsOutlook()),
		recall.ProgramStopped.As(b.Stopped), recall.ProcessingOff.As(b.Manual),
		recall.PublicFolder.As(b.Kind == Public),
		recall.OriginalIn.As(recall.Gone), recall.RequestIn.As(recall.Gone))
	r.System.Set(&f, r.Settings)
	for _, o := range r.Outcomes {
		recall.ThroughGroup.Set(&f, recall.ThroughGroup.Get(f) || o.Mailbox == b && o.Via != nil)
	}
	if at.client != nil {
		recall.OtherProgram.Set(&f, !at.client.IsOutlook())
	}
	original, request := b.Received[r.Message], b.Received[r.Request]
	if original != nil {
		f = f.With(recall.OriginalIn.As(place(original.Folder)), recall.BroughtBy.As(original.PlacedBy),
			recall.Seen.As(original.Seen), recall.Fetched.As(original.Fetched))
		switch {
		case original.Shared:
			recall.Shared.Set(&f, recall.CopyShared)
		case len(b.FolderShares[original.Folder]) > 0:
			recall.Shared.Set(&f, recall.FolderShared)
		}
	}
	if request != nil {
		recall.RequestIn.Set(&f, place(request.Folder))
		recall.InOneFolder.Set(&f, original != nil && original.Folder == request.Folder)
	}
	return f
}

func place(folder string) recall.Place {
	switch folder {
	case mail.BuiltIn[mail.Inbox]:
		return recall.Inbox
	case mail.BuiltIn[mail.DeletedItems]:
		return recall.DeletedItems
	}
	return recall.Elsewhere
}

// verdict is what the mail system says to one recipient's copy, and what is to be done.
type verdict struct {
	*Outcome
	told                     *Mailbox // the recipient, or who reads in a public folder
	final, takesBack, spends bool
	succeeded, reports       bool
	notice                   mail.Notice
	form, cites              string
}

// judge asks the mail system about one copy. It says nothing to be done where nothing has been decided.
func (w *World) judge(r *Recall, o *Outcome, f recall.Facts) (v verdict, acts bool) {
	d := r.System.Decide(recall.WhatHappens, f)
	v = verdict{Outcome: o, final: d.Final(), succeeded: d.Answer() == recall.Succeeded, cites: d.ID()}
	effects := d.Effects()
	if v.succeeded && recall.JustHappened.Get(f) == recall.Requested { // no recall message tells the recipient
		told := r.System.Decide(recall.WhatRecipient, f)
		effects = append(effects, told.Effects()...)
		v.cites = join(v.cites, told.ID())
	}
	if v.final && r.System.ByMessage && recall.JustHappened.Get(f) != recall.Looked {
		told := r.System.Decide(recall.WhoIsTold, recall.Given(recall.ReportsOff.As(r.NoReport)))
		effects = append(effects, told.Effects()...)
		v.cites = join(v.cites, told.ID())
	}
	for _, e := range effects {
		switch e.Do {
		case recall.RemoveOriginal:
			v.takesBack = true
		case recall.RemoveRequest:
			v.spends = true
		case recall.Notify:
			v.notice = e.Notice
		case recall.TellSender:
			v.reports, v.form, v.cites = true, e.Form, join(v.cites, e.Form)
		}
	}
	if v.final {
		o.Answer, o.Behaviour, o.At, o.Facts = d.Answer(), d.ID(), w.Now, f
	}
	return v, v.final || len(d.Effects()) > 0
}

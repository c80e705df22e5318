package model

import (
	"cmp"
	"fmt"
	"slices"

	"recallbox/sandbox/mail"
	"recallbox/sandbox/recall"
	"recallbox/sandbox/systems"
)

// AskForRecall asks for the recall of a message.
type AskForRecall struct {
	As, ID, View, Client   string
	NoReport, Replace, Yes bool
	Subject                string // of the replacement
	From, Comment          string
}

func (s AskForRecall) Words() []string {
	return command("recall", s.ID).flag("as", s.As).flag("view", s.View).flag("client", s.Client).
		on("no-report", s.NoReport).on("replace", s.Replace).flag("subject", s.Subject).on("yes", s.Yes).
		flag("from", s.From).flag("comment", s.Comment)
}

// A recall goes in steps, each over all recipients. The mail system allows it. The recall message goes to those whom it
// can reach, and the replacement follows it. What can be decided at once is decided, and the sender is told the result.
func (s AskForRecall) play(w *World) string {
	r, rules := w.gather(s)
	demand(!r.Sender.Stopped || recall.SenderClient.Get(r.Facts) != r.Sender.Client, invalid)
	may := r.System.Decide(recall.MayRecall, r.Facts)
	allow(may)
	knows := func(o recall.Option) bool { return slices.Contains(r.System.Options, o) }
	demand(s.From == "" || knows(recall.FromWhere), "refused")
	demand(s.Comment == "" || knows(recall.Comment), "refused")
	asker := r.Sender
	if _, forAuthor := may.Effect(recall.ForAuthor); forAuthor {
		r.Sender = w.message(r.Message).Sender
	}
	m := w.message(r.Message)
	r.ID = len(w.Recalls) + 1
	w.Recalls = append(w.Recalls, r)
	for _, to := range w.holders(m) {
		o := Outcome{Mailbox: to.Mailbox, Via: to.Via, Line: to.Line, Reach: r.reach(to)}
		o.Attempts = map[*Mailbox]Attempt{}
		r.Outcomes = append(r.Outcomes, &o)
	}
	e := Event{Who: asker, What: mail.RecallAsked, Message: m.ID, Recall: r.ID, Mailbox: r.Sender}
	e.Cites = join(rules, may.ID())
	w.log(e)
	waits := w.sendRequest(r)
	replacement := w.replace(r, s)
	switch {
	case !r.System.ByMessage:
		w.settle(r, trigger{moment: recall.Requested}, r.Outcomes)
	case r.Request != 0 && !waits:
		w.settleArrived(r, true)
	}
	w.takeOwn(r)
	w.reportDecided(r)
	w.sumUp(r)
	if replacement != nil && replacement.Due == 0 {
		w.tellDelivery(replacement)
	}
	return fmt.Sprintf("r%d", r.ID)
}

// holders are the recipients who may have a copy: who passed it on and kept none is left out, and those to whom it was
// forwarded come behind the others.
func (w *World) holders(m *Message) (all []Recipient) {
	for _, r := range m.Recipients {
		if r.Bounced || !m.passesOn(r.Mailbox) {
			all = append(all, r)
		}
	}
	forwarded, _ := w.forwardedTo(m)
	for _, b := range forwarded {
		all = append(all, Recipient{Mailbox: b})
	}
	return all
}

// reach says whether, and as what, a recall message can reach a recipient.
func (r *Recall) reach(to Recipient) recall.Reach {
	own, b := r.Sender.Organisation, to.Mailbox
	onExchange := b.Account == mail.Exchange || b.Account == mail.Microsoft365
	switch {
	case own == nil || b.Organisation != own:
		switch {
		case to.Bounced:
			return recall.OutsideBounced
		case b.Organisation.trust(own) == recall.Listed && onExchange && !b.OnServer:
			return recall.Allied
		}
		return recall.Outside
	case to.Bounced:
		return recall.NeverDelivered
	case !slices.Contains(r.System.Accounts(), b.Account):
		return recall.OtherAccount
	case b.OnServer:
		return recall.OnServer
	case own.settings()["outbound-filter"] == "on", own.settings()["outbound-filter"] == "round-trip":
		return recall.Roundabout
	}
	return recall.Inside
}

// sendRequest sends the recall message to everybody whom it reaches: to outsiders as ordinary mail. It settles what the
// message cannot reach, and says whether the message waits in the Outbox.
func (w *World) sendRequest(r *Recall) (waits bool) {
	request := Message{Class: mail.RecallMessage, Sender: r.Sender, About: r.Message, Recall: r.ID}
	if r.System.Find(r.System.Request) != nil {
		request.Form = r.System.Request
	}
	for _, o := range r.Outcomes {
		f := r.howFar(o)
		d := r.System.Decide(recall.HowFar, f)
		if d.Final() {
			o.Answer, o.Behaviour, o.At, o.Facts = d.Answer(), d.ID(), w.Now, f
		}
		e, asMail := d.Effect(recall.DeliverAsMail)
		if asMail {
			request.Form = e.Form
		}
		if asMail || r.System.ByMessage && !d.Final() {
			request.Recipients = append(request.Recipients, Recipient{Mailbox: o.Mailbox, Line: o.Line, Via: o.Via})
		}
	}
	if len(request.Recipients) > 0 {
		m := w.put(request)
		r.Request = m.ID
		w.sendOut(m)
		waits = m.Due != 0
	}
	for _, o := range r.Outcomes {
		if o.Answer == recall.Failed || o.Answer == recall.NotCounted {
			e := Event{What: mail.NotTakenBack, Message: r.Message, Recall: r.ID, Mailbox: o.Mailbox}
			told, form := r.telling(recall.Looked)
			e.Cites = join(join(o.Behaviour, told), form)
			w.log(e)
		}
	}
	return waits
}

// howFar are the facts that say how far a recall comes to a recipient.
func (r *Recall) howFar(o *Outcome) recall.Facts {
	f := r.Facts.With(recall.Recipient.As(o.Reach), recall.ThroughGroup.As(o.Via != nil))
	if o.Reach == recall.Outside || o.Reach == recall.Allied {
		recall.Trust.Set(&f, o.Mailbox.Organisation.trust(r.Sender.Organisation))
	}
	return f
}

// replace sends the new message, if the sender wants one, to the same recipients. The caller sends the receipts for its
// delivery, as they come last of all.
func (w *World) replace(r *Recall, s AskForRecall) *Message {
	if _, wanted := r.System.Decide(recall.WhatInstead, r.Facts).Effect(recall.SendReplacement); !wanted {
		return nil
	}
	old := w.message(r.Message)
	from := r.Sender
	var owner *Mailbox
	if old.For != nil && old.Sender == r.Sender {
		from, owner = old.For, old.For
	}
	m := w.put(Message{
		Class: mail.Note, Sender: r.Sender, For: owner, FromName: cmp.Or(from.Name, mail.NameFor(from.Address)), To: old.To,
		Subject: cmp.Or(s.Subject, old.Subject), Protected: old.Protected, ReadReceipt: old.ReadReceipt,
		ReplyTo: old.ReplyTo, Appointment: old.Appointment,
	})
	r.Replacement = m.ID
	for _, to := range old.Recipients {
		to.Bounced = to.Mailbox.Kind == Nobody
		m.Recipients = append(m.Recipients, to)
	}
	w.sendOut(m)
	m.Delivery = old.Delivery
	return m
}

// gather collects the facts on which the mail system decides whether somebody may recall a message. Rules is the
// behaviour by which another mail system decides, or "".
func (w *World) gather(s AskForRecall) (r *Recall, rules string) {
	sender, m := w.user(s.As), w.messageByID(s.ID)
	sys, set := w.system(sender)
	f := recall.Given(recall.SenderAccount.As(sender.Account), recall.FromServer.As(sender.OnServer),
		recall.SenderClient.As(sender.Client),
		recall.MessageState.As(m.state()), recall.MessageIn.As(origin(sender, m)),
		recall.SentFor.As(errand(sender, m)), recall.Protected.As(m.Protected),
		recall.IsAppointment.As(m.Appointment),
		recall.ReportsOff.As(s.NoReport), recall.Unconfirmed.As(!s.Yes))
	sys.Set(&f, set)
	d := sys.Decide(recall.WhoseRules, f)
	if to, others := d.Effect(recall.GoBy); others {
		sys, _ = systems.Find(w.systems, to.System)
		rules = d.ID()
	}
	if s.Client != "" {
		c, err := mail.ParseClient(s.Client)
		demand(err == nil, invalid)
		recall.SenderClient.Set(&f, c)
	}
	recall.ViewChosen.Set(&f, s.View != "")
	if s.View == "reading-pane" {
		recall.MessageView.Set(&f, recall.ReadingPane)
	}
	if s.Replace {
		recall.SentInstead.Set(&f, recall.NewMessage)
	}
	recalls := func(r *Recall) bool { return r.Message == m.ID }
	recall.RecalledBefore.Set(&f, slices.ContainsFunc(w.Recalls, recalls))
	replaces := func(r *Recall) bool { return r.Replacement == m.ID }
	recall.IsReplacement.Set(&f, slices.ContainsFunc(w.Recalls, replaces))
	r = &Recall{Message: m.ID, Sender: sender, AskedAt: w.Now, System: sys, NoReport: s.NoReport, Facts: f, Settings: set,
		Comment: s.Comment, FromOwn: s.From == "all"}
	w.gatherMore(r)
	return r, rules
}

// gatherMore collects the facts that only some mail systems read.
func (w *World) gatherMore(r *Recall) {
	f, sys, sender, m := &r.Facts, r.System, r.Sender, w.message(r.Message)
	wants := sys.Reads(recall.MayRecall)
	if wants.Has(recall.MessageAge) {
		limits := sys.Limits
		limits.Sender = cmp.Or(seconds(r.Settings[limits.Setting]), limits.Sender)
		recall.MessageAge.Set(f, limits.Age(w.Now-m.SentAt))
	}
	if wants.Has(recall.Administrator) {
		inside := m.Class == mail.Note && m.Sender.Organisation == sender.Organisation
		recall.Administrator.Set(f, sender.Role == mail.Admin && inside)
	}
	if wants.Has(recall.NobodyGotIt) {
		hasIt := func(to Recipient) bool { return !to.Bounced }
		recall.NobodyGotIt.Set(f, !slices.ContainsFunc(m.Recipients, hasIt))
	}
	if wants.Has(recall.InAuthorsSent) && m.Sender != nil {
		c := m.Sender.Sent[m.ID]
		recall.InAuthorsSent.Set(f, c != nil && c.Folder == mail.BuiltIn[mail.SentItems])
	}
	if wants.Has(recall.AllOutside) {
		inside := func(to Recipient) bool {
			return sender.Organisation != nil && to.Mailbox.Organisation == sender.Organisation
		}
		hasIt := func(to Recipient) bool { return inside(to) && !to.Bounced }
		recall.AllOutside.Set(f, !slices.ContainsFunc(m.Recipients, inside))
		recall.NoneDelivered.Set(f, slices.ContainsFunc(m.Recipients, inside) && !slices.ContainsFunc(m.Recipients, hasIt))
	}
	if wants.Has(recall.SentCopyShared) && m.Sender != nil && m.Sender.Sent[m.ID] != nil {
		c := m.Sender.Sent[m.ID]
		recall.SentCopyShared.Set(f, c.Shared)
		recall.SentFolderShared.Set(f, len(m.Sender.FolderShares[c.Folder]) > 0)
	}
}

// origin is where the message lies for the one who asks for the recall.
func origin(sender *Mailbox, m *Message) recall.Origin {
	c := sender.Sent[m.ID]
	switch {
	case c != nil && c.Folder == mail.BuiltIn[mail.SentItems]:
		return recall.InSentItems
	case m.Sender == sender && m.state() != recall.Sent:
		return recall.InSentItems // it will lie there: it has not gone out yet
	case m.Sender == sender && m.Class == mail.Note:
		return recall.NotInSentItems
	}
	return recall.SentByOthers
}

// takeOwn moves the sender's own copy to Deleted Items, if the mail system and the sender want it there.
func (w *World) takeOwn(r *Recall) {
	d := r.System.Decide(recall.WhatOfOwnCopy, recall.Given(recall.FromOwn.As(r.FromOwn)))
	if _, goes := d.Effect(recall.TakeOwn); goes {
		own := found{message: w.message(r.Message), sent: true}
		w.moveTo(own, r.Sender, mail.BuiltIn[mail.DeletedItems], mail.WasDeleted, d.ID())
	}
}

// sumUp reports the result of a recall to the sender in one message, and tags the sender's copy, where the mail system
// does so.
func (w *World) sumUp(r *Recall) {
	f := w.tally(r)
	count, tag := r.System.Decide(recall.WhoCounts, f), r.System.Decide(recall.WhatIsTagged, f)
	sum := r.System.Decide(recall.HowSummedUp, f)
	m := w.message(r.Message)
	if _, tags := tag.Effect(recall.Tag); tags && m.Sender.Sent[m.ID] != nil {
		m.Sender.Sent[m.ID].Tagged = true
	}
	if e, tells := sum.Effect(recall.TellSender); tells && !r.NoReport {
		report := Message{Class: max(e.Class, mail.Report), About: m.ID, Party: r.Sender, Recall: r.ID, Form: e.Form}
		report.Succeeded = recall.TakenBackFrom.Get(f) != recall.None
		w.arrive(w.put(report), r.Sender, Event{Recall: r.ID, Cites: join(sum.ID(), count.ID(), tag.ID())})
	}
}

// tally counts the copies that a recall took back. The mail system may leave some recipients out of the count.
func (w *World) tally(r *Recall) recall.Facts {
	f := recall.Given(recall.ReportsOff.As(r.NoReport))
	count := r.System.Decide(recall.WhoCounts, recall.Given(recall.SomeNotCounted.As(true)))
	leavesOut := count.Answer() == recall.Yes
	total, successes := 0, 0
	for _, o := range r.Outcomes {
		switch {
		case o.Answer == recall.Succeeded:
			successes++
			total++
		case o.Answer == recall.Failed, o.Answer == recall.NotCounted && !leavesOut:
			total++
		}
		recall.SomeNotCounted.Set(&f, recall.SomeNotCounted.Get(f) || o.Answer == recall.NotCounted)
	}
	recall.OneRecipient.Set(&f, len(r.Outcomes) == 1)
	switch successes {
	case 0:
		recall.TakenBackFrom.Set(&f, recall.None)
	case total:
		recall.TakenBackFrom.Set(&f, recall.All)
	default:
		recall.TakenBackFrom.Set(&f, recall.Some)
	}
	return f
}

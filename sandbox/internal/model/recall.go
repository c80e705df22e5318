package model

import (
	"cmp"
	"fmt"
	"slices"

	"recallbox/sandbox/mail"
	"recallbox/sandbox/recall"
	"recallbox/sandbox/systems"
)

// AskForRecall asks for a recall.
type AskForRecall struct {
	As, ID, View, Client   string
	NoReport, Replace, Yes bool
	Subject                string // of the replacement
}

func (s AskForRecall) Words() []string {
	return command("recall", s.ID).flag("as", s.As).flag("view", s.View).flag("client", s.Client).on("no-report", s.NoReport).on("replace", s.Replace).
		flag("subject", s.Subject).on("yes", s.Yes)
}

// A recall goes step by step, each over all recipients: it is asked for; the recall message goes to those whom it can reach; the replacement
// follows it; what can be decided at once is; the sender is told what it came to.
func (s AskForRecall) play(w *World) string {
	r, cites := w.ask(s)
	m := w.message(r.Message)
	r.ID = len(w.Recalls) + 1
	w.Recalls = append(w.Recalls, r)
	for _, to := range m.Recipients {
		r.Outcomes = append(r.Outcomes, &Outcome{Mailbox: to.Mailbox, Via: to.Via, Line: to.Line, Reach: reach(r.Sender, to), Attempts: map[*Mailbox]Attempt{}})
	}
	w.log(Event{Who: r.Sender, What: mail.RecallAsked, Message: m.ID, Recall: r.ID, Mailbox: r.Sender, Cites: cites})
	held := w.sendRequest(r)
	replacement := w.replace(r, s)
	switch {
	case !r.System.ByMessage:
		w.settle(r, trigger{moment: recall.Requested}, r.Outcomes)
	case r.Request != 0 && !held:
		w.settle(r, trigger{moment: recall.Arrived}, r.Outcomes)
	}
	w.sumUp(r)
	if replacement != nil && replacement.Due == 0 {
		w.tellDelivery(replacement)
	}
	return fmt.Sprintf("r%d", r.ID)
}

// reach is how far a recall message can come to a recipient.
func reach(sender *Mailbox, to Recipient) recall.Reach {
	switch {
	case to.Bounced:
		return recall.NeverDelivered
	case sender.Organisation == nil || to.Mailbox.Organisation != sender.Organisation:
		return recall.Outside
	case to.Mailbox.Account != mail.Exchange && to.Mailbox.Account != mail.Microsoft365:
		return recall.OtherAccount
	}
	return recall.Inside
}

// sendRequest sends the recall message to everybody whom it reaches, outsiders as ordinary mail, and settles what it cannot reach.
func (w *World) sendRequest(r *Recall) (held bool) {
	request := Message{Class: mail.RecallMessage, Sender: r.Sender, About: r.Message, Recall: r.ID}
	if r.System.Find(r.System.Request) != nil {
		request.Form = r.System.Request
	}
	for _, o := range r.Outcomes {
		f := recall.Given(recall.Recipient.As(o.Reach), recall.ThroughGroup.As(o.Via != nil))
		d := r.System.Decide(recall.HowFar, f)
		if d.Final() {
			o.Answer, o.Behaviour, o.At, o.Facts = d.Answer(), d.ID(), w.Now, f
		}
		if _, asMail := d.Effect(recall.DeliverAsMail); asMail || r.System.ByMessage && !d.Final() {
			request.Recipients = append(request.Recipients, Recipient{Mailbox: o.Mailbox, Line: o.Line, Via: o.Via})
		}
	}
	if len(request.Recipients) > 0 {
		m := w.put(request)
		r.Request = m.ID
		w.sendOut(m)
		held = m.Due != 0
	}
	for _, o := range r.Outcomes {
		if o.Answer == recall.Failed || o.Answer == recall.NotCounted {
			w.log(Event{What: mail.NotTakenBack, Message: r.Message, Recall: r.ID, Mailbox: o.Mailbox, Cites: o.Behaviour})
		}
	}
	return held
}

// replace sends the new message, if one is wanted, to the same recipients. The receipts for its delivery come last of all.
func (w *World) replace(r *Recall, s AskForRecall) *Message {
	if _, wanted := r.System.Decide(recall.WhatInstead, r.Facts).Effect(recall.SendReplacement); !wanted {
		return nil
	}
	old := w.message(r.Message)
	m := w.put(Message{Class: mail.Note, Sender: r.Sender, Subject: cmp.Or(s.Subject, old.Subject), FromName: cmp.Or(r.Sender.Name, mail.NameFor(r.Sender.Address)),
		To: old.To, Protected: old.Protected, ReadReceipt: old.ReadReceipt, ReplyTo: old.ReplyTo})
	r.Replacement = m.ID
	for _, to := range old.Recipients {
		to.Bounced = to.Mailbox.Kind == Nobody
		m.Recipients = append(m.Recipients, to)
	}
	w.sendOut(m)
	m.Delivery = old.Delivery
	return m
}

// ask gathers what the mail system wants to know before it lets somebody recall a message.
func (w *World) ask(s AskForRecall) (r *Recall, cites string) {
	sender, m := w.user(s.As), w.messageByID(s.ID)
	sys, set := w.system(sender)
	f := recall.Given(recall.SenderAccount.As(sender.Account), recall.SenderClient.As(sender.Client),
		recall.MessageState.As(m.state()), recall.MessageIn.As(origin(sender, m)), recall.Protected.As(m.Protected),
		recall.ReportsOff.As(s.NoReport), recall.Unconfirmed.As(!s.Yes))
	sys.Set(&f, set)
	whose := sys.Decide(recall.WhoseRules, f)
	if to, delegated := whose.Effect(recall.GoBy); delegated {
		sys, _ = systems.Find(w.systems, to.System)
	} else {
		whose = recall.Decision{}
	}
	if s.Client != "" {
		c, err := mail.ParseClient(s.Client)
		demand(err == nil, invalid)
		recall.SenderClient.Set(&f, c)
	}
	if s.View == "reading-pane" {
		recall.MessageView.Set(&f, recall.ReadingPane)
	}
	if s.Replace {
		recall.SentInstead.Set(&f, recall.NewMessage)
	}
	recall.RecalledBefore.Set(&f, slices.ContainsFunc(w.Recalls, func(r *Recall) bool { return r.Message == m.ID }))
	w.askMore(&f, sys, set, sender, m)
	may := sys.Decide(recall.MayRecall, f)
	allow(may)
	return &Recall{Message: m.ID, Sender: sender, AskedAt: w.Now, System: sys, NoReport: s.NoReport, Facts: f, Settings: set}, join(whose.ID(), may.ID())
}

// askMore gathers what only some mail systems want to know.
func (w *World) askMore(f *recall.Facts, sys recall.System, set map[string]string, sender *Mailbox, m *Message) {
	wants := sys.Reads(recall.MayRecall)
	if wants.Has(recall.MessageAge) {
		limits := sys.Limits
		limits.Sender = cmp.Or(seconds(set[limits.Setting]), limits.Sender)
		recall.MessageAge.Set(f, limits.Age(w.Now-m.SentAt))
	}
	if wants.Has(recall.Administrator) {
		recall.Administrator.Set(f, sender.Role == mail.Admin && m.Class == mail.Note && m.Sender.Organisation == sender.Organisation)
	}
	if wants.Has(recall.AllOutside) {
		inside := func(to Recipient) bool {
			return !to.Bounced && sender.Organisation != nil && to.Mailbox.Organisation == sender.Organisation
		}
		recall.AllOutside.Set(f, !slices.ContainsFunc(m.Recipients, inside))
	}
	if wants.Has(recall.SentCopyShared) && m.Sender != nil && m.Sender.Sent[m.ID] != nil {
		recall.SentCopyShared.Set(f, m.Sender.Sent[m.ID].Shared)
	}
}

// origin is where the message lies for the one who asks.
func origin(sender *Mailbox, m *Message) recall.Origin {
	c := sender.Sent[m.ID]
	switch {
	case c != nil && c.Folder == mail.BuiltIn[mail.SentItems]:
		return recall.InSentItems
	case m.Sender == sender && m.state() != recall.Sent:
		return recall.InSentItems // where it will be: what counts is that it has not gone out
	case m.Sender == sender && m.Class == mail.Note:
		return recall.NotInSentItems
	}
	return recall.SentByOthers
}

// sumUp tells the sender in one message what a recall came to, and marks the sender's copy, where the mail system does so.
func (w *World) sumUp(r *Recall) {
	f := w.tally(r)
	counted, tagged, d := r.System.Decide(recall.WhoCounts, f), r.System.Decide(recall.WhatIsTagged, f), r.System.Decide(recall.HowSummedUp, f)
	m := w.message(r.Message)
	if _, tag := tagged.Effect(recall.Tag); tag && m.Sender.Sent[m.ID] != nil {
		m.Sender.Sent[m.ID].Tagged = true
	}
	if e, tell := d.Effect(recall.TellSender); tell && !r.NoReport {
		class := max(e.Class, mail.Report)
		w.arrive(w.put(Message{Class: class, About: m.ID, Party: r.Sender, Recall: r.ID, Succeeded: recall.TakenBackFrom.Get(f) != recall.None, Form: e.Form}), r.Sender,
			Event{Recall: r.ID, Cites: join(d.ID(), counted.ID(), tagged.ID())})
	}
}

// tally counts what a recall came to over those who count: everybody, unless the mail system leaves some out.
func (w *World) tally(r *Recall) recall.Facts {
	f := recall.Given(recall.ReportsOff.As(r.NoReport))
	leavesOut := r.System.Decide(recall.WhoCounts, recall.Given(recall.SomeNotCounted.As(true))).Answer() == recall.Yes
	counted, taken := 0, 0
	for _, o := range r.Outcomes {
		switch {
		case o.Answer == recall.Succeeded:
			taken++
			counted++
		case o.Answer == recall.Failed, o.Answer == recall.NotCounted && !leavesOut:
			counted++
		}
		recall.SomeNotCounted.Set(&f, recall.SomeNotCounted.Get(f) || o.Answer == recall.NotCounted)
	}
	recall.OneRecipient.Set(&f, counted == 1)
	switch taken {
	case 0:
		recall.TakenBackFrom.Set(&f, recall.None)
	case counted:
		recall.TakenBackFrom.Set(&f, recall.All)
	default:
		recall.TakenBackFrom.Set(&f, recall.Some)
	}
	return f
}

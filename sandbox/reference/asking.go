package reference

import (
	"cmp"
	"slices"

	"recallbox/sandbox/mail"
	"recallbox/sandbox/recall"
	"recallbox/sandbox/systems"
)

// ask gathers what the mail system wants to know before it lets somebody recall a message.
func (w *World) ask(s AskRecall) (r *Recall, cites string) {
	sender, m := w.user(s.As), w.messageCalled(s.ID)
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

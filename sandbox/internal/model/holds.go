package model

import (
	"cmp"
	"fmt"
	"slices"

	"recallbox/sandbox/mail"
	"recallbox/sandbox/recall"
)

// AddHold adds a rule that holds mail of an organisation in the Outbox.
type AddHold struct {
	As, Organisation, For string
	Senders               []string
	AdminsOnly            bool
}

func (s AddHold) Words() []string {
	l := command("hold", "add").flag("as", s.As).flag("org", s.Organisation).flag("for", s.For).flags("senders", s.Senders)
	if s.AdminsOnly {
		l = l.flag("take-back", "admins")
	}
	return l
}

func (s AddHold) play(w *World) string {
	o := w.organisation(s.Organisation)
	w.mayHold(w.user(s.As), o)
	h := Hold{ID: w.lastHold + 1, Organisation: o, Seconds: seconds(s.For), AdminsOnly: s.AdminsOnly}
	for _, word := range s.Senders {
		if h.Senders == nil {
			h.Senders = map[*Mailbox]bool{}
		}
		b := w.user(word)
		demand(b.Organisation == o, invalid)
		h.Senders[b] = true
	}
	w.lastHold++
	w.Holds = append(w.Holds, &h)
	return fmt.Sprintf("h%d", h.ID)
}

func (w *World) mayHold(b *Mailbox, o *Organisation) {
	sys, _ := w.system(b)
	f := recall.Given(recall.Administrator.As(b.Role == mail.Admin && b.Organisation == o),
		recall.OutsideOrPersonal.As(b.Organisation == nil || b.Account == mail.Personal))
	allow(sys.Decide(recall.MayHold, f))
	allow(sys.Decide(recall.MayAdminister, f))
}

// RemoveHold removes a rule. The messages that it holds stay in the Outbox until they are due.
type RemoveHold struct{ As, ID string }

func (s RemoveHold) Words() []string { return command("hold", "remove", s.ID).flag("as", s.As) }

func (s RemoveHold) play(w *World) string {
	i := slices.IndexFunc(w.Holds, func(h *Hold) bool { return h.ID == number("h", s.ID) })
	demand(i >= 0, notFound)
	w.mayHold(w.user(s.As), w.Holds[i].Organisation)
	w.Holds = slices.Delete(w.Holds, i, i+1)
	return ""
}

// holdBack decides whether a message waits in the Outbox: because of a rule of the organisation, or because the sender
// can undo it for a while.
func (w *World) holdBack(m *Message) (cites string) {
	m.Due, m.Hold, m.AdminsOnly = 0, 0, false
	o := m.Sender.Organisation
	if o == nil {
		return ""
	}
	f := recall.Given(recall.OutsideOrPersonal.As(m.Sender.Account == mail.Personal))
	var by *Hold
	for _, h := range w.Holds {
		switch {
		case h.Organisation != o:
		case h.Senders == nil || h.Senders[m.Sender]:
			recall.HeldBy.Set(&f, recall.RuleOfSender)
			by = cmp.Or(by, h)
		case by == nil:
			recall.HeldBy.Set(&f, recall.RuleOfOthers)
		}
	}
	d := o.System.Decide(recall.IsHeld, f)
	if d.Answer() == recall.Yes {
		m.Due, m.Hold, m.AdminsOnly = min(w.Now+by.Seconds, endOfTime), by.ID, by.AdminsOnly
		return d.ID()
	}
	if window := seconds(o.settings()[o.System.Limits.Undo]); window > 0 {
		m.Due = min(w.Now+window, endOfTime)
		return ""
	}
	return d.ID()
}

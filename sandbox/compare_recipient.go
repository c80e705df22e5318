package sandbox

import (
	"strings"

	"recallbox/sandbox/recall"
)

// What a comparison tells of the recipients' copies: which are taken back, and what their owners see of it.

// arrival is a copy that nobody has touched, in the Inbox, when it is to be taken back.
func (w *witness) arrival(and ...recall.Value) recall.Facts {
	f := recall.Given(recall.JustHappened.As(recall.Requested), recall.RequestIn.As(recall.Gone))
	if w.system.ByMessage {
		f = recall.Given(recall.JustHappened.As(recall.Arrived), recall.InOneFolder.As(true))
	}
	return f.With(and...)
}

// fates sorts cases by what happens to the copy.
type fates struct{ taken, kept, open []string }

func (s *fates) add(name string, a recall.Answer) {
	switch a {
	case recall.Succeeded:
		s.taken = append(s.taken, name)
	case recall.Pending:
		s.open = append(s.open, name)
	default:
		s.kept = append(s.kept, name)
	}
}

func (s fates) says() (says []string) {
	for _, one := range []struct {
		what string
		list []string
	}{{"taken back: ", s.taken}, {"waits: ", s.open}, {"stays: ", s.kept}} {
		if len(one.list) > 0 {
			says = append(says, one.what+strings.Join(one.list, ", "))
		}
	}
	return says
}

func (w *witness) readOrNot() []string {
	seen := func(f recall.Facts) (s fates) {
		f.Vary(recall.Seen, func(word string, f recall.Facts) { s.add(word, w.ask(recall.WhatHappens, f).Answer()) })
		return s
	}
	all := seen(w.arrival())
	says := all.says()
	if len(all.taken) > 0 && len(all.kept)+len(all.open) == 0 {
		says = []string{"taken back, read or not"}
	}
	if kept := seen(w.arrival(recall.UnreadOnly.As(true))).kept; len(kept) > len(all.kept) {
		says = append(says, "if the organisation recalls unread copies only, stays: "+strings.Join(kept, ", "))
	}
	return says
}

// move is something that may have happened to a copy on its way through a mailbox.
type move struct {
	name      string
	fact      recall.AnyFact // what tells it
	byMessage bool           // it is about the recall message
	change    []recall.Value
}

// moves are what may have happened to a copy, in the order in which they are told.
func moves() []move {
	original, request, apart := recall.OriginalIn, recall.RequestIn, recall.InOneFolder.As(false)
	by := recall.BroughtBy.As
	movedTo := func(p recall.Place, m recall.Mover) []recall.Value {
		return []recall.Value{original.As(p), by(m), apart}
	}
	return []move{
		{"moved by a rule", original, false, movedTo(recall.Elsewhere, recall.ByRule)},
		{"moved by hand", original, false, movedTo(recall.Elsewhere, recall.ByHand)},
		{"in Deleted Items", original, false, movedTo(recall.DeletedItems, recall.ByHand)},
		{"only the recall message moved", request, true, []recall.Value{request.As(recall.Elsewhere), apart}},
		{"moved to one folder with the recall message", recall.InOneFolder, true, []recall.Value{
			original.As(recall.Elsewhere), by(recall.ByRule), request.As(recall.Elsewhere), recall.JustHappened.As(recall.Opened),
		}},
		{"shared", recall.Shared, false, []recall.Value{recall.Shared.As(recall.CopyShared)}},
		{"in a shared folder", recall.Shared, false, []recall.Value{recall.Shared.As(recall.FolderShared)}},
		{"fetched by POP", recall.Fetched, false, []recall.Value{recall.Fetched.As(recall.ByPOP)}},
		{"fetched by IMAP", recall.Fetched, false, []recall.Value{recall.Fetched.As(recall.ByIMAP)}},
	}
}

func (w *witness) movedOrNot() []string {
	var s fates
	w.eachMove(func(name string, f recall.Facts) { s.add(name, w.ask(recall.WhatHappens, f).Answer()) })
	if len(s.kept)+len(s.open) == 0 {
		return []string{"taken back, moved or not"}
	}
	return s.says()
}

// eachMove visits what may have happened to a copy, as far as the system can tell it.
func (w *witness) eachMove(visit func(name string, f recall.Facts)) {
	reads := w.system.Reads(recall.WhatHappens).And(recall.SetOf(recall.OriginalIn))
	for _, m := range moves() {
		if reads.Has(m.fact) && (w.system.ByMessage || !m.byMessage) {
			visit(m.name, w.arrival(m.change...))
		}
	}
}

func (w *witness) outsiders() []string {
	var says []string
	d := w.ask(recall.HowFar, recall.Given(recall.Recipient.As(recall.Outside)))
	_, asMail := d.Effect(recall.DeliverAsMail)
	switch {
	case d.Answer() == recall.Yes:
		says = append(says, "like those inside")
	case asMail:
		says = append(says, "stays, and the recall message comes as ordinary mail")
	default:
		says = append(says, "stays, and nothing comes")
	}
	if d.Answer() == recall.NotCounted {
		says = append(says, "does not count")
	}
	if !w.may(w.sender(recall.AllOutside.As(true))) {
		says = append(says, "refused where all are outside")
	}
	return says
}

func (w *witness) recipientSees() []string {
	if !w.system.ByMessage {
		return w.noticeOfRecall()
	}
	notices := map[recall.Answer][]string{}
	note := func(_ string, f recall.Facts) {
		d := w.ask(recall.WhatHappens, f)
		if e, ok := d.Effect(recall.Notify); ok {
			notices[d.Answer()] = append(notices[d.Answer()], e.Notice.String())
		}
	}
	w.arrival().Vary(recall.Seen, note)
	w.eachMove(note)
	return []string{"taken back: " + noticeWords(notices[recall.Succeeded]), "else: the recall message, and " + noticeWords(notices[recall.Failed])}
}

// noticeOfRecall is what a recipient is told where there is no recall message.
func (w *witness) noticeOfRecall() []string {
	notice := func(f recall.Facts) string {
		e, ok := w.ask(recall.WhatRecipient, f).Effect(recall.Notify)
		if !ok {
			return noticeWords(nil)
		}
		return noticeWords([]string{e.Notice.String()})
	}
	quiet, alerted := notice(recall.Facts{}), notice(recall.Given(recall.AlertsTo.As(recall.AlertAll)))
	if quiet == alerted {
		return []string{quiet}
	}
	return []string{quiet, alerted + " if the organisation alerts recipients"}
}

func noticeWords(notices []string) string {
	if len(notices) == 0 {
		return "nothing"
	}
	return "a notice (" + oneOf(once(notices)) + ")"
}

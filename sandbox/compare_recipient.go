package sandbox

import (
	"strings"

	"recallbox/sandbox/recall"
)

// What a comparison tells of the recipients' copies: which are taken back, and what their owners see of it.

// arrival is a copy that nobody has touched, in the Inbox, when it is to be taken back.
func (w *witness) arrival() recall.Facts {
	if w.system.ByMessage {
		return recall.Facts{Moment: recall.Arrived, Together: true}
	}
	return recall.Facts{Moment: recall.Requested, Request: recall.Gone}
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
		f.Vary(recall.FSeen, func(word string, f recall.Facts) { s.add(word, w.ask(recall.WhatHappens, f).Answer()) })
		return s
	}
	all := seen(w.arrival())
	says := all.says()
	if len(all.taken) > 0 && len(all.kept)+len(all.open) == 0 {
		says = []string{"taken back, read or not"}
	}
	narrow := w.arrival()
	narrow.UnreadOnly = true
	if kept := seen(narrow).kept; len(kept) > len(all.kept) {
		says = append(says, "if the organisation recalls unread copies only, stays: "+strings.Join(kept, ", "))
	}
	return says
}

// move is something that may have happened to a copy on its way through a mailbox.
type move struct {
	name      string
	fact      recall.FieldID
	byMessage bool // it is about the recall message
	change    func(*recall.Facts)
}

var moves = []move{
	{"moved by a rule", recall.FOriginal, false, func(f *recall.Facts) { f.Original, f.PlacedBy, f.Together = recall.Elsewhere, recall.ByRule, false }},
	{"moved by hand", recall.FOriginal, false, func(f *recall.Facts) { f.Original, f.PlacedBy, f.Together = recall.Elsewhere, recall.ByHand, false }},
	{"in Deleted Items", recall.FOriginal, false, func(f *recall.Facts) { f.Original, f.PlacedBy, f.Together = recall.DeletedItems, recall.ByHand, false }},
	{"only the recall message moved", recall.FRequest, true, func(f *recall.Facts) { f.Request, f.Together = recall.Elsewhere, false }},
	{"moved to one folder with the recall message", recall.FTogether, true, func(f *recall.Facts) {
		f.Original, f.PlacedBy, f.Request, f.Moment = recall.Elsewhere, recall.ByRule, recall.Elsewhere, recall.Opened
	}},
	{"shared", recall.FShared, false, func(f *recall.Facts) { f.Shared = recall.CopyShared }},
	{"in a shared folder", recall.FShared, false, func(f *recall.Facts) { f.Shared = recall.FolderShared }},
	{"fetched by POP", recall.FFetched, false, func(f *recall.Facts) { f.Fetched = recall.ByPOP }},
	{"fetched by IMAP", recall.FFetched, false, func(f *recall.Facts) { f.Fetched = recall.ByIMAP }},
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
	reads := w.system.Reads(recall.WhatHappens) | recall.Fields(recall.FOriginal)
	for _, m := range moves {
		if f := w.arrival(); reads.Has(m.fact) && (w.system.ByMessage || !m.byMessage) {
			m.change(&f)
			visit(m.name, f)
		}
	}
}

func (w *witness) outsiders() []string {
	var says []string
	d := w.ask(recall.HowFar, recall.Facts{Reach: recall.Outside})
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
	f := w.sender()
	if f.NoInsider = true; !w.may(f) {
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
	w.arrival().Vary(recall.FSeen, note)
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
	quiet, alerted := notice(recall.Facts{}), notice(recall.Facts{Alert: recall.AlertAll})
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

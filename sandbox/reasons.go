package sandbox

import (
	"cmp"
	"strings"
	"time"

	"recallbox/sandbox/recall"
	"recallbox/sandbox/store"
)

// reason tells people why an outcome is what it is.
func (s recallStatus) reason(o store.Outcome, d recall.Decision, readers []Attempt) (string, error) {
	if d.Behaviour == nil {
		return "", nil
	}
	text := d.Behaviour.Reason
	if !o.Final && d.Behaviour.Meanwhile != "" {
		text = d.Behaviour.Meanwhile
	}
	if s.inOutbox && !o.Final && d.Question == recall.WhatHappens {
		text += "{waiting}"
	}
	if !strings.Contains(text, "{") {
		return strings.TrimSpace(text), nil
	}
	word := func(place string) string { return s.word(place, o, d) }
	if n := len(readers); n > 0 {
		who := cmp.Or(o.Reader, readers[n-1].Address) // the reader who decided it, or the one who tried last
		m, err := s.tx.store.MailboxAt(who)
		if err != nil {
			return "", err
		}
		word = func(place string) string {
			if place == "reader" {
				return m.DisplayName()
			}
			return s.word(place, o, d)
		}
	}
	return strings.TrimSpace(Fill(text, word)), nil
}

// word stands at a place of a reason: who is who, and how the two messages came where they lie.
func (s recallStatus) word(place string, o store.Outcome, d recall.Decision) string {
	moment := recall.JustHappened.Get(d.Facts)
	switch place {
	case "sender":
		return s.sender.DisplayName()
	case "recipient":
		return o.DisplayName()
	case "reader":
		if d.Question == recall.WhoseMark {
			return s.readers[o.Mailbox].name
		}
	case "mover":
		return moverWords(recall.BroughtBy.Get(d.Facts), o.DisplayName())
	case "request_mover":
		return moverWords(recall.RequestMoved.Get(d.Facts), o.DisplayName())
	case "came":
		switch {
		case moment == recall.Started:
			return "was processed as Outlook started"
		case s.wasIdle(o, d.Facts):
			return "was processed as Outlook was idle"
		}
		return "arrived"
	case "idle":
		if s.wasIdle(o, d.Facts) {
			return " when Outlook was idle and processed the recall message"
		}
	case "due":
		if until := s.waitsUntil(o); !until.IsZero() {
			return ", at " + until.Format(time.RFC3339)
		}
	case "starts":
		if recall.ProgramStopped.Get(d.Facts) {
			return "starts"
		}
		return "starts again, or " + o.DisplayName() + " opens it"
	case "stays":
		if recall.OriginalIn.Get(d.Facts) == recall.Gone {
			return "the message is gone too"
		}
		return "it stays"
	case "removed":
		switch {
		case s.isTakenBack():
			return "was taken back from the Outbox before it went out"
		case moment == recall.Arrived:
			return "went on to another mailbox, as " + o.DisplayName() + "'s forwards all mail"
		}
		return "was removed before it was processed"
	}
	return s.outboxWord(place)
}

// outboxWord tells how the recall message came out of the Outbox, if it did.
func (s recallStatus) outboxWord(place string) string {
	switch {
	case place == "got" && s.inOutbox:
		return "gets"
	case place == "got" && s.isTakenBack():
		return "was to get"
	case place == "got":
		return "got"
	case place == "waiting" && s.inOutbox:
		until := at(s.request.Due).Format(time.RFC3339)
		return "; that waits in " + s.sender.DisplayName() + "'s Outbox until " + until
	case place == "waiting" && s.isTakenBack():
		return "; that was taken back from the Outbox"
	}
	return ""
}

// isTakenBack says whether the recall message was taken back from the Outbox before it went out.
func (s recallStatus) isTakenBack() bool { return s.request.Draft && !s.inOutbox }

// wasIdle says whether an outcome was decided once Outlook was idle, some time after the recall message had come.
func (s recallStatus) wasIdle(o store.Outcome, f recall.Facts) bool {
	return recall.JustHappened.Get(f) == recall.Arrived && o.DecidedAt > s.request.SentAt
}

// moverWords tells who moved a message to where it lies.
func moverWords(by recall.Mover, recipient string) string {
	switch by {
	case recall.ByRule:
		return "a rule"
	case recall.ByRuleThenHand:
		return "a rule and then by " + recipient
	}
	return recipient
}

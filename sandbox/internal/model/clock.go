package model

import (
	"recallbox/sandbox/recall"
)

// Advance moves the clock on. Messages that fall due leave in order, each at its own time; then the Outlooks that have
// been idle long enough look for recall messages, and then
// what was to be done later is done.
type Advance struct{ For string }

func (s Advance) Words() []string { return command("clock", "advance", s.For) }

func (s Advance) play(w *World) string {
	until := w.Now + seconds(s.For)
	for {
		var next *Message
		for _, m := range w.Messages {
			if m.Due != 0 && m.Due <= until && (next == nil || m.Due < next.Due) {
				next = m
			}
		}
		idle, due := w.firstIdle(until)
		turn := w.firstTurn(until)
		switch {
		case turn != nil && (next == nil || turn.Due < next.Due) && (idle == nil || turn.Due < due):
			w.Now = turn.Due
			w.lapse()
			w.take(turn)
		case next != nil && (idle == nil || next.Due <= due):
			w.Now = next.Due
			w.lapse()
			w.leave(next)
		case idle != nil:
			w.Now = due
			w.lapse()
			w.settleIdle(idle)
		default:
			w.Now = until
			w.lapse()
			return ""
		}
	}
}

// firstIdle is the recall for which Outlooks have been idle long enough first, and when.
func (w *World) firstIdle(until int64) (first *Recall, at int64) {
	for _, r := range w.Recalls {
		for _, o := range r.Outcomes {
			if o.Due != 0 && o.Due <= until && (first == nil || o.Due < at) {
				first, at = r, o.Due
			}
		}
	}
	return first, at
}

// settleIdle lets the Outlooks look for a recall message that have been idle long enough now.
func (w *World) settleIdle(r *Recall) {
	var due []*Outcome
	for _, o := range r.Outcomes {
		if o.Due == w.Now {
			o.Due = 0
			due = append(due, o)
		}
	}
	w.settle(r, trigger{moment: recall.Arrived}, due)
}

// wait lets the recall message in the Inbox wait, for all whose Outlook is idle for some time before it looks there.
func (w *World) wait(outcomes []*Outcome, request int) {
	for _, o := range outcomes {
		b := o.Mailbox
		c := b.Received[request]
		looks := b.ProcessesAfter > 0 && !b.Stopped && !b.Manual && b.Client.IsOutlook()
		if looks && o.Answer == recall.Silent && c != nil && c.Folder == b.inbox() {
			o.Due = min(w.Now+b.ProcessesAfter, endOfTime)
		}
	}
}

// settleArrived settles what the arrival of the recall message does.
func (w *World) settleArrived(r *Recall, quiet bool) {
	w.wait(r.Outcomes, r.Request)
	w.settle(r, trigger{moment: recall.Arrived, quiet: quiet}, r.Outcomes)
}

// endOfTime is the last second of the year 9999, behind which nothing is due.
const endOfTime = 253402300799
